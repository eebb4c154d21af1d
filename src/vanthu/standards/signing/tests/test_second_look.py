"""Where a file looks different from what was signed, and what its process may not do."""

import subprocess
import sys

import pytest

from vanthu.standards import signing
from vanthu.standards.signing import Outcome
from vanthu.standards.signing.second_look import look_again
from vanthu.standards.signing.tests import attacks
from vanthu.standards.signing.tests.conftest import Desk


def test_the_second_look_tells_page_and_place_of_a_change(desk: Desk, issued: bytes) -> None:
    forged = attacks.overlay_annotation(issued)
    verdict = look_again(forged, desk.verify(forged))
    assert verdict.outcome is Outcome.INVALID
    _, agency = verdict.signatures
    place = agency.changes[0]
    assert (place.page, place.place) == (1, "trang 1, phần trên")
    assert 842 - 700 - 2 <= place.top < 842 - 600
    assert signing.Verdict.from_json(verdict.to_json()) == verdict


def test_nothing_is_drawn_of_a_file_that_is_in_order(desk: Desk, issued: bytes) -> None:
    verdict = desk.verify(issued)
    assert look_again(b"never opened", verdict) is verdict


def number_drawn(desk: Desk, text: bytes) -> bytes:
    """The leader signs as other tools do, without certifying; then something is drawn on the page; then the seal."""
    from vanthu.standards.signing.tests.test_attacks import approved, sealed_by_force

    return sealed_by_force(desk, attacks.drawn_on_the_page(approved(desk), text))


def test_a_number_drawn_by_another_tool_before_the_seal_is_unknown_not_forged(desk: Desk) -> None:
    """VGCA's tools put number and date into the file after the leader's signature; nobody can tell what else."""
    pdf = number_drawn(desk, b"0 g 100 780 20 8 re f")
    first = desk.verify(pdf)
    assert first.outcome is Outcome.INVALID
    verdict = look_again(pdf, first)
    assert verdict.outcome is Outcome.UNKNOWN
    assert [item.code for item in verdict.reasons] == ["NUMBER_ADDED_AFTER"]
    assert verdict.signatures[0].changes[0].page == 1


@pytest.mark.parametrize(
    "drawn",
    [b"0 g 100 300 20 8 re f", b"0 g 100 700 200 90 re f", b"1 g 60 700 300 20 re f"],
    ids=["in the body", "more than a line", "over what stood there"],
)
def test_anything_else_between_leader_and_seal_stays_invalid(desk: Desk, drawn: bytes) -> None:
    pdf = number_drawn(desk, drawn)
    verdict = look_again(pdf, desk.verify(pdf))
    assert verdict.outcome is Outcome.INVALID
    assert "CHANGED_AFTER_SIGNING" in {item.code for item in verdict.reasons}


@pytest.mark.slow
def test_a_confined_process_reaches_no_network_and_starts_no_program() -> None:
    program = """
import os, socket
from vanthu.standards.confinement import confine
print(confine(memory=1 << 30, cpu_seconds=20))
for attempt in (lambda: socket.socket(), lambda: os.execv("/bin/true", ["true"])):
    try:
        attempt()
        print("went through")
    except OSError as error:
        print(error.errno)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    if done.stdout.startswith("False"):
        pytest.skip("this kernel cannot close the network of a process")
    assert done.stdout.split() == ["True", "13", "13"], done.stderr
