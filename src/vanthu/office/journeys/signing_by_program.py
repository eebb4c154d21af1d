"""Signatures made by a program on the signer's own machine: what it is called with, and what it brings back.

The page asks for the next call, sends it to the program, and asks again here how far it has come; the program fetches
and returns the files by secret addresses. What it returns is the truth, whatever it answers to the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.journeys import signing
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.outgoing import policies
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures import ports, queries
from vanthu.office.signatures.states import PendingState, Role
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.signatures.models import PendingSignature


@dataclass(frozen=True)
class Addresses:
    """How the program reaches this office: makes the address of a secret."""

    file: Callable[[str], str]
    upload: Callable[[str], str]


@dataclass(frozen=True)
class Called:
    """What the page sends to the program, and by what it asks afterwards how it went."""

    errand_id: UUID
    call: ports.Call


@dataclass(frozen=True)
class Progress:
    """How far the program has come with one call. `more`: another call follows before the document is done."""

    state: str
    """ "waiting", "done" or "failed"."""
    sentence: str = ""
    more: bool = False


def sign_as_leader(
    document_ids: Sequence[UUID], *, revision: int | None = None, addresses: Addresses, by: Person, at: datetime
) -> Called:
    """Call the program for a person's signature on one document or on his queue; raises as in `journeys.signing`."""
    steps = [signing.leader_step(one, revision=revision, by=by, at=at) for one in document_ids]
    return _called(steps, addresses, by, at)


def number_and_seal(document_id: UUID, *, addresses: Addresses, by: Person, at: datetime) -> Called:
    """Number a document and call the program for the next thing the agency signs: an appendix, at last the document."""
    first, *_ = signing.seal_steps(document_id, by=by, at=at)
    with audit.instead_of(policies.instead_of(by, "seal", at=at)):
        return _called([first], addresses, by, at)


def make_copy(document_id: UUID, *, addresses: Addresses, by: Person, at: datetime) -> Called:
    """Number a copy and call the program for the agency's signature on it."""
    return _called([signing.copy_step(document_id, by=by, at=at)], addresses, by, at)


def take_in(secret: str, content: bytes, *, at: datetime) -> PendingSignature:
    """Take a file that the program has signed, and keep it if it is what it must be.

    Raises AddressUsed, SigningRefused, MovedMeanwhile, ChangedWhileSigning; whoever waits on the page reads why.
    """
    errand = signatures.open_errand(secret, at=at)
    with agency_in_force(errand.agency_id):
        pending, completed = signatures.take_in(errand, content, at=at)
        try:
            signing.keep(pending, completed, at)
        except VanThuError as error:
            signatures.fail(pending, code=error.code, sentence=error.sentence, at=at)
            raise
        if pending.role == Role.COPY:
            signing.judge_copy(pending.document_id, at=at)
    return pending


def progress(errand_id: UUID, *, by: Person, at: datetime) -> Progress:
    """Tell how far a call has come; raises NotFound."""
    given = queries.errand(errand_id, by=by)
    errand = given[0].errand
    failed = next((one for one in given if one.state not in {PendingState.OUTSIDE, PendingState.DONE}), None)
    if failed is not None:
        return Progress("failed", failed.error_sentence or f"{failed.get_state_display()}.")
    if any(one.state == PendingState.OUTSIDE for one in given):
        late = errand is not None and at >= errand.valid_until
        return Progress("failed", signatures.too_late().sentence) if late else Progress("waiting")
    return Progress("done", more=any(one.role == Role.APPENDIX for one in given))


def _called(steps: Sequence[signing.Step], addresses: Addresses, by: Person, at: datetime) -> Called:
    pendings = [step.begun(by=by, at=at) for step in steps]
    out = signatures.hand_out(pendings, by=by, at=at)
    files = [
        ports.FileToSign(
            id=str(pending.pk),
            name=pending.version.file_name,
            url=addresses.file(secret),
            code=pending.document.code_text if pending.role in {Role.APPENDIX, Role.COPY} else "",
        )
        for pending, secret in zip(pendings, out.downloads, strict=True)
    ]
    program = ports.signing_program(pendings[0].identity.device)
    return Called(out.errand_id, program.call(Role(pendings[0].role), files, upload_url=addresses.upload(out.upload)))
