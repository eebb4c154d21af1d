"""The administrator sees certificates, their ends, and who holds the devices; nobody else does."""

from __future__ import annotations

from django.urls import reverse

from vanthu.office.access import operations as access
from vanthu.office.access.states import Duty
from vanthu.office.signatures import queries
from vanthu.office.testing.cast import Cast
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
