"""Sending packages up: what lies in the parent's mailbox is taken, grouped by package, and handed to the parent."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet

from vanthu.axis.delivery import operations as delivery
from vanthu.axis.delivery import queries as deliveries
from vanthu.axis.delivery.operations.commits import commits
from vanthu.axis.evidence.operations.appending import Happening, append_all
from vanthu.axis.federation import states
from vanthu.axis.federation.models import ForwardAttempt, Forwarding, Leg
from vanthu.axis.federation.operations import links
from vanthu.axis.federation.operations.steps import reached
from vanthu.axis.federation.operations.turns import give_back, noted, turn_of
from vanthu.axis.federation.parent import BY, Parent
from vanthu.axis.federation.policies import FINAL, OF_ONE_RECIPIENT
from vanthu.axis.intake import queries as packages
from vanthu.axis.kernel.packages import package_store
from vanthu.axis.kernel.rows import insert_new
from vanthu.runtime.lanes import in_lanes
from vanthu.runtime.leases import finish, held, lease, postpone, postpone_all
from vanthu.runtime.store import BytesMissing
from vanthu.runtime.transactions import write
from vanthu.standards import edxml
from vanthu.standards.vxp import MessageType, TransferStatus, VxpError, VxpRefused, VxpUnreachable

if TYPE_CHECKING:
    from vanthu.axis.delivery.models import Delivery

LEASE_SECONDS = 600
AT_ONCE = 16
"""Rows taken together: few, so that what is urgent and comes next is next."""
MOST_LEGS = 200
"""Codes in one `to` header: proxies and hubs give up on headers of more than some kilobytes."""
_OPENED_AT_ONCE = 200
_LONGEST_WAIT_TRIES = 4
"""Where nobody answers a row waits no longer than its fourth back-off: the parent as a whole is left alone already."""


def forward_due(parent: Parent, *, at: datetime) -> int:
    """Take new deliveries to agencies beyond the parent and send up what is due; return how much was done."""
    opened = open_forwardings(parent, at=at)
    if links.silent(at=at):
        return opened
    due, most = Forwarding.objects.filter(state=states.WAITING), links.at_once(AT_ONCE)
    rows = lease(due, at=at, seconds=LEASE_SECONDS, limit=most)
    reached("forward.leased")
    return opened + _forward_all(rows, parent, at)


def open_forwardings(parent: Parent, *, at: datetime) -> int:
    """Open a forwarding for deliveries in the parent's mailbox that have none; return the number of deliveries.

    In one transaction: a delivery is either still in the mailbox as it was, or has its place in a forwarding. One that
    was given up and sent again by its sender is in its first state once more, and gets a new place.
    """
    taken = 0
    for kind in MessageType:
        # A worker with nothing to do looks here again and again, and takes no lock for it.
        if _untaken(kind, parent).exists():
            with write():
                taken += _open_waiting(kind, parent, at)
    if taken:
        reached("forward.opened")
    return taken


def _untaken(kind: MessageType, parent: Parent) -> QuerySet[Delivery]:
    return deliveries.mailbox(parent.system.id, kind).filter(Q(leg=None) | Q(state=TransferStatus.INITIAL))


def _open_waiting(kind: MessageType, parent: Parent, at: datetime) -> int:
    waiting = _untaken(kind, parent).order_by("rank", "created_at", "id")
    rows = list(waiting.values_list("id", "package_id", "to_code", "urgency", "state")[:_OPENED_AT_ONCE])
    by_package: dict[UUID, list[tuple[UUID, str, int]]] = {}
    for key, package_id, to_code, urgency, _ in rows:
        by_package.setdefault(package_id, []).append((key, to_code, urgency))
    opened, placed = [], []
    for package_id, legs in by_package.items():
        for start in range(0, len(legs), MOST_LEGS):
            part = legs[start : start + MOST_LEGS]
            opened.append(_opened(package_id, kind, part, at))
            placed += [Leg(delivery_id=key, forwarding=opened[-1], code=code) for key, code, _ in part]
    Forwarding.objects.bulk_create(opened)
    Leg.objects.bulk_create(
        placed,
        update_conflicts=True,
        unique_fields=["delivery"],
        update_fields=["forwarding", "code", "ended"],
    )
    new = [(key, package, urgency) for key, package, _, urgency, state in rows if state == TransferStatus.INITIAL]
    delivery.begin(new, "Đang chuyển lên trục cấp trên", parent.caller(), at=at)
    return len(rows)


def _opened(package_id: UUID, kind: MessageType, legs: Sequence[tuple[UUID, str, int]], at: datetime) -> Forwarding:
    urgency = max(urgency for _, _, urgency in legs)
    return Forwarding(package_id=package_id, message_type=kind, urgency=urgency, due_at=at, created_at=at)


@dataclass
class _Sending:
    """The turn of one row: what is to be sent, and the parent's id for it once it has been."""

    row: Forwarding
    package: packages.Described
    legs: list[Leg]
    attempt: ForwardAttempt
    hub_id: str = ""


