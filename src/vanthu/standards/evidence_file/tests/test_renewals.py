"""An evidence file is renewed before the certificate of its time stamp ends, and proves the same decades later."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from vanthu.standards.evidence.findings import Outcome
from vanthu.standards.evidence_file import renewing
from vanthu.standards.evidence_file.container import MANIFEST_ENTRY, STAMP_ENTRY, NotAContainer, unpack
from vanthu.standards.evidence_file.findings import FileVerdict
from vanthu.standards.evidence_file.renewing import NEWEST, begin_renewal, complete_renewal
from vanthu.standards.evidence_file.tests.conftest import AT, MADE, Maker, told, why
from vanthu.standards.evidence_file.tests.test_hostile_files import files_of, replaced, zipped
from vanthu.standards.signing import pki
from vanthu.standards.signing.errors import SignatureMismatch
from vanthu.standards.signing.tests.conftest import SPEC, LocalTsa

YEAR = timedelta(days=365)
SOON, LATER = AT + YEAR * 4.5, AT + YEAR * 8
"""The first TSA ends five years after AT, the CA after ten."""


@dataclass(frozen=True)
class Later:
    """The office four years on: another PKI, and the folder of its trust, in which the first TSA is still told of."""

    maker: Maker
    pki: pki.Pki
    root: Path

    def tsa(self, at: datetime) -> LocalTsa:
        return LocalTsa(self.pki.issued("tsa"), at)

    def trust_files(self) -> dict[str, bytes]:
        folder = self.pki.trust_dir
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def renewed(self, file: bytes, at: datetime = SOON, trust_files: Mapping[str, bytes] | None = None) -> bytes:
        renewal = begin_renewal(file, self.trust_files() if trust_files is None else trust_files)
        return complete_renewal(renewal, self.tsa(at).token(renewal.imprint), at=at)

    def check(self, file: bytes, folder: Path, at: datetime = LATER) -> FileVerdict:
        """As somebody who knows the two roots and nothing else."""
        return self.maker.check(file, folder, self.maker.ca_pem, self.root, at=at)


@pytest.fixture(scope="session")
def later(maker: Maker, tmp_path_factory: pytest.TempPathFactory) -> Later:
    made = pki.init(tmp_path_factory.mktemp("later") / "pki", SPEC, at=AT + YEAR * 4, url="http://127.0.0.1:9")
    made.refresh(at=SOON - timedelta(hours=1))
    root = tmp_path_factory.mktemp("root") / "root.pem"
    shutil.copyfile(made.directory / "certs" / "root.pem", root)
    return Later(maker, made, root)


@pytest.fixture(params=["sealed", "stamped"])
def file(request: pytest.FixtureRequest, maker: Maker) -> bytes:
    return maker.file() if request.param == "sealed" else maker.stamped_file()


def test_a_renewed_file_proves_what_it_proved_when_its_first_tsa_has_ended(
    file: bytes, later: Later, tmp_path: Path
) -> None:
    assert later.check(file, tmp_path / "a").outcome is Outcome.OPEN, "not renewed"
    verdict = later.check(later.renewed(file), tmp_path / "b")
    assert verdict.outcome is Outcome.PROVED, why(verdict)
    assert (told(verdict)["FILE_RENEWAL"], verdict.as_of) == (True, MADE)


def test_a_renewal_that_came_too_late_proves_nothing(file: bytes, later: Later, tmp_path: Path) -> None:
    late = AT + YEAR * 6
    later.pki.refresh(at=late - timedelta(hours=1))
    verdict = later.check(later.renewed(file, late), tmp_path)
    later.pki.refresh(at=SOON - timedelta(hours=1))
    assert verdict.outcome is Outcome.OPEN, why(verdict)


def test_it_may_be_renewed_again_and_the_file_as_it_was_is_inside(file: bytes, later: Later, tmp_path: Path) -> None:
    twice = later.renewed(later.renewed(file), SOON + timedelta(days=1))
    verdict = later.check(twice, tmp_path)
    assert verdict.outcome is Outcome.PROVED, why(verdict)
    assert [item.code for item in verdict.findings].count("FILE_RENEWAL") == 2
    found, inside = renewing.layers(unpack(twice))
    assert [layer.number for layer in found] == [2, 1]
    assert inside == unpack(file)


def test_a_renewal_by_a_tsa_nobody_trusts_leaves_the_file_as_good_as_it_was(
    file: bytes, later: Later, tmp_path: Path
) -> None:
    renewed = later.renewed(file)
    fresh = later.maker.check(renewed, tmp_path / "a", at=SOON - YEAR * 4)
    assert told(fresh)["FILE_RENEWAL"] is not True
    old = later.maker.check(renewed, tmp_path / "b", later.maker.ca_pem, at=LATER)
    assert old.outcome is not Outcome.PROVED


STAMP_1 = "META-INF/timestamp001.tst"
ATTACKS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "an entry changed": (lambda data: replaced(data, "van-ban.pdf", b"%PDF"), "khác mã băm"),
    "an entry more": (lambda data: zipped([*files_of(data), ("them.pdf", b"")]), "không ghi trong bản kê"),
    "material more": (lambda data: zipped([*files_of(data), ("gia-han/001/x.pem", b"")]), "không ghi trong bản kê"),
    "an entry less": (lambda data: zipped([one for one in files_of(data) if one[0] != "van-ban.pdf"]), "thiếu mục"),
    "no manifest of its own": (
        lambda data: zipped([one for one in files_of(data) if one[0] != NEWEST]),
        "thiếu bản kê",
    ),
    "no stamp of its own": (
        lambda data: zipped([one for one in files_of(data) if one[0] != STAMP_1]),
        "không được phép có trong META-INF",
    ),
    "two of its own": (
        lambda data: zipped([*files_of(data), ("META-INF/timestamp002.tst", b"0")]),
        "chỉ tới chữ ký hoặc dấu thời gian khác",
    ),
    "no number": (lambda data: zipped([*files_of(data), ("META-INF/timestamp000.tst", b"0")]), "gia hạn"),
    "very many": (
        lambda data: zipped([*files_of(data), *((f"META-INF/timestamp{n:03}.tst", b"") for n in range(100, 200))]),
        "quá 50 lần",
    ),
    "stamp of no kind": (lambda data: replaced(data, STAMP_1, b"0\x80"), "gia hạn lần 1 không đọc được"),
    "the old manifest in its place": (
        lambda data: replaced(data, NEWEST, dict(files_of(data))[MANIFEST_ENTRY]),
        "chỉ tới chữ ký hoặc dấu thời gian khác",
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_renewal_made_to_deceive_is_refused_in_words(file: bytes, later: Later, tmp_path: Path, attack: str) -> None:
    change, words = ATTACKS[attack]
    verdict = later.check(change(later.renewed(file)), tmp_path)
    assert verdict.outcome is Outcome.REFUTED
    assert words in " ".join(verdict.refuted)


def test_the_stamp_of_another_renewal_is_refuted(file: bytes, later: Later, tmp_path: Path) -> None:
    other = dict(files_of(later.renewed(file, trust_files={})))[STAMP_1]
    verdict = later.check(replaced(later.renewed(file), STAMP_1, other), tmp_path)
    assert (verdict.outcome, told(verdict)["FILE_RENEWAL"]) == (Outcome.REFUTED, False)


def test_a_renewal_older_than_what_it_renews_is_refuted(file: bytes, later: Later, tmp_path: Path) -> None:
    verdict = later.check(later.renewed(later.renewed(file), SOON - timedelta(days=9)), tmp_path)
    assert (verdict.outcome, told(verdict)["FILE_RENEWAL"]) == (Outcome.REFUTED, False), why(verdict)


def test_a_damaged_file_is_not_renewed_and_a_token_over_something_else_not_taken(later: Later, maker: Maker) -> None:
    file = maker.stamped_file()
    with pytest.raises(NotAContainer):
        begin_renewal(file[:-1], {})
    renewal = begin_renewal(file, {})
    with pytest.raises(SignatureMismatch):
        complete_renewal(renewal, dict(files_of(file))[STAMP_ENTRY], at=SOON)
