"""Archives made to deceive or to harm: each is refused, in words, and nothing of it is believed."""

import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vanthu.standards.evidence.findings import Outcome
from vanthu.standards.evidence_file import container, manifest
from vanthu.standards.evidence_file.container import (
    MANIFEST_ENTRY,
    MIMETYPE,
    SIGNATURE_ENTRY,
    STAMP_ENTRY,
    NotAContainer,
)
from vanthu.standards.evidence_file.isolation import check_isolated
from vanthu.standards.evidence_file.tests.conftest import CHECKED, Maker

Files = list[tuple[str, bytes]]


def zipped(files: Files, *, kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    output = BytesIO()
    with zipfile.ZipFile(output, "w", kind) as archive:
        for name, content in files:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else kind
            archive.writestr(info, content)
    return output.getvalue()


def files_of(data: bytes) -> Files:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    return zipped([(one, content if one == name else old) for one, old in files_of(data)])


def proof_of(data: bytes) -> str:
    """What covers the manifest: the signature, or the time stamp alone."""
    return STAMP_ENTRY if STAMP_ENTRY in dict(files_of(data)) else SIGNATURE_ENTRY


def with_signed(data: bytes, extra: dict[str, bytes], *, less: str = "none") -> bytes:
    """Entries added to file and manifest alike, or those of a folder left out, by somebody without the key."""
    files = dict(files_of(data)) | extra
    files = {name: content for name, content in files.items() if not name.startswith(less)}
    beside = (MANIFEST_ENTRY, SIGNATURE_ENTRY, STAMP_ENTRY, "mimetype")
    digests = {name: sha256(content).hexdigest() for name, content in files.items() if name not in beside}
    proof = STAMP_ENTRY if STAMP_ENTRY in files else SIGNATURE_ENTRY
    files[MANIFEST_ENTRY] = manifest.write(digests, root="van-ban.pdf", proof=proof)
    return zipped(list(files.items()))


def swapped(data: bytes) -> bytes:
    """The manifest points to the other kind of proof, and the file holds the bytes of this one under that name."""
    proof = proof_of(data)
    other = STAMP_ENTRY if proof == SIGNATURE_ENTRY else SIGNATURE_ENTRY
    return with_signed(zipped([(other if name == proof else name, one) for name, one in files_of(data)]), {})


def both(data: bytes) -> bytes:
    """A signature and a time stamp, of which a reader might check either."""
    other = STAMP_ENTRY if proof_of(data) == SIGNATURE_ENTRY else SIGNATURE_ENTRY
    return zipped([*files_of(data), (other, b"0")])


def pointing(data: bytes, *, to: str) -> bytes:
    """The manifest names another place, or another kind, of its proof."""
    listed = dict(files_of(data))[MANIFEST_ENTRY].decode()
    return replaced(data, MANIFEST_ENTRY, listed.replace(f'URI="{proof_of(data)}"', f'URI="{to}"').encode())


def hidden(data: bytes) -> bytes:
    """An entry that the directory does not name, between the last entry and the directory."""
    start = struct.unpack("<I", data[-6:-2])[0]
    stray = zipped([("an.pdf", b"%PDF")])[:60]
    return data[:start] + stray + data[start:-6] + struct.pack("<I", start + len(stray)) + data[-2:]


def renamed(data: bytes) -> bytes:
    """The directory calls an entry otherwise than the entry itself."""
    return data.replace(b"van-ban.pdf", b"van-bAn.pdf", 1)


BOMB = b"\0" * (container.MOST_BYTES + 1)
ATTACKS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "không phải là tệp chứng cứ"),
    "a PDF": (lambda _: b"%PDF-1.7 ...", "không phải là tệp chứng cứ"),
    "cut in half": (lambda data: data[: len(data) // 2], "cắt cụt"),
    "cut by a byte": (lambda data: data[:-1], "cắt cụt"),
    "something behind": (lambda data: data + b"<html>", "cắt cụt, hoặc có dữ liệu lạ"),
    "something before": (lambda data: b"%PDF-1.7\n" + data, "không phải là tệp chứng cứ"),
    "something between": (hidden, "dữ liệu lạ chèn giữa"),
    "two names": (renamed, "hai cách khác nhau"),
    "an entry twice": (lambda data: zipped([*files_of(data), files_of(data)[1]]), "hai mục cùng tên"),
    "twice but for case": (lambda data: zipped([*files_of(data), ("VAN-BAN.PDF", b"%PDF")]), "hai mục cùng tên"),
    "out of its folder": (lambda data: zipped([*files_of(data), ("../../etc/cron.d/x", b"x")]), "tên không được phép"),
    "from the root": (lambda data: zipped([*files_of(data), ("/etc/passwd", b"x")]), "tên không được phép"),
    "backwards": (lambda data: zipped([*files_of(data), ("a\\..\\b", b"x")]), "tên không được phép"),
    "a folder": (lambda data: zipped([*files_of(data), ("tin-cay/", b"")]), "tên không được phép"),
    "not listed": (lambda data: zipped([*files_of(data), ("them.pdf", b"%PDF")]), "không ghi trong bản kê"),
    "missing": (lambda data: zipped([one for one in files_of(data) if one[0] != "van-ban.pdf"]), "thiếu mục"),
    "no manifest": (lambda data: zipped([one for one in files_of(data) if one[0] != MANIFEST_ENTRY]), "thiếu mục"),
    "no signature": (lambda data: zipped([one for one in files_of(data) if one[0] != proof_of(data)]), "thiếu mục"),
    "both kinds": (both, "vừa có chữ ký số vừa có dấu thời gian"),
    "both kinds, one listed": (
        lambda data: with_signed(data, {"META-INF/timestamp2.tst": b"0"}),
        "không được phép có trong META-INF",
    ),
    "a second manifest": (
        lambda data: zipped([*files_of(data), ("META-INF/ASiCManifest1.xml", dict(files_of(data))[MANIFEST_ENTRY])]),
        "không được phép có trong META-INF",
    ),
    "the other kind": (swapped, "trên bản kê"),
    "pointing elsewhere": (lambda data: pointing(data, to="META-INF/x.p7s"), "Bản kê "),
    "other bytes": (lambda data: replaced(data, "van-ban.pdf", b"%PDF"), "khác mã băm"),
    "another type": (lambda data: replaced(data, "mimetype", b"application/epub+zip"), "ghi loại khác"),
    "type not first": (lambda data: zipped(files_of(data)[::-1]), "mục đầu tiên"),
    "manifest no XML": (lambda data: replaced(data, MANIFEST_ENTRY, b"<a"), "không đúng cấu trúc"),
    "manifest with entities": (
        lambda data: replaced(
            data, MANIFEST_ENTRY, b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
        ),
        "không đúng cấu trúc",
    ),
    "a bomb": (lambda data: zipped([*files_of(data), ("bom.bin", BOMB)]), "nở ra quá lớn"),
    "many entries": (
        lambda data: zipped([*files_of(data), *((f"n{number}", b"") for number in range(container.MOST_ENTRIES))]),
        "quá nhiều mục",
    ),
    "packed otherwise": (lambda data: zipped(files_of(data), kind=zipfile.ZIP_LZMA), "không được phép"),
    "somebody else's ASiC-E": (
        lambda _: with_signed(zipped([("mimetype", MIMETYPE.encode())]), {"a.txt": b"a", SIGNATURE_ENTRY: b"0"}),
        "không phải tệp chứng cứ do Văn Thư lập",
    ),
    "signed anew by nobody": (lambda data: with_signed(data, {"tin-cay/x.bin": b"x"}), "bản kê bị sửa hoặc"),
    "an entry less, for nobody": (lambda data: with_signed(data, {}, less="tin-cay/crls/"), "bản kê bị sửa hoặc"),
    "signature no CMS": (lambda data: replaced(data, proof_of(data), b"0\x80"), "không đọc được"),
}


@pytest.mark.parametrize("kind", ["sealed", "stamped"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_an_archive_made_to_deceive_is_refused_in_words(maker: Maker, tmp_path: Path, attack: str, kind: str) -> None:
    change, words = ATTACKS[attack]
    verdict = maker.check(change(maker.file() if kind == "sealed" else maker.stamped_file()), tmp_path)
    assert verdict.outcome is Outcome.REFUTED
    assert words in " ".join(verdict.refuted)
    assert not list(tmp_path.parent.glob("etc"))


def test_the_size_an_entry_states_is_not_believed(maker: Maker) -> None:
    """A directory that promises little where much comes out: no more is read than was promised."""
    data = zipped([("mimetype", MIMETYPE.encode()), ("a", b"\0" * 100_000)])
    lying = data.replace(struct.pack("<I", 100_000), struct.pack("<I", 10))
    with pytest.raises(NotAContainer):
        container.unpack(lying)


def test_a_file_that_eats_time_or_memory_ends_without_a_verdict(maker: Maker, tmp_path: Path) -> None:
    path = tmp_path / "x.asice"
    path.write_bytes(maker.file())
    verdict = check_isolated(path, [maker.desk.pki.trust_dir], at=CHECKED, memory_mb=60)
    assert (verdict.outcome, verdict.proved) == (Outcome.OPEN, ())


@pytest.fixture(scope="session")
def small(maker: Maker) -> bytes:
    """Fewer entries, so that a changed byte meets the directory more often."""
    return maker.file(dict(list(maker.entries().items())[:4]))


@settings(max_examples=150, deadline=None)
@given(
    place=st.integers(0, 10_000), flips=st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=4)
)
def test_bytes_changed_anywhere_never_raise_and_never_read_otherwise(
    small: bytes, place: int, flips: list[tuple[int, int]]
) -> None:
    """Whatever still opens holds the same entries, but for the times of the ZIP, which nobody signed."""
    data = bytearray(small)
    for where, value in flips:
        data[(place + where) % len(data)] = value
    with suppress(NotAContainer):
        assert container.unpack(bytes(data)) == container.unpack(small)
