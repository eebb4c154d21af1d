"""The program inside a process of the axis: `sendEdoc` called without a network, its CPU time told as JSON.

python -m bench.axis_full.cpu_call SIZE COUNT      with VANTHU_AXIS_… set and the registry loaded
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bench.axis_full.packages import Template
from bench.axis_full.stage import RECIPIENTS, SECRET, SENDER, SENDING
from vanthu.axis.endpoints.wsgi import application
from vanthu.standards import edxml
from vanthu.standards.vxp.headers import VIETNAM, sign, timestamp_text

TODAY = datetime.now(VIETNAM)


def main(size: int, count: int) -> None:
    """Print milliseconds of CPU per package: of a whole call, of reading its envelope, of what no reader can spare."""
    template = Template(size, SENDER, RECIPIENTS[:1])
    with tempfile.TemporaryDirectory(prefix="vanthu-bench-") as folder:
        file = Path(folder) / "package.edxml"
        file.write_bytes(template.next())
        print(
            json.dumps(
                {
                    "call": _spent(lambda: _call(template.next()), count),
                    "envelope": _spent(lambda: _envelope(file), count),
                    "least": _spent(lambda: _least(Path(folder), file.read_bytes()), count),
                }
            )
        )


def _spent(once: Callable[[], None], count: int) -> float:
    for _ in range(max(count // 10, 3)):
        once()
    start = time.process_time()
    for _ in range(count):
        once()
    return 1000 * (time.process_time() - start) / count


def _call(package: bytes) -> None:
    logical = {
        "systemid": SENDING,
        "timestamp": timestamp_text(datetime.now(VIETNAM)),
        "Content-Type": "application/octet-stream",
        "from": SENDER,
        "servicetype": "eDoc",
        "messagetype": "edoc",
        "hash-file": hashlib.sha256(package).hexdigest(),
    }
    body = package + b"\r\n"
    environ = {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/vxp/sendEdoc",
        "SERVER_NAME": "axis",
        "SERVER_PORT": "80",
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
        "CONTENT_LENGTH": str(len(body)),
    }
    for name, value in sign(logical, secret=SECRET).items():
        environ["CONTENT_TYPE" if name == "Content-Type" else f"HTTP_{name.upper().replace('-', '_')}"] = value
    answer = b"".join(application(environ, lambda status, headers: None))
    if b'"status":"OK"' not in answer:
        raise RuntimeError(answer.decode())


def _envelope(file: Path) -> None:
    found = edxml.read_envelope(file, decode=False)
    edxml.validate(found.message, today=TODAY.date())


def _least(folder: Path, package: bytes) -> None:
    """Decode the attachment once, hash the package once, have it on the disk."""
    start = package.index(b"ContentTransferEncoded xmlns")
    encoded = package[package.index(b">", start) + 1 : package.index(b"<", start)]
    base64.b64decode(encoded)
    hashlib.sha256(package).hexdigest()
    with (folder / secrets.token_hex(8)).open("wb") as out:
        out.write(package)
        out.flush()
        os.fsync(out.fileno())


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
