"""Ten thousand agencies pass from one axis to another in small memory, and then only what changes."""

import json
import subprocess
import sys

import pytest

from vanthu.axis.testing.tree import parent_settings, running_node, seed

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
AGENCIES = 10_000
MOST_MORE = 60 * 1024 * 1024
"""Bytes by which a process may grow while it writes or reads them; the reply alone is some 2 MB of JSON."""

FILL = """
import django; django.setup()
from vanthu.axis.registry.models import Agency, AgencyName, System
from vanthu.runtime.clock import now
at, system = now(), System.objects.get(system_id="BO")
rows = [Agency(code=f"G50.{n:05}", name=f"Đơn vị số {n}", system=system, created_at=at, modified_at=at)
        for n in range(%d)]
Agency.objects.bulk_create(rows, batch_size=1000)
AgencyName.objects.bulk_create(
    [AgencyName(code=row.code, agency=row, kind="current") for row in rows], batch_size=1000)
"""

READ = """
import json, resource, django; django.setup()
from vanthu.axis.federation import operations
from vanthu.axis.federation.parent import connect
from vanthu.runtime.clock import now
parent = connect(at=now())
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
before = peak()
done = operations.mirror(parent, whole={whole}, at=now(), pause=lambda _: None)
print(json.dumps([done, peak() - before]))
"""


def run(program, environment):
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command,
        env=dict(environment) | {"DJANGO_SETTINGS_MODULE": "vanthu.axis.settings"},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def mirror(node, *, whole):
    return json.loads(run(READ.format(whole=whole), node.axis.environment))


def test_ten_thousand_agencies_are_mirrored_in_small_memory_and_then_only_changes(tmp_path):
    with running_node(tmp_path / "nation", "VN.QG", seed(("TINH", "BO"), "")) as nation:
        run(FILL % AGENCIES, nation.axis.environment)
        above = parent_settings(nation.axis.endpoint, "TINH")
        with running_node(tmp_path / "province", "VN.H37", seed(("QLVB",), ""), above) as province:
            added, grown = mirror(province, whole=True)
            assert added == AGENCIES
            assert grown < MOST_MORE
            assert mirror(province, whole=True)[0] == 0
            nation.axis.vanthu("agency", "lock", "G50.00007")
            nation.axis.vanthu("agency", "close", "G50.00008")
            changed, _ = mirror(province, whole=False)
            assert changed == 1
            with nation.client("BO") as client:
                assert sum(1 for _ in client.each_unit()) == AGENCIES
