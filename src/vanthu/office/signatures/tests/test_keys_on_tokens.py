"""The agency's key in an HSM: reached by name, unlocked by the person or by a file that only the server reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vanthu.office.settings import TokenSettings
from vanthu.office.signatures import ports
from vanthu.office.testing.keys import Keys
from vanthu.office.web.forms.verbs import PinForm
from vanthu.standards import signing
from vanthu.standards.signing.raw import holds
from vanthu.standards.signing.tests.softhsm import SOFTHSM, SoftToken, needs_softhsm, soft_token

pytestmark = needs_softhsm


@pytest.fixture(scope="module")
def seal(keys: Keys) -> signing.SoftwareKey:
    """The key of Sở Nội vụ."""
    return signing.open_pkcs12(keys.pki.p12_bytes("snv"), keys.seal_pin)


@pytest.fixture(scope="module")
def token(seal: signing.SoftwareKey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoftToken]:
    """A token with that key on it."""
    with soft_token(tmp_path_factory.mktemp("hsm")) as made:
        made.put("con-dau", seal.private, seal.certificate.parsed)
        yield made


@pytest.fixture
def hsm(token: SoftToken, settings: Any, tmp_path: Path) -> Path:
    """The token in the settings, as "hsm" with the PIN asked and as "truc" with a PIN file; returns the file."""
    pin_file = tmp_path / "pin"
    pin_file.write_text(f"{token.pin}\n")
    pin_file.chmod(0o600)
    assert SOFTHSM is not None
    asked = TokenSettings(module=SOFTHSM, label=token.label)
    tokens = {"hsm": asked, "truc": asked.model_copy(update={"pin_file": pin_file})}
    with_tokens = settings.OFFICE.signing.model_copy(update={"tokens": tokens})
    settings.OFFICE = settings.OFFICE.model_copy(update={"signing": with_tokens})
    return pin_file


def signed(reference: str, seal: signing.SoftwareKey, pin: str = "") -> bool:
    with ports.key_device("pkcs11").unlock(reference, seal.certificate, pin=pin) as key:
        return holds(seal.certificate.parsed, key.sign(b"attributes"), b"attributes")


def test_the_seal_is_made_by_the_hsm_with_the_pin_of_the_clerk(
    hsm: Path, token: SoftToken, seal: signing.SoftwareKey
) -> None:
    assert signed("hsm/con-dau", seal, token.pin)
    with pytest.raises(ports.WrongPin):
        signed("hsm/con-dau", seal, "000000")


def test_an_unattended_hsm_asks_nobody_and_its_wrong_pin_is_sent_only_once(
    hsm: Path, token: SoftToken, seal: signing.SoftwareKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = ports.key_device("pkcs11")
    assert (device.way("truc/con-dau"), device.way("hsm/con-dau")) == (ports.Way.UNATTENDED, ports.Way.PIN)
    assert PinForm({}, way=ports.Way.UNATTENDED).is_valid()
    assert signed("truc/con-dau", seal)
    sent: list[str] = []
    key = signing.Token.key
    monkeypatch.setattr(
        signing.Token, "key", lambda *args, pin, label: (sent.append(pin), key(*args, pin=pin, label=label))[1]
    )
    hsm.write_text("111111")
    for _ in range(2):
        with pytest.raises(ports.DeviceFailed, match="không đúng"):
            signed("truc/con-dau", seal)
    assert sent == ["111111"]
    hsm.write_text(token.pin)
    assert signed("truc/con-dau", seal)


def test_a_pin_that_everybody_on_the_server_may_read_is_not_used(hsm: Path, seal: signing.SoftwareKey) -> None:
    hsm.chmod(0o644)
    with pytest.raises(ports.DeviceFailed, match="600"):
        signed("truc/con-dau", seal)


@pytest.mark.parametrize("reference", ["khong-khai/con-dau", "truc/khoa-khac"])
def test_a_token_or_key_nobody_declared_is_named(hsm: Path, reference: str, seal: signing.SoftwareKey) -> None:
    with pytest.raises(ports.DeviceFailed):
        signed(reference, seal)
