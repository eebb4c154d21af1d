"""What a PDF from outside says, read by a process of its own: little memory, little time, no network.

A file made to harm ends that process and nothing else. Then nothing is known of it, which is an answer, not an error:
what came must be registered the day it came (ND30-A4.2c), readable or not.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from multiprocessing.connection import Connection
from typing import Any

import pikepdf
from pypdfium2 import PdfiumError

from vanthu.standards.confinement import confine
from vanthu.standards.letter.arrival import Arrival
from vanthu.standards.letter.arrival import with_arrival_stamp as stamped
from vanthu.standards.letter.checking import threats_in
from vanthu.standards.letter.errors import LetterRefused
from vanthu.standards.letter.first_page import FirstPage, read_first_page
from vanthu.standards.letter.reading import page_count
from vanthu.standards.letter.secrecy import secrecy_of_pdf
from vanthu.standards.signing.isolation import ask_confined, require_memory_left

SECONDS = 30.0
MEMORY_MB = 1536
_STAMP_BYTES = 4 << 20
"""What the stamp itself may add to a file."""


@dataclass(frozen=True)
class Look:
    """What was found in a PDF."""

    pages: int = 0
    """0: no readable PDF."""
    mark: str = ""
    """The mark of secrecy in words; empty where none was seen."""
    first_page: Mapping[str, Any] | None = None
    """What it says of itself (`FirstPage.as_json`)."""
    threats: tuple[str, ...] = ()
    """Scripts, commands, files within it, each in a sentence."""
    given_up: bool = False
    """The process that read it ended without an answer: a mark of secrecy may be there."""

    @property
    def says(self) -> dict[str, Any]:
        """What it says of itself; nothing where that is unknown."""
        return dict(self.first_page or {})

    @property
    def first(self) -> FirstPage:
        """The same as an object."""
        told: dict[str, Any] = self.says
        days: dict[str, Any] = {
            name: date.fromisoformat(told[name]) for name in ("issued_on", "due_on") if name in told
        }
        return FirstPage(**(told | days))


def look(
    pdf: bytes, *, secret_series: Collection[str] = (), seconds: float = SECONDS, memory_mb: int = MEMORY_MB
) -> Look:
    """Return what a PDF says, and that it was given up where it cannot be read within the limits. Nothing raises."""
    task = {"pdf": pdf, "secret_series": sorted(secret_series)} | _limits(seconds, memory_mb)
    (answer,) = ask_confined(_look, task, seconds)
    try:
        told = json.loads(answer)
        return Look(int(told["pages"]), str(told["mark"]), dict(told["first_page"]), tuple(map(str, told["threats"])))
    except (ValueError, KeyError, TypeError):
        return Look(given_up=True)


def looked_at(pdf: bytes, secret_series: Collection[str]) -> Look:
    """What the process answers, without a process: for files of our own, and for tests."""
    try:
        pages = page_count(pdf)
    except PdfiumError:
        pages = 0
    mark = secrecy_of_pdf(pdf, secret_series=secret_series)
    try:
        threats = tuple(finding.sentence for finding in threats_in(pdf))
    except pikepdf.PdfError:
        threats = ()
    return Look(pages, mark.sentence if mark else "", read_first_page(pdf).as_json() if pages else {}, threats)


def with_arrival_stamp(
    pdf: bytes, arrival: Arrival, *, at: datetime, seconds: float = SECONDS, memory_mb: int = MEMORY_MB
) -> bytes:
    """Return a copy with the dấu "ĐẾN" (see `arrival`); raises LetterRefused where it cannot be drawn."""
    told = asdict(arrival) | {"day": arrival.day.isoformat()}
    task = {"pdf": pdf, "arrival": told, "at": at.isoformat()} | _limits(seconds, memory_mb)
    (answer,) = ask_confined(_stamp, task, seconds, largest=3 * len(pdf) + _STAMP_BYTES)
    if not answer.startswith(b"%PDF-"):
        raise LetterRefused("Không đọc được tệp PDF nên không đóng được dấu đến lên bản in.")
    return answer


def _limits(seconds: float, memory_mb: int) -> dict[str, int]:
    return {"memory": memory_mb * 1024 * 1024, "cpu": int(seconds) + 1}


def _look(to: Connection, task: dict[str, Any]) -> None:
    logging.disable()
    confine(memory=task["memory"], cpu_seconds=task["cpu"])
    found = looked_at(task["pdf"], task["secret_series"])
    require_memory_left()
    to.send_bytes(json.dumps(asdict(found)).encode())


def _stamp(to: Connection, task: dict[str, Any]) -> None:
    logging.disable()
    told = task["arrival"]
    arrival = Arrival(**(told | {"day": date.fromisoformat(told["day"])}))
    at = datetime.fromisoformat(task["at"])
    confine(memory=task["memory"], cpu_seconds=task["cpu"])
    to.send_bytes(stamped(task["pdf"], arrival, at=at))
