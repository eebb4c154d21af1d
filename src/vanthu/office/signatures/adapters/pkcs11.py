"""Keys in HSMs and tokens plugged into the server, reached through PKCS#11."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from vanthu.office.signatures.ports import DeviceFailed, Way, WrongPin
from vanthu.standards.signing import SigningCertificate, SigningError, Token, errors

if TYPE_CHECKING:
    from vanthu.office.settings import TokenSettings
    from vanthu.office.signatures.ports import UnlockedKey


class Pkcs11Tokens:
    """The port `KeyDevice` over the tokens of `signing.tokens`. A reference is "name of the token/label of the key"."""

    def way(self, key_reference: str) -> Way:
        """Whoever signs types the PIN, unless the settings name a file that holds it."""
        name, _, _label = key_reference.partition("/")
        declared = settings.OFFICE.signing.tokens.get(name)
        return Way.UNATTENDED if declared is not None and declared.pin_file else Way.PIN

    @contextmanager
    def unlock(self, key_reference: str, certificate: SigningCertificate, *, pin: str) -> Iterator[UnlockedKey]:
        """Give the key; the token stays logged in for the next signature of this process."""
        name, _, label = key_reference.partition("/")
        declared = _declared(name)
        token = _token(declared.module, declared.label)
        try:
            if declared.pin_file:
                key = _with_pin_of(declared.pin_file, partial(token.key, certificate, label=label or None))
            else:
                key = token.key(certificate, pin=pin, label=label or None)
        except errors.WrongPin as error:
            raise WrongPin from error
        except SigningError as error:
            raise DeviceFailed(sentence=error.sentence) from error
        yield _Key(key)


class _Key:
    def __init__(self, key: UnlockedKey) -> None:
        self._key = key

    def sign(self, signed_attributes: bytes) -> bytes:
        try:
            return self._key.sign(signed_attributes)
        except SigningError as error:
            raise DeviceFailed(sentence=error.sentence) from error


@cache
def _token(module: Path, label: str | None) -> Token:
    """One for each token and process: tokens have few places for sessions, and logging in takes longest."""
    return Token(module, label)


def _declared(name: str) -> TokenSettings:
    declared: TokenSettings | None = settings.OFFICE.signing.tokens.get(name)
    if declared is None:
        raise DeviceFailed(sentence=f"Chưa khai báo thiết bị ký «{name}» trong mục «signing.tokens» của tệp cấu hình.")
    return declared


_refused: dict[Path, str] = {}
"""PINs that files held when the token refused them: not sent again by the next click, for the token counts."""


def _with_pin_of(file: Path, unlock: Callable[..., UnlockedKey]) -> UnlockedKey:
    pin = _pin(file)
    wrong = DeviceFailed(sentence=f"Mã PIN trong tệp «{file.name}» không đúng; hãy sửa tệp trước khi ký lại.")
    if _refused.get(file) == pin:
        raise wrong
    try:
        return unlock(pin=pin)
    except errors.WrongPin as error:
        _refused[file] = pin
        raise wrong from error


def _pin(file: Path) -> str:
    """Read the PIN of an unattended device; a file that everybody on the machine may read is refused."""
    try:
        if file.stat().st_mode & 0o077:
            raise DeviceFailed(sentence=f"Tệp mã PIN «{file.name}» phải chỉ do tài khoản chạy hệ thống đọc được (600).")
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise DeviceFailed(sentence=f"Không đọc được tệp mã PIN «{file.name}».") from error
