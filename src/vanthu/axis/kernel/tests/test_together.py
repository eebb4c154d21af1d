"""An answer is shared by those who came before it was asked for, and by nobody else."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from vanthu.axis.kernel.together import AskedTogether


def test_nobody_is_given_an_answer_that_was_asked_for_before_he_came():
    state, asked = [0], []

    def ask():
        asked.append(state[0])
        return state[0]

    together = AskedTogether(ask)
    for number in range(5):
        state[0] = number
        assert together() == number
    assert asked == [0, 1, 2, 3, 4]


def test_who_comes_while_it_is_asked_shares_the_next_answer():
    """The first asks; ten come meanwhile and a change with them: one more question serves all ten."""
    begun, go_on = threading.Event(), threading.Event()
    state, asked = ["before"], []

    def ask():
        asked.append(state[0])
        found = state[0]
        if len(asked) == 1:
            begun.set()
            assert go_on.wait(10)
        return found

    together = AskedTogether(ask)
    waiting = threading.Semaphore(0)

    def come():
        waiting.release()
        return together()

    with ThreadPoolExecutor(11) as pool:
        first = pool.submit(together)
        assert begun.wait(10)
        state[0] = "after"
        later = [pool.submit(come) for _ in range(10)]
        for _ in later:
            assert waiting.acquire(timeout=10)
        go_on.set()
        assert first.result() == "before"
        assert {one.result() for one in later} == {"after"}
    assert asked[:2] == ["before", "after"]
    assert len(asked) < 11


def test_a_question_that_fails_is_asked_again_by_the_next():
    answers = iter([ConnectionError("away"), 7])

    def ask():
        found = next(answers)
        if isinstance(found, Exception):
            raise found
        return found

    together = AskedTogether(ask)
    with pytest.raises(ConnectionError):
        together()
    assert together() == 7
