"""What the worker does again and again. Each duty reads rows; a worker that dies loses only its leases."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from vanthu.office.assignments import operations as assignments
from vanthu.office.dispatch import operations as dispatch
from vanthu.office.exchange import operations as exchange
from vanthu.office.exchange.operations import AxisUnreachable
from vanthu.office.jobs import material
from vanthu.office.journeys import notifying, receiving, rechecking, taking_back
from vanthu.office.mailbox import operations as mailbox
from vanthu.office.outgoing import operations as outgoing
from vanthu.office.reports import operations as reports
from vanthu.office.signatures import operations as signatures
from vanthu.runtime import clock
from vanthu.runtime.worker import Duty
from vanthu.standards.vxp import MessageType

log = logging.getLogger("vanthu.jobs")

REGISTRY_POLLS = 20
"""The registry changes seldom: it is asked for once in so many polls, and at least once an hour."""

HOUR = 3600.0
SWEEP_SECONDS = 60.0
"""Destroyed documents are out of everybody's reach at once; their bytes leave the disk within so many seconds."""

REMINDER_SECONDS = 300.0
"""Deadlines are days; who is to be reminded hears of it within so many seconds of the beginning of the day."""

RECEIPT_SECONDS = 5.0
"""Nobody waits for a receipt; the axis proves it after its next seal, a minute later or so."""

PRESERVATION_SECONDS = 60.0
"""Proofs come hours after the issue, when the CAs have spoken since."""

OPEN_VERDICT_SECONDS = 300.0
"""What the CAs say comes once an hour; whether it settles anything is seen soon after."""

LISTENING = 0.2
"""Seconds between two calls that the axis holds back."""


def duties() -> list[Duty]:
    """Return the duties of one worker, in the order in which a document passes through them."""
    office = settings.OFFICE
    rest, poll = office.worker_rest_seconds, office.axis.poll_seconds
    return [
        Duty("signatures", _timed(_complete_signatures), rest, on_bell=True),
        Duty("evidence_files", _timed(signatures.make_evidence_due), rest, on_bell=True),
        Duty("telephones", _timed(signatures.fetch_due), rest, on_bell=True),
        Duty("unsigned", _timed(signatures.expire_due), SWEEP_SECONDS),
        Duty("send", _timed(exchange.send_due), rest, on_bell=True),
        Duty("mail", _timed(dispatch.send_mail_due), rest, on_bell=True),
        Duty("mail_in", _timed(mailbox.fetch), office.mail_in.poll_seconds),
        Duty("mail_answers", _timed(mailbox.send_answers_due), rest, on_bell=True),
        *_polling(),
        Duty("take_in", _timed(receiving.take_in_due), rest, on_bell=True),
        Duty("wishes", _timed(taking_back.take_up_due), rest, on_bell=True),
        Duty("statuses", _timed(exchange.send_due_statuses), rest, on_bell=True),
        Duty("follow", _timed(exchange.follow_due), RECEIPT_SECONDS),
        Duty("receipts", _timed(exchange.fetch_receipts_due), RECEIPT_SECONDS),
        Duty("registry", _timed(_reaching_the_axis(exchange.synchronise_registry)), min(poll * REGISTRY_POLLS, HOUR)),
        Duty("conversions", _timed(outgoing.convert_due), rest, on_bell=True),
        Duty("form_checks", _timed(outgoing.check_forms_due), rest, on_bell=True),
        Duty("prints", _timed(reports.print_due), rest, on_bell=True),
        Duty("notices", _timed(notifying.send_mail_due), rest, on_bell=True),
        Duty("pushes", _timed(notifying.send_pushes_due), rest, on_bell=True),
        Duty("reminders", _timed(assignments.remind_due), REMINDER_SECONDS),
        Duty("recurrences", _timed(assignments.recur_due), REMINDER_SECONDS),
        Duty("preservations", _timed(signatures.preserve_due), PRESERVATION_SECONDS),
        Duty("verdicts", _timed(signatures.recompute_due), HOUR),
        Duty("open_verdicts", _timed(rechecking.recheck_due), OPEN_VERDICT_SECONDS),
        Duty("certificates", _timed(signatures.warn_due), HOUR),
        Duty("trust", _timed(signatures.warn_of_trust), HOUR),
        Duty("sweep", _timed(taking_back.sweep_due), SWEEP_SECONDS),
        Duty("trust_material", _timed(material.refresh), office.signing.material_refresh_seconds),
    ]


def _polling() -> list[Duty]:
    """Ask the axis now and then; or, where it may hold its answer back, keep asking, a thread for each kind."""
    axis = settings.OFFICE.axis
    if not axis.long_poll_seconds:
        return [Duty("poll", _timed(_reaching_the_axis(exchange.poll)), axis.poll_seconds)]
    return [Duty(f"poll {kind}", LongPoll(kind), LISTENING, held=True) for kind in MessageType]


class LongPoll:
    """Asks again at once after an axis has held its answer back, and rests after one that answers at once."""

    def __init__(self, kind: MessageType, seconds: Callable[[], float] = time.monotonic) -> None:
        self._kind, self._seconds, self._not_before = kind, seconds, 0.0
        self._poll = _reaching_the_axis(self._poll_after_waiting)

    def __call__(self) -> int:
        """Poll once, unless the rest is not over; return how much there was."""
        began = self._seconds()
        if began < self._not_before:
            return 0
        found = self._poll(at=clock.now())
        # At once and without news: the axis does not know `wait`, has no room for one who waits, or is out of reach;
        # or it lists what is here already and could not be marked.
        if not found and self._seconds() - began < _held_seconds() / 2:
            self._not_before = self._seconds() + settings.OFFICE.axis.poll_seconds
        return found

    def _poll_after_waiting(self, *, at: datetime) -> int:
        """`at` is when the waiting began; what comes is dated when it came (QD28-A14)."""
        exchange.await_news(self._kind, seconds=_held_seconds())
        return exchange.poll(kinds=(self._kind,), at=clock.now())


def _held_seconds() -> int:
    return int(settings.OFFICE.axis.long_poll_seconds)


def _timed(verb: Callable[..., int]) -> Callable[[], int]:
    """The one place of the worker that reads the clock."""
    return lambda: verb(at=clock.now())


def _reaching_the_axis(verb: Callable[..., int]) -> Callable[..., int]:
    """An axis out of reach is no fault of the worker: one line in the log, and the duty rests as usual."""

    def run(*, at: datetime) -> int:
        try:
            return verb(at=at)
        except AxisUnreachable as error:
            log.warning("%s", error)
            return 0

    return run


def _complete_signatures(*, at: datetime) -> int:
    from vanthu.office.journeys import signing

    return signing.complete_due(at=at)
