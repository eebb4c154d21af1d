"""Fixtures of the axis's tests: a registry with a fixed cast, and a server shared by a whole test run."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from vanthu.axis.testing.server import RunningAxis, running_axis
from vanthu.runtime.clock import VIETNAM
from vanthu.standards.vxp import AgencyRegistration, Client

AT = datetime(2026, 3, 9, 14, 5, 33, tzinfo=VIETNAM)
SECRET_SNV, SECRET_BO, SECRET_SDK = "secret-of-snv", "secret-of-bo", "secret-of-sdk"
SEED = f"""
[[systems]]
system_id = "TINH"
secret = "{SECRET_SNV}"
[[systems]]
system_id = "BO"
secret = "{SECRET_BO}"
[[systems]]
system_id = "SDK"
secret = "{SECRET_SDK}"

[[agencies]]
code = "H37"
name = "UBND tỉnh"
system = "TINH"
aliases = ["000.00.00.H37"]
[[agencies]]
code = "H37.02"
name = "Sở Nội vụ"
parent = "H37"
system = "TINH"
aliases = ["000.00.02.H37"]
[[agencies]]
code = "H37.05"
name = "Sở Y tế"
parent = "H37"
system = "TINH"
[[agencies]]
code = "G09"
name = "Bộ Nội vụ"
system = "BO"
[[agencies]]
code = "G09.01"
name = "Vụ Công chức"
parent = "G09"
system = "BO"
is_agency = false
[[agencies]]
code = "G07"
name = "Bộ Lao động (đã sáp nhập)"
system = "BO"
[[agencies]]
code = "G13"
name = "Bộ đang tạm khóa"
system = "BO"
[[agencies]]
code = "G88"
name = "Cơ quan chưa có hệ thống"
"""
STATES = ("lock=G13", "replace=G07>G09")

SDK_CODES = (
    "000.00.00.G22",
    "000.00.00.H41",
    "000.00.00.H14",
    "000.00.00.G17",
    "000.00.00.A80",
    "28.22.H17",
    "002.00.20.H13",
)
SDK_SEED = "".join(f'[[agencies]]\ncode = "{code}"\nname = "Cơ quan {code}"\nsystem = "SDK"\n' for code in SDK_CODES)
_branches = itertools.count(1)


@pytest.fixture(scope="session", autouse=True)
def axis_folders() -> Iterator[Path]:
    """Give every process of the test run its own byte store."""
    from django.conf import settings

    before = settings.AXIS
    with tempfile.TemporaryDirectory(prefix="vanthu-axis-") as folder:
        settings.AXIS = before.model_copy(update={"data_dir": Path(folder)})
        yield Path(folder)
        settings.AXIS = before


@pytest.fixture
def cast(db: None) -> None:
    """Fill the registry of the test database: TINH serves H37…, BO serves G09 and others; G13 is locked, G07 closed."""
    import tomllib

    from vanthu.axis.registry import operations, queries

    queries._latest = queries.Registry(-1)  # of another test's database, whose versions have the same numbers
    operations.load_seed(operations.Seed.model_validate(tomllib.loads(SEED)), by="test", at=AT)
    operations.lock_agency("G13", by="test", at=AT)
    operations.replace_agency("G07", "G09", by="test", at=AT)


@pytest.fixture(scope="session")
def axis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAxis]:
    """Return the axis that the tests of one process share; it knows the same cast."""
    with running_axis(tmp_path_factory.mktemp("axis"), seed=SEED + SDK_SEED, states=STATES) as running:
        yield running


@pytest.fixture(scope="session")
def tinh(axis: RunningAxis) -> Iterator[Client]:
    """Return a client of the province's system."""
    with Client(axis.endpoint, "TINH", SECRET_SNV) as client:
        yield client


@pytest.fixture(scope="session")
def bo(axis: RunningAxis) -> Iterator[Client]:
    """Return a client of the ministry's system."""
    with Client(axis.endpoint, "BO", SECRET_BO) as client:
        yield client


@pytest.fixture
def fresh(bo: Client) -> str:
    """Return the code of a recipient which nobody has sent anything to yet; BO serves it."""
    code = f"G09.T{next(_branches):04d}"
    bo.register_agency(AgencyRegistration(code=code, name=f"Đơn vị {code}", pcode="G09"))
    return code
