"""An evidence file of a letter signed by a leader and sealed by his agency, with a receipt of an axis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from vanthu.standards import signing
from vanthu.standards.evidence.findings import Finding, Outcome
from vanthu.standards.evidence_file.checking import check
from vanthu.standards.evidence_file.findings import FileVerdict
from vanthu.standards.evidence_file.making import (
    Given,
    begin,
    begin_stamped,
    complete,
    complete_stamped,
    digests_of,
    entries_of,
)
from vanthu.standards.evidence_file.statement import Statement
from vanthu.standards.evidence_file.trust import FileTrust
from vanthu.standards.signing import Role
from vanthu.standards.signing.pki.folder import ISSUERS
from vanthu.standards.signing.tests.conftest import AT, Desk, LocalTsa, desk  # noqa: F401 (a fixture)

MADE = AT + timedelta(hours=3)
CHECKED = AT + timedelta(hours=5)
BOTH = frozenset({Role.PERSON, Role.AGENCY})


@dataclass(frozen=True)
class Maker:
    """Makes evidence files and checks them, as the office and a stranger would."""

    desk: Desk
    document: bytes
    ca_pem: Path

    @property
    def trust_files(self) -> dict[str, bytes]:
        folder = self.desk.pki.trust_dir
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

    def entries(
        self, document: bytes | None = None, receipts: tuple[Given, ...] = (), *, sealed: bool = True, **said: Any
    ) -> dict[str, bytes]:
        content = self.document if document is None else document
        values: dict[str, Any] = {
            "agency": "Sở Nội vụ tỉnh Thử Nghiệm",
            "made_at": MADE,
            "about": {"Số, ký hiệu": "05/SNV-CCVC", "Trích yếu": "Chế độ công vụ"},
            "entry": "van-ban.pdf",
            "name": "05-SNV.pdf",
            "sha256": sha256(content).hexdigest(),
            "expected": BOTH,
            "verdict": signing.verify(content, self.desk.trust, at=MADE),
            "verifier": "vanthu",
        }
        statement = Statement(**(values | said))
        return entries_of(statement, content, trust_files=self.trust_files, receipts=receipts, sealed=sealed)

    def file(self, entries: dict[str, bytes] | None = None, *, by: str = "so-noi-vu", stamped: bool = True) -> bytes:
        entries = self.entries() if entries is None else entries
        key = self.desk.key(by)
        unsigned = begin(digests_of(entries), key.certificate, document="van-ban.pdf", at=MADE)
        raw = key.sign(unsigned.signed_attributes)
        token = self.desk.tsa(MADE).token(signing.timestamp_imprint(raw)) if stamped else None
        return complete(unsigned, entries, raw, timestamp_token=token)

    def stamped_file(self, entries: dict[str, bytes] | None = None, *, tsa: LocalTsa | None = None) -> bytes:
        """An evidence file of an agency whose key signs no such files: a time stamp alone stands over the manifest."""
        entries = self.entries(sealed=False) if entries is None else entries
        unstamped = begin_stamped(digests_of(entries), document="van-ban.pdf", at=MADE)
        return complete_stamped(unstamped, entries, (tsa or self.desk.tsa(MADE)).token(unstamped.imprint))

    def check(
        self, file: bytes, folder: Path, *trusted: Path, at: datetime = CHECKED, nobody: bool = False
    ) -> FileVerdict:
        paths = [] if nobody else list(trusted) or [self.desk.pki.trust_dir]
        return check(file, FileTrust.of(paths), at=at, folder=folder)


@pytest.fixture(scope="session")
def maker(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Maker:  # noqa: F811
    ca_pem = tmp_path_factory.mktemp("ca") / "root.pem"
    roots = [desk.pki.directory / "certs" / f"{name}.pem" for name in ISSUERS]
    own = [one for one in roots if is_root(one)]
    ca_pem.write_bytes(b"".join(one.read_bytes() for one in own))
    return Maker(desk, desk.issued(), ca_pem)


def is_root(path: Path) -> bool:
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    return certificate.issuer == certificate.subject


def told(verdict: FileVerdict) -> dict[str, bool | None]:
    """What was found, by code."""
    return {item.code: item.holds for item in verdict.findings}


def why(verdict: FileVerdict) -> str:
    """For a test that fails."""
    return "\n".join(f"{item.code} {item.holds} {item.sentence}" for item in verdict.findings)


__all__ = ["AT", "BOTH", "CHECKED", "MADE", "Finding", "Maker", "Outcome", "told", "why"]
