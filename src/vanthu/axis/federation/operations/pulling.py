"""Fetching what the parent has for this axis: keep the exact bytes, judge them, put them down, then say so."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings

from vanthu.axis.delivery import operations as delivery
from vanthu.axis.evidence.operations import append
from vanthu.axis.federation import states
from vanthu.axis.federation.models import Pulled
from vanthu.axis.federation.operations import links
from vanthu.axis.federation.operations.answering import TO_TELL, answer_due, tell
from vanthu.axis.federation.operations.rounds import Round
from vanthu.axis.federation.operations.steps import reached
from vanthu.axis.federation.operations.turns import committed
from vanthu.axis.federation.parent import BY, Parent
from vanthu.axis.federation.policies import JUDGED_AGAIN, recipients_below
from vanthu.axis.intake import operations as intake
from vanthu.axis.intake.policies import MEBI
from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.kernel.packages import package_store
from vanthu.axis.registry import operations as registry_operations
from vanthu.axis.routing.policies import RecipientLocked
from vanthu.runtime.leases import LeaseLost, finish, lease, postpone
from vanthu.runtime.moves import moved
from vanthu.runtime.store import BytesMissing, Kept
from vanthu.runtime.transactions import write
from vanthu.standards import edxml
from vanthu.standards.vxp import MessageType, ReceivedItem, TransferStatus, VxpRefused, VxpUnreachable
from vanthu.standards.vxp import operations as vxp
from vanthu.standards.vxp.codes import TEMPORARY

log = logging.getLogger(__name__)

LEASE_SECONDS = 600
AT_ONCE = 32
PAGE = 100
_MOST_PAGES = 50
_LOST_AFTER = 8
"""Tries to fetch what the parent lists and then refuses to give."""
_AGAIN_AFTER = timedelta(hours=1)
_WHOLE_LIST_AFTER = timedelta(minutes=10)


def pull_due(parent: Parent, *, at: datetime) -> int:
    """List what waits at the parent and bring each item a whole way or as far as it goes; return how many."""
    for kind in MessageType:
        list_due(parent, kind, at=at)
    return process_due(parent, at=at) + answer_due(parent, at=at)


def list_due(parent: Parent, kind: MessageType, *, wait: int | None = None, at: datetime) -> int:
    """Open a row for what the parent has of one kind; return how many were new.

    With `wait` (seconds) a parent that knows it answers only when there is something; look at the clock again after it.
    """
    if links.silent(at=at):
        return 0
    try:
        new = _open_listed(parent, kind, wait, at)
    except VxpUnreachable as error:
        links.note_unreachable(error.sentence, at=at)
        return 0
    except VxpRefused as error:
        links.note(sentence=error.sentence[:500])
        return 0
    links.note_reached(at=at)
    return new


_one_at_a_time = threading.Lock()
"""Two duties may ask for different kinds at the same moment; what they list is gone on with in one order."""


def process_due(parent: Parent, *, at: datetime) -> int:
    """Go on with what was listed; return how many items there were."""
    with _one_at_a_time:
        if links.silent(at=at):
            return 0
        under_way = Pulled.objects.exclude(state__in=TO_TELL)
        rows = lease(under_way, at=at, seconds=LEASE_SECONDS, limit=AT_ONCE)
        reached("pull.leased")
        return _Taking(rows, parent, at).run()


class _Taking:
    """Leased items on their way: all are fetched, then put down, then answered, each time side by side."""

    def __init__(self, rows: Sequence[Pulled], parent: Parent, at: datetime) -> None:
        self._round = Round(rows, parent, at)
        self._read: dict[UUID, edxml.Message | None] = {}

    def run(self) -> int:
        """Take the steps that are left, each on the disk before the next; return how many rows had a turn."""
        turns = self._round
        turns.step({states.LISTED}, lambda row: row.pk, _keep)
        kept = turns.rows(states.KEPT)
        self._read = {row.pk: _message(row) for row in kept}
        # What is about one document keeps its order; what names an earlier one comes behind everything new.
        naming = {row.pk for row in kept if _names_another(self._read[row.pk])}
        turns.step({states.KEPT}, lambda row: _about(self._read[row.pk], row), self._put_down, but=naming)
        turns.step({states.KEPT}, lambda _: "", self._put_down, only=naming)
        turns.step(TO_TELL, lambda row: row.pk, tell)
        return turns.end()

    def _put_down(self, row: Pulled, parent: Parent, at: datetime) -> None:
        _put_down(row, self._read[row.pk], parent, at)


def _message(row: Pulled) -> edxml.Message | None:
    """Return what a kept package says; None where it cannot be read, which is refused by name when it is judged."""
    limits = edxml.Limits(package_bytes=int(settings.AXIS.max_package_mb * MEBI))
    try:
        path = package_store().path(row.sha256)
        return edxml.read_envelope(path, limits=limits, decode=False, sha256=row.sha256).message
    except (edxml.EdxmlRefused, BytesMissing):
        return None


def _names_another(message: edxml.Message | None) -> bool:
    return isinstance(message, edxml.DocumentMessage) and message.business.type is not edxml.BusinessType.NEW


def _about(message: edxml.Message | None, row: Pulled) -> str:
    """Return the document a package is or is about, as far as it tells."""
    if isinstance(message, edxml.StatusMessage):
        return message.response_for.document_id
    return message.document_id if message else str(row.pk)


def _open_listed(parent: Parent, kind: MessageType, wait: int | None, at: datetime) -> int:
    """Open a row for everything listed that has none; go on to the next page while all of one is known already.

    What is new is asked for; now and then everything, for what the parent takes for failed or for being worked on. A
    hub that does not know the question answers everything, or refuses it and is asked for everything.
    """
    listed = links.link().whole_lists_at.get(kind)
    if listed is not None and at - datetime.fromisoformat(listed) < _WHOLE_LIST_AFTER:
        try:
            return _pages(parent, kind, TransferStatus.INITIAL, wait, at)
        except VxpRefused as error:
            log.info("the parent does not list by status: %s", error.sentence)
    new = _pages(parent, kind, None, wait, at)
    links.note(whole_lists_at={**links.link().whole_lists_at, str(kind): at.isoformat()})
    return new


def _pages(parent: Parent, kind: MessageType, status: TransferStatus | None, wait: int | None, at: datetime) -> int:
    for page in range(_MOST_PAGES):
        items = parent.client.received(
            kind, status=status, page_size=PAGE, page_index=page, wait=None if page else wait
        )
        reached("pull.listed")
        new = _open_rows(items, at)
        if new or len(items) < PAGE:
            return new
    return 0


def _open_rows(items: Sequence[ReceivedItem], at: datetime) -> int:
    known = {row.hub_id: row for row in Pulled.objects.filter(hub_id__in=[item.doc_id for item in items])}
    new = {item.doc_id: item for item in items if item.doc_id not in known and 0 < len(item.doc_id) <= 100}
    with write():
        # The parent lists the urgent first; a microsecond each keeps its order.
        Pulled.objects.bulk_create(
            [_row(item, at + timedelta(microseconds=place), at) for place, item in enumerate(new.values())],
            ignore_conflicts=True,
        )
        again = sum(_again(known[item.doc_id], item, at) for item in items if item.doc_id in known)
    reached("pull.rows_opened")
    return len(new) + again


def _row(item: ReceivedItem, due_at: datetime, at: datetime) -> Pulled:
    return Pulled(
        hub_id=item.doc_id,
        message_type=item.message_type,
        from_code=item.from_code[:100],
        to_code=item.to_code.strip()[:100],
        due_at=due_at - timedelta(seconds=1),
        listed_at=at,
    )


def _again(row: Pulled, item: ReceivedItem, at: datetime) -> bool:
    """Take up an item which the parent lists again: it missed the answer, or wants it tried once more."""
    rows = Pulled.objects.filter(pk=row.pk)
    again: dict[str, Any] = {"finished_at": None, "due_at": at, "tries": 0, "told": ""}
    new = item.status is TransferStatus.INITIAL
    rested = row.told_at is None or at - row.told_at >= _AGAIN_AFTER
    if row.state == states.DONE:
        verb = "tell_again"
    elif row.state == states.PUT_DOWN and row.told and new and rested:
        return rows.filter(state=states.PUT_DOWN, lease=None).update(**again) == 1
    elif row.state == states.FAILED and row.code in JUDGED_AGAIN and rested:
        verb = "judge_again"
    elif row.state == states.FAILED and new and rested:
        verb = "refuse_again"
    elif row.state == states.NOT_FETCHED and new and rested:
        # Whoever sent it, or runs the parent, wants it delivered after all.
        verb = "judge_again"
    else:
        return False
    return moved(rows, verb, states.PULLED_MOVES, **again)


def _keep(row: Pulled, parent: Parent, at: datetime) -> None:
    folder = settings.AXIS.data_dir / "pulling"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        file = parent.client.download(row.hub_id, folder / f"{row.pk.hex}.edxml")
    except VxpRefused as error:
        lost = row.tries >= _LOST_AFTER and not error.temporary
        if lost:
            finish(row, at=at, state=states.UNAVAILABLE, sentence=error.sentence[:500])
        else:
            postpone(row, at=at, sentence=error.sentence[:500])
        return
    try:
        reached("pull.downloaded")
        with file.open("rb") as stream:
            kept = package_store().keep(stream)
    finally:
        file.unlink(missing_ok=True)
    reached("pull.kept")
    known = {"sha256": kept.sha256, "size": kept.size, "sentence": "", "tries": 1}
    committed(row, lambda: _advance(row, states.KEPT, **known))
    reached("pull.noted_kept")


def _put_down(row: Pulled, message: edxml.Message | None, parent: Parent, at: datetime) -> None:
    """Judge and put down in one transaction with the state of the row; a refusal is recorded with it, too."""
    kept, caller = Kept(row.sha256, row.size), parent.caller()
    reached("pull.judging")
    try:
        request = _request(row, message, parent, at)
        delivery.admit(kept, request, caller, then=partial(_note_put_down, row, at), at=at)
    except BytesMissing:
        # The parent has them until it is told that they are here.
        _advance(row, states.LISTED)
        postpone(row, at=at)
        return
    except AxisError as refusal:
        if isinstance(refusal, RecipientLocked) or refusal.wire_code in TEMPORARY:
            # Locked for the time being, or the registry changes too fast: it waits here, the parent goes on listing it.
            postpone(row, at=at, code=refusal.code, sentence=refusal.sentence[:500])
            return
        told = {"from_code": row.from_code, "sha256": row.sha256}
        named = intake.names_in(row.sha256)
        with write():
            intake.record_refusal(refusal, system=parent.system, **told, named=named, at=at)
            _advance(row, states.NOT_TAKEN, code=refusal.code, sentence=refusal.sentence[:500], tries=1)
    else:
        row.state = states.PUT_DOWN
    reached("pull.put_down")


def _note_put_down(row: Pulled, at: datetime, package_id: UUID) -> None:
    reached("pull.in_transaction")
    state = row.state
    data = {"package": package_id.hex, "sha256": row.sha256, "hub_id": row.hub_id}
    append("package.pulled", str(row.pk), data, by=BY, at=at)
    _advance(row, states.PUT_DOWN, package_id=package_id, sentence="", code="", tries=1)
    # The transaction may still be rolled back; what was read is what is known until it is committed.
    row.state = state


def _request(row: Pulled, message: edxml.Message | None, parent: Parent, at: datetime) -> vxp.SendEdoc:
    """Return the package as a request of the parent: from whom, and for which recipients below this axis."""
    sender, to = row.from_code, None
    if message is not None:
        sender = message.sender.organ_id.strip()
        if 0 < len(sender) <= 35:
            name = message.sender.organ_name or sender
            registry_operations.add_stub(sender, name, parent=parent.system.id, by=BY, at=at)
        to = recipients_below(message, row.to_code, parent.caller().registry, parent.system.id)
    kind = MessageType(row.message_type)
    return vxp.SendEdoc(from_code=sender, message_type=kind, hash_file=row.sha256, to=to)


def _advance(row: Pulled, state: str, **changes: object) -> None:
    """Write the next state of a leased row, which stays leased. Raises LeaseLost."""
    rows = Pulled.objects.filter(pk=row.pk, lease=row.lease)
    if rows.update(state=state, **changes) != 1:
        raise LeaseLost(f"Pulled {row.pk}")
    for name, value in {"state": state, **changes}.items():
        setattr(row, name, value)