def _forward_all(rows: Sequence[Forwarding], parent: Parent, at: datetime) -> int:
    """Send side by side; in order what is about one document, and behind everything what names an earlier one."""
    known, legs = packages.described(row.package_id for row in rows), waiting_legs(rows, parent)
    begun = [
        _Sending(row, known[row.package_id], legs[row.pk], ForwardAttempt(forwarding=row, begun_at=at))
        for row in rows
        if _can_go_up(row, legs[row.pk], known[row.package_id], parent, at)
    ]
    if begun:
        commits.run(lambda: insert_new([one.attempt for one in begun]))
    reached("forward.attempt_begun")
    plain = [one for one in begun if not one.package.business_type]
    naming = [one for one in begun if one.package.business_type]
    away: list[str] = []
    done = 0
    try:
        done = _send_all(plain, lambda one: one.package.document_key, away, parent, at)
    finally:
        if done < len(plain):
            _untried(naming)
    if done == len(plain):
        done += _send_all(naming, lambda _: "", away, parent, at)
    links.note_turn(away, done, at=at)
    return len(rows) - len(begun) + done - len(away)


def _can_go_up(row: Forwarding, legs: Sequence[Leg], package: packages.Described, parent: Parent, at: datetime) -> bool:
    """Tell whether there is something to send; end a row of which there is not."""
    if legs and package.system_id != parent.system.id:
        return True
    with turn_of(row, at=at):
        if legs:
            _refuse(row, legs, parent, "Gói tin đến từ trục cấp trên, không chuyển ngược lên.", at)
        else:
            finish(row, at=at, state=states.EXPIRED)
    return False


def _send_all(
    turns: Sequence[_Sending], lane_of: Callable[[_Sending], str], away: list[str], parent: Parent, at: datetime
) -> int:
    """Send in lanes and note together what the parent took, also when one of them failed."""

    def turn(one: _Sending) -> bool:
        with turn_of(one.row, at=at):
            away.extend(_forward(one, parent, at))
        return not away

    try:
        return in_lanes(turns, lane_of, turn, untried=_untried, name="forward")
    finally:
        noted([one for one in turns if one.hub_id], lambda sent: _note_sent(sent, parent, at), at=at)


def _untried(turns: Sequence[_Sending]) -> None:
    """Take back what was begun and never tried."""
    if turns:
        ForwardAttempt.objects.filter(pk__in=[one.attempt.pk for one in turns]).delete()
        give_back([one.row for one in turns])


def _forward(one: _Sending, parent: Parent, at: datetime) -> list[str]:
    """Try once; return why the parent did not answer, if it did not."""
    row, legs, attempt = one.row, one.legs, one.attempt
    try:
        one.hub_id = _send(row, legs, one.package, parent)[:100]
    except VxpUnreachable as error:
        _unanswered(row, attempt, error.sentence, at)
        return [error.sentence]
    except VxpRefused as error:
        _refused(row, legs, attempt, error, parent, at)
    except (BytesMissing, edxml.EdxmlRefused, VxpError) as error:
        # The file is gone or damaged, or a code has letters no header carries: the same will happen every time.
        _end(attempt, ForwardAttempt.REFUSED, at, sentence=error.sentence)
        _refuse(row, legs, parent, error.sentence, at)
    else:
        reached("forward.sent")
    return []


def _note_sent(turns: Sequence[_Sending], parent: Parent, at: datetime) -> None:
    """Note the parent's ids of the packages, in the evidence too: they are the answer to who had them last."""
    ours = {row.pk for row in held([one.row for one in turns])}
    sent = [one for one in turns if one.row.pk in ours]
    done = ForwardAttempt.objects.filter(pk__in=[one.attempt.pk for one in turns])
    done.update(ended_at=at, outcome=ForwardAttempt.SENT)
    legs = (leg for one in sent for leg in one.legs if leg.state != TransferStatus.PROCESSING)
    taken = [delivery.Told(leg.delivery_id, TransferStatus.PROCESSING, "Trục cấp trên đã nhận") for leg in legs]
    parent.say_all(taken, at=at)
    for one in sent:
        # However often it was tried: what became of it is asked for soon, yet not before anybody can have fetched it.
        one.row.tries, one.row.hub_id = 2, one.hub_id
    Forwarding.objects.bulk_update([one.row for one in sent], ["hub_id"])
    postpone_all([one.row for one in sent], at=at, state=states.SENT, sentence="", tries=1)
    if sent:
        append_all([_told_sent(one, at) for one in sent])
    reached("forward.noted")


