"""Keys of the cast: a development PKI made once a test run, and certificates registered for each test that asks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import override_settings

from vanthu.office.testing.cast import MONDAY, Cast

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.signatures.models import SigningIdentity
    from vanthu.standards.signing import Stamp
    from vanthu.standards.signing.pki import Pki

PIN = "12345678"
SEAL_PIN = "87654321"

SPEC = f"""
organization = "Đơn vị kiểm thử"
algorithm = "p-256"

[[people]]
key = "dung"
name = "Phạm Tiến Dũng"
title = "Giám đốc"
organization = "Sở Nội vụ"
pin = "{PIN}"

[[people]]
key = "binh"
name = "Trần Thị Bình"
title = "Trưởng phòng"
organization = "Sở Nội vụ"
pin = "{PIN}"

[[people]]
key = "giang"
name = "Hoàng Trường Giang"
title = "Giám đốc"
organization = "Sở Y tế"
pin = "{PIN}"

[[people]]
key = "dung-het-han"
name = "Phạm Tiến Dũng"
organization = "Sở Nội vụ"
pin = "{PIN}"
valid_from = 2024-01-01T00:00:00+07:00
valid_to = 2026-01-01T00:00:00+07:00

[[agencies]]
key = "snv"
name = "Sở Nội vụ"
organization = "UBND tỉnh Thử Nghiệm"
identifier = "H99.02"
pin = "{SEAL_PIN}"

[[agencies]]
key = "syt"
name = "Sở Y tế"
organization = "UBND tỉnh Thử Nghiệm"
identifier = "H99.05"
pin = "{SEAL_PIN}"
"""


@dataclass(frozen=True)
class Keys:
    """The PKI in the folders of the settings, with the PINs of people and of agencies."""

    pki: Pki
    pin: str = PIN
    seal_pin: str = SEAL_PIN

    @contextmanager
    def revoked(self, key: str, *, at: datetime, folder: Path) -> Iterator[None]:
        """Trust a copy of the PKI, in an empty folder, whose lists name a certificate since two hours before `at`."""
        from vanthu.standards.signing.pki import Pki

        copy = Pki.open(Path(shutil.copytree(self.pki.directory, folder / "pki")))
        trust = copy.revoke(key, at=at - timedelta(hours=2)).trust_dir
        told = settings.OFFICE.signing.model_copy(update={"trust_dir": trust})
        with override_settings(OFFICE=settings.OFFICE.model_copy(update={"signing": told})):
            yield

    def detached(self, content: bytes, *, key: str = "snv") -> bytes:
        """Sign any bytes with an agency's key, in a file of its own (.p7s)."""
        from vanthu.standards import signing
        from vanthu.standards.signing.cms_parts import signed_attributes, signed_data

        opened = signing.open_pkcs12(self.pki.p12_bytes(key), self.seal_pin)
        attributes = signed_attributes(opened.certificate, sha256(content).digest())
        return signed_data(opened.certificate, attributes, opened.sign(attributes))

    def register(
        self, key: str, person: Person | None, *, device: str = "pkcs12", reference: str = ""
    ) -> SigningIdentity:
        """Register the certificate of a key for a person, or for the agency in force (None)."""
        from vanthu.office.signatures import operations

        entry = self.pki.holder(key)
        return operations.add_identity(
            person=person,
            certificate=(self.pki.directory / "certs" / f"{key}.pem").read_bytes(),
            key_reference=(entry.p12 or "") if device == "pkcs12" else reference,
            device=device,
            image=(self.pki.directory / (entry.image or "")).read_bytes(),
            by=None,
            at=MONDAY,
        )


@dataclass(frozen=True)
class OurTsa:
    """The time stamp authority of the PKI, asked without a network."""

    pki: Pki
    at: datetime

    def stamp(self, digest: bytes) -> Stamp:
        """Return a token that says `at`."""
        from asn1crypto import tsp

        from vanthu.standards.signing import Stamp
        from vanthu.standards.signing.cms_parts import SEQUENCE, der
        from vanthu.standards.signing.pki import responders

        imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
        request = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "cert_req": True}).dump()
        answer = tsp.TimeStampResp.load(responders.timestamp(request, self.pki.issued("tsa"), at=self.at))
        return Stamp(der(SEQUENCE, answer["time_stamp_token"].contents), "http://tsa.example/")


@pytest.fixture(scope="session")
def keys(office_folders: Path) -> Keys:
    """The PKI, made the day before the stories begin; nothing is registered."""
    from vanthu.standards.signing import pki

    spec = pki.Spec.parse(SPEC)
    made = pki.init(office_folders / "keys", spec, at=MONDAY - timedelta(days=1), url="http://127.0.0.1:9")
    shutil.copytree(made.trust_dir, office_folders / "trust", dirs_exist_ok=True)
    return Keys(made)


@pytest.fixture
def signing_keys(cast: Cast, keys: Keys) -> Keys:
    """The PKI with the certificates of Dũng, Giang and both agencies registered. No time stamp authority is set."""
    register_all(cast, keys)
    return keys


def register_all(cast: Cast, keys: Keys) -> None:
    """Register everybody's certificate in the database in use."""
    for agency, person, key in ((cast.snv, cast.dung, "dung"), (cast.syt, cast.giang, "giang")):
        with cast.office(agency):
            keys.register(key, person)
            keys.register(agency.abbreviation.lower(), None)
