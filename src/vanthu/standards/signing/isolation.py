"""Read foreign files in a process of its own, with limits: a hostile one may eat memory or time, but not ours.

Each check runs in a fresh process forked from a small server that has the libraries loaded already: loading them anew
would cost several times what the check does.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from vanthu.standards.confinement import confine
from vanthu.standards.signing import errors
from vanthu.standards.signing.findings import Outcome, Role, Verdict
from vanthu.standards.signing.reasons import reason

if TYPE_CHECKING:
    from vanthu.standards.signing.handing_over import TakenBack
    from vanthu.standards.signing.prepared import Prepared

DEFAULT_MEMORY_MB = 1024
DEFAULT_SECONDS = 60.0
MOST_ANSWERS, MOST_ANSWERED = 2, 4 << 20
MEMORY_LEFT = 8 << 20
MOST_SAID = 1000
"""Characters of a sentence or detail taken from a process that read a foreign file."""

_processes = multiprocessing.get_context("forkserver")
_LOADED_LATE = ("lxml.etree", "pyhanko.pdf_utils.filters", "importlib.readers", "gzip", "vanthu.standards.confinement")
"""What is loaded only once there is a file to read: here, or anew in every process."""
_processes.set_forkserver_preload(
    [
        *(f"vanthu.standards.signing.{name}" for name in ("trust", "verification", "second_look", "handing_over")),
        "vanthu.standards.letter.apart",
        *_LOADED_LATE,
    ]
)
_starting = threading.Lock()


def verify_isolated(
    path: Path,
    trust_dir: Path,
    *,
    at: datetime,
    memory_mb: int = DEFAULT_MEMORY_MB,
    seconds: float = DEFAULT_SECONDS,
    expected: frozenset[Role] = frozenset({Role.PERSON, Role.AGENCY}),
    beside: Path | None = None,
) -> Verdict:
    """`verify` in another process with address space and time limited; a check that breaks the limits gives UNKNOWN.

    Raises `TrustUnreadable` (checked here, before the file is touched).
    """
    from vanthu.standards.signing.trust import Trust

    version = Trust.from_dir(trust_dir).version
    task = {
        "do": "verify",
        "path": str(path),
        "trust": str(trust_dir),
        "at": at.isoformat(),
        "memory": memory_mb * 1024 * 1024,
        "cpu": int(seconds) + 1,
        "expected": sorted(expected),
        "beside": str(beside) if beside else None,
    }
    first, *second = ask_confined(_answer, task, seconds, most=MOST_ANSWERS)
    try:
        return Verdict.from_json((second or [first])[0].decode())
    except (ValueError, KeyError, TypeError):
        why = "(không trả lời trong giới hạn)" if not first else "(trả lời sai)"
        return Verdict(Outcome.UNKNOWN, (), (reason("CHECK_FAILED", why),), at, version)


def take_back_isolated(
    prepared: Prepared,
    signed: bytes,
    trust_dir: Path,
    *,
    at: datetime,
    memory_mb: int = DEFAULT_MEMORY_MB,
    seconds: float = DEFAULT_SECONDS,
) -> TakenBack:
    """`take_back` in another process with address space and time limited; raises also `NotChecked`, `TrustUnreadable`.

    The bytes that are returned are the ones given here: the process that read them says only whether they may be taken.
    """
    from vanthu.standards.signing.handing_over import TakenBack, require_continued
    from vanthu.standards.signing.places import signature_field

    require_continued(prepared, signed)
    task = {
        "do": "take back",
        "prepared": prepared.to_bytes(),
        "signed": signed,
        "trust": str(trust_dir),
        "at": at.isoformat(),
        "memory": memory_mb * 1024 * 1024,
        "cpu": int(seconds) + 1,
    }
    (answer,) = ask_confined(_answer, task, seconds)
    try:
        said = json.loads(answer)
        refused = said["refused"]
        if refused is None:
            return TakenBack(signed, signature_field(prepared.field) if said["in_its_own_field"] else None)
        kind, sentence, detail = _REFUSALS[refused["code"]], str(refused["sentence"]), str(refused["detail"])
    except (ValueError, KeyError, TypeError) as error:
        raise errors.NotChecked(repr(answer[:MOST_SAID])) from error
    raise kind(detail[:MOST_SAID], sentence=sentence[:MOST_SAID])


_REFUSALS: dict[str, type[errors.SigningError]] = {
    kind.code: kind
    for kind in (errors.NotContinued, errors.ChangedByTool, errors.SignedByAnother, errors.TrustUnreadable)
}


def ask_confined(
    answer: Callable[[Connection, dict[str, Any]], None],
    task: dict[str, Any],
    seconds: float,
    *,
    most: int = 1,
    largest: int = MOST_ANSWERED,
) -> list[bytes]:
    """Return what `answer` sends from a process of its own, which has to `confine` itself first.

    An empty answer when it died, took too long or said more than `largest` bytes; it does not outlive this call. There
    may be two answers: what was found comes first, in case the second look, which draws the pages, does not end well.
    """
    ours, theirs = _processes.Pipe(duplex=False)
    process = _processes.Process(target=answer, args=(theirs, task), daemon=True)
    with _starting, _no_main_module():
        process.start()
    theirs.close()
    until = time.monotonic() + seconds
    answers: list[bytes] = []
    try:
        # Bytes, not objects: whatever a hostile file makes of the process, nothing it sends is executed here.
        while len(answers) < most and ours.poll(max(until - time.monotonic(), 0)):
            answers.append(ours.recv_bytes(largest))
    except (EOFError, OSError):
        return answers or [b""]
    finally:
        ours.close()
        process.kill()
        process.join()
        process.close()
    return answers or [b""]


@contextmanager
def _no_main_module() -> Iterator[None]:
    """Hide the program that runs: a process that is started would load it anew, which takes longer than the check."""
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


def require_memory_left() -> None:
    """Raise MemoryError where memory has run out: libraries may have taken that for a signature that does not hold."""
    bytearray(MEMORY_LEFT)


def _answer(to: Connection, task: dict[str, Any]) -> None:
    """Limit this process, do what it is for, answer in JSON."""
    logging.disable()  # what pyHanko writes of a file that is not in order, the answer tells
    confine(memory=task["memory"], cpu_seconds=task["cpu"])
    (_verify if task["do"] == "verify" else _take_back)(to, task)


def _verify(to: Connection, task: dict[str, Any]) -> None:
    """Answer with the verdict; and again after a second look, where one helps."""
    from vanthu.standards.signing.second_look import look_again, needs_second_look
    from vanthu.standards.signing.trust import Trust
    from vanthu.standards.signing.verification import verify

    expected = frozenset(Role(item) for item in task["expected"])
    trust = Trust.from_dir(Path(task["trust"]))
    beside = Path(task["beside"]).read_bytes() if task["beside"] else None
    at = datetime.fromisoformat(task["at"])
    verdict = verify(Path(task["path"]), trust, at=at, expected=expected, beside=beside)
    require_memory_left()
    to.send_bytes(verdict.to_json().encode())
    if needs_second_look(verdict):
        to.send_bytes(look_again(Path(task["path"]).read_bytes(), verdict).to_json().encode())


def _take_back(to: Connection, task: dict[str, Any]) -> None:
    """Answer whether a file may be taken, and in whose field the program signed; or why it may not."""
    from vanthu.standards.signing.handing_over import take_back
    from vanthu.standards.signing.prepared import Prepared
    from vanthu.standards.signing.trust import Trust

    prepared, at = Prepared.from_bytes(task["prepared"]), datetime.fromisoformat(task["at"])
    answer: dict[str, Any] = {"refused": None}
    try:
        taken = take_back(prepared, task["signed"], trust=Trust.from_dir(Path(task["trust"])), at=at)
        answer["in_its_own_field"] = taken.instead_of is not None
    except errors.SigningError as error:
        answer["refused"] = {"code": error.code, "sentence": error.sentence, "detail": error.detail[:MOST_SAID]}
    require_memory_left()
    to.send_bytes(json.dumps(answer).encode())
