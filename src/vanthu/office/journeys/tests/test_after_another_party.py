"""A contract comes signed by the other party: it is judged and shown, then we sign, number and seal it (ND30-A5)."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec

from vanthu.office.documents import queries as documents
from vanthu.office.journeys import signing
from vanthu.office.outgoing import operations as outgoing
from vanthu.office.outgoing import queries
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests import stories
from vanthu.office.outgoing.tests.conftest import office
from vanthu.office.outgoing.tests.test_types import TEMPLATES
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures import queries as signature_queries
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import PIN, SEAL_PIN, Keys
from vanthu.runtime.clock import VIETNAM
from vanthu.standards import letter
from vanthu.standards.letter.model import Agreement, Party, Signer
from vanthu.standards.signing import Outcome

__all__ = ["office"]


@cache
def contract() -> bytes:
    """A contract as the other party printed it: number and date stand in no fields."""
    other = Party(label="Bên B", name="Sở Y tế", signer=Signer(("ĐẠI DIỆN BÊN B", "GIÁM ĐỐC"), "Hoàng Trường Giang"))
    values = letter.Letter(
        kind="hop_dong", agency_name="Sở Nội vụ", notation="HĐ-SNV", place="Thử Nghiệm", year=2026,
        subject="Về việc số hóa tài liệu lưu trữ", body=("Hai bên thống nhất ký hợp đồng.",),
        signer_authority=("ĐẠI DIỆN BÊN A", "GIÁM ĐỐC"), signer_name="Phạm Tiến Dũng", recipients=("Lưu: VT",),
        particulars=Agreement(preamble="Chúng tôi gồm:", parties=(Party(label="Bên A", name="Sở Nội vụ"), other)),
    )  # fmt: skip
    return letter.compose(values, at=datetime(2026, 3, 9, tzinfo=VIETNAM)).pdf


def signed_by_giang(keys: Keys, **how: Any) -> bytes:
    """The contract with the signature of the director of Sở Y tế, made by another program."""
    signer = signers.SimpleSigner.load_pkcs12_data(keys.pki.p12_bytes("giang"), other_certs=[], passphrase=PIN.encode())
    assert signer is not None
    said = signers.PdfSignatureMetadata(field_name="BenB", **how)
    place = SigFieldSpec("BenB", on_page=0, box=(350, 400, 450, 460))
    made = signers.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(contract())), said, signer=signer, new_field_spec=place, output=BytesIO()
    )
    return bytes(made.getbuffer())


def uploaded(cast: Cast, pdf: bytes) -> Any:
    fields = stories.fields(cast, **{**TEMPLATES["hợp đồng"], "particulars": {}})
    return outgoing.upload_draft(fields, pdf, "hop-dong.pdf", by=cast.an, at=cast.at)


def test_what_the_other_party_signed_is_judged_and_stays_valid_under_our_marks(office: Cast, keys: Keys) -> None:
    draft = uploaded(office, signed_by_giang(keys))
    shown = signature_queries.verdict_for(draft.source_file)
    assert shown is not None
    assert shown.outcome == Outcome.VALID

    document = stories.approved(office, begun=draft)
    assert signing.sign_as_leader(document.pk, pin=PIN, by=office.dung, at=office.after(minutes=20)).done
    assert signing.number_and_seal(document.pk, pin=SEAL_PIN, by=office.chi, at=office.after(minutes=25)).done
    assert queries.get(office.chi, document.pk, at=office.at).state == OutgoingState.SEALED

    version = documents.latest_version(document.pk)
    assert version is not None
    kept = signatures.judge(file_sha256=version.file_id, document_id=document.pk, at=office.after(minutes=26))
    verdict = signature_queries.verdict(kept.pk)
    names = [one.signer_name for one in verdict.signatures]
    assert verdict.outcome == Outcome.VALID, verdict.sentence
    assert names == ["Hoàng Trường Giang", "Phạm Tiến Dũng", "Sở Nội vụ", "Sở Nội vụ"]
    assert outgoing.issue(document.pk, by=office.chi, at=office.after(minutes=30)).state == OutgoingState.ISSUED


def test_a_certification_that_forbids_further_signatures_is_told(office: Cast, keys: Keys) -> None:
    locked = signed_by_giang(keys, certify=True, docmdp_permissions=MDPPerm.NO_CHANGES)
    with pytest.raises(outgoing.UploadLocked, match="ký lại bằng chữ ký thường"):
        uploaded(office, locked)


def test_only_a_valid_signature_is_signed_after(office: Cast, keys: Keys) -> None:
    draft = uploaded(office, signed_by_giang(keys))
    kept = signature_queries.verdict_for(draft.source_file)
    assert kept is not None
    unknown = kept.findings | {
        "outcome": "unknown",
        "reasons": [{"code": "UNTRUSTED_CHAIN", "sentence": "Chứng thư số không thuộc danh sách tin cậy."}],
    }
    apps.get_model("signatures", "VerdictKept").objects.create(
        document_id=draft.pk, file_id=draft.source_file, outcome=Outcome.INVALID, findings=unknown,
        trust_version=kept.trust_version, judged_at=office.after(minutes=1),
    )  # fmt: skip
    with pytest.raises(outgoing.SignedElsewhereNotValid, match="không thuộc danh sách tin cậy"):
        outgoing.submit(draft.pk, by=office.an, at=office.after(minutes=5))
    assert queries.get(office.an, draft.pk, at=office.at).state == OutgoingState.DRAFT


def test_another_type_of_document_is_still_refused_signed(office: Cast, keys: Keys) -> None:
    with pytest.raises(outgoing.UploadSigned):
        outgoing.upload_draft(stories.fields(office), signed_by_giang(keys), "x.pdf", by=office.an, at=office.at)
