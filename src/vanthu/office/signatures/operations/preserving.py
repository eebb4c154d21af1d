"""Keeping issued files checkable for decades, beside what was sent: proofs, then archive time stamps, renewed in time.

Every step appends to the kept file and keeps the result as another one; what was sent never changes. A step reads
rows, works with no transaction open, and leaves a fact: a worker that dies loses its lease and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from vanthu.office.audit import operations as audit
from vanthu.office.files import operations as files
from vanthu.office.files import queries as file_queries
from vanthu.office.kernel.moves import MovedMeanwhile, make_move
from vanthu.office.kernel.scope import agency_in_force, current_agency
from vanthu.office.signatures import ports
from vanthu.office.signatures.models import Preservation
from vanthu.office.signatures.operations.material import trust_in_force
from vanthu.office.signatures.operations.preparing import working_time
from vanthu.office.signatures.states import KEEPING_MOVES, Keeping
from vanthu.runtime import leases
from vanthu.runtime.transactions import write
from vanthu.standards import signing
from vanthu.standards.signing import errors, long_term

AT_A_TIME = 20
LATER = 3600.0
"""Seconds after which it is tried again where something must come first: revocation data, a server in the settings."""
WAITED_FOR = (errors.ProofsMissing, errors.TrustUnreadable)


@dataclass(frozen=True)
class Step:
    """What one step made: by which verb, the file, and for a stamp who gave it and until when it is good."""

    verb: str
    pdf: bytes
    stamped_by: str = ""
    good_until: datetime | None = None


def preserve(document_id: UUID, file_hashes: Iterable[str], *, at: datetime) -> None:
    """Have signed files of a document kept checkable from now on; in the caller's transaction, once a file."""
    new = {"due_at": at, "agency_id": current_agency()}
    for sha256 in file_hashes:
        Preservation.objects.get_or_create(document_id=document_id, sent_id=sha256, defaults=new)


def preserve_due(*, at: datetime) -> int:
    """Take the next step of files of all agencies that are due; return how many steps were made."""
    made = 0
    # One lease at a time, and none once something is missing that the others need as well.
    while made < AT_A_TIME and (leased := leases.lease(_open(), at=at, seconds=_seconds(), limit=1)):
        with agency_in_force(leased[0].agency_id):
            if not _stepped(leased[0], at):
                break
        made += 1
    return made


def _open() -> Any:
    return Preservation.of_all_agencies.select_related("document")


def _seconds() -> int:
    return int(working_time().total_seconds())


def _stepped(row: Preservation, at: datetime) -> bool:
    """Take one step and keep it; False where something must come first."""
    try:
        step = _step(row, at)
    except errors.TimestampError as error:
        leases.postpone(row, at=at, error_code=error.code, error_sentence=error.sentence)
        return False
    except WAITED_FOR as error:
        leases.give_back(row, at=at, seconds=LATER, error_code=error.code, error_sentence=error.sentence)
        return True
    except signing.SigningError as error:
        _cannot(row, error, at)
        return True
    if step is None:
        leases.give_back(row, at=at, seconds=LATER)
        return True
    _keep(row, step, at)
    return True


def _step(row: Preservation, at: datetime) -> Step | None:
    """Make the file of the next level; None while no time stamp authority is set."""
    pdf = file_queries.read(row.kept_id or row.sent_id)
    trust = trust_in_force()
    stamper = ports.timestamper()
    if row.state == Keeping.SENT:
        try:
            return Step("add_data", long_term.add_proofs(pdf, trust, at=at))
        except errors.SignatureUnstamped:
            # A signing program may leave the time stamp out: one over the whole file proves as much from now on.
            if stamper is None:
                raise
            return Step("prove_time", *long_term.add_archive_stamp(pdf, trust, stamper, at=at))
    if stamper is None:
        return None
    stamped, server = long_term.add_archive_stamp(pdf, trust, stamper, at=at)
    return Step("stamp", stamped, server, long_term.stamp_good_until(stamped, trust, at=at))


def _keep(row: Preservation, step: Step, at: datetime) -> None:
    kept = files.keep(step.pdf, media_type="application/pdf", at=at)
    due = at
    if step.good_until is not None:
        margin = timedelta(days=settings.OFFICE.signing.archive_renew_days)
        due = long_term.renewal_due(step.good_until, made_at=at, margin=margin)
    changes = {"stamped_by": step.stamped_by, "good_until": step.good_until, "due_at": due, "tries": 0}
    with write():
        try:
            _move(row, step.verb, kept=kept, made_at=at, error_code="", error_sentence="", **changes)
        except MovedMeanwhile:
            return  # another worker took it over; its file counts
        told = {"stamped_by": step.stamped_by} if step.stamped_by else {}
        fact = {"sent": row.sent_id, "kept": kept.sha256, **told}
        audit.record(verb=f"{step.verb}_to_kept_file", subject=row.document, by=None, at=at, **fact)


def _cannot(row: Preservation, error: signing.SigningError, at: datetime) -> None:
    """What cannot have proofs ends there; what has them and cannot be stamped is tried again, and people see why."""
    why = {"error_code": error.code, "error_sentence": error.sentence}
    if row.state != Keeping.SENT:
        leases.give_back(row, at=at, seconds=LATER, **why)
        return
    with write():
        try:
            _move(row, "find_unfit", finished_at=at, **why)
        except MovedMeanwhile:
            return
        audit.record(verb="find_unfit_to_keep", subject=row.document, by=None, at=at, sent=row.sent_id, **why)


def _move(row: Preservation, verb: str, **changes: Any) -> None:
    mine = Preservation.objects.filter(pk=row.pk, lease=row.lease)
    make_move(mine, verb, KEEPING_MOVES, lease=None, leased_until=None, **changes)
