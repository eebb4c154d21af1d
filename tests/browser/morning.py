"""What lies there when a working day of Sở Nội vụ begins: letters on their way to it, older work, drafts to sign."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from tests.system import worlds
from vanthu.cli.demo.world import World


@dataclass(frozen=True)
class Came:
    """A letter of the ministry that is on its way: its page in the ministry, its code, what it is about."""

    address: str
    code: str
    subject: str

    @property
    def number(self) -> str:
        """The number alone, without the notation."""
        return self.code.partition("/")[0]


def issue_letters(world: World, subjects: Sequence[str], *, most_urgent: str, asks_back_by_days: int) -> list[Came]:
    """Let the ministry issue a letter to Sở Nội vụ about each of these; return them in that order.

    `most_urgent` is hỏa tốc; every letter asks for an answer within so many days.
    """
    told = worlds.inside(
        world, "bo", worlds.STAMPED + _ISSUE, json.dumps(list(subjects)), most_urgent, str(asks_back_by_days)
    )
    return [Came(f"/van-ban-di/{pk}", code, about) for pk, code, about in json.loads(told)]


def last_week(world: World, *, late: str, others: Sequence[str]) -> None:
    """Enter in Sở Nội vụ what came on paper a week ago, given to Khoa: `late` was due yesterday, the others are not."""
    worlds.inside(world, "tinh", _LAST_WEEK, late, json.dumps(list(others)))


def drafts_to_sign(world: World, subjects: Sequence[str]) -> None:
    """Bring drafts of Khoa through both checks to the director's desk."""
    worlds.inside(world, "tinh", _DRAFTS, json.dumps(list(subjects)))


def scan() -> bytes:
    """Return a PDF of one blank page, as a scanner makes it."""
    out = io.BytesIO()
    Image.new("L", (827, 1170), "white").save(out, "PDF", resolution=100)
    return out.getvalue()


_ISSUE = """
import json, sys
from datetime import timedelta
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import operations, queries
from vanthu.runtime import clock
from vanthu.runtime.clock import VIETNAM

subjects, hottest, days = json.loads(sys.argv[1]), sys.argv[2], int(sys.argv[3])
due_on = clock.now().astimezone(VIETNAM).date() + timedelta(days=days)
made = []
with agency_in_force(organizations.agency_by_code("G99").pk):
    people = {one.account.username: one for one in organizations.people()}
    an, binh, chi, dung = (people[name] for name in ("an", "binh", "chi", "dung"))
    for about in subjects:
        fields = queries.DraftFields(
            subject=about, signer_id=dung.pk, unit_id=an.unit_id, due_on=due_on, urgency=3 if about == hottest else 0,
            addressed_to=("Sở Nội vụ tỉnh Thử Nghiệm",), body="Đề nghị quý cơ quan thực hiện và báo cáo kết quả.",
            recipients=(("H99.02", "Sở Nội vụ tỉnh Thử Nghiệm"),),
        )
        draft = operations.start_draft(fields, by=an, at=clock.now())
        operations.submit(draft.pk, by=an, at=clock.now())
        operations.approve(draft.pk, by=binh, at=clock.now())
        operations.approve(draft.pk, by=chi, at=clock.now())
        stamped(signing.sign_as_leader(draft.pk, pin="12345678", by=dung, at=clock.now()))
        stamped(signing.number_and_seal(draft.pk, pin="87654321", by=chi, at=clock.now()))
        operations.issue(draft.pk, by=chi, at=clock.now())
        made.append((str(draft.pk), queries.get(chi, draft.pk, at=clock.now()).document.code_text, about))
print(json.dumps(made))
"""

_LAST_WEEK = """
import json, sys
from datetime import timedelta
from django.apps import apps
from vanthu.office.incoming import operations
from vanthu.office.journeys.by_hand import receive
from vanthu.office.journeys.entering import Entered
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.organizations import queries as organizations
from vanthu.runtime import clock
from vanthu.runtime.clock import VIETNAM

then = clock.now() - timedelta(days=7)
# The demonstration's people were given their duties a moment ago.
apps.get_model("access.DutyHeld").of_all_agencies.update(valid_from=then - timedelta(days=365))
today = clock.now().astimezone(VIETNAM).date()
with agency_in_force(organizations.agency_by_code("H99.02").pk):
    people = {one.account.username: one for one in organizations.people()}
    em, giang, khoa = (people[name] for name in ("em", "giang", "khoa"))
    others = json.loads(sys.argv[2])
    for number, about in enumerate([sys.argv[1], *others], start=1):
        entered = Entered(
            issuer_name="Sở Tài chính", subject=about, type_code="cong_van", number=str(400 + number),
            notation="STC-NS", issued_on=then.astimezone(VIETNAM).date(),
        )
        came = receive(entered, by=em, at=then)
        due_on = today + timedelta(days=-1 if about == sys.argv[1] else 5)
        operations.assign(
            came.pk, lead_unit_id=khoa.unit_id, lead_person_id=khoa.pk, due_on=due_on, by=giang,
            at=then + timedelta(hours=1),
        )
"""

_DRAFTS = """
import json, sys
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import operations, queries
from vanthu.runtime import clock

with agency_in_force(organizations.agency_by_code("H99.02").pk):
    people = {one.account.username: one for one in organizations.people()}
    em, giang, hoa, khoa = (people[name] for name in ("em", "giang", "hoa", "khoa"))
    for about in json.loads(sys.argv[1]):
        fields = queries.DraftFields(
            subject=about, signer_id=giang.pk, unit_id=khoa.unit_id, addressed_to=("Bộ Thử nghiệm",),
            body="Sở Nội vụ báo cáo như sau.", recipients=(("G99", "Bộ Thử nghiệm"),),
        )
        draft = operations.start_draft(fields, by=khoa, at=clock.now())
        operations.submit(draft.pk, by=khoa, at=clock.now())
        operations.approve(draft.pk, by=hoa, at=clock.now())
        operations.approve(draft.pk, by=em, at=clock.now())
"""
