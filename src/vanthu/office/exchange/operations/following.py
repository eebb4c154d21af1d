"""What becomes of packages that the axis took: asked until every recipient has them, told to the clerk where not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.exchange import ports
from vanthu.office.exchange.models import Following, StatusReceived, Transmission
from vanthu.office.exchange.operations.calling import lease_seconds
from vanthu.office.exchange.operations.stopwatch import Stopwatch
from vanthu.office.exchange.queries.correspondents import codes_of
from vanthu.office.exchange.states import Transfer, TransmissionState
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.notices import operations as notices
from vanthu.runtime.leases import LeaseLost, due, finish, give_back, held, lease
from vanthu.runtime.transactions import write
from vanthu.standards.edxml import BusinessType
from vanthu.standards.vxp import VxpRefused, VxpUnreachable
from vanthu.standards.vxp.operations import SentItem

AFTER_SECONDS = (10, 30, 120, 600, 1800, 3600, 3 * 3600)
SELDOM_SECONDS = 6 * 3600
"""How long after a package was sent, and after each question, the next one is asked; then every few hours."""
ASKED_FOR = timedelta(days=30)
"""An axis gives up a delivery after ten days; a receipt may come later still."""
TRIES_IN_VAIN = 6
"""An axis that has not answered this question until then does not know it."""
MOST_NAMED = 5


def follow(sent: Transmission, *, hub_id: str, at: datetime) -> None:
    """Remember to ask what became of a package that the axis has taken; anew where it was sent again."""
    afresh = {"due_at": at + timedelta(seconds=AFTER_SECONDS[0]), "ends_at": at + ASKED_FOR}
    row, made = Following.objects.get_or_create(agency_id=sent.agency_id, hub_id=hub_id, defaults=afresh)
    if not made:
        again = {**afresh, "tries": 0, "finished_at": None, "lease": None, "leased_until": None}
        Following.objects.filter(pk=row.pk).update(**again)


def follow_due(*, at: datetime) -> int:
    """Ask the axis about the packages that are due; return how many recipients there was news of.

    Stops when the axis does not answer.
    """
    watch, news = Stopwatch(at), 0
    for agency_id in _agencies(at):
        with agency_in_force(agency_id):
            for row in lease(Following.objects.all(), at=watch.time, seconds=lease_seconds()):
                try:
                    news += _followed(row, watch.time)
                except VxpUnreachable as error:
                    _rest(row, error.sentence, watch.time)
                    return news
        if watch.over:
            break
    return news


def _agencies(at: datetime) -> Iterable[UUID]:
    rows = Following.of_all_agencies.filter(due(at)).order_by("due_at")
    return dict.fromkeys(rows.values_list("agency_id", flat=True)[:1000])


def _followed(row: Following, at: datetime) -> int:
    """Ask once and write what came; raises VxpUnreachable."""
    try:
        items = ports.axis().sent(row.hub_id)
    except VxpRefused as error:
        _rest(row, error.sentence, at)
        return 0
    with write():
        if not held([row]):
            return 0  # the worker that took it over has asked too
        rows = list(Transmission.objects.filter(hub_id=row.hub_id, state=TransmissionState.SENT).order_by("pk"))
        before = {one.pk: one.undelivered_since for one in rows}
        heard = _heard_from(rows)
        changed = [one for one in rows if _noted(one, _item_of(one, rows, items), heard, at)]
        fields = ["transfer", "transfer_sentence", "arrived_at", "undelivered_since"]
        Transmission.objects.bulk_update(changed, fields, batch_size=500)
        _warn([one for one in changed if one.undelivered_since and not before[one.pk]], row, at)
        if all(one.transfer == Transfer.DONE for one in rows) or at >= row.ends_at:
            finish(row, at=at, error_sentence="")
        else:
            give_back(row, at=at, seconds=_pause(row), error_sentence="")
    return len(changed)


def _rest(row: Following, sentence: str, at: datetime) -> None:
    try:
        if at >= row.ends_at or (row.tries >= TRIES_IN_VAIN and not _ever_answered(row)):
            finish(row, at=at, error_sentence=sentence)
        else:
            give_back(row, at=at, seconds=_pause(row), error_sentence=sentence)
    except LeaseLost:
        pass  # as above


def _ever_answered(row: Following) -> bool:
    return Transmission.objects.filter(hub_id=row.hub_id).exclude(transfer="").exists()


def _pause(row: Following) -> float:
    """Return the seconds until the next question; `tries` counts this one already."""
    return AFTER_SECONDS[row.tries] if row.tries < len(AFTER_SECONDS) else SELDOM_SECONDS


def _item_of(row: Transmission, rows: Sequence[Transmission], items: Sequence[SentItem]) -> SentItem | None:
    """Return what the axis tells of one recipient, under this code or another one of the same agency."""
    found = next((item for item in items if item.to_code == row.recipient_code), None)
    if found or not items:
        return found
    if len(rows) == len(items) == 1:
        return items[0]
    codes = codes_of(row.recipient_code)
    return next((item for item in items if item.to_code in codes), None)


def _heard_from(rows: Sequence[Transmission]) -> set[str]:
    """Return the codes of those who reported on the document: they have it, whatever their software tells the axis."""
    documents = {row.document_id for row in rows if row.business != BusinessType.UPDATE}
    return set(StatusReceived.objects.filter(document__in=documents).values_list("from_code", flat=True))


def _noted(row: Transmission, item: SentItem | None, heard: set[str], at: datetime) -> bool:
    """Write on a row what the axis tells and whether it is late; return whether that is news."""
    before = (row.transfer, row.transfer_sentence, row.arrived_at, row.undelivered_since)
    status = item.receive_status.strip().lower() if item else ""
    if item and status in Transfer:
        row.transfer, row.transfer_sentence = status, item.receive_status_desc[:1000]
        row.arrived_at = (item.received_time or at) if status == Transfer.DONE else None
    reported = row.business != BusinessType.UPDATE and not heard.isdisjoint(codes_of(row.recipient_code))
    if row.transfer == Transfer.DONE or reported:
        row.undelivered_since = None
    elif row.settled_at is None and row.undelivered_since is None and _is_late(row, at):
        row.undelivered_since = at
    return before != (row.transfer, row.transfer_sentence, row.arrived_at, row.undelivered_since)


def _is_late(row: Transmission, at: datetime) -> bool:
    if row.transfer == Transfer.FAIL:
        return True
    hours = settings.OFFICE.axis.late_hours
    waited = at - (row.sent_at or row.created_at)
    return waited >= timedelta(hours=hours[min(row.urgency, len(hours) - 1)])


def _warn(rows: Sequence[Transmission], followed: Following, at: datetime) -> None:
    """Tell the clerks once of recipients whom a package does not reach."""
    if not rows:
        return
    document = rows[0].document
    names = [row.recipient_name for row in rows[:MOST_NAMED]]
    names += [f"và {len(rows) - MOST_NAMED} nơi khác"] if len(rows) > MOST_NAMED else []
    said = list(dict.fromkeys(row.transfer_sentence for row in rows if row.transfer_sentence))
    notices.post(
        access.holders(Duty.CLERK, at=at),
        "undelivered",
        f"Chưa tới nơi nhận: {document.code_text or document.subject}",
        text="\n".join([", ".join(names) + ".", *said[:MOST_NAMED], _WHAT_TO_DO]),
        target=(document.direction, document.pk),
        key=f"undelivered:{followed.hub_id}:{at.isoformat()}",
        at=at,
    )


_WHAT_TO_DO = "Hãy liên hệ nơi nhận, gửi lại tại trang văn bản, hoặc gửi bản giấy rồi ghi «Đã xử lý»."
