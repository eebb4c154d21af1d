"""What is wrong with what signatures are judged by, told before every verdict is KHÔNG XÁC ĐỊNH."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.conf import settings

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.notices import operations as notices
from vanthu.office.organizations import queries as organizations
from vanthu.office.signatures.operations.material import trust_in_force
from vanthu.runtime.clock import VIETNAM
from vanthu.standards.signing.errors import TrustUnreadable
from vanthu.standards.signing.trust_check import problems

MOST_TOLD = 20
_WHAT_TO_DO = (
    "Chạy «vanthu office trust check» để xem đủ và làm theo hướng dẫn «Tin cậy và thời gian». Khi chưa xử lý, chữ ký "
    "của các chứng thư liên quan chỉ được kết luận KHÔNG XÁC ĐỊNH."
)


def warn_of_trust(*, at: datetime) -> int:
    """Tell the administrators of all agencies what to look at in the trust folder; return how many notices.

    The same is told again each week, as long as it is so; anything else at once.
    """
    found = _problems(at)
    if not found:
        return 0
    year, week, _ = at.astimezone(VIETNAM).isocalendar()
    key = f"trust:{year}-{week}:{sha256(chr(10).join(sorted(found)).encode()).hexdigest()[:16]}"
    title = f"Dữ liệu tin cậy để kiểm tra chữ ký số cần xem lại: {len(found)} điểm"
    more = [f"… và {len(found) - MOST_TOLD} điểm khác."] if len(found) > MOST_TOLD else []
    text = "\n".join([*found[:MOST_TOLD], *more, _WHAT_TO_DO])
    told = 0
    for agency in organizations.agencies():
        with agency_in_force(agency.pk):
            to = access.holders(Duty.ADMINISTRATOR, at=at)
            told += len(notices.post(to, "trust", title, text=text, key=key, at=at))
    return told


def _problems(at: datetime) -> list[str]:
    try:
        return problems(trust_in_force(), settings.OFFICE.signing.trust_dir, at=at)
    except TrustUnreadable as error:
        return [error.sentence]
