"""What the page of a document tells of its signatures."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import VersionKind
from vanthu.office.incoming import queries as incoming
from vanthu.office.incoming.tests import stories
from vanthu.office.signatures import operations as signatures
from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of
from vanthu.standards.signing import Outcome, Role, SignatureFinding, Verdict
from vanthu.standards.signing.findings import Change
from vanthu.standards.signing.reasons import reason


@pytest.fixture(scope="session")
def one_page() -> bytes:
    import typst

    return bytes(typst.compile(b'#set page(paper: "a4")\nHello', pdf_standards=["a-2b"]))


def changed_document(cast: Cast, pdf: bytes) -> Any:
    """A document that came in with a verdict saying what was changed on its page."""
    why = (reason("CHANGED_AFTER_SIGNING"),)
    finding = SignatureFinding(
        field="Signature1", role=Role.PERSON, signer_name="Lê Y", title="Giám đốc", organization="Sở Y tế",
        certificate_serial="0A", issuer="CA", signed_at=cast.at, timestamp_at=None, outcome=Outcome.INVALID,
        coverage="entire_revision", modification="other", reasons=why, profile="PAdES (ETSI.CAdES.detached)",
        certificate_at=cast.at, changes=(Change(1, 72, 72, 144, 36, 595, 842),),
    )  # fmt: skip
    verdict = Verdict(Outcome.INVALID, (finding,), why, cast.at, "f00d")
    arrived = stories.arrived(cast)
    version = documents.add_version(
        arrived.pk, kind=VersionKind.RECEIVED, content=pdf, file_name="van-ban.pdf", by=None, at=cast.at
    )
    kept = apps.get_model("signatures", "VerdictKept").objects.create(
        document_id=arrived.pk, file_id=version.file_id, outcome=verdict.outcome, trust_version="f00d",
        findings=json.loads(verdict.to_json()), judged_at=cast.at,
    )  # fmt: skip
    type(arrived).objects.filter(pk=arrived.pk).update(verdict=kept)
    return arrived


def test_the_place_that_was_changed_is_marked_on_the_page_and_told_in_words(
    office: Cast, browse: Browse, one_page: bytes
) -> None:
    arrived = changed_document(office, one_page)
    answer = browse(office.chi).get(reverse("web:incoming_document", kwargs={"document_id": arrived.pk}))
    text, source = text_of(answer), answer.content.decode()
    assert "trang 1, phần trên (cách mép trên 25 mm, mép trái 25 mm)" in text
    assert "Lê Y, Giám đốc, Sở Y tế (cá nhân)" in text
    assert "TOTAL-FAILED/FORMAT_FAILURE" in text
    assert '<rect x="118" y="118" width="249" height="67"' in source


def test_checking_again_computes_the_old_verdict_and_gives_todays(
    office: Cast, browse: Browse, one_page: bytes
) -> None:
    """The verdict of the story claims what is not so: for its moment it comes out otherwise, and today's counts."""
    arrived = changed_document(office, one_page)
    unsigned = signatures.judge(file_sha256=arrived_version(arrived).file_id, at=office.at)
    client = browse(office.chi)
    address = reverse(
        "web:incoming_recheck", kwargs={"document_id": arrived.pk, "version_id": arrived_version(arrived).pk}
    )
    text = text_of(client.post(address, follow=True))
    assert "Tính lại đúng như lúc đó: kết quả như cũ. Theo dữ liệu hôm nay: KHÔNG KÝ SỐ." in text
    assert "kiểm tra lại chữ ký số" in text
    renewed = incoming.get(office.chi, arrived.pk, at=office.at)
    assert (renewed.verdict_id, renewed.legal_value) == (unsigned.pk, "reference")
    assert "Đã tính lại đúng như lúc đó, kết quả như cũ" in text


def test_who_may_not_see_a_document_checks_nothing_of_it(office: Cast, browse: Browse, one_page: bytes) -> None:
    arrived = changed_document(office, one_page)
    kwargs = {"document_id": arrived.pk, "version_id": arrived_version(arrived).pk}
    assert browse(office.an).post(reverse("web:incoming_recheck", kwargs=kwargs)).status_code == 404


def arrived_version(arrived: Any) -> Any:
    version = document_queries.latest_version(arrived.pk)
    assert version is not None
    return version
