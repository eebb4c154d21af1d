"""A file from outside is opened by a process of its own: whatever it does there, an answer comes, and in time."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pytest
import typst

from vanthu.standards.letter import apart
from vanthu.standards.letter.apart import Look
from vanthu.standards.letter.arrival import Arrival
from vanthu.standards.letter.errors import LetterRefused

AT = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
ARRIVAL = Arrival(agency="Sở Nội vụ", number="12", day=date(2026, 3, 9))


@pytest.fixture(scope="module")
def page() -> bytes:
    return typst.compile(
        b'#set page(paper: "a4")\n#text(size: 13pt, weight: "bold")[M\xe1\xba\xacT]\n\nHello', format="pdf"
    )


def test_what_the_process_says_is_what_is_found_here(page: bytes) -> None:
    assert apart.look(page) == apart.looked_at(page, ())
    assert apart.look(page).pages == 1


def test_scripts_in_a_file_are_told(page: bytes) -> None:
    with pikepdf.open(BytesIO(page)) as document:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        out = BytesIO()
        document.save(out)
    assert apart.look(out.getvalue()).threats


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"%PDF-1.7\n" + b"[" * 100_000, b"\x00\xff" * 2048],
    ids=["empty", "cut off", "deep", "noise"],
)
def test_what_is_no_readable_pdf_has_no_pages(content: bytes) -> None:
    assert apart.look(content) == Look(first_page={})
    with pytest.raises(LetterRefused):
        apart.with_arrival_stamp(content, ARRIVAL, at=AT)


def _dies(to: Any, task: dict[str, Any]) -> None:
    os.abort()


def _hangs(to: Any, task: dict[str, Any]) -> None:
    time.sleep(600)


def _swallows(to: Any, task: dict[str, Any]) -> None:
    from vanthu.standards.confinement import confine

    confine(memory=task["memory"], cpu_seconds=task["cpu"])
    bytearray(1 << 40)


def _lies(to: Any, task: dict[str, Any]) -> None:
    to.send_bytes(b'{"pages": "many"}')


@pytest.mark.parametrize("harm", [_dies, _hangs, _swallows, _lies])
def test_a_process_that_dies_hangs_eats_memory_or_lies_says_nothing(
    page: bytes, monkeypatch: pytest.MonkeyPatch, harm: Any
) -> None:
    monkeypatch.setattr(apart, "_look", harm)
    monkeypatch.setattr(apart, "_stamp", harm)
    assert apart.look(page, seconds=2) == Look(given_up=True)
    with pytest.raises(LetterRefused):
        apart.with_arrival_stamp(page, ARRIVAL, at=AT, seconds=2)


def test_the_stamp_is_drawn_there(page: bytes) -> None:
    stamped = apart.with_arrival_stamp(page, ARRIVAL, at=AT)
    assert stamped.startswith(b"%PDF-")
    assert len(stamped) > len(page)
