"""How many letters a second one process signs, seals and verifies, beside bare OpenSSL and stock pyHanko in one run.

Keys in memory, and on a token (SoftHSM2) where it is installed. The milliseconds of processor time beside each rate
hardly depend on what else the machine does. A scan of 40 MB is verified for the memory it takes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path

import pikepdf

from bench import stock_pyhanko
from bench.rows import Row
from vanthu.standards import signing
from vanthu.standards.letter import Composed, Letter, compose
from vanthu.standards.signing import pki, raw
from vanthu.standards.signing.pki import serving
from vanthu.standards.signing.tests.softhsm import SOFTHSM, soft_token

SECONDS = 3.0
SCAN_MB = 40
LETTER = Letter(
    governing_name="Ủy ban nhân dân tỉnh Thử Nghiệm",
    agency_name="Sở Nội vụ",
    notation="SNV-CCVC",
    place="Thử Nghiệm",
    year=2026,
    subject="rà soát danh mục vị trí việc làm",
    addressed_to=("Sở Tài chính",),
    body=(
        "Sở Nội vụ đề nghị quý cơ quan rà soát danh mục vị trí việc làm và gửi kết quả trước ngày 15 tháng 6 năm 2026.",
    ),
    signer_authority=("GIÁM ĐỐC",),
    signer_name="Phạm Thị Dũng",
    recipients=("Như trên", "Lưu: VT, CCVC"),
)


def run() -> list[Row]:
    """Measure and return the rows."""
    draft = compose(LETTER, at=datetime.now(UTC))
    return [row for algorithm in ("rsa-2048", "rsa-3072", "p-256") for row in _measure(algorithm, draft)]


def _measure(algorithm: str, draft: Composed) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        holders = (
            pki.Holder("leader", "person", "Phạm Thị Dũng", "1", "Sở Nội vụ", title="Giám đốc"),
            pki.Holder("agency", "agency", "Sở Nội vụ", "1"),
        )
        started = time.perf_counter()
        spec = pki.Spec(holders, algorithm=algorithm)
        # Certificates and lists of an hour ago: near such a point in time nothing known of a certificate counts.
        since = datetime.now(UTC) - timedelta(hours=1)
        made = pki.init(Path(folder) / "pki", spec, at=since, url="http://127.0.0.1:9")
        rows = [Row(f"{algorithm}: PKI made", time.perf_counter() - started, "seconds", "")]
        with serving.running(made.directory) as url, _on_a_token(made, Path(folder)) as token:
            return rows + _Desk(made, draft, f"{url}/tsa", token).rows(algorithm)


@contextmanager
def _on_a_token(made: pki.Pki, folder: Path) -> Iterator[signing.Key | None]:
    """Put the leader's key on a SoftHSM2 token and give it, logged in; None where there is no SoftHSM2."""
    if SOFTHSM is None:
        yield None
        return
    key = signing.open_pkcs12(made.p12_bytes("leader"), "1")
    with soft_token(folder) as token:
        token.put("leader", key.private, key.certificate.parsed)
        kept = signing.Token(SOFTHSM, token.label)
        yield kept.key(key.certificate, pin=token.pin)
        kept.close()


