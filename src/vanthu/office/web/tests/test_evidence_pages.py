"""The evidence file of a document: the button, the PIN, the file."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from vanthu.office.documents import queries as documents
from vanthu.office.incoming.tests import stories as arrivals
from vanthu.office.outgoing.tests import stories
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures import ports, queries
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import Keys, OurTsa
from vanthu.office.web.tests.conftest import Browse, text_of
from vanthu.runtime import clock
from vanthu.standards.evidence_file.container import MIMETYPE, unpack


def test_a_clerk_makes_an_evidence_file_and_fetches_it(in_snv: Cast, browse: Browse, signing_keys: Keys) -> None:
    stories.know_correspondents(in_snv.at)
    issued = stories.issued(in_snv)
    page = reverse("web:outgoing_document", kwargs={"document_id": issued.pk})
    version = documents.latest_version(issued.pk)
    assert version is not None
    make = reverse("web:outgoing_evidence", kwargs={"document_id": issued.pk, "version_id": version.pk})
    client = browse(in_snv.chi)
    assert make in client.get(page).content.decode()
    assert "tự kiểm tra được" in text_of(client.get(make))

    wrong = client.post(make, {"pin": "0000"})
    assert (wrong.status_code, "Mã PIN không đúng" in text_of(wrong)) == (422, True)
    assert "đang đóng gói tệp chứng cứ" in text_of(client.post(make, {"pin": signing_keys.seal_pin}, follow=True))
    looks = re.findall(r'hx-get="([^"]+/chung-cu/moi[^"]*)" hx-trigger="every 2s"', client.get(page).content.decode())
    (again,) = [html.unescape(one) for one in looks]
    assert client.get(again).status_code == 204, "nothing was packed yet"
    signatures.make_evidence_due(at=clock.now())
    part = client.get(again)
    assert "tải tệp chứng cứ" in text_of(part)
    assert "hx-trigger" not in part.content.decode().split("Lập tệp chứng cứ")[0], "it looks no more"
    assert browse(in_snv.em).get(again).status_code == 404

    shown = text_of(client.get(page))
    assert "tải tệp chứng cứ" in shown
    assert "lập xong tệp chứng cứ" in shown
    (made,) = queries.evidence_files(issued.pk)
    address = reverse("web:outgoing_evidence_file", kwargs={"document_id": issued.pk, "evidence_id": made.pk})
    answer = client.get(address)
    assert answer.headers["Content-Type"] == MIMETYPE
    assert answer.headers["Content-Disposition"].endswith('.asice"')
    assert "van-ban.pdf" in unpack(b"".join(answer.streaming_content))

    other = reverse("web:incoming_evidence_file", kwargs={"document_id": issued.pk, "evidence_id": made.pk})
    assert client.get(other).status_code == 404
    assert browse(in_snv.em).get(address).status_code == 404, "another agency does not see it"


def test_where_the_agency_s_key_is_on_the_clerk_s_machine_no_pin_is_asked_and_it_says_what_is_not_proved(
    in_snv: Cast, browse: Browse, signing_keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories.know_correspondents(in_snv.at)
    issued = stories.issued(in_snv)
    signing_keys.register("snv", None, device="vgca")
    version = documents.latest_version(issued.pk)
    assert version is not None
    make = reverse("web:outgoing_evidence", kwargs={"document_id": issued.pk, "version_id": version.pk})
    client = browse(in_snv.chi)
    asked = text_of(client.get(make))
    assert "Ai lập tệp thì không chứng minh được" in asked
    assert 'type="password"' not in asked

    refused = client.post(make, {"pin": ""})
    assert (refused.status_code, "VT-CHUNG-CU-KHOA" in text_of(refused)) == (422, True), "no time stamp authority"
    monkeypatch.setattr(ports, "timestamper", lambda: OurTsa(signing_keys.pki, clock.now()))
    assert "đang lấy dấu thời gian" in text_of(client.post(make, {"pin": ""}, follow=True))
    signatures.make_evidence_due(at=clock.now())
    shown = text_of(client.get(reverse("web:outgoing_document", kwargs={"document_id": issued.pk})))
    assert "(chỉ có dấu thời gian)" in shown
    assert "yêu cầu lập tệp chứng cứ chỉ có dấu thời gian" in shown


def test_a_time_stamp_authority_that_is_away_is_looked_for_seldom(
    in_snv: Cast, browse: Browse, signing_keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories.know_correspondents(in_snv.at)
    issued = stories.issued(in_snv)
    version = documents.latest_version(issued.pk)
    assert version is not None
    make = reverse("web:outgoing_evidence", kwargs={"document_id": issued.pk, "version_id": version.pk})
    browse(in_snv.chi).post(make, {"pin": signing_keys.seal_pin})
    late = clock.now() + timedelta(minutes=10)
    monkeypatch.setattr(clock, "now", lambda: late)
    page = reverse("web:outgoing_document", kwargs={"document_id": issued.pk})
    assert 'hx-trigger="every 30s"' in browse(in_snv.chi).get(page).content.decode()


def test_who_is_no_clerk_sees_no_button_and_a_draft_has_none(in_snv: Cast, browse: Browse, signing_keys: Keys) -> None:
    stories.know_correspondents(in_snv.at)
    issued, sealed = stories.issued(in_snv), stories.sealed(in_snv)
    page = reverse("web:outgoing_document", kwargs={"document_id": issued.pk})
    assert "Lập tệp chứng cứ" not in text_of(browse(in_snv.an).get(page))
    version = documents.latest_version(sealed.pk)
    assert version is not None
    make = reverse("web:outgoing_evidence", kwargs={"document_id": sealed.pk, "version_id": version.pk})
    assert browse(in_snv.chi).get(make).status_code == 404
    own = documents.latest_version(issued.pk)
    assert own is not None
    asked = reverse("web:outgoing_evidence", kwargs={"document_id": issued.pk, "version_id": own.pk})
    assert browse(in_snv.an).get(asked).status_code == 403


def test_of_what_came_in_an_evidence_file_can_be_made_too(office: Cast, browse: Browse, signing_keys: Keys) -> None:
    arrived = arrivals.arrived(office)
    version = documents.latest_version(arrived.pk)
    if version is None:
        from vanthu.office.documents import operations
        from vanthu.office.documents.states import VersionKind

        version = operations.add_version(
            arrived.pk, kind=VersionKind.RECEIVED, content=b"%PDF-1.7", file_name="den.pdf", by=None, at=office.at
        )
    make = reverse("web:incoming_evidence", kwargs={"document_id": arrived.pk, "version_id": version.pk})
    client = browse(office.chi)
    assert client.get(make).status_code == 200
    answer = client.post(make, {"pin": signing_keys.seal_pin}, follow=True)
    assert "đang đóng gói tệp chứng cứ" in text_of(answer)
