"""Anything is found by any identifier it has."""

from __future__ import annotations

from uuid import uuid4

import pytest

from vanthu.axis.console.queries.searching import search
from vanthu.axis.console.tests.conftest import NOW, Browse, Staff, Story
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.delivery.tests.cast import submit
from vanthu.axis.intake.models import Package, Refusal
from vanthu.axis.routing.policies import UnknownRecipient
from vanthu.axis.testing.messages import document

pytestmark = pytest.mark.django_db


def packages(text: str) -> set[object]:
    return {found.id for found in search(text, at=NOW).packages}


def test_a_package_is_found_by_hub_id_delivery_hash_number_and_document_id(story: Story) -> None:
    package = Package.objects.get(pk=story.done)
    delivery = Delivery.objects.filter(package=story.done).first()
    assert delivery
    for text in (str(story.done), story.done.hex, f" {story.done} ", str(delivery.pk), package.sha256):
        assert packages(text) == {story.done}
    assert packages(package.sha256.upper()) == {story.done}
    assert story.done in packages(story.notation)
    assert story.done in packages(story.document_id)


def test_the_number_alone_finds_lately_accepted_packages(story: Story) -> None:
    number = story.notation.split("/")[0]
    assert story.done in packages(f"{number}/")
    assert search(f"{number}/", at=NOW).days == 30


def test_words_of_the_title_find_packages(story: Story) -> None:
    assert story.late in packages("vị trí việc làm")


def test_an_agency_is_found_by_its_code_old_or_new_and_a_system_by_its_id(story: Story) -> None:
    assert [row.code for row in search("H37.02", at=NOW).agencies] == ["H37.02"]
    assert [row.code for row in search("000.00.02.H37", at=NOW).agencies] == ["H37.02"]
    assert [row.system_id for row in search("bo", at=NOW).systems] == ["BO"]


def test_a_refusal_is_found_by_its_id_and_its_bytes(story: Story) -> None:
    refusal = Refusal.objects.get()
    assert [row.id for row in search(str(refusal.pk), at=NOW).refusals] == [refusal.pk]
    if refusal.sha256:
        assert [row.id for row in search(refusal.sha256, at=NOW).refusals] == [refusal.pk]


def test_a_document_is_found_by_an_id_of_the_official_sdk_and_by_one_that_names_no_issuer(cast: None) -> None:
    for document_id in (str(uuid4()), "vb-125 của phòng tổng hợp"):
        hub_id = submit(document("H37.02", "G09", document_id=document_id))
        assert packages(document_id) == {hub_id}
        assert packages(document_id.upper()) <= {hub_id}


def test_a_refused_document_is_found_by_its_number_and_its_id(cast: None) -> None:
    message = document("H37.02", "KHONG-CO")
    with pytest.raises(UnknownRecipient):
        submit(message)
    refusal = Refusal.objects.get()
    for text in (message.code.text, message.document_id):
        assert [row.id for row in search(text, at=NOW).refusals] == [refusal.pk]


@pytest.mark.parametrize("text", ["", "   ", "%", "'; DROP TABLE", "0" * 64, "é" * 400, "zzz-không-có"])
def test_what_names_nothing_finds_nothing(text: str, story: Story) -> None:
    assert search(text, at=NOW).packages == ()


def test_the_only_thing_found_is_opened(staff: Staff, story: Story, browse: Browse) -> None:
    browser = browse(staff.chi)
    response = browser.get("/quan-tri/tim", {"q": str(story.done)})
    assert response.headers["Location"] == f"/quan-tri/goi-tin/{story.done}"
    response = browser.get("/quan-tri/tim", {"q": "000.00.02.H37"})
    assert response.headers["Location"] == "/quan-tri/co-quan/ma/H37.02"
