"""Rows side by side: in order where they must be, and nobody waits for another lane."""

import threading
from collections import defaultdict

import pytest

from vanthu.runtime.lanes import in_lanes

pytestmark = pytest.mark.django_db(transaction=True)


def nothing_left(rows):
    raise AssertionError(f"not tried: {rows}")


def test_the_rows_of_a_lane_keep_their_order():
    seen, noting = defaultdict(list), threading.Lock()

    def turn(row):
        with noting:
            seen[row % 3].append(row)
        return True

    assert in_lanes(range(60), lambda row: row % 3, turn, untried=nothing_left) == 60
    assert all(rows == sorted(rows) and len(rows) == 20 for rows in seen.values())


def test_a_lane_that_waits_for_another_machine_delays_no_other():
    second_is_done = threading.Event()

    def turn(row):
        if row == "slow":
            return second_is_done.wait(20)
        second_is_done.set()
        return True

    assert in_lanes(["slow", "quick"], lambda row: row, turn, untried=nothing_left) == 2


@pytest.mark.parametrize("lane_of", [lambda row: 0, lambda row: row // 10])
def test_when_nobody_answers_what_was_not_tried_is_given_back(lane_of):
    left, tried = [], []

    def turn(row):
        tried.append(row)
        return False

    done = in_lanes(range(100), lane_of, turn, untried=left.extend)
    assert done == len(tried) <= 10
    assert sorted([*tried, *left]) == list(range(100))


def test_the_first_error_is_raised_when_all_lanes_have_stopped():
    left = []

    def turn(row):
        if row == 3:
            raise ValueError("row three")
        return True

    with pytest.raises(ValueError, match="row three"):
        in_lanes(range(4), lambda _: 0, turn, untried=left.extend)
    with pytest.raises(ValueError, match="row three"):
        in_lanes(range(50), lambda _: 0, turn, untried=left.extend)
    assert left == list(range(4, 50))
