"""The worker's side of the outbox: one call for all recipients of a package that are due together."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.exchange.models import Attempt, Transmission
from vanthu.office.exchange.operations.calling import UNREACHABLE, Answer, given_up, lease_seconds, send
from vanthu.office.exchange.operations.following import follow
from vanthu.office.exchange.operations.receipts import await_receipt
from vanthu.office.exchange.operations.stopwatch import Stopwatch
from vanthu.office.exchange.states import TRANSMISSION_MOVES
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.organizations import queries as organizations
from vanthu.runtime.lanes import in_lanes
from vanthu.runtime.leases import LeaseLost, due, finish, lease, postpone
from vanthu.runtime.transactions import write
from vanthu.standards.vxp import MessageType

log = logging.getLogger("vanthu.exchange")

MOST_RECIPIENTS = 10_000


def send_due(*, at: datetime) -> int:
    """Send what is due, urgent packages first, and return how many transmissions came to an end.

    Agencies go beside each other, the packages of one after another: what takes back or replaces a document never
    overtakes it. No other package is begun once the axis gives no answer: the others would get none either.
    """
    watch, ended = Stopwatch(at), list[int]()

    def turn(due_package: tuple[UUID, str]) -> bool:
        agency_id, package = due_package
        with agency_in_force(agency_id):
            rows = _alive(_lease(package, watch.time), watch)
            answer = _send(rows, watch) if rows else None
        ended.append(len(rows) if answer and answer.ends else 0)
        return not (watch.over or (answer and answer.error_code == UNREACHABLE))

    in_lanes(list(_due_packages(at)), lambda found: found[0], turn, untried=_nothing_to_take_back, name="send")
    return sum(ended)


def _nothing_to_take_back(_: object) -> None:
    """Each package is leased in its own turn."""


def _due_packages(at: datetime) -> Iterable[tuple[UUID, str]]:
    rows = Transmission.of_all_agencies.filter(due(at)).order_by("-urgency", "due_at")
    return dict.fromkeys(rows.values_list("agency_id", "package_id")[:1000])


def _lease(package: str, at: datetime) -> list[Transmission]:
    rows = Transmission.objects.filter(package_id=package)
    return lease(rows, at=at, seconds=lease_seconds(), limit=MOST_RECIPIENTS)


def _alive(rows: list[Transmission], watch: Stopwatch) -> list[Transmission]:
    """End the rows whose time ran out although they were tried: a worker that dies at each try ends here."""
    at = watch.time
    spent = [row for row in rows if row.ends_at <= at and row.tries > 1]
    if spent:
        nothing = Answer(sentence=spent[0].error_sentence or "không ghi nhận được kết quả của lần gửi trước.")
        _write(spent, nothing, begun=at, ended=at)
    return [row for row in rows if row not in spent]


def _send(rows: list[Transmission], watch: Stopwatch) -> Answer:
    """Try once. A refusal that one of several recipients caused is tried again for each of them alone."""
    begun = watch.time
    code = organizations.agency(rows[0].agency_id).code
    answer = send(rows[0].package_id, from_code=code, message_type=MessageType.EDOC, to=_restriction(rows))
    if answer.about_one_recipient and len(rows) > 1:
        _note_attempts(rows, answer, begun=begun, ended=watch.time)
        return [_send([row], watch) for row in rows][-1]
    _write(rows, answer, begun=begun, ended=watch.time)
    return answer


def _restriction(rows: list[Transmission]) -> list[str] | None:
    """Return the header `to`: nothing when every recipient of the package is meant."""
    everybody = Transmission.objects.filter(document_id=rows[0].document_id, package_id=rows[0].package_id)
    return None if everybody.count() == len(rows) else [row.recipient_code for row in rows]


def _write(rows: list[Transmission], answer: Answer, *, begun: datetime, ended: datetime) -> None:
    with write():
        _note_attempts(rows, answer, begun=begun, ended=ended)
        for verdict, group in _verdicts(rows, answer, ended).items():
            written = [row for row in group if _written(row, verdict, ended)]
            if written and verdict.ends:
                _record(written, verdict, ended)
            if written and verdict.succeeded:
                await_receipt(written[0], hub_id=verdict.hub_id, at=ended)
                follow(written[0], hub_id=verdict.hub_id, at=ended)


def _verdicts(rows: list[Transmission], answer: Answer, at: datetime) -> dict[Answer, list[Transmission]]:
    """Tell rows that may be tried again from those for which this was the last try."""
    last = [row for row in rows if not answer.ends and row.ends_at <= at]
    return {answer: [row for row in rows if row not in last], given_up(answer): last}


def _note_attempts(rows: list[Transmission], answer: Answer, *, begun: datetime, ended: datetime) -> None:
    Attempt.objects.bulk_create(
        Attempt(
            agency_id=row.agency_id,
            transmission=row,
            begun_at=begun,
            ended_at=ended,
            succeeded=answer.succeeded,
            hub_id=answer.hub_id,
            error_code=answer.error_code,
            error_sentence=answer.sentence,
        )
        for row in rows
    )


def _written(row: Transmission, answer: Answer, at: datetime) -> bool:
    """Write the answer on a row; False when another worker took the row over and will write its own."""
    said = {"error_code": answer.error_code, "error_sentence": answer.sentence}
    try:
        if answer.succeeded:
            finish(row, at=at, state=TRANSMISSION_MOVES.target("send"), hub_id=answer.hub_id, sent_at=at, **said)
        elif answer.final:
            finish(row, at=at, state=TRANSMISSION_MOVES.target("fail"), **said)
        else:
            postpone(row, at=at, **said)
    except LeaseLost:
        log.warning("transmission %s was taken over by another worker; its attempt is kept", row.pk)
        return False
    return True


def _record(rows: list[Transmission], answer: Answer, at: datetime) -> None:
    verb = "send" if answer.succeeded else "fail_transmission"
    outcome = {"hub_id": answer.hub_id} if answer.succeeded else {"error": answer.error_code}
    codes = [row.recipient_code for row in rows]
    package = rows[0].package_id
    audit.record(verb=verb, subject=rows[0].document, by=None, at=at, package=package, recipients=codes, **outcome)