class _Desk:
    """Keys, images and the steps of one letter."""

    def __init__(self, made: pki.Pki, draft: Composed, tsa: str, token: signing.Key | None) -> None:
        self.draft, self.made, self.directory, self.token = draft, made, made.directory, token
        self.keys = {name: signing.open_pkcs12(made.p12_bytes(name), "1") for name in ("leader", "agency")}
        self.images = {name: made.image_bytes(name) for name in ("leader", "agency")}
        self.tsa = signing.HttpTimestamper(tsa)
        self.trust = signing.Trust.from_dir(made.trust_dir)
        self.trust_dir = made.trust_dir

    def sign(
        self,
        pdf: bytes,
        field: signing.Who,
        tsa: signing.Timestamper | None,
        key: signing.Key | None = None,
        *,
        picture: bool = True,
    ) -> bytes:
        key, at = key or self.keys[field], datetime.now(UTC)
        image = self.images[field] if picture else None
        prepared = signing.begin(pdf, field=field, certificate=key.certificate, image_png=image, at=at)
        return signing.complete(prepared, key.sign(prepared.signed_attributes), timestamper=tsa)

    def letter(self, tsa: signing.Timestamper | None) -> bytes:
        reserved = signing.reserve(self.draft.pdf, self.draft.slots)
        signed = self.sign(reserved, "leader", tsa)
        numbered = signing.fill_number(signed, number="05", issued_on=date(2026, 3, 9))
        return self.sign(numbered, "agency", tsa)

    def rows(self, algorithm: str) -> list[Row]:
        key, data = self.keys["leader"], b"x" * 200
        value = key.sign(data)
        bare_sign, _ = _per_second(partial(key.sign, data))
        bare_verify, _ = _per_second(partial(raw.holds, key.certificate.parsed, value, data))
        rows = [
            Row(f"{algorithm}: OpenSSL signs", bare_sign, "per second", ""),
            Row(f"{algorithm}: OpenSSL verifies", bare_verify, "per second", ""),
        ]
        rows += self._beside(algorithm, self.signings(), f"OpenSSL signs {bare_sign:,.0f} per second")
        rows += self._beside(algorithm, self.checks(), f"OpenSSL verifies {bare_verify:,.0f} per second")
        if algorithm == "rsa-3072":
            rows.append(self.scan())
        size = len(self.letter(self.tsa)) / 1024
        return [*rows, Row(f"{algorithm}: sealed letter", size, "KiB", f"draft {len(self.draft.pdf) / 1024:.0f} KiB")]

    def _beside(self, algorithm: str, works: list[tuple[str, Callable[[], object]]], bare: str) -> list[Row]:
        """Measure ours, each beside the stock call of the same name where there is one."""
        measured = [(name, *_per_second(work)) for name, work in works]
        stock = {name.removeprefix(STOCK): cpu for name, _, cpu in measured if name.startswith(STOCK)}
        rows = []
        for name, rate, cpu in measured:
            times = f"; stock pyHanko takes {stock[name] / cpu:.1f} times that" if name in stock else ""
            told = bare if name.endswith(APART) else f"{cpu:.1f} ms CPU{times}; {bare}"
            rows.append(Row(f"{algorithm}: {name}", rate, "per second", told))
        return rows

    def signings(self) -> list[tuple[str, Callable[[], object]]]:
        reserved = signing.reserve(self.draft.pdf, self.draft.slots)
        p12 = self.directory / "bench-leader.p12"
        p12.write_bytes(self.made.p12_bytes("leader"))
        return [
            ("a signature, B-B", partial(self.sign, reserved, "leader", None, picture=False)),
            (f"{STOCK}a signature, B-B", stock_pyhanko.signing(self.draft.pdf, p12, "1")),
            *self.on_a_token(reserved),
            ("a signature with image, B-B", partial(self.sign, reserved, "leader", None)),
            ("a signature with image and TSA over HTTP, B-T", partial(self.sign, reserved, "leader", self.tsa)),
            ("a letter reserved, signed, numbered, sealed, B-B", partial(self.letter, None)),
            ("the same with TSA over HTTP, B-T", partial(self.letter, self.tsa)),
        ]

    def on_a_token(self, reserved: bytes) -> list[tuple[str, Callable[[], object]]]:
        if self.token is None:
            return []
        return [
            ("a signature by a token, B-B", partial(self.sign, reserved, "leader", None, self.token, picture=False))
        ]

    def checks(self) -> list[tuple[str, Callable[[], object]]]:
        sealed, now = self.letter(self.tsa), datetime.now(UTC)
        once = self.sign(signing.reserve(self.draft.pdf, self.draft.slots), "leader", self.tsa)
        path = self.directory / "sealed.pdf"
        path.write_bytes(sealed)
        assert signing.verify(sealed, self.trust, at=now).outcome is signing.Outcome.VALID
        return [
            ("letters verified, one B-T signature", partial(signing.verify, once, self.trust, at=now)),
            (f"{STOCK}letters verified, one B-T signature", stock_pyhanko.checking(once, self.trust)),
            ("letters verified, two B-T signatures", partial(signing.verify, sealed, self.trust, at=now)),
            (f"{STOCK}letters verified, two B-T signatures", stock_pyhanko.checking(sealed, self.trust)),
            ("the same, signers not seen before", lambda: signing.verify(sealed, replace(self.trust), at=now)),
            (f"the same{APART}", partial(signing.verify_isolated, path, self.trust_dir, at=now)),
        ]

    def scan(self) -> Row:
        """Verify a signed scan in a new process; what it takes above one that has only imported the package."""
        path = self.directory / "scan.pdf"
        reserved = signing.reserve(_scanned(self.draft.pdf, SCAN_MB), self.draft.slots)
        path.write_bytes(self.sign(reserved, "leader", self.tsa))
        idle, most = (_memory(code, path, self.trust_dir) for code in (_IDLE, _VERIFY))
        size = path.stat().st_size / 1024 / 1024
        return Row(
            f"memory of verifying a scan of {size:.0f} MB", most - idle, "MB", f"the interpreter has {idle:.0f} MB"
        )


STOCK = "stock pyHanko: "
APART = " in a process of its own"
"""Its processor time is not ours, so only the rate counts."""
_IDLE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from vanthu.standards import signing
trust = signing.Trust.from_dir(Path(sys.argv[2]))
"""
_VERIFY = f"""{_IDLE}
found = signing.verify(Path(sys.argv[1]).read_bytes(), trust, at=datetime.now(UTC)).signatures
assert found and all(one.outcome is signing.Outcome.VALID for one in found), found
"""


def _memory(code: str, path: Path, trust_dir: Path) -> float:
    """Return the peak of a process that runs this, in MB; `ru_maxrss` would start from what this process has."""
    peak = "\nprint(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])"
    command = [sys.executable, "-c", code + peak, str(path), str(trust_dir)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) / 1024


def _scanned(pdf: bytes, megabytes: int) -> bytes:
    """Add pages of pictures that no filter makes smaller, as a scanner's JPEGs are not made smaller."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as made:
        for _ in range(megabytes // 4):
            picture = pikepdf.Stream(made, os.urandom(4 * 1024 * 1024))
            picture.stream_dict = pikepdf.Dictionary(
                Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=2048, Height=2048, BitsPerComponent=8,
                ColorSpace=pikepdf.Name.DeviceGray,
            )  # fmt: skip
            page = made.add_blank_page(page_size=(595, 842))
            page.add_resource(picture, pikepdf.Name.XObject, pikepdf.Name.Scan)
            page.contents_add(b"595 0 0 842 0 0 cm /Scan Do")
        made.save(out)
    return out.getvalue()


def _per_second(work: Callable[[], object]) -> tuple[float, float]:
    """Times a second by the clock on the wall; milliseconds of processor time each, children included."""
    work()
    started, used, times = time.perf_counter(), _cpu(), 0
    while time.perf_counter() - started < SECONDS:
        work()
        times += 1
    return times / (time.perf_counter() - started), (_cpu() - used) / times * 1000


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
