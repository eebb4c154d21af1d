"""Whom we believe is written down: stores with manifests, and a dated table of algorithms."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import algos, keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding

from vanthu.standards import signing
from vanthu.standards.signing import Outcome, errors, stores, trust_check
from vanthu.standards.signing.algorithms import AlgorithmPolicy, DatedAlgorithms
from vanthu.standards.signing.stores import Listing, Purpose
from vanthu.standards.signing.tests.conftest import AT, LATER, Codes, Desk

ALL = frozenset(Purpose)
DAY = AT.date()


@pytest.fixture
def folder(desk: Desk, tmp_path: Path) -> Path:
    """A copy of the trust folder that a test may change."""
    return Path(shutil.copytree(desk.pki.trust_dir, tmp_path / "trust"))


def certificate(desk: Desk, key: str) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(desk.pki.certificate(key).public_bytes(Encoding.DER))


def rewritten(folder: Path, **purposes: frozenset[Purpose]) -> signing.Trust:
    """The store again, its certificates trusted for other purposes."""
    store = folder / "stores" / "development"
    rows = [
        Listing(item.certificate, item.file, item.role, purposes.get(item.file[:-4].replace("-", "_"), item.purposes))
        for item in stores.read_store(store).certificates
    ]
    stores.write_store(store, rows, version="2", valid_from=DAY)
    return signing.Trust.from_dir(folder)


def test_a_file_that_the_manifest_does_not_name_is_refused_by_its_name(desk: Desk, folder: Path) -> None:
    stranger = folder / "stores" / "development" / "la.crt"
    stranger.write_bytes(certificate(desk, "root").dump())
    with pytest.raises(errors.TrustFileUnknown, match=r"«la\.crt»"):
        signing.Trust.from_dir(folder)


def test_a_file_changed_under_its_name_is_refused(desk: Desk, folder: Path) -> None:
    (folder / "stores" / "development" / "people-ca.pem").write_bytes(certificate(desk, "agencies-ca").dump())
    with pytest.raises(errors.TrustFileUnknown, match=r"«people-ca\.pem»"):
        signing.Trust.from_dir(folder)


@pytest.mark.parametrize(
    "spoiled",
    [
        ('name = "development"', 'name = "public"'),
        ('role = "anchor"', 'role = "god"'),
        ('purposes = ["person"]', 'purposes = ["everything"]'),
        ('file = "root.pem"', 'file = "../root.pem"'),
        ('file = "root.pem"', 'file = "not-there.pem"'),
    ],
    ids=["another name", "another role", "another purpose", "outside", "missing"],
)
def test_a_manifest_that_makes_no_sense_is_unreadable(folder: Path, spoiled: tuple[str, str]) -> None:
    manifest = folder / "stores" / "development" / "manifest.toml"
    manifest.write_text(manifest.read_text("utf-8").replace(*spoiled), "utf-8")
    with pytest.raises(errors.TrustUnreadable, match="development"):
        signing.Trust.from_dir(folder)


def test_a_ca_is_believed_for_its_purposes_alone(desk: Desk, folder: Path, issued: bytes, codes: Codes) -> None:
    trust = rewritten(folder, people_ca=frozenset({Purpose.ORGANISATION}))
    person, agency = signing.verify(issued, trust, at=LATER).signatures
    assert (person.outcome, agency.outcome) == (Outcome.UNKNOWN, Outcome.VALID)
    assert {item.code for item in person.reasons} == {"UNTRUSTED_CHAIN"}


def test_an_anchor_not_for_time_stamps_proves_no_time(desk: Desk, folder: Path, issued: bytes, codes: Codes) -> None:
    trust = rewritten(folder, root=frozenset({Purpose.PERSON, Purpose.ORGANISATION}))
    assert "TIMESTAMP_UNTRUSTED" in codes(signing.verify(issued, trust, at=LATER))


def test_what_an_algorithm_signed_counts_until_its_day() -> None:
    table = AlgorithmPolicy.default()
    assert table.key_until("rsa", 2048) == date(2030, 12, 31)
    assert table.key_until("rsa", 3072) == table.key_until("ec", 256) == date(2040, 12, 31)
    assert table.key_until("rsa", 1024) is None
    assert table.digest_until("sha1") is None


def test_the_table_of_algorithms_judges_by_the_moment(desk: Desk) -> None:
    policy, key = DatedAlgorithms(AlgorithmPolicy.default()), certificate(desk, "root").public_key
    ecdsa = algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"})
    in_time, too_late = datetime(2040, 12, 31, 12, tzinfo=UTC), datetime(2041, 1, 1, 12, tzinfo=UTC)
    assert policy.signature_algorithm_allowed(ecdsa, in_time, key).allowed
    refused = policy.signature_algorithm_allowed(ecdsa, too_late, key)
    assert not refused.allowed
    assert refused.not_allowed_after is not None


@pytest.mark.parametrize("moment", [date(2030, 3, 5), date(2030, 3, 6)], ids=str)
def test_sha1_counts_for_a_named_key_until_its_day(desk: Desk, moment: date) -> None:
    key: keys.PublicKeyInfo = certificate(desk, "root").public_key
    sha1 = algos.SignedDigestAlgorithm({"algorithm": "sha1_ecdsa"})
    at = datetime(moment.year, moment.month, moment.day, 12, tzinfo=UTC)
    named = DatedAlgorithms(AlgorithmPolicy.default(), {key.dump(): date(2030, 3, 5)})
    assert bool(named.signature_algorithm_allowed(sha1, at, key)) is (moment == date(2030, 3, 5))
    assert not DatedAlgorithms(AlgorithmPolicy.default()).signature_algorithm_allowed(sha1, at, key)
    assert not named.digest_algorithm_allowed(algos.DigestAlgorithm({"algorithm": "sha1"}), at)


def test_an_office_may_end_an_algorithm_earlier(folder: Path, issued: bytes, codes: Codes) -> None:
    (folder / "algorithms.toml").write_text(
        'version = "ours"\nvalid_from = 2026-01-01\n[digests]\nsha256 = 2040-12-31\n'
        f'[[signatures]]\nkey = "ec"\nbits = 256\nuntil = {DAY - timedelta(days=1)}\n'
    )
    assert "WEAK_ALGORITHM" in codes(signing.verify(issued, signing.Trust.from_dir(folder), at=LATER))


def test_every_published_fingerprint_is_whole_and_unlike_the_others() -> None:
    known = stores.known_authorities()
    assert len({item.sha256 for item in known}) == len(known) == 4
    assert all(len(bytes.fromhex(item.sha256)) == 32 and item.sha256.isupper() for item in known)
    assert {item.store for item in known} <= set(stores.TITLES)


def take(desk: Desk, folder: Path, key: str, confirmed: str | None, role: str = "intermediate") -> None:
    listing = Listing(certificate(desk, key), f"{key}.pem", role, ALL)
    stores.add_to_store(folder, listing, confirmed=confirmed, on=DAY)


def test_a_certificate_comes_in_by_its_fingerprint_alone(desk: Desk, tmp_path: Path) -> None:
    folder, right = tmp_path / "public", stores.fingerprint_of(certificate(desk, "root"))
    with pytest.raises(errors.TrustImportRefused, match=right):
        take(desk, folder, "root", None, "anchor")
    with pytest.raises(errors.TrustImportRefused, match="khác vân tay đã cho"):
        take(desk, folder, "root", right.replace(right[0], "0" if right[0] != "0" else "1"), "anchor")
    assert not folder.exists()
    take(desk, folder, "root", ":".join(right[i : i + 2] for i in range(0, 64, 2)).lower(), "anchor")
    take(desk, folder, "people-ca", stores.fingerprint_of(certificate(desk, "people-ca")))
    store = stores.read_store(folder)
    assert [(item.file, item.role) for item in store.certificates] == [
        ("people-ca.pem", "intermediate"),
        ("root.pem", "anchor"),
    ]
    assert store.version == f"{DAY}.2"


def test_only_a_ca_and_only_a_known_store(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(errors.TrustImportRefused, match="không phải của một CA"):
        take(desk, tmp_path / "public", "dung", stores.fingerprint_of(certificate(desk, "dung")))
    with pytest.raises(errors.TrustImportRefused, match="Không có kho"):
        take(desk, tmp_path / "mine", "root", stores.fingerprint_of(certificate(desk, "root")))


def test_what_must_be_looked_at_is_named(desk: Desk, folder: Path) -> None:
    trust = signing.Trust.from_dir(folder)
    assert trust_check.problems(trust, folder, at=AT) == []
    assert len(trust_check.missing_authorities(trust)) == 4
    late = trust_check.problems(trust, folder, at=AT + timedelta(days=365 * 10 - 30))
    assert sum("sắp hết hạn" in line for line in late) == 3
    assert sum("Không có danh sách thu hồi còn hiệu lực" in line for line in late) == 3
