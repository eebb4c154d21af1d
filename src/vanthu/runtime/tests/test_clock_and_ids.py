"""Vietnam time, and ids that sort by the time they were made."""

from datetime import timedelta

from vanthu.runtime.clock import now, one_moment
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.ids import new_id


def test_the_clock_tells_vietnam_time() -> None:
    assert now().utcoffset() == timedelta(hours=7)


def test_everything_inside_one_moment_is_told_the_same() -> None:
    before = now()
    with one_moment():
        told = {now() for _ in range(100)}
    assert len(told) == 1
    assert before <= told.pop() < now()


def test_ids_are_of_version_seven_and_sort_by_age() -> None:
    made = [new_id() for _ in range(100)]
    assert {one.version for one in made} == {7}
    assert made == sorted(made)
    assert len(set(made)) == 100


def test_an_error_carries_its_code_its_sentence_and_what_filled_it() -> None:
    class Late(VanThuError):
        code = "VT-THU"
        template = "Chậm {days} ngày {{thật}}."

    error = Late(days=3)
    assert (error.sentence, error.details) == ("Chậm 3 ngày {thật}.", {"days": 3})
    assert str(error) == "VT-THU: Chậm 3 ngày {thật}."
