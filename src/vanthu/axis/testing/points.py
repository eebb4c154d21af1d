"""Points in the code of an axis at which its process is killed (kill −9), or loses its database.

python -m vanthu.axis.testing.points   reads lines {"wire": base64, "at": POINT, "fault": FAULT, "times": number}

Each line is answered by a process of its own, forked for it, through the whole WSGI application. A point is "before
module:name" or "after module:name"; there the process ends without a word, or its database connection is cut.
"""

from __future__ import annotations

import base64
import importlib
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import IO, Any, cast

from vanthu.runtime.companions import tie
from vanthu.standards.vxp.headers import sign

KILL, CUT_DATABASE = "kill", "cut database"
_SUBMIT = "vanthu.axis.delivery.operations.submitting"
_OUT = "vanthu.axis.delivery.operations.handing_out"
_TOLD = "vanthu.axis.delivery.operations.transfer"
_LOG = "vanthu.axis.evidence.operations.appending"
_HANDLERS = "vanthu.axis.endpoints.handlers"
_COMMIT = "django.db.backends.base.base:BaseDatabaseWrapper._commit"

INTAKE = (
    f"before {_SUBMIT}:_kept",
    "before vanthu.runtime.store:ByteStore._adopt",
    "before vanthu.runtime.store:_sync_folder",
    "after vanthu.runtime.store:ByteStore._adopt",
    f"after {_SUBMIT}:_kept",
    f"after {_SUBMIT}:judge",
    "after vanthu.axis.intake.operations:accept",
)
ROUTING = (
    f"after {_SUBMIT}:destinations",
    f"after {_SUBMIT}:_open_deliveries",
    f"after {_LOG}:_take",
    f"after {_SUBMIT}:_put_down",
    f"before {_COMMIT}",
    f"after {_COMMIT}",
    f"before {_HANDLERS}:success",
)
DATABASE_LOST = (
    "after vanthu.axis.intake.operations:accept",
    f"after {_SUBMIT}:_open_deliveries",
    f"after {_LOG}:_take",
    f"after {_SUBMIT}:_put_down",
    f"before {_COMMIT}",
)
FETCHING = (
    f"before {_OUT}:_note_fetches",
    f"after {_LOG}:_take",
    f"before {_COMMIT}",
    f"after {_COMMIT}",
    f"before {_HANDLERS}:_pieces",
)
FINISHING = (
    f"before {_TOLD}:changed",
    f"after {_TOLD}:changed",
    f"after {_LOG}:_take",
    f"before {_COMMIT}",
    f"after {_COMMIT}",
    f"before {_HANDLERS}:success",
)


class Victim:
    """Calls an axis of which every process may be made to end at a point."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def call(
        self,
        operation: str,
        logical: Mapping[str, str],
        body: bytes = b"{}",
        *,
        secret: str,
        at: str = "",
        fault: str = KILL,
        times: int = 1,
    ) -> list[bytes] | None:
        """Return the body of each of `times` answers of one process; None when it was killed at the point.

        The fault happens once. Raises RuntimeError when the process ended in another way.
        """
        lines = [f"{name}: {value}" for name, value in sign(logical, secret=secret).items()]
        wire = "\r\n".join([f"/vxp/{operation}", *lines, "", ""]).encode() + body
        told = {"wire": base64.b64encode(wire).decode(), "at": at, "fault": fault, "times": times}
        cast(IO[str], self._process.stdin).write(json.dumps(told) + "\n")
        cast(IO[str], self._process.stdin).flush()
        answer = json.loads(cast(IO[str], self._process.stdout).readline())
        if answer["ended"] == -signal.SIGKILL:
            return None
        if answer["ended"]:
            raise RuntimeError(f"the process ended with {answer['ended']}")
        return [base64.b64decode(reply) for reply in answer["replies"]]


@contextmanager
def victim(environment: Mapping[str, str]) -> Iterator[Victim]:
    """Give what calls an axis with this environment, whose database is ready."""
    command = [sys.executable, "-m", "vanthu.axis.testing.points"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=dict(environment), stdin=pipe, stdout=pipe, text=True) as process:
        tie(process)
        yield Victim(process)
        cast(IO[str], process.stdin).close()
        process.wait(timeout=30)


def main() -> None:
    """Answer lines until the input ends. This process itself never opens the database."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vanthu.axis.settings"
    from vanthu.axis.endpoints.wsgi import application

    importlib.import_module("vanthu.axis.endpoints.urls")
    for line in sys.stdin:
        told = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            _answer(application, told, writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            replies = pipe.read().decode().split()
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(json.dumps({"ended": ended, "replies": replies}), flush=True)


def _answer(application: Callable[..., Any], told: Mapping[str, Any], writing: int) -> None:
    """Answer and end the process; what was answered is written only when the whole answer is there."""
    try:
        if told["at"]:
            _set(told["at"], _kill if told["fault"] == KILL else _cut_database)
        for _ in range(told["times"]):
            response = application(_environ(base64.b64decode(told["wire"])), lambda *_: None)
            reply = b"".join(response)
            response.close()
            os.write(writing, base64.b64encode(reply) + b"\n")
        os._exit(0)
    finally:
        if sys.exc_info()[0]:
            sys.excepthook(*sys.exc_info())
        os._exit(1)


def _environ(wire: bytes) -> dict[str, Any]:
    head, _, body = wire.partition(b"\r\n\r\n")
    path, *lines = head.decode().split("\r\n")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "truc",
        "SERVER_PORT": "80",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
    }
    for line in lines:
        name, _, value = line.partition(": ")
        environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
    return environ


def _set(point: str, fault: Callable[[], None]) -> None:
    when, _, place = point.partition(" ")
    module, _, path = place.partition(":")
    *owners, name = path.split(".")
    owner: Any = importlib.import_module(module)
    for step in owners:
        owner = getattr(owner, step)
    real, once = getattr(owner, name), iter([fault])

    @wraps(real)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        due = next(once, None) if when == "before" else None
        if due:
            due()
        result = real(*args, **kwargs)
        due = next(once, None) if when == "after" else None
        if due:
            due()
        return result

    setattr(owner, name, wrapped)


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _cut_database() -> None:
    """Let the server end this very session, as when the database restarts or the line to it breaks."""
    import psycopg
    from django.db import connection

    session = connection.connection
    with psycopg.connect(
        host=session.info.host, port=session.info.port, user=session.info.user, dbname="postgres"
    ) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (session.info.backend_pid,))


if __name__ == "__main__":
    main()
