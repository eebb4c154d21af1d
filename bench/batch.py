"""How long a leader's queue takes to sign with one unlocking of a software key: from the PIN to the last kept file.

Real letters, approved by the office's own verbs, signed with RSA-3072 over an embedded database with everything
durable. Beside it stands what the signatures alone cost, so that the rest tells what the office adds.
"""

from __future__ import annotations

import os
import secrets
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from bench.rows import Row

QUEUE, FEW = 100, 5
PROMISED_SECONDS = 60.0
PIN = "12345678"
SETTINGS = """
environment = "development"
secret_key = "{secret}"
database = "sqlite:///{folder}/office.sqlite3"
data_dir = "{folder}/data"
public_url = "http://testserver"
[axis]
endpoint = "http://127.0.0.1:9/vxp"
system_id = "BENCH"
secret = "bench-secret"
[signing]
trust_dir = "{folder}/pki/trust"
keys_dir = "{folder}/pki"
"""


def run(*, quick: bool = False) -> list[Row]:
    """Approve a queue of letters, sign it, and return what it took."""
    size = FEW if quick else QUEUE
    with tempfile.TemporaryDirectory(prefix="vanthu-bench-") as folder:
        office, made = _office(Path(folder))
        with office.in_snv():
            queue = [_approved(office, number) for number in range(size)]
            alone = _alone(queue, made)
            seconds, used = _timed(lambda: _sign(office, queue))
    each = f"{1000 * used / size:.0f} ms CPU each; the signatures alone {1000 * alone:.0f} ms CPU each"
    return [
        Row(
            f"{size} waiting letters signed with one unlocking", seconds, "seconds", f"promised {PROMISED_SECONDS:.0f}"
        ),
        Row("a letter of the queue", seconds / size, "seconds", each),
    ]


def _office(folder: Path) -> tuple[Any, Any]:
    """Make the cast, a development PKI whose folders the settings name, and the certificates of the office."""
    config = folder / "office.toml"
    config.write_text(SETTINGS.format(secret=secrets.token_hex(32), folder=folder), "utf-8")
    os.environ |= {"VANTHU_OFFICE_CONFIG": str(config), "DJANGO_SETTINGS_MODULE": "vanthu.office.settings"}
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from vanthu.office.outgoing.tests.stories import know_correspondents
    from vanthu.office.testing.cast import MONDAY, make_cast
    from vanthu.office.testing.keys import Keys
    from vanthu.standards.signing import pki

    holders = (
        pki.Holder("dung", "person", "Phạm Tiến Dũng", PIN, "Sở Nội vụ", title="Giám đốc"),
        pki.Holder("snv", "agency", "Sở Nội vụ", PIN, identifier="H99.02"),
    )
    spec = pki.Spec(holders, algorithm="rsa-3072")
    made = pki.init(folder / "pki", spec, at=MONDAY - timedelta(days=1), url="http://127.0.0.1:9")
    office = make_cast()
    know_correspondents(office.at)
    with office.in_snv():
        Keys(made).register("dung", office.dung)
        Keys(made).register("snv", None)
    return office, made


def _approved(office: Any, number: int) -> Any:
    from vanthu.office.outgoing.tests import stories

    return stories.approved(office, subject=f"rà soát danh mục vị trí việc làm đợt {number + 1}").pk


def _alone(queue: list[Any], made: Any) -> float:
    """Processor seconds of a signature with image over one of these letters, without the office around it."""
    from vanthu.office.documents import queries as documents
    from vanthu.office.files import queries as files
    from vanthu.office.testing.cast import MONDAY
    from vanthu.standards import signing

    version = documents.latest_version(queue[0])
    assert version is not None, "an approved letter has a file"
    pdf, key, image = (
        files.read(version.file_id),
        signing.open_pkcs12(made.p12_bytes("dung"), PIN),
        made.image_bytes("dung"),
    )

    def sign() -> None:
        prepared = signing.begin(pdf, field="leader", certificate=key.certificate, image_png=image, at=MONDAY)
        signing.complete(prepared, key.sign(prepared.signed_attributes))

    sign()
    return _timed(lambda: [sign() for _ in range(10)])[1] / 10


def _sign(office: Any, queue: list[Any]) -> None:
    from vanthu.office.journeys import signing

    seconds = count()
    now = lambda: office.after(minutes=20) + timedelta(seconds=next(seconds))  # noqa: E731
    done = signing.sign_queue(queue, pin=PIN, by=office.dung, now=now)
    assert len(done.signed) == len(queue), done


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock on the wall, and of the processor."""
    started, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - used
