"""Making evidence files: prepare what is to be signed, let the agency's key sign it, let the worker put it together.

No request waits for a time stamp authority: signing ends with the raw signature, the worker does the rest. Keys on the
clerk's machine and telephones sign documents only: a time stamp alone then stands over the file (decision 0032).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings

from vanthu.office.audit import operations as audit
from vanthu.office.files import operations as file_operations
from vanthu.office.files import queries as files
from vanthu.office.kernel.moves import MovedMeanwhile, make_move
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.organizations import queries as organizations
from vanthu.office.signatures import policies, ports, queries
from vanthu.office.signatures.models import EvidenceFile, SigningIdentity, VerdictKept
from vanthu.office.signatures.operations.errors import (
    EvidenceAwaitsStamp,
    EvidenceTooLarge,
    EvidenceUnstamped,
    NothingToProveWith,
    TimestampUnavailable,
    VerdictNotRecomputable,
    office_errors,
)
from vanthu.office.signatures.operations.preparing import FRESH, identity_in, require_raw_holds, working_time
from vanthu.office.signatures.states import EVIDENCE_MOVES, EvidenceState, Role
from vanthu.runtime import leases
from vanthu.runtime.bell import ring_after_commit
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.transactions import write
from vanthu.standards import signing
from vanthu.standards.evidence_file import making
from vanthu.standards.evidence_file.container import MIMETYPE, MOST_BYTES
from vanthu.standards.evidence_file.making import Given, Unsigned, Unstamped
from vanthu.standards.evidence_file.statement import Statement

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

VERB = "Lập tệp chứng cứ"
AT_A_TIME = 10
ROOM = 8 << 20
"""What the ZIP, the manifest and the signature may add."""
_PAIRED = {"crls": ".crl", "ocsp": ".ors"}


@dataclass(frozen=True)
class Told:
    """What goes into an evidence file beside the verdict: words about the document, and what the axis signed.

    `receipts`: hashes of each receipt and of the package it speaks of, both in the store.
    """

    file_name: str
    about: Mapping[str, str]
    receipts: Sequence[tuple[str, str]] = ()


def begin_evidence(document_id: UUID, kept: VerdictKept, told: Told, *, by: Person, at: datetime) -> EvidenceFile:
    """Prepare an evidence file about a verdict; what the same person prepared just before is given again.

    Where the agency's key signs no such files it is on its way to the worker at once (PACKING), for a time stamp alone.
    Call it outside transactions. Raises NotAllowed, NoSigningIdentity, CertificateNotYours, CertificateUnusable,
    NothingToProveWith, EvidenceTooLarge, VerdictNotRecomputable.
    """
    policies.may_sign(by, Role.AGENCY, at=at).require(VERB)
    own = identity_in(Role.AGENCY, by)
    identity = own if ports.way_of(own).at_once else None
    if identity is None and ports.timestamper() is None:
        raise NothingToProveWith
    fresh = _fresh(document_id, kept, identity, by, at)
    if fresh is not None:
        return fresh
    agency = organizations.agency(by.agency_id).name
    entries = _entries(kept, told, agency=agency, sealed=identity is not None, at=at)
    digests = {name: _kept(name, content, at) for name, content in entries.items()}
    prepared = _prepared(digests, identity, document=_name(kept), at=at)
    with write():
        row = EvidenceFile.objects.create(
            document_id=document_id,
            verdict=kept,
            identity=identity,
            state=EvidenceState.PREPARED if identity else EvidenceState.PACKING,
            by=by,
            prepared=prepared,
            begun_at=at,
            due_at=at,
        )
        if identity is None:
            ring_after_commit()
            audit.record(verb="pack_evidence_file", subject=row.document, by=by, at=at, file=kept.file_id)
    return row


def sign_evidence(evidence_id: UUID, *, pin: str, by: Person, at: datetime) -> EvidenceFile:
    """Let the agency's key sign what was prepared; the worker makes the file.

    Raises WrongPin (what was prepared stays usable), DeviceFailed, NotAllowed, MovedMeanwhile.
    """
    row = queries.evidence_file(evidence_id)
    if row.by_id != by.pk:
        raise NotAllowed(verb=VERB, why="tệp này do người khác bắt đầu lập")
    if row.state != EvidenceState.PREPARED or row.identity is None:
        raise MovedMeanwhile(verb="sign")
    unsigned = Unsigned.from_bytes(bytes(row.prepared))
    device = ports.key_device(row.identity.device)
    try:
        with device.unlock(row.identity.key_reference, unsigned.certificate, pin=pin) as key:
            raw = key.sign(unsigned.signed_attributes)
    except ports.WrongPin:
        with write():
            audit.record(verb="wrong_pin", subject=row.identity, by=by, at=at, certificate=row.identity.label)
        raise
    with office_errors(certificate=row.identity.label):
        require_raw_holds(unsigned.certificate, raw, unsigned.signed_attributes)
    with write():
        rows = EvidenceFile.objects.filter(pk=row.pk)
        make_move(rows, "sign", EVIDENCE_MOVES, raw_signature=raw, due_at=at)
        ring_after_commit()
        fact = {"certificate": row.identity.label, "file": row.verdict.file_id}
        audit.record(verb="sign_evidence_file", subject=row.document, by=by, at=at, **fact)
    return queries.evidence_file(evidence_id)


def make_evidence_due(*, at: datetime) -> int:
    """Put the evidence files of all agencies together, with a time stamp where there is an authority; how many."""
    made = 0
    waiting = EvidenceFile.of_all_agencies.filter(state=EvidenceState.PACKING).select_related("document", "identity")
    for row in leases.lease(waiting, at=at, seconds=int(working_time().total_seconds()), limit=AT_A_TIME):
        with agency_in_force(row.agency_id):
            made += _made(row, at)
    return made


def _made(row: EvidenceFile, at: datetime) -> bool:
    try:
        with office_errors(certificate=row.identity.label if row.identity else ""):
            content, server = _completed(row)
    except TimestampUnavailable as error:
        return _waits_on(row, error.details["sentence"], at)
    except VanThuError as error:
        _end(row, "fail", at, error_code=error.code, error_sentence=error.sentence)
        return False
    stored = file_operations.keep(content, media_type=MIMETYPE, at=at)
    return _end(row, "make", at, result=stored, stamped_by=server, error_code="", error_sentence="")


def _waits_on(row: EvidenceFile, sentence: str, at: datetime) -> bool:
    """Ask again later, or end it where no time stamp came in all the time allowed."""
    hours = settings.OFFICE.signing.tsa_give_up_after_hours
    if at < row.begun_at + timedelta(hours=hours):
        waits = EvidenceAwaitsStamp(sentence=sentence)
        leases.postpone(row, at=at, error_code=waits.code, error_sentence=waits.sentence)
    else:
        never = EvidenceUnstamped(hours=hours, sentence=sentence)
        _end(row, "fail", at, error_code=never.code, error_sentence=never.sentence)
    return False


def _completed(row: EvidenceFile) -> tuple[bytes, str]:
    stamper = ports.timestamper()
    if row.identity is None:
        return _stamped(row, stamper)
    unsigned, raw = Unsigned.from_bytes(bytes(row.prepared)), bytes(row.raw_signature or b"")
    stamp = stamper.stamp(signing.timestamp_imprint(raw)) if stamper else None
    made = making.complete(unsigned, _read(unsigned), raw, timestamp_token=stamp.token if stamp else None)
    return made, stamp.server if stamp else ""


def _stamped(row: EvidenceFile, stamper: ports.Stamper | None) -> tuple[bytes, str]:
    if stamper is None:
        raise NothingToProveWith
    unstamped = Unstamped.from_bytes(bytes(row.prepared))
    stamp = stamper.stamp(unstamped.imprint)
    return making.complete_stamped(unstamped, _read(unstamped), stamp.token), stamp.server


def _read(prepared: Unsigned | Unstamped) -> dict[str, bytes]:
    return {name: files.read(sha256) for name, sha256 in prepared.digests.items()}


def _end(row: EvidenceFile, verb: str, at: datetime, **changes: Any) -> bool:
    """Write the end, unless another worker took the row over: its file counts then."""
    with write():
        try:
            mine = EvidenceFile.objects.filter(pk=row.pk, lease=row.lease)
            make_move(mine, verb, EVIDENCE_MOVES, finished_at=at, lease=None, leased_until=None, **changes)
        except MovedMeanwhile:
            return False
        why = {"error_sentence": changes["error_sentence"]} if verb == "fail" else {}
        audit.record(verb=f"{verb}_evidence_file", subject=row.document, by=None, at=at, **why)
    return verb == "make"


def _prepared(digests: dict[str, str], identity: SigningIdentity | None, *, document: str, at: datetime) -> bytes:
    if identity is None:
        return making.begin_stamped(digests, document=document, at=at).to_bytes()
    certificate = queries.certificate_of(identity)
    with office_errors(certificate=certificate.name):
        return making.begin(digests, certificate, document=document, at=at).to_bytes()


def _fresh(
    document_id: UUID, kept: VerdictKept, identity: SigningIdentity | None, by: Person, at: datetime
) -> EvidenceFile | None:
    mine = EvidenceFile.objects.filter(document_id=document_id, verdict=kept, identity=identity, by=by)
    mine = mine.filter(state=EvidenceState.PREPARED if identity else EvidenceState.PACKING)
    return mine.filter(begun_at__gt=at - FRESH).order_by("-begun_at").first()


def _entries(kept: VerdictKept, told: Told, *, agency: str, sealed: bool, at: datetime) -> dict[str, bytes]:
    size = sum(files.stored(one).size for one in {kept.file_id, *(one for pair in told.receipts for one in pair)})
    if size > MOST_BYTES - ROOM:
        raise EvidenceTooLarge(most=MOST_BYTES >> 20)
    statement = Statement(
        agency=agency,
        made_at=at,
        about=told.about,
        entry=_name(kept),
        name=told.file_name,
        sha256=kept.file_id,
        expected=frozenset(signing.Role(one) for one in kept.expected or ()),
        verdict=signing.Verdict.from_json(json.dumps(kept.findings)),
        verifier=kept.verifier or "",
    )
    receipts = [Given(files.read(receipt), files.read(package)) for receipt, package in told.receipts]
    document = files.read(kept.file_id)
    return making.entries_of(statement, document, trust_files=_trust_files(kept), receipts=receipts, sealed=sealed)


def _trust_files(kept: VerdictKept) -> dict[str, bytes]:
    """What the verdict rests on; lists and answers under names that any ZIP may hold."""
    if kept.material_id is None:
        raise VerdictNotRecomputable
    listed: dict[str, str] = json.loads(files.read(kept.material_id))["files"]
    found: dict[str, bytes] = {}
    for name, sha256 in listed.items():
        folder = name.partition("/")[0]
        ending = _PAIRED.get(folder)
        if ending is None or name.endswith(ending):
            found[f"{folder}/{sha256}{ending}" if ending else name] = files.read(sha256)
    return found


def _name(kept: VerdictKept) -> str:
    return "van-ban.pdf" if files.stored(kept.file_id).media_type == "application/pdf" else "van-ban.bin"


def _kept(name: str, content: bytes, at: datetime) -> str:
    kind = "application/json" if name.endswith(".json") else "application/octet-stream"
    return file_operations.keep(content, media_type=kind, at=at).sha256
