"""Throw damaged files at the verifier until the time is over: whatever comes, it answers with a verdict.

`python scripts/fuzz_verifier.py [SECONDS] [SEED]` (`make fuzz`: ten minutes). Files of every kind it judges are damaged
by bytes, by cutting, doubling and swapping pieces, and by the words that matter to a PDF; Hypothesis chooses where, and
makes what it finds as small as it can. An exception, an answer after more than SLOW seconds, or a damaged file that is
called HỢP LỆ though its bytes are not those of the good one, is written to `fuzz-found/` and ends the run with 1. What
a signing program brings back is damaged too, and some files go all the way through the confined process.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from lxml import etree

from vanthu.standards import signing
from vanthu.standards.signing import Outcome, Verdict, errors, long_term
from vanthu.standards.signing.handing_over import hand_over, take_back
from vanthu.standards.signing.isolation import verify_isolated
from vanthu.standards.signing.tests import attacks
from vanthu.standards.signing.tests.conftest import AT, LATER, Desk, make_desk
from vanthu.standards.signing.tests.signing_tool import signed_by_tool
from vanthu.standards.signing.tests.test_attacks import sealed_by_force, signed_plainly
from vanthu.standards.signing.tests.test_long_term import Server, trust_on
from vanthu.standards.signing.tests.test_other_formats import beside, office_file, xml_signed

SLOW = 20.0
ROUND = 400
"""Files of one round; the time is looked at between rounds."""
ALL_THE_WAY = 100
"""One file in so many is judged in a confined process, with the second look at its pages."""
WORDS = [
    b"/ByteRange", b"/Contents", b"/Prev", b"/Root", b"/Kids", b"/Parent", b"/AcroForm", b"/Fields", b"/Sig", b"/V",
    b"startxref", b"endobj", b"stream", b"endstream", b"xref", b"trailer", b"%%EOF", b"obj", b"R", b"<<", b">>", b"[",
    b"]", b"null", b"-1", b"0", b"99999999999", b"\xff" * 8, b"\x30\x80", b"\x00\x00", b"Reference", b"URI=", b"<!--",
]  # fmt: skip


@dataclass
class Bench:
    """The good files, and what was found with them."""

    desk: Desk
    trust: signing.Trust
    good: dict[str, bytes]
    handed_over: signing.Prepared
    file: Path
    tried: int = 0
    found: list[str] = field(default_factory=list)

    def judge(self, name: str, data: bytes) -> None:
        """Raise AssertionError with the reason where the promise is broken; what is raised otherwise breaks it too."""
        self.tried += 1
        begun = time.monotonic()
        if name == "brought-back.pdf":
            self.take_back(data)
        elif self.tried % ALL_THE_WAY == 0:
            self.file.write_bytes(data)
            self.require_honest(data, verify_isolated(self.file, self.desk.pki.trust_dir, at=LATER))
        else:
            self.require_honest(data, signing.verify(data, self.trust, at=LATER))
        took = time.monotonic() - begun
        assert took < SLOW, f"took {took:.0f} s"

    def take_back(self, data: bytes) -> None:
        try:
            taken = take_back(self.handed_over, data, trust=self.trust, at=LATER)
        except errors.SigningError:
            return
        verdict = signing.verify(taken.pdf, self.trust, at=LATER)
        assert verdict.outcome is not Outcome.INVALID, verdict.to_json()

    def require_honest(self, data: bytes, verdict: Verdict) -> None:
        if verdict.outcome is Outcome.VALID and data not in self.good.values():
            assert verdict.signatures, verdict.to_json()
            if not data.startswith(b"%PDF"):
                # What an XML signature is over are not the bytes, but what they come to (C14N without comments).
                assert canonical(data) == canonical(self.good["signed.xml"]), verdict.to_json()
                return
            # Not signed are bytes of the place kept for the last signature, and what only archives after it.
            last = verdict.signatures[-1]
            assert last.coverage == "entire_file" or last.modification == "lta_updates", verdict.to_json()


def canonical(data: bytes) -> bytes:
    """The canonical form of an XML file."""
    return bytes(etree.tostring(etree.fromstring(data), method="c14n", with_comments=False))


def main(seconds: float, first: int) -> int:
    """Fuzz for so long; return 1 where a file was found that breaks the promise."""
    logging.disable()
    until = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        bench = made(Path(folder))
        rounds = 0
        while time.monotonic() < until:
            try:
                seed(first * 1_000_003 + rounds)(a_round(bench, until))()
            except Exception as error:  # noqa: BLE001 (the very thing looked for; kept and counted)
                bench.found.append(f"{type(error).__name__}: {error}")
                print(bench.found[-1][:300])
            rounds += 1
    print(f"{bench.tried} damaged files judged in {seconds:.0f} s, seed {first}: {len(bench.found)} broke the promise")
    return min(len(bench.found), 1)


def a_round(bench: Bench, until: float) -> Callable[[], None]:
    """A test of the promise for Hypothesis to run."""

    @settings(
        max_examples=ROUND, deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )  # fmt: skip
    @given(st.sampled_from(sorted(bench.good)), st.lists(WOUNDS, min_size=1, max_size=4))
    def promise(name: str, wounds: list[tuple[Any, ...]]) -> None:
        if time.monotonic() > until:
            return
        data = damaged(bench.good[name], wounds)
        try:
            bench.judge(name, data)
        except Exception:
            keep(name, data, traceback.format_exc())
            raise

    return promise


def keep(name: str, data: bytes, why: str) -> None:
    """Write a file that breaks the promise; of one round the last is the smallest."""
    folder = Path("fuzz-found")
    folder.mkdir(exist_ok=True)
    place = folder / f"{sha256(data).hexdigest()[:12]}-{name}"
    place.write_bytes(data)
    place.with_suffix(".txt").write_text(why, "utf-8")


# --- wounds -------------------------------------------------------------------------------------------------------


def damaged(data: bytes, wounds: Iterable[tuple[Any, ...]]) -> bytes:
    """Every wound in turn; places are taken modulo the length there is."""
    for wound, place, *how in wounds:
        data = wound(data, place % max(len(data), 1), *how)
    return data


def _bytes(data: bytes, at: int, new: bytes, over: int) -> bytes:
    return data[:at] + new + data[at + over :]


def _word(data: bytes, at: int, near: bytes, new: bytes, over: bool) -> bytes:
    """Near a word that is there, another one."""
    at = found if (found := data.find(near, at)) >= 0 else at
    return data[:at] + new + data[at + len(new) * over :]


def _cut(data: bytes, at: int, size: int) -> bytes:
    return data[:at] + data[at + 1 + size % max(len(data) // 20, 1) :]


def _double(data: bytes, at: int, size: int) -> bytes:
    return data[:at] + data[at : at + size] + data[at:]


def _swap(data: bytes, at: int, other: int, size: int) -> bytes:
    first, second = sorted((at, other % max(len(data), 1)))
    return data[:first] + data[second : second + size] + data[first + size :]


PLACE = st.integers(0, 1 << 24)
WOUNDS = st.one_of(
    st.tuples(st.just(_bytes), PLACE, st.binary(min_size=1, max_size=8), st.integers(0, 8)),
    st.tuples(st.just(_word), PLACE, st.sampled_from(WORDS), st.sampled_from(WORDS), st.booleans()),
    st.tuples(st.just(_cut), PLACE, PLACE),
    st.tuples(st.just(_double), PLACE, st.integers(1, 4096)),
    st.tuples(st.just(_swap), PLACE, PLACE, st.integers(1, 512)),
)


# --- good files ---------------------------------------------------------------------------------------------------


def made(folder: Path) -> Bench:
    """One file of every kind that is judged: ours at all levels, other tools', beside a file, XML, Office."""
    desk = make_desk(folder / "pki")
    trust = trust_on(desk, folder / "trust", LATER)
    sealed = desk.issued()
    with_proofs = long_term.add_proofs(sealed, trust, at=LATER)
    given_out = hand_over(desk.reserved(), field="leader", certificate=desk.key("dung").certificate, at=AT)
    good = {
        "sealed.pdf": sealed,
        "unstamped.pdf": desk.issued(tsa=None),
        "archived.pdf": long_term.add_archive_stamp(with_proofs, trust, Server(desk.tsa(LATER)), at=LATER)[0],
        "numbered.pdf": desk.numbered(),
        "plainly.pdf": sealed_by_force(desk, attacks.refill_number(signed_plainly(desk, desk.reserved(), "dung", "A"))),
        "brought-back.pdf": signed_by_tool(given_out.pdf, desk.key("dung"), at=AT),
        "draft.pdf": desk.draft,
        "alone.p7s": beside(desk, b""),
        "signed.xml": xml_signed(desk),
        "office.docx": office_file(_xmlsignatures__sig1=xml_signed(desk)),
    }
    return Bench(desk, trust, good, given_out, folder / "file")


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 600.0, int(sys.argv[2]) if len(sys.argv) > 2 else 1))
