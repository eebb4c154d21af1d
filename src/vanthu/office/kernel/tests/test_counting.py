"""Numbers around a page: asked together they are what they are alone, and are asked once."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vanthu.office.kernel.counting import Counting, count_together, counted
from vanthu.office.kernel.once import answers_kept
from vanthu.office.testing.cast import Cast

pytestmark = pytest.mark.django_db


def accounts() -> Any:
    return apps.get_model("organizations", "Account")


def persons() -> Any:
    return apps.get_model("organizations", "Person")


def countings(cast: Cast) -> list[Counting]:
    return [
        Counting("accounts", lambda: [accounts().objects.all()], by="username"),
        Counting("both", lambda: [accounts().objects.filter(username="an"), persons().of_all_agencies.all()]),
        Counting("none", lambda: [accounts().objects.none()]),
    ]


def test_asked_together_they_are_what_they_are_alone_in_one_question(cast: Cast) -> None:
    asked = countings(cast)
    alone = [counted(one) for one in asked]
    assert alone[0]["an"] == 1
    assert alone[1] == {"": 1 + persons().of_all_agencies.count()}
    assert alone[2] == {}
    with (
        answers_kept(),
        CaptureQueriesContext(
            connection,
        ) as together,
    ):
        count_together([*asked, asked[0]])
        assert [counted(one) for one in asked] == alone
        count_together(asked)
    assert len(together) == 1


def test_where_answers_are_not_kept_nothing_is_asked_ahead(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        count_together(countings(cast))
    assert len(asked) == 0
