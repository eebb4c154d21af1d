"""A page asks once; whoever changes something asks anew every time."""

from vanthu.office.kernel.once import answers_kept, once
from vanthu.runtime import clock


def asked(times: list[int]) -> int:
    times.append(1)
    return len(times)


def test_a_page_asks_once() -> None:
    times: list[int] = []
    with answers_kept():
        assert [once("who", lambda: asked(times)) for _ in range(3)] == [1, 1, 1]


def test_all_parts_of_a_page_are_told_the_same_moment() -> None:
    with answers_kept():
        assert clock.now() == clock.now()


def test_other_questions_have_answers_of_their_own() -> None:
    with answers_kept():
        assert (once(("duties", 1), lambda: "văn thư"), once(("duties", 2), lambda: "")) == ("văn thư", "")


def test_nothing_is_kept_outside_or_from_one_page_to_the_next() -> None:
    times: list[int] = []
    once("who", lambda: asked(times))
    for _ in range(2):
        with answers_kept():
            once("who", lambda: asked(times))
    once("who", lambda: asked(times))
    assert len(times) == 4
