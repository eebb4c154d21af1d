"""A leader confirms on his telephone: the service is asked at once, its signature fetched by the worker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from vanthu.office.journeys import signing
from vanthu.office.notices import queries as notices
from vanthu.office.outgoing import queries
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests import stories
from vanthu.office.outgoing.tests.conftest import office
from vanthu.office.settings import CscSettings, MySignSettings, SmartCaSettings
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures.ports import ServiceAway, WrongPin
from vanthu.office.signatures.states import PendingState
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import PIN, Keys
from vanthu.office.testing.signing_services import Provider, serving
from vanthu.office.web.shown.signing_keys import being_signed
from vanthu.standards.signing import open_pkcs12

__all__ = ["office"]


@pytest.fixture
def provider(office: Cast, keys: Keys, settings: Any) -> Iterator[Provider]:
    """Both services at one address, with Dũng's key; who signs where, the test says."""
    with serving(Provider(open_pkcs12(keys.pki.p12_bytes("dung"), PIN))) as made:
        services = {
            "smartca": SmartCaSettings(url=made.url, sp_id="p", sp_password="s"),
            "mysign": MySignSettings(url=made.url, client_id="c", client_secret="s", profile_id="p"),
        }
        told = settings.OFFICE.signing.model_copy(update=services)
        settings.OFFICE = settings.OFFICE.model_copy(update={"signing": told})
        yield made


def signs_with(device: str, cast: Cast, keys: Keys) -> None:
    keys.register("dung", cast.dung, device=device, reference="079200000001/cred-1")


def asked(cast: Cast, *, minutes: int = 20) -> Any:
    document = stories.approved(cast)
    done = signing.sign_as_leader(document.pk, pin="", by=cast.dung, at=cast.after(minutes=minutes))
    assert (done.done, done.state) == (False, PendingState.OUTSIDE)
    return document


def state_of(cast: Cast, document: Any) -> str:
    return queries.get(cast.chi, document.pk, at=cast.at).state


@pytest.mark.parametrize("device", ["smartca", "mysign"])
def test_a_leader_confirms_on_his_telephone_and_the_letter_is_signed(
    device: str, office: Cast, keys: Keys, provider: Provider
) -> None:
    signs_with(device, office, keys)
    document = asked(office)
    waits = being_signed(document.pk)
    assert waits is not None
    assert "điện thoại" in waits.words
    assert signatures.fetch_due(at=office.after(minutes=21)) == 0
    assert state_of(office, document) == OutgoingState.APPROVED
    provider.confirmed = True
    assert signatures.fetch_due(at=office.after(minutes=22)) == 1
    assert signing.complete_due(at=office.after(minutes=22)) == 1
    assert state_of(office, document) == OutgoingState.SIGNED
    said = str(provider.asked[0 if device == "smartca" else 1][1])
    assert "rà soát danh mục" in said, "the signer sees what he signs"


@pytest.mark.parametrize(("device", "code"), [("smartca", "VT-TU-CHOI-KY"), ("mysign", "VT-THIET-BI-KY")])
def test_a_refusal_on_the_telephone_ends_it_is_told_and_may_be_begun_again(
    device: str, code: str, office: Cast, keys: Keys, provider: Provider
) -> None:
    signs_with(device, office, keys)
    document = asked(office)
    provider.confirmed = False
    assert signatures.fetch_due(at=office.after(minutes=21)) == 1
    assert being_signed(document.pk) is None
    (notice,) = [one for one in notices.listing(office.dung).rows if one.kind == "signature"]
    assert notice.title.startswith("Chưa ký được")
    provider.confirmed = True
    signing.sign_as_leader(document.pk, pin="", by=office.dung, at=office.after(minutes=22))
    signatures.fetch_due(at=office.after(minutes=23))
    assert signing.complete_due(at=office.after(minutes=23)) == 1
    assert state_of(office, document) == OutgoingState.SIGNED


def test_nobody_who_confirms_is_told_apart_from_one_who_refuses(office: Cast, keys: Keys, provider: Provider) -> None:
    signs_with("smartca", office, keys)
    asked(office)
    provider.late = True
    assert signatures.fetch_due(at=office.after(minutes=26)) == 1
    (notice,) = [one for one in notices.listing(office.dung).rows if one.kind == "signature"]
    assert "chưa xác nhận" in notice.text


def test_a_signature_by_another_key_is_not_put_in(office: Cast, keys: Keys, provider: Provider) -> None:
    signs_with("smartca", office, keys)
    document = asked(office)
    provider.key, provider.confirmed = open_pkcs12(keys.pki.p12_bytes("giang"), PIN), True
    assert signatures.fetch_due(at=office.after(minutes=21)) == 1
    assert signing.complete_due(at=office.after(minutes=22)) == 0
    assert state_of(office, document) == OutgoingState.APPROVED


def test_a_service_that_does_not_answer_signs_nothing_and_is_asked_again(
    office: Cast, keys: Keys, provider: Provider
) -> None:
    signs_with("mysign", office, keys)
    document = asked(office)
    provider.confirmed = True
    with pytest.MonkeyPatch.context() as away:
        away.setattr(provider, "answer", lambda *_: ["not what was agreed"])
        assert signatures.fetch_due(at=office.after(minutes=21)) == 0
        with pytest.raises(ServiceAway):
            signing.sign_as_leader(stories.approved(office).pk, pin="", by=office.dung, at=office.after(minutes=21))
    assert signatures.fetch_due(at=office.after(minutes=22)) == 1
    assert signing.complete_due(at=office.after(minutes=22)) == 1
    assert state_of(office, document) == OutgoingState.SIGNED


def test_a_pin_that_a_remote_service_refuses_is_sent_once_however_long_the_queue(
    office: Cast, keys: Keys, provider: Provider, settings: Any
) -> None:
    csc = CscSettings(url=provider.url, client_id="c", client_secret="s")
    told = settings.OFFICE.signing.model_copy(update={"csc": csc})
    settings.OFFICE = settings.OFFICE.model_copy(update={"signing": told})
    signs_with("csc", office, keys)
    letters = [stories.approved(office).pk for _ in range(2)]
    done = signing.sign_queue(letters, pin="000000", by=office.dung, now=lambda: office.after(minutes=20))
    assert isinstance(done.stopped, WrongPin)
    assert [path for path, _ in provider.asked].count("/credentials/authorize") == 1
    done = signing.sign_queue(letters, pin="246810", by=office.dung, now=lambda: office.after(minutes=21))
    assert done.signed == tuple(letters)


def test_a_queue_is_asked_for_one_by_one(office: Cast, keys: Keys, provider: Provider) -> None:
    signs_with("smartca", office, keys)
    letters = [stories.approved(office) for _ in range(2)]
    done = signing.sign_queue([one.pk for one in letters], pin="", by=office.dung, now=lambda: office.after(minutes=20))
    assert (set(done.waiting), done.left_out) == ({one.pk for one in letters}, ())
    provider.confirmed = True
    assert signatures.fetch_due(at=office.after(minutes=21)) == 2
