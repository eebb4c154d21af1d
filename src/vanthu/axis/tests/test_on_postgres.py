"""The same tests once more on PostgreSQL: the domains in a test run of their own, and a real server."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vanthu.axis.testing.fixtures import SECRET_BO, SECRET_SNV, SEED, STATES
from vanthu.axis.testing.messages import document, status
from vanthu.axis.testing.server import running_axis
from vanthu.runtime.testing.postgres import own_database
from vanthu.standards import edxml
from vanthu.standards.vxp import Client

PACKAGE = Path(__file__).parents[1]
ROOT = PACKAGE.parents[2]
DOMAINS = [str(PACKAGE / name) for name in ("registry", "evidence", "intake", "delivery", "federation")]
CONSOLE = [
    str(PACKAGE / "console" / "tests" / f"test_{name}.py") for name in ("pages", "stuck", "changes", "searching")
]

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.mark.parametrize("paths", [DOMAINS, CONSOLE], ids=["domains", "console"])
def test_the_domains_and_the_console_work_on_postgresql(paths, postgres_url):
    options = ["-p", "vanthu.axis.testing.environment", "--ds=vanthu.axis.settings", f"--confcutdir={PACKAGE}"]
    outer = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment = outer | {"VANTHU_AXIS_DATABASE": own_database(postgres_url, f"domains{len(paths)}")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", *options, *paths],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=800,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in done.stdout


def test_a_server_on_postgresql_carries_a_document_and_its_status(postgres_url, tmp_path):
    database = {"DATABASE": own_database(postgres_url, "served")}
    with running_axis(tmp_path, seed=SEED, states=STATES, settings=database, workers=2) as axis:
        sender, receiver = Client(axis.endpoint, "TINH", SECRET_SNV), Client(axis.endpoint, "BO", SECRET_BO)
        message = document("H37.02", "G09")
        package = edxml.write_bytes(message)
        assert len({sender.send_edoc(package, from_code="H37.02") for _ in range(4)}) == 1
        (item,) = receiver.received("edoc")
        assert edxml.read(
            receiver.download(item.doc_id, tmp_path), attachments_dir=tmp_path / "files"
        ).message.document_id == (message.document_id)
        receiver.update_status(item.doc_id, "done")
        receiver.send_edoc(edxml.write_bytes(status("G09", message)), from_code="G09", message_type="status")
        assert sender.count_received("status") == 1
        assert '"chain_intact": true' in axis.vanthu("status", "--verify", "--json").stdout


def test_the_processes_of_a_server_share_no_connection_to_postgresql(postgres_url, tmp_path):
    """Workers are forks: what the parent had opened, both read from, and each got answers meant for the other."""
    database = {"DATABASE": own_database(postgres_url, "forked")}
    with running_axis(tmp_path, seed=SEED, states=STATES, settings=database, workers=2) as axis:

        def ask(_: int) -> list[int]:
            with Client(axis.endpoint, "TINH", SECRET_SNV) as client:
                return [client.count_received("edoc") for _ in range(30)]

        with ThreadPoolExecutor(12) as pool:
            assert [count for counts in pool.map(ask, range(12)) for count in counts] == [0] * 360
