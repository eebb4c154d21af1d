"""Keys that stay on a token: one PIN tried once, the session kept, a token pulled out and back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from vanthu.standards import signing
from vanthu.standards.signing import errors, pki, tokens
from vanthu.standards.signing.pki import issuing
from vanthu.standards.signing.raw import holds
from vanthu.standards.signing.tests.conftest import AT, Desk
from vanthu.standards.signing.tests.softhsm import SOFTHSM, SoftToken, needs_softhsm, soft_token


@pytest.fixture(scope="module")
def token(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoftToken]:
    """A person's RSA key and the agency's P-256 key on one token."""
    parent = desk.pki.issued("people-ca")
    entry = pki.Holder("token", "person", "Trần Văn Thẻ", "1", "Sở Nội vụ", title="Giám đốc")
    person = issuing.holder(entry, "rsa-2048", parent, "people-ca", desk.pki.addresses, at=AT)
    agency = desk.key("so-noi-vu")
    with soft_token(tmp_path_factory.mktemp("softhsm")) as made:
        made.put("leader", person.key, person.certificate)
        made.put("agency", agency.private, agency.certificate.parsed)
        yield made


@pytest.fixture
def opened(token: SoftToken, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The PINs that were sent to the token."""
    sent: list[str] = []
    log_in = tokens._logged_in

    def counted(module: Any, label: str | None, pin: str) -> Any:
        sent.append(pin)
        return log_in(module, label, pin)

    monkeypatch.setattr(tokens, "_logged_in", counted)
    return sent


@pytest.fixture
def kept(token: SoftToken) -> Iterator[signing.Token]:
    """The token as a process keeps it."""
    made = signing.Token(str(SOFTHSM), token.label)
    yield made
    made.close()


@needs_softhsm
def test_a_letter_is_signed_and_sealed_with_keys_that_stay_on_a_token(desk: Desk, token: SoftToken) -> None:
    pdf = desk.reserved()
    for field in ("leader", "agency"):
        if field == "agency":
            pdf = signing.fill_number(pdf, number="05", issued_on=date(2026, 3, 9))
        with signing.open_pkcs11(SOFTHSM, pin=token.pin, token_label=token.label, key_label=field) as key:
            prepared = signing.begin(pdf, field=field, certificate=key.certificate, image_png=None, at=AT)
            raw = key.sign(prepared.signed_attributes)
        pdf = signing.complete(prepared, raw, timestamper=desk.tsa())
    verdict = desk.verify(pdf)
    assert verdict.outcome is signing.Outcome.VALID, verdict.sentence
    assert [finding.signer_name for finding in verdict.signatures] == ["Trần Văn Thẻ", "Sở Nội vụ tỉnh Thử Nghiệm"]


@needs_softhsm
def test_a_wrong_pin_of_the_token_is_named(token: SoftToken) -> None:
    with pytest.raises(errors.WrongPin), signing.open_pkcs11(SOFTHSM, pin="000000", token_label=token.label):
        pytest.fail("opened")


@needs_softhsm
def test_an_unplugged_token_or_an_unknown_key_is_named(token: SoftToken) -> None:
    with pytest.raises(errors.TokenNotFound), signing.open_pkcs11(SOFTHSM, pin=token.pin, token_label="Khác"):
        pytest.fail("opened")
    with (
        pytest.raises(errors.TokenNotFound),
        signing.open_pkcs11(SOFTHSM, pin=token.pin, token_label=token.label, key_label="không có"),
    ):
        pytest.fail("opened")


@needs_softhsm
def test_two_keys_on_a_token_must_be_told_apart(token: SoftToken) -> None:
    with pytest.raises(errors.TokenNotFound), signing.open_pkcs11(SOFTHSM, pin=token.pin, token_label=token.label):
        pytest.fail("opened")


def test_a_missing_module_is_named(tmp_path: Path) -> None:
    with pytest.raises(errors.TokenNotFound), signing.open_pkcs11(tmp_path / "khong-co.so", pin="1"):
        pytest.fail("opened")


@needs_softhsm
def test_one_session_serves_signature_after_signature_of_both_kinds_of_key(
    desk: Desk, token: SoftToken, kept: signing.Token, opened: list[str]
) -> None:
    for label in ("leader", "agency", "leader"):
        key = kept.only_key(pin=token.pin, label=label)
        assert holds(key.certificate.parsed, key.sign(b"attributes"), b"attributes")
    agency = desk.key("so-noi-vu").certificate
    assert holds(agency.parsed, kept.key(agency, pin=token.pin).sign(b"by its certificate"), b"by its certificate")
    assert opened == [token.pin]


@needs_softhsm
def test_a_wrong_pin_reaches_the_token_once_and_does_not_pass_on_an_open_session(
    desk: Desk, token: SoftToken, kept: signing.Token, opened: list[str]
) -> None:
    agency = desk.key("so-noi-vu").certificate
    kept.key(agency, pin=token.pin)
    with pytest.raises(errors.WrongPin):
        kept.key(agency, pin="000000")
    assert opened == [token.pin, "000000"]
    assert holds(agency.parsed, kept.key(agency, pin=token.pin).sign(b"again"), b"again")


@needs_softhsm
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_token_pulled_out_fails_in_words_and_works_again_when_it_is_back(
    desk: Desk, token: SoftToken, kept: signing.Token, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = desk.key("so-noi-vu").certificate
    key = kept.key(agency, pin=token.pin)
    kept._session.close()
    with pytest.raises(errors.TokenFailed):
        key.sign(b"pulled out")
    with monkeypatch.context() as away:
        away.setattr(kept, "_label", "rút ra rồi")
        with pytest.raises(errors.TokenNotFound):
            kept.key(agency, pin=token.pin)
    assert holds(agency.parsed, kept.key(agency, pin=token.pin).sign(b"back"), b"back")


@needs_softhsm
@pytest.mark.parametrize(
    ("flag", "error"), [("USER_PIN_LOCKED", errors.PinLocked), ("USER_PIN_FINAL_TRY", errors.PinFinalTry)]
)
def test_a_pin_is_not_tried_when_it_would_be_the_last_one(
    flag: str, error: type[Exception], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pkcs11

    class Warned:
        flags = pkcs11.TokenFlag[flag]

        def open(self, **_: Any) -> None:
            pytest.fail("the PIN was tried")

    monkeypatch.setattr(tokens, "_present", lambda module, label: Warned())
    with pytest.raises(error):
        signing.Token("any.so").key(desk.key("so-noi-vu").certificate, pin="123456")
