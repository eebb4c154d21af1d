"""Operators at their browsers, and an axis where everything has happened."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from vanthu.axis.console.middleware import BEGAN, SEEN
from vanthu.axis.console.models import Operator
from vanthu.axis.console.operations import accounts
from vanthu.axis.delivery import operations as delivery
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.delivery.tests.cast import caller, mark, submit
from vanthu.axis.settings import ParentSettings
from vanthu.axis.testing.fixtures import AT
from vanthu.axis.testing.messages import document, status
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError
from vanthu.standards.vxp import TransferStatus

PASSWORD = "ba con mèo ngủ trưa"
NOW = AT + timedelta(days=11)
Browse = Callable[..., Client]


@dataclass(frozen=True)
class Staff:
    """Two who run the axis, one who looks on."""

    an: Operator
    binh: Operator
    chi: Operator


@dataclass(frozen=True)
class Story:
    """Packages that went well, failed, wait, were given up."""

    done: UUID
    failed: UUID
    late: UUID
    expired: UUID
    status: UUID
    notation: str
    document_id: str


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """The clock stands; passwords are hashed quickly."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def staff(db: None) -> Staff:
    """An and Bình operate, Chi looks on."""
    people = (("an", "Lê An", "operator"), ("binh", "Trần Bình", "operator"), ("chi", "", "viewer"))
    for name, full_name, role in people:
        accounts.add_operator(name, PASSWORD, full_name=full_name, role=role, by="test", at=AT)
    return Staff(*Operator.objects.order_by("name"))


@pytest.fixture
def below_a_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the settings of the axis name a parent, which nobody calls."""
    from django.conf import settings

    parent = ParentSettings(url="http://127.0.0.1:9/vxp", system_id="TRUC", secret="secret")
    monkeypatch.setattr(settings, "AXIS", settings.AXIS.model_copy(update={"parent": parent}))


@pytest.fixture
def browse() -> Browse:
    """`browse(staff.an)` is a browser in which An is logged in."""

    def entered(operator: Operator, *, at: datetime | None = None) -> Client:
        client = Client()
        client.force_login(operator, backend="vanthu.axis.console.operations.accounts.OperatorsMayEnter")
        session = client.session
        session[BEGAN] = session[SEEN] = (at or NOW).isoformat()
        session.save()
        return client

    return entered


@pytest.fixture
def story(cast: None) -> Story:
    """What an axis has after some days."""
    return tell_story()


def tell_story(now: datetime = NOW) -> Story:
    """Send, fetch, fail, warn, give up, refuse."""
    begun = now - timedelta(days=11)
    expired = submit(document("H37.02", "G09"), at=begun)
    delivery.warn_due(at=begun + timedelta(hours=24))
    delivery.expire_due(at=begun + timedelta(hours=240))
    sent = document("H37.02", "G09", "H37.05")
    done = submit(sent, at=now - timedelta(minutes=30))
    row = Delivery.objects.get(package=done, recipient__code="G09")
    delivery.hand_out(str(row.pk), caller("BO"), at=now - timedelta(minutes=20)).file.close()
    mark(row, TransferStatus.DONE, at=now - timedelta(minutes=19))
    answer = submit(status("G09", sent), "BO", at=now - timedelta(minutes=18))
    failed = submit(document("H37.02", "G09"), at=now - timedelta(minutes=10))
    mark(Delivery.objects.get(package=failed), TransferStatus.FAIL, at=now - timedelta(minutes=9))
    late = submit(document("H37.02", "G09"), at=now - timedelta(days=2))
    delivery.warn_due(at=now)
    with pytest.raises(VanThuError):
        submit(document("H37.02", "G99"), at=now - timedelta(minutes=5))
    return Story(done, failed, late, expired, answer, sent.code.text, sent.document_id)


def text_of(response: HttpResponse) -> str:
    """The page as text, entities resolved."""
    return html.unescape(response.content.decode())
