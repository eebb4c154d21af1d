"""Two running axes show each other the heads of their logs over HTTP, and the one that rewrites its own is found."""

import json
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from vanthu.axis.testing.evidence import PIN
from vanthu.axis.testing.messages import document
from vanthu.axis.testing.server import running_axis
from vanthu.axis.testing.tree import NATION, PROVINCE, SECRET, parent_settings, seed
from vanthu.runtime.companions import tie
from vanthu.standards import edxml
from vanthu.standards.vxp import Client

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

PATIENCE = 90
REWRITE = """
import django; django.setup()
from django.db import transaction
from vanthu.axis.evidence.models import Fact, Tile, TreeHead
with transaction.atomic():
    fact = Fact.objects.get(number=2)
    fact.by = "somebody else"
    Fact.objects.filter(number=2).update(by=fact.by, leaf=fact.hashed())
    TreeHead.objects.all().delete()
    Tile.objects.all().delete()
"""
"""What an operator can do who has the database and the key: the worker then signs the new history as a whole."""


@contextmanager
def axis_with_worker(folder, name, organ_id, content, files, above=None):
    """Run an axis as it is run: server and worker; it seals, and asks its parent for heads, every second."""
    own = {"ORGAN_ID": organ_id, "EVIDENCE__SIGNING_KEY": str(files.p12), "EVIDENCE__SIGNING_PASSWORD": PIN}
    own |= {"EVIDENCE__SEAL_SECONDS": "1", "EVIDENCE__EXCHANGE_SECONDS": "1"}
    with running_axis(folder / name, seed=content, settings={**own, **(above or {})}) as axis:
        command = [sys.executable, "-m", "vanthu.cli", "axis", "worker"]
        with (folder / name / "worker.log").open("w") as log:
            worker = subprocess.Popen(command, env=dict(axis.environment), stdout=log, stderr=log)
            tie(worker)
            try:
                yield axis
            finally:
                worker.terminate()
                worker.wait(timeout=60)


def audited_until(axis, wanted):
    """Audit until the report is as wanted or patience ends; return the last."""
    deadline = time.monotonic() + PATIENCE
    while True:
        report = json.loads(axis.vanthu("audit", "--json").stdout)
        if wanted(report) or time.monotonic() > deadline:
            return report
        time.sleep(1)


def test_an_axis_that_rewrites_its_log_is_found_by_the_axis_below_it(tmp_path, signing_files):
    national = seed(("TINH", "BO", "SDK"), NATION)
    with axis_with_worker(tmp_path, "nation", "VN.QG", national, signing_files) as nation:
        above = parent_settings(nation.endpoint, "TINH", POLL_SECONDS="0.5")
        provincial = seed(("QLVB", "CHUNG"), PROVINCE)
        with axis_with_worker(tmp_path, "province", "VN.H37", provincial, signing_files, above) as province:
            with Client(province.endpoint, "QLVB", SECRET) as office:
                office.send_edoc(edxml.write_bytes(document("H37.02", "H37.05")), from_code="H37.02")
            with Client(nation.endpoint, "BO", SECRET) as ministry:
                for _ in range(2):
                    ministry.send_edoc(edxml.write_bytes(document("G09", "G22")), from_code="G09")
            for axis in (nation, province):
                # Each holds the other's head, and the head of its own that the other holds.
                report = audited_until(axis, lambda told: told["neighbours"] == 2)
                assert (report["neighbours"], report["altered"]) == (2, [])
            environment = {**nation.environment, "DJANGO_SETTINGS_MODULE": "vanthu.axis.settings"}
            subprocess.run([sys.executable, "-c", REWRITE], env=environment, check=True, timeout=60)
            report = audited_until(province, lambda told: not told["intact"])
            (found,) = report["altered"]
            assert (found["what"], found["subject"]) == ("neighbour", "truc-cap-tren")
            assert "sổ của bên đó" in found["sentence"]
