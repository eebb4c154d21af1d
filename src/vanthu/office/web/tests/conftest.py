"""The cast at their desks: Sở Nội vụ at work on Monday morning, and a browser for each of them."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from vanthu.office.kernel.words import folded
from vanthu.office.outgoing.tests.stories import know_correspondents, verified_here
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import Keys
from vanthu.runtime import clock
from vanthu.standards import signing

Browse = Callable[[Any], Client]


@pytest.fixture
def office(in_snv: Cast, signing_keys: Keys, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Keys registered, correspondents known, the clock at nine; signatures are verified in this process."""
    monkeypatch.setattr(signing, "verify_isolated", verified_here)
    monkeypatch.setattr(clock, "now", lambda: in_snv.after(hours=1))
    know_correspondents(in_snv.at)
    for row in apps.get_model("exchange", "Correspondent").objects.all():
        row.search_text = folded(f"{row.name} {row.code}")
        row.save()
    return in_snv


@pytest.fixture(autouse=True)
def _nobody_waits() -> None:
    """Wrong passwords of an earlier test keep nobody waiting in this one."""
    cache.clear()


@pytest.fixture
def browse() -> Browse:
    """`browse(cast.chi)` is a browser in which Chi is logged in."""

    def logged_in(person: Any) -> Client:
        client = Client()
        client.force_login(person.account)
        return client

    return logged_in


def text_of(response: HttpResponse) -> str:
    """The page as text, entities resolved."""
    return html.unescape(response.content.decode())
