"""Throw damaged files at the verifier until the time is over: whatever comes, it answers with a verdict.

`python scripts/fuzz_verifier.py [SECONDS]` (`make fuzz`: ten minutes). Files of every kind it judges are damaged at
random places, by bytes, by cutting, doubling and swapping pieces, and by the words that matter to a PDF. An exception,
an answer after more than SLOW seconds, or a damaged file that is called HỢP LỆ though its bytes are not those of the
good one, is written to `fuzz-found/` and ends the run with 1.
"""

from __future__ import annotations

import logging
import random
import sys
import tempfile
import time
import traceback
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import typst

from vanthu.standards import signing
from vanthu.standards.letter import Letter, compose
from vanthu.standards.signing import Outcome, Verdict, pki
from vanthu.standards.signing.cms_parts import signed_attributes, signed_data

SLOW = 20.0
AT = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
WORDS = [
    b"/ByteRange", b"/Contents", b"/Prev", b"/Root", b"/Kids", b"/Parent", b"/AcroForm", b"/Fields", b"/Sig", b"/V",
    b"startxref", b"endobj", b"stream", b"endstream", b"xref", b"trailer", b"%%EOF", b"obj", b"R", b"<<", b">>", b"[",
    b"]", b"null", b"-1", b"0", b"99999999999", b"\xff" * 8, b"\x30\x80", b"\x00\x00",
]  # fmt: skip


def main(seconds: float, seed: int) -> int:
    """Fuzz for so long; return how many files were found that break the promise."""
    logging.disable()
    chance = random.Random(seed)
    until, tried, found = time.monotonic() + seconds, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        trust, good = _good_files(Path(folder))
        while time.monotonic() < until:
            name = chance.choice(sorted(good))
            data = damaged(good[name], chance)
            found += _broke(name, data, data in good.values(), trust)
            tried += 1
    print(f"{tried} damaged files judged in {seconds:.0f} s, seed {seed}: {found} broke the promise")
    return min(found, 1)


def _broke(name: str, data: bytes, whole: bool, trust: signing.Trust) -> int:
    begun = time.monotonic()
    try:
        verdict = signing.verify(data, trust, at=AT)
    except Exception:  # noqa: BLE001 (the very thing looked for; kept and counted)
        return _keep(name, data, traceback.format_exc())
    if (took := time.monotonic() - begun) > SLOW:
        return _keep(name, data, f"took {took:.0f} s")
    if verdict.outcome is Outcome.VALID and not whole and not _harmless(verdict):
        return _keep(name, data, verdict.to_json())
    return 0


def _harmless(verdict: Verdict) -> bool:
    """Bytes of the place kept for the last signature are not signed; all others are."""
    return bool(verdict.signatures) and verdict.signatures[-1].coverage == "entire_file"


def _keep(name: str, data: bytes, why: str) -> int:
    folder = Path("fuzz-found")
    folder.mkdir(exist_ok=True)
    place = folder / f"{sha256(data).hexdigest()[:12]}-{name}"
    place.write_bytes(data)
    place.with_suffix(".txt").write_text(why, "utf-8")
    print(f"{place}: {why.splitlines()[-1]}")
    return 1


def damaged(data: bytes, chance: random.Random) -> bytes:
    """One to four wounds."""
    for _ in range(chance.randint(1, 4)):
        data = chance.choice((_bytes, _word, _cut, _double, _swap))(data, chance)
    return data


def _place(data: bytes, chance: random.Random) -> int:
    return chance.randrange(max(len(data), 1))


def _bytes(data: bytes, chance: random.Random) -> bytes:
    at = _place(data, chance)
    return data[:at] + chance.randbytes(chance.randint(1, 8)) + data[at + chance.randint(0, 8) :]


def _word(data: bytes, chance: random.Random) -> bytes:
    """Near a word that is there, another one."""
    at = data.find(chance.choice(WORDS), _place(data, chance))
    at = at if at >= 0 else _place(data, chance)
    word = chance.choice(WORDS)
    return data[:at] + word + data[at + chance.choice((0, len(word))) :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    at = _place(data, chance)
    return data[:at] + data[at + chance.randint(1, max(len(data) // 20, 1)) :]


def _double(data: bytes, chance: random.Random) -> bytes:
    at = _place(data, chance)
    piece = data[at : at + chance.randint(1, 4096)]
    return data[:at] + piece + data[at:]


def _swap(data: bytes, chance: random.Random) -> bytes:
    first, second = sorted((_place(data, chance), _place(data, chance)))
    size = chance.randint(1, 512)
    return data[:first] + data[second : second + size] + data[first + size :]


def _good_files(folder: Path) -> tuple[signing.Trust, dict[str, bytes]]:
    """A letter signed and sealed, one signed only, a plain PDF, a CMS signature that stands alone."""
    holders = (
        pki.Holder("leader", "person", "Phạm Thị Dũng", "1", "Sở Nội vụ", title="Giám đốc"),
        pki.Holder("agency", "agency", "Sở Nội vụ", "1"),
    )
    made = pki.init(folder / "pki", pki.Spec(holders, algorithm="p-256"), at=AT, url="http://127.0.0.1:9")
    draft = compose(
        Letter(
            governing_name="Ủy ban nhân dân tỉnh Thử Nghiệm", agency_name="Sở Nội vụ", notation="SNV-CCVC",
            place="Thử Nghiệm", year=2026, subject="thử nghiệm", addressed_to=("Sở Tài chính",), body=("Nội dung.",),
            signer_authority=("GIÁM ĐỐC",), signer_name="Phạm Thị Dũng", recipients=("Như trên",),
        ),
        at=AT,
    )  # fmt: skip
    signed = _signed(made, signing.reserve(draft.pdf, draft.slots), "leader")
    numbered = signing.fill_number(signed, number="05", issued_on=date(2026, 3, 9))
    key = signing.open_pkcs12(made.p12_bytes("agency"), "1")
    attributes = signed_attributes(key.certificate, sha256(b"").digest())
    good = {
        "sealed.pdf": _signed(made, numbered, "agency"),
        "signed.pdf": signed,
        "plain.pdf": bytes(typst.compile(b"Hello", format="pdf")),
        "alone.p7s": signed_data(key.certificate, attributes, key.sign(attributes)),
    }
    return signing.Trust.from_dir(made.trust_dir), good


def _signed(made: pki.Pki, pdf: bytes, who: signing.Who) -> bytes:
    key = signing.open_pkcs12(made.p12_bytes(who), "1")
    prepared = signing.begin(pdf, field=who, certificate=key.certificate, image_png=made.image_bytes(who), at=AT)
    return signing.complete(prepared, key.sign(prepared.signed_attributes), timestamper=None)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 600.0, int(sys.argv[2]) if len(sys.argv) > 2 else 1))
