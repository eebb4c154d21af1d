"""How many letters a second one process signs, seals and verifies, beside bare OpenSSL in the same run.

The milliseconds of processor time beside each rate hardly depend on what else the machine does.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from bench.rows import Row
from vanthu.standards import signing
from vanthu.standards.letter import Composed, Letter, compose
from vanthu.standards.signing import pki, raw
from vanthu.standards.signing.pki import serving

SECONDS = 3.0
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
    return [row for algorithm in ("rsa-3072", "p-256") for row in _measure(algorithm, draft)]


def _measure(algorithm: str, draft: Composed) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        holders = (
            pki.Holder("leader", "person", "Phạm Thị Dũng", "1", "Sở Nội vụ", title="Giám đốc"),
            pki.Holder("agency", "agency", "Sở Nội vụ", "1"),
        )
        started = time.perf_counter()
        spec = pki.Spec(holders, algorithm=algorithm)
        made = pki.init(Path(folder) / "pki", spec, at=datetime.now(UTC), url="http://127.0.0.1:9")
        rows = [Row(f"{algorithm}: PKI made", time.perf_counter() - started, "seconds", "")]
        with serving.running(made.directory) as url:
            return rows + _Desk(made, draft, f"{url}/tsa").rows(algorithm)


class _Desk:
    """Keys, images and the steps of one letter."""

    def __init__(self, made: pki.Pki, draft: Composed, tsa: str) -> None:
        self.draft, self.directory = draft, made.directory
        self.keys = {name: signing.open_pkcs12(made.p12_bytes(name), "1") for name in ("leader", "agency")}
        self.images = {name: made.image_bytes(name) for name in ("leader", "agency")}
        self.tsa = signing.HttpTimestamper(tsa)
        self.trust = signing.Trust.from_dir(made.trust_dir)
        self.trust_dir = made.trust_dir

    def sign(self, pdf: bytes, field: signing.Who, tsa: signing.Timestamper | None) -> bytes:
        key = self.keys[field]
        at = datetime.now(UTC)
        prepared = signing.begin(pdf, field=field, certificate=key.certificate, image_png=self.images[field], at=at)
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
        sign, verify = f"OpenSSL signs {bare_sign:,.0f} per second", f"OpenSSL verifies {bare_verify:,.0f} per second"
        rows = [
            Row(f"{algorithm}: OpenSSL signs", bare_sign, "per second", ""),
            Row(f"{algorithm}: OpenSSL verifies", bare_verify, "per second", ""),
        ]
        for name, work in self.signings():
            rate, cpu = _per_second(work)
            rows.append(Row(f"{algorithm}: {name}", rate, "per second", f"{cpu:.0f} ms CPU; {sign}"))
        for name, work in self.checks():
            rate, cpu = _per_second(work)
            rows.append(Row(f"{algorithm}: {name}", rate, "per second", f"{cpu:.0f} ms CPU; {verify}"))
        size = len(self.letter(self.tsa)) / 1024
        return [*rows, Row(f"{algorithm}: sealed letter", size, "KiB", f"draft {len(self.draft.pdf) / 1024:.0f} KiB")]

    def signings(self) -> list[tuple[str, Callable[[], object]]]:
        reserved = signing.reserve(self.draft.pdf, self.draft.slots)
        return [
            ("a signature with image, B-B", partial(self.sign, reserved, "leader", None)),
            ("a signature with image and TSA over HTTP, B-T", partial(self.sign, reserved, "leader", self.tsa)),
            ("a letter reserved, signed, numbered, sealed, B-B", partial(self.letter, None)),
            ("the same with TSA over HTTP, B-T", partial(self.letter, self.tsa)),
        ]

    def checks(self) -> list[tuple[str, Callable[[], object]]]:
        sealed, now = self.letter(self.tsa), datetime.now(UTC)
        path = self.directory / "sealed.pdf"
        path.write_bytes(sealed)
        assert signing.verify(sealed, self.trust, at=now).outcome is signing.Outcome.VALID
        return [
            ("letters verified, two B-T signatures", partial(signing.verify, sealed, self.trust, at=now)),
            ("the same in a process of its own", partial(signing.verify_isolated, path, self.trust_dir, at=now)),
        ]


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
