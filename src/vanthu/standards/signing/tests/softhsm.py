"""SoftHSM2 as a token of its own folder, with keys of the PKI put on it through PKCS#11."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

_PLACES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
SOFTHSM = next((path for path in map(Path, _PLACES) if path.is_file()), None)
needs_softhsm = pytest.mark.skipif(SOFTHSM is None, reason="SoftHSM2 is not installed (apt-get install softhsm2)")


@dataclass(frozen=True)
class SoftToken:
    """A SoftHSM2 token."""

    label: str = "VanThu"
    pin: str = "246810"

    def put(self, label: str, key: Any, certificate: x509.Certificate) -> None:
        """Put a key and its certificate (tokens hold the leaf alone) on the token under a label."""
        import pkcs11
        from pkcs11.util.ec import decode_ec_private_key
        from pkcs11.util.rsa import decode_rsa_private_key

        form = serialization.PrivateFormat.TraditionalOpenSSL
        der = key.private_bytes(serialization.Encoding.DER, form, serialization.NoEncryption())
        attributes = decode_rsa_private_key(der) if isinstance(key, rsa.RSAPrivateKey) else decode_ec_private_key(der)
        same = {
            pkcs11.Attribute.LABEL: label,
            pkcs11.Attribute.ID: label.encode(),
            pkcs11.Attribute.TOKEN: True,
        }
        secret = {pkcs11.Attribute.SIGN: True, pkcs11.Attribute.SENSITIVE: True}
        with pkcs11.lib(str(SOFTHSM)).get_token(token_label=self.label).open(rw=True, user_pin=self.pin) as session:
            session.create_object(attributes | same | secret)
            session.create_object(_certificate_object(certificate) | same)


@contextmanager
def soft_token(folder: Path) -> Iterator[SoftToken]:
    """Make an empty token that this process reaches; SoftHSM reads its folder once a process, when first asked."""
    (folder / "tokens").mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n")
    made = SoftToken()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "SOFTHSM2_CONF", str(config))
        init = ["softhsm2-util", "--init-token", "--free", "--label", made.label, "--pin", made.pin]
        subprocess.run([*init, "--so-pin", "13579135"], check=True, capture_output=True)
        _read_anew()
        yield made
    _read_anew()


def _read_anew() -> None:
    """Let the module find the tokens of another folder, where a test of this process has loaded it before."""
    import pkcs11

    pkcs11.unload(str(SOFTHSM))


def _certificate_object(certificate: x509.Certificate) -> dict[Any, Any]:
    import pkcs11

    return {
        pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
        pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
        pkcs11.Attribute.SUBJECT: certificate.subject.public_bytes(),
        pkcs11.Attribute.VALUE: certificate.public_bytes(serialization.Encoding.DER),
    }