def _told_sent(one: _Sending, at: datetime) -> Happening:
    data = {"package": one.row.package_id.hex, "hub_id": one.hub_id, "to": [leg.code for leg in one.legs]}
    return Happening("package.forwarded", str(one.row.pk), data, by=BY, at=at)


def waiting_legs(
    rows: Sequence[Forwarding], parent: Parent, *, given_up_since: datetime | None = None
) -> dict[UUID, list[Leg]]:
    """Return, by row, the legs that have not ended and whose deliveries still wait in the parent's mailbox.

    Each comes with the state of its delivery. With `given_up_since` also those given up from then on: beyond the
    parent somebody may take them yet.
    """
    legs: dict[UUID, list[Leg]] = {row.pk: [] for row in rows}
    for kind in {row.message_type for row in rows}:
        open_ones = Q(delivery__in=deliveries.mailbox(parent.system.id, MessageType(kind)).values("pk"))
        if given_up_since is not None:
            open_ones |= Q(delivery__in=deliveries.given_up(parent.system, since=given_up_since).values("pk"))
        these = [row.pk for row in rows if row.message_type == kind]
        found = Leg.objects.filter(open_ones, forwarding__in=these, ended=False)
        for leg in found.annotate(now=F("delivery__state")):
            leg.state = leg.now
            legs[leg.forwarding_id].append(leg)
    return legs


def _send(row: Forwarding, legs: Sequence[Leg], package: packages.Described, parent: Parent) -> str:
    codes = [leg.code for leg in legs] if row.message_type == MessageType.EDOC else None
    with _traced(package) as file:
        reached("forward.traced")
        return parent.client.send_edoc(file, from_code=package.from_code, message_type=row.message_type, to=codes)


@contextmanager
def _traced(package: packages.Described) -> Iterator[Path]:
    """Give the exact bytes that came, with this axis's TraceHeader; the same bytes every time (see `hand_out`)."""
    folder = settings.AXIS.data_dir / "forwarding"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".edxml") as file:
        source = package_store().path(package.sha256)
        edxml.append_trace_header(
            source, cast(BinaryIO, file), organ_id=settings.AXIS.organ_id, timestamp=package.accepted_at
        )
        file.flush()
        yield Path(file.name)


def _unanswered(row: Forwarding, attempt: ForwardAttempt, sentence: str, at: datetime) -> None:
    _end(attempt, ForwardAttempt.UNREACHABLE, at, sentence=sentence)
    row.tries = min(row.tries, _LONGEST_WAIT_TRIES)
    postpone(row, at=at, sentence=sentence[:500], tries=row.tries)


def _refused(
    row: Forwarding, legs: Sequence[Leg], attempt: ForwardAttempt, error: VxpRefused, parent: Parent, at: datetime
) -> None:
    _end(attempt, ForwardAttempt.REFUSED, at, code=error.error_code, sentence=error.error_desc)
    sentence = f"Trục cấp trên từ chối (mã {error.error_code}): {error.error_desc}"[:500]
    if error.error_code in OF_ONE_RECIPIENT and len(legs) > 1:
        _split(row, legs, sentence, at)
    elif error.error_code in FINAL:
        _refuse(row, legs, parent, sentence, at)
    else:
        with write():
            if not error.temporary:
                for leg in legs:
                    parent.say(leg.delivery_id, TransferStatus.FAIL, sentence, at=at)
            postpone(row, at=at, sentence=sentence)


def _split(row: Forwarding, legs: Sequence[Leg], sentence: str, at: datetime) -> None:
    """Go on with each recipient alone, so that the one the parent objects to stops nobody else."""
    with write():
        for leg in legs:
            alone = Forwarding.objects.create(
                package_id=row.package_id,
                message_type=row.message_type,
                urgency=row.urgency,
                due_at=at,
                created_at=at,
            )
            Leg.objects.filter(pk=leg.pk).update(forwarding=alone)
        finish(row, at=at, state=states.SPLIT, sentence=sentence)


def _refuse(row: Forwarding, legs: Sequence[Leg], parent: Parent, sentence: str, at: datetime) -> None:
    """The end, unless a person mends the reason: the sender sees `fail` with the parent's words."""
    with write():
        for leg in legs:
            parent.say(leg.delivery_id, TransferStatus.FAIL, sentence, at=at)
        finish(row, at=at, state=states.REFUSED, sentence=sentence)


def _end(attempt: ForwardAttempt, outcome: str, at: datetime, *, code: str = "", sentence: str = "") -> None:
    ForwardAttempt.objects.filter(pk=attempt.pk).update(
        ended_at=at, outcome=outcome, code=code[:20], sentence=sentence[:500]
    )
