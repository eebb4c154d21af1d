"""Keys with a remote signing service (CSC 1.0 and 2.0): the PIN releases one hash, a wrong one is named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from vanthu.office.settings import CscSettings
from vanthu.office.signatures import ports
from vanthu.office.testing.keys import Keys
from vanthu.office.testing.signing_services import Provider, serving
from vanthu.standards import signing
from vanthu.standards.signing.raw import holds

RIGHT = "246810"


@pytest.fixture
def provider(keys: Keys) -> Iterator[Provider]:
    with serving(Provider(signing.open_pkcs12(keys.pki.p12_bytes("snv"), keys.seal_pin))) as made:
        yield made


def use(settings: Any, provider: Provider, **changes: str) -> None:
    values = {"url": provider.url, "version": "1.0", "client_id": "c", "client_secret": "s", **changes}
    told = settings.OFFICE.signing.model_copy(update={"csc": CscSettings.model_validate(values)})
    settings.OFFICE = settings.OFFICE.model_copy(update={"signing": told})


def signed(provider: Provider, pin: str = RIGHT) -> bytes:
    with ports.key_device("csc").unlock("cred-1", provider.key.certificate, pin=pin) as key:
        return key.sign(b"attributes")


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_the_service_signs_the_hash_that_the_pin_released(version: str, settings: Any, provider: Provider) -> None:
    use(settings, provider, version=version)
    assert holds(provider.key.certificate.parsed, signed(provider), b"attributes")
    asked = [path for path, _ in provider.asked]
    assert asked == ["/oauth2/token", "/credentials/authorize", "/signatures/signHash"]
    assert all("attributes" not in str(message) for _, message in provider.asked)


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_a_wrong_pin_is_sent_once_and_named(version: str, settings: Any, provider: Provider) -> None:
    use(settings, provider, version=version)
    with pytest.raises(ports.WrongPin):
        signed(provider, "000000")
    assert [path for path, _ in provider.asked].count("/credentials/authorize") == 1


def test_a_service_that_does_not_know_us_or_is_away_signs_nothing(settings: Any, provider: Provider) -> None:
    use(settings, provider, client_secret="another")
    with pytest.raises(ports.DeviceFailed, match="invalid_client"):
        signed(provider)
    use(settings, provider, url="http://127.0.0.1:9")
    with pytest.raises(ports.ServiceAway):
        signed(provider)
