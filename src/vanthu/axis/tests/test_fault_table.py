"""The table of faults in the manual names tests that exist, and no fault of it lost anything."""

import re
from pathlib import Path

import pytest

from vanthu.axis.federation.operations import steps
from vanthu.axis.testing import points

SOURCE = Path(__file__).parents[2]
PAGE = SOURCE.parents[1] / "docs" / "explanation" / "su-co.md"
ROWS = [row.strip("|").split("|") for row in PAGE.read_text("utf-8").splitlines() if row.startswith("| ")]
FAULTS = [[cell.strip() for cell in row] for row in ROWS if row[0].strip() != "Sự cố"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault[0])
def test_every_fault_of_the_table_has_a_test_and_lost_nothing(fault):
    _, lost, named = fault
    assert lost == "0"
    file, name = re.fullmatch(r"`([\w/.]+)::(\w+)`", named).groups()
    assert re.search(rf"^def {name}\(", (SOURCE / file).read_text("utf-8"), re.MULTILINE)


def test_the_table_is_whole():
    assert len(FAULTS) >= 29
    assert len({fault[2] for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize("place", [points, steps], ids=["points", "steps"])
def test_no_point_is_named_twice_in_one_group(place):
    groups = [value for name, value in vars(place).items() if name.isupper() and isinstance(value, tuple)]
    assert groups
    assert all(len(set(group)) == len(group) for group in groups)


def test_the_counts_of_points_in_the_manual_are_those_of_the_code():
    told = [int(number) for number in re.findall(r", (\d+) điểm", PAGE.read_text("utf-8"))]
    assert told == [len(points.INTAKE) + len(points.ROUTING), len(points.FETCHING), len(points.FINISHING)]
