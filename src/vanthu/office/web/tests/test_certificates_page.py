"""The administrator sees certificates, their ends, and who holds the devices; nobody else does."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from vanthu.office.access import operations as access
from vanthu.office.access.states import Duty
from vanthu.office.signatures import queries
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import Keys
from vanthu.office.web.tests.conftest import Browse, text_of


def test_the_seal_is_handed_over_on_the_page(office: Cast, browse: Browse) -> None:
    access.give_duty(office.binh, Duty.ADMINISTRATOR, by=None, at=office.at)
    client, seal = browse(office.binh), queries.seal_identity()
    assert seal is not None
    page = reverse("web:certificates")
    assert "Phạm Tiến Dũng" in text_of(client.get(page))
    verb = reverse("web:administer", kwargs={"slug": "giao-thiet-bi", "thing_id": seal.pk})
    assert client.post(verb, {"person": str(office.chi.pk), "basis": ""}).status_code == 422
    client.post(verb, {"person": str(office.chi.pk), "basis": "Biên bản ngày 02/3/2026"})
    said = text_of(client.get(page))
    assert "Lê Thị Chi giữ thiết bị từ" in said
    assert "Biên bản ngày 02/3/2026" in said
    assert browse(office.an).get(page).status_code == 403


def test_everybody_sees_his_own_keys_only(office: Cast, browse: Browse) -> None:
    page = reverse("web:signing_keys")
    assert "Phạm Tiến Dũng" in text_of(browse(office.dung).get(page))
    clerk = text_of(browse(office.chi).get(page))
    assert "Của cơ quan" in clerk
    assert "Phạm Tiến Dũng" not in clerk


def pem(keys: Keys, name: str) -> bytes:
    return (keys.pki.directory / "certs" / f"{name}.pem").read_bytes()


def test_a_certificate_is_read_told_about_and_put_in_force(office: Cast, browse: Browse, keys: Keys) -> None:
    access.give_duty(office.binh, Duty.ADMINISTRATOR, by=None, at=office.at)
    client, page = browse(office.binh), reverse("web:enrol_certificate")
    assert "Nạp chứng thư số" in text_of(client.get(reverse("web:certificates")))
    assert client.post(page, {"owner": ""}).status_code == 422
    told = client.post(page, {"file": SimpleUploadedFile("binh.cer", pem(keys, "binh")), "owner": ""})
    shown = text_of(told)
    assert "Trần Thị Bình" in shown
    assert "Đưa vào dùng" in shown
    assert queries.identity_for(office.binh) is None
    read = pem(keys, "binh").decode()
    refused = client.post(page, {"read": read, "owner": "", "put": "1", "device": "pkcs11", "key": "", "width": "36"})
    assert "Hãy ghi tên khóa" in text_of(refused)
    done = client.post(page, {"read": read, "owner": "", "put": "1", "device": "vgca", "key": "", "width": "36"})
    assert (done.status_code, done["Location"]) == (302, reverse("web:certificates"))
    assert queries.identity_for(office.binh) is not None


def test_what_hinders_is_shown_and_another_owner_may_be_chosen(office: Cast, browse: Browse, keys: Keys) -> None:
    access.give_duty(office.binh, Duty.ADMINISTRATOR, by=None, at=office.at)
    client, page = browse(office.binh), reverse("web:enrol_certificate")
    shown = text_of(client.post(page, {"read": pem(keys, "giang").decode(), "owner": ""}))
    assert "không trùng tên cơ quan hay họ tên" in shown
    assert "Đưa vào dùng" not in shown
    key = client.post(page, {"file": SimpleUploadedFile("dung.p12", keys.pki.p12_bytes("dung")), "owner": ""})
    assert (key.status_code, "không được lưu lại" in text_of(key)) == (422, True)
    assert browse(office.an).get(page).status_code == 403


def test_ending_a_certificate_asks_why(office: Cast, browse: Browse) -> None:
    access.give_duty(office.binh, Duty.ADMINISTRATOR, by=None, at=office.at)
    client, mine = browse(office.binh), queries.identity_for(office.dung)
    assert mine is not None
    verb = reverse("web:administer", kwargs={"slug": "thoi-dung-chung-thu", "thing_id": mine.pk})
    assert client.post(verb, {"reason": ""}).status_code == 422
    assert client.post(verb, {"reason": "Mất thiết bị"}).status_code == 302
    assert queries.identity_for(office.dung) is None
