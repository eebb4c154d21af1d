"""A văn bản đi brought to each state, for the tests. Signatures are real ones of the development PKI."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps

from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import VersionKind
from vanthu.office.files import queries as files
from vanthu.office.outgoing import operations
from vanthu.office.outgoing.models import OutgoingDocument
from vanthu.office.outgoing.operations import DraftFields
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures.states import Role
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import PIN, SEAL_PIN
from vanthu.standards import signing

RECIPIENTS = (("H99.05", "Sở Y tế"), ("H99.06", "Sở Tài chính"))


def know_correspondents(at: datetime) -> None:
    """Put the organisations of the stories in the registry, one of them closed."""
    rows = apps.get_model("exchange", "Correspondent").objects
    for code, name in (*RECIPIENTS, ("H99.02", "Sở Nội vụ")):
        rows.create(code=code, name=name, synchronised_at=at)
    rows.create(code="H99.77", name="Sở đã giải thể", deleted=True, synchronised_at=at)


def fields(cast: Cast, **changed: Any) -> DraftFields:
    """A complete letter of An to Sở Y tế and Sở Tài chính, for Dũng to sign."""
    values: dict[str, Any] = {
        "subject": "rà soát danh mục vị trí việc làm năm 2026",
        "addressed_to": ("Sở Y tế", "Sở Tài chính"),
        "body": "Đề nghị quý cơ quan rà soát danh mục vị trí việc làm.\nGửi kết quả trước ngày 20 tháng 3 năm 2026./.",
        "recipients": RECIPIENTS,
        "places": ("Như trên", "UBND tỉnh (để b/c)"),
        "signer_id": cast.dung.pk,
        "unit_id": cast.ccvc.pk,
        **changed,
    }
    return DraftFields(**values)


def draft(cast: Cast, **changed: Any) -> OutgoingDocument:
    """An's draft."""
    return operations.start_draft(fields(cast, **changed), by=cast.an, at=cast.at)


def submitted(cast: Cast, *, begun: OutgoingDocument | None = None, **changed: Any) -> OutgoingDocument:
    """As `draft` (or a draft that was begun before), sent along its route: Bình checks first."""
    begun = begun or draft(cast, **changed)
    return operations.submit(begun.pk, by=cast.an, at=cast.after(minutes=5))


def approved(cast: Cast, **changed: Any) -> OutgoingDocument:
    """As `submitted`, checked by Bình and Chi: Dũng may sign."""
    outgoing = submitted(cast, **changed)
    operations.approve(outgoing.pk, by=cast.binh, at=cast.after(minutes=10))
    return operations.approve(outgoing.pk, by=cast.chi, at=cast.after(minutes=15))


def signed(cast: Cast, **changed: Any) -> OutgoingDocument:
    """As `approved`, signed by Dũng."""
    outgoing = approved(cast, **changed)
    at = cast.after(minutes=20)
    add_signature(outgoing, Role.LEADER, cast.dung, PIN, at)
    return operations.record_signed(outgoing.pk, by=cast.dung, at=at)


def numbered(cast: Cast, **changed: Any) -> OutgoingDocument:
    """As `signed`, with number and date."""
    return operations.give_number(signed(cast, **changed).pk, by=cast.chi, at=cast.after(minutes=25))


def sealed(cast: Cast, **changed: Any) -> OutgoingDocument:
    """As `numbered`, with the agency's signature."""
    outgoing = numbered(cast, **changed)
    at = cast.after(minutes=30)
    add_signature(outgoing, Role.AGENCY, cast.chi, SEAL_PIN, at)
    return operations.record_sealed(outgoing.pk, by=cast.chi, at=at)


def issued(cast: Cast, **changed: Any) -> OutgoingDocument:
    """As `sealed`, issued."""
    return operations.issue(sealed(cast, **changed).pk, by=cast.chi, at=cast.after(minutes=35))


def in_state(cast: Cast, state: str) -> OutgoingDocument:
    """A document that has come as far as `state`."""
    if state == OutgoingState.WITHDRAWN:
        return operations.withdraw(draft(cast).pk, reason="Không cần nữa", by=cast.an, at=cast.at)
    made = {
        OutgoingState.DRAFT: draft,
        OutgoingState.IN_APPROVAL: submitted,
        OutgoingState.APPROVED: approved,
        OutgoingState.SIGNED: signed,
        OutgoingState.NUMBERED: numbered,
        OutgoingState.SEALED: sealed,
        OutgoingState.ISSUED: issued,
    }
    return made[OutgoingState(state)](cast)


def add_signature(outgoing: OutgoingDocument, role: Role, by: Any, pin: str, at: datetime) -> None:
    """Make the signature of one role and keep it as the latest version."""
    version = document_queries.latest_version(outgoing.pk)
    assert version is not None
    pending = signatures.begin(document_id=outgoing.pk, version_id=version.pk, role=role, by=by, at=at)
    pending = signatures.provide(pending.pk, pin=pin, by=by, at=at)
    kind = VersionKind.LEADER_SIGNED if role == Role.LEADER else VersionKind.SEALED
    pdf = signatures.complete(pending, at=at).pdf
    made = documents.add_version(outgoing.pk, kind=kind, content=pdf, file_name=version.file_name, by=by, at=at)
    signatures.finish(pending, version=made, at=at)


def verified_here(
    path: Path, trust_dir: Path, *, at: datetime, beside: Path | None = None, **whose: Any
) -> signing.Verdict:
    """Verify as `verify_isolated` does, in this process: a new one for each check would make the tests slow."""
    signature = beside.read_bytes() if beside else None
    return signing.verify(path, signing.Trust.from_dir(trust_dir), at=at, beside=signature, **whose)


def latest_pdf(outgoing: OutgoingDocument) -> bytes:
    """The bytes of the latest version."""
    version = document_queries.latest_version(outgoing.pk)
    assert version is not None
    return files.read(version.file_id)


@cache
def made_elsewhere(signer_name: str = "Phạm Tiến Dũng", body: str = "Nội dung soạn ngoài hệ thống.") -> bytes:
    """A letter as PDF with empty places, as another program would print it."""
    from vanthu.runtime.clock import VIETNAM
    from vanthu.standards import letter

    values = letter.Letter(
        agency_name="Sở Nội vụ",
        notation="SNV-CCVC",
        place="Thử Nghiệm",
        year=2026,
        subject="rà soát",
        addressed_to=("Sở Y tế",),
        body=(body,),
        signer_authority=("GIÁM ĐỐC",),
        signer_name=signer_name,
        recipients=("Như trên", "Lưu: VT, CCVC"),
    )
    return letter.compose(values, at=datetime(2026, 3, 9, tzinfo=VIETNAM)).pdf
