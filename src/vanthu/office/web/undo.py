"""Taking back what was just done, where nothing of it has left the agency: each way is a verb of its domain.

The message that tells of the deed carries a signed list of what would be taken back; each verb asks its policy again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.utils.translation import gettext as _

from vanthu.office.assignments import operations as assignments
from vanthu.office.mailbox import operations as mailbox
from vanthu.office.notices import operations as notices
from vanthu.office.outgoing import operations as outgoing
from vanthu.office.web.requests import OfficeRequest
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

WITHIN = timedelta(minutes=5)
"""How long the button means anything; the page shows it for half a minute."""


class TooLateToUndo(VanThuError):
    """The message is too old, was shown to somebody else, or is no message of ours."""

    code = "VT-HOAN-TAC-MUON"
    template = "Đã quá thời gian hoàn tác. Việc vẫn như đã làm; hãy mở việc đó và dùng nút trên trang."
    http_status = 409


class Back(NamedTuple):
    """The way back from one deed; `before` is what the way needs to know."""

    way: str
    thing: UUID
    before: str = ""


@dataclass(frozen=True)
class Undoable:
    """A sentence about what was done, and how to take it back, as a whole."""

    sentence: str
    back: tuple[Back, ...]


def undoable(sentence: str, way: str, thing: UUID, before: str = "") -> Undoable:
    """Return the sentence about one deed with its way back."""
    return Undoable(sentence, (Back(way, thing, before),))


def together(sentence: str, done: Sequence[str | Undoable]) -> str | Undoable:
    """Return one sentence about many deeds; it has a way back where each of them has."""
    back = tuple(one for deed in done if isinstance(deed, Undoable) for one in deed.back)
    return Undoable(sentence, back) if all(isinstance(deed, Undoable) for deed in done) else sentence


def _reopen(thing: UUID, before: str, by: Person, at: datetime) -> None:
    assignments.reopen(thing, progress=int(before or 0), by=by, at=at)


def _hand_back(thing: UUID, before: str, by: Person, at: datetime) -> None:
    assignments.hand_back(thing, person_id=UUID(before) if before else None, by=by, at=at)


def _stop_giving(thing: UUID, before: str, by: Person, at: datetime) -> None:
    assignments.withdraw(thing, reason="Hoàn tác ngay sau khi giao", by=by, at=at)


def _take_back(thing: UUID, before: str, by: Person, at: datetime) -> None:
    outgoing.take_back(thing, by=by, at=at)


def _look_again(thing: UUID, before: str, by: Person, at: datetime) -> None:
    mailbox.look_again(thing, by=by, at=at)


def _unread(thing: UUID, before: str, by: Person, at: datetime) -> None:
    notices.unread(by, [thing])


WAYS: Mapping[str, Callable[[UUID, str, Person, datetime], None]] = {
    "reopen": _reopen,
    "hand_back": _hand_back,
    "stop_giving": _stop_giving,
    "take_back": _take_back,
    "look_again": _look_again,
    "unread": _unread,
}


def tell(request: OfficeRequest, done: str | Undoable) -> None:
    """Tell of a deed, with the way back where there is one (`extra_tags` carries it to the page)."""
    if not isinstance(done, Undoable):
        messages.success(request, done)
        return
    said = [(one.way, str(one.thing), one.before) for one in done.back]
    token = signing.dumps(said, salt=_salt(request.person), compress=True)
    messages.success(request, done.sentence, extra_tags=token)


def undo(token: str, *, by: Person, at: datetime) -> tuple[int, list[VanThuError]]:
    """Take back what a message told of; return how much was, and what kept the rest. Raises TooLateToUndo."""
    try:
        ways = signing.loads(token, salt=_salt(by), max_age=WITHIN)
    except signing.BadSignature as error:
        raise TooLateToUndo from error
    left: list[VanThuError] = []
    for way, thing, before in ways:
        try:
            WAYS[way](UUID(thing), before, by, at)
        except VanThuError as refused:
            left.append(refused)
    return len(ways) - len(left), left


def said(count: int) -> str:
    """Say how much was taken back."""
    return _("Đã hoàn tác.") if count == 1 else _("Đã hoàn tác %(n)s việc.") % {"n": count}


def _salt(person: Person) -> str:
    return f"undo:{person.pk}"
