"""Ten thousand agencies pass from one axis to another in small memory, and then only what changes.

`make faults` does it with as many as the whole country has (VANTHU_FAULTS_AGENCIES), and tells how long it took.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vanthu.axis.testing.server import peak_memory
from vanthu.axis.testing.tree import SECRET, parent_settings, running_node, seed

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]
AGENCIES = 10_000
COUNTRY = int(os.environ.get("VANTHU_FAULTS_AGENCIES", "120000"))
MOST_MORE = 60 * 1024 * 1024
"""Bytes by which a process may grow while it writes or reads them; the reply alone is some 2 MB of JSON."""

FILL = """
import django; django.setup()
from vanthu.axis.registry.models import Agency, AgencyName, System
from vanthu.runtime.clock import now
from datetime import timedelta
at, system = now(), System.objects.get(system_id="BO")
rows = [Agency(code=f"G50.{n:05}", name=f"Đơn vị số {n}", system=system, created_at=at,
               modified_at=at - timedelta(minutes=n + 1)) for n in range(%d)]
Agency.objects.bulk_create(rows, batch_size=1000)
AgencyName.objects.bulk_create(
    [AgencyName(code=row.code, agency=row, kind="current") for row in rows], batch_size=1000)
"""

READ = """
import json, time, django; django.setup()
from vanthu.axis.federation import operations
from vanthu.axis.federation.parent import connect
from vanthu.runtime.clock import now
parent = connect(at=now())
def peak():
    line = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024
before, began = peak(), time.monotonic()
done = operations.mirror(parent, whole={whole}, at=now(), pause=lambda _: None)
print(json.dumps([done, peak() - before, time.monotonic() - began]))
"""

COPY = """
import json, time, django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from vanthu.office.exchange import operations
from vanthu.runtime.clock import now
def peak():
    line = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024
before, began = peak(), time.monotonic()
done = operations.synchronise_registry(at=now())
print(json.dumps([done, peak() - before, time.monotonic() - began]))
"""


def run(program, environment, settings="vanthu.axis.settings"):
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command,
        env=dict(environment) | {"DJANGO_SETTINGS_MODULE": settings},
        capture_output=True,
        text=True,
        timeout=3000,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def mirror(node, *, whole):
    return json.loads(run(READ.format(whole=whole), node.axis.environment))


@pytest.fixture
def nation(tmp_path):
    with running_node(tmp_path / "nation", "VN.QG", seed(("TINH", "BO", "QLVB"), "")) as running:
        yield running


@pytest.mark.faults
def test_a_whole_country_is_mirrored_by_an_axis_and_copied_by_an_office_in_small_memory(nation, tmp_path, capsys):
    run(FILL % COUNTRY, nation.axis.environment)
    served = peak_memory(nation.axis.pid)
    above = parent_settings(nation.axis.endpoint, "TINH")
    with running_node(tmp_path / "province", "VN.H37", seed((), ""), above) as province:
        first, again = mirror(province, whole=True), mirror(province, whole=True)
        nation.axis.vanthu("agency", "close", "G50.00008")
        change = mirror(province, whole=False)
    own = office_environment(tmp_path, nation)
    copied, later = (json.loads(run(COPY, own, "vanthu.office.settings")) for _ in range(2))
    more = peak_memory(nation.axis.pid) - served
    with capsys.disabled():
        print(f"\n{COUNTRY} agencies: (rows, bytes more, seconds) of an axis first {first}, again {again}, one change")
        print(f"{change}; of an office first {copied}, then {later}; the server grew by {more} bytes")
    assert [first[0], again[0], change[0], copied[0], later[0]] == [COUNTRY, 0, 1, COUNTRY, 0]
    assert first[1] > MOST_MORE / 20, "the memory is really measured"
    assert max(first[1], again[1], change[1], more) < MOST_MORE
    assert max(copied[1], later[1]) < MOST_MORE + COUNTRY * 500


def office_environment(folder, nation):
    """Return the environment of an office that is a client of this axis, with an empty database."""
    axis = {"ENDPOINT": nation.axis.endpoint, "SYSTEM_ID": "QLVB", "SECRET": SECRET}
    own = {f"AXIS__{name}": value for name, value in axis.items()}
    own |= {"DATABASE": f"sqlite:///{folder}/office.sqlite3", "DATA_DIR": str(folder / "office")}
    config = {"VANTHU_OFFICE_CONFIG": str(Path(__file__).parents[4] / "tests" / "office.toml")}
    return os.environ | config | {f"VANTHU_OFFICE_{name}": value for name, value in own.items()}


def test_ten_thousand_agencies_are_mirrored_in_small_memory_and_then_only_changes(nation, tmp_path):
    run(FILL % AGENCIES, nation.axis.environment)
    above = parent_settings(nation.axis.endpoint, "TINH")
    with running_node(tmp_path / "province", "VN.H37", seed(("QLVB",), ""), above) as province:
        added, grown, _ = mirror(province, whole=True)
        assert added == AGENCIES
        assert grown < MOST_MORE
        assert mirror(province, whole=True)[0] == 0
        nation.axis.vanthu("agency", "lock", "G50.00007")
        nation.axis.vanthu("agency", "close", "G50.00008")
        assert mirror(province, whole=False)[0] == 1
        with nation.client("BO") as client:
            assert sum(1 for _ in client.each_unit()) == AGENCIES
            assert sum(1 for _ in client.each_agency()) == AGENCIES - 1
