"""Who may see and settle the agency's e-mail: receiving is the clerk's work (ND30-A6, A21)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.kernel.permission import ALLOWED, Permission, refused
from vanthu.office.mailbox.queries import visible_to
from vanthu.office.mailbox.states import MOVES, ReceivedState

if TYPE_CHECKING:
    from vanthu.office.mailbox.models import MailReceived
    from vanthu.office.organizations.models import Person

__all__ = ["LABELS", "may", "may_upload", "visible_to"]

LABELS = {
    "take": "Vào sổ văn bản trong thư",
    "return": "Trả lại bên gửi",
    "set_aside": "Không phải văn bản",
    "look_again": "Xem lại thư",
}


def may(person: Person, verb: str, mail: MailReceived, *, at: datetime) -> Permission:
    """Answer whether this person may do this verb to this e-mail now."""
    if person.agency_id != mail.agency_id:
        return refused("thư này gửi cho cơ quan khác")
    if mail.state not in MOVES.sources(verb):
        return refused(f"thư đang ở trạng thái «{ReceivedState(mail.state).label}»")
    return may_upload(person, at=at)


def may_upload(person: Person, *, at: datetime) -> Permission:
    """Answer whether this person may bring in an e-mail as a file."""
    clerk = access.has_duty(person, Duty.CLERK, at=at)
    return ALLOWED if clerk else refused("việc này do văn thư cơ quan thực hiện")
