"""Whoever is asked about row by row sees what he sees when his rows are looked up."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from vanthu.office.incoming import queries as incoming
from vanthu.office.incoming.tests import stories as arrivals
from vanthu.office.kernel import seeing
from vanthu.office.outgoing import queries as outgoing
from vanthu.office.outgoing.tests import stories as letters
from vanthu.office.testing.cast import Cast


def test_many_are_not_counted_again_on_the_next_page(
    in_snv: Cast, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    def reasons() -> list[Any]:
        return [apps.get_model("organizations", "Unit").objects.values_list("pk")]

    monkeypatch.setattr(seeing, "FEW", 0)
    assert not seeing.are_few("whoever", reasons)
    with django_assert_num_queries(0):
        assert not seeing.are_few("whoever", reasons)
    monkeypatch.setattr(seeing, "FEW", 100)
    for _ in range(2):
        with django_assert_num_queries(1):
            assert seeing.are_few("whoever", reasons)


def _seen(cast: Cast) -> dict[str, tuple[int, int]]:
    pages = {
        name: (outgoing.listing(person, at=cast.at), incoming.listing(person, at=cast.at))
        for name, person in cast.everybody().items()
    }
    return {name: (sent.total, came.total) for name, (sent, came) in pages.items()}


def test_every_way_of_asking_finds_the_same(in_snv: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    letters.draft(in_snv)
    arrivals.assigned(in_snv)
    arrivals.arrived(in_snv)
    few = _seen(in_snv)
    # All are many; then those of which only what comes by a route is looked up.
    for most in (-1, 0):
        monkeypatch.setattr(seeing, "FEW", most)
        assert few == _seen(in_snv)
    assert few == {"an": (1, 1), "binh": (1, 1), "chi": (1, 2), "dung": (1, 2), "em": (0, 0), "giang": (0, 0)}
