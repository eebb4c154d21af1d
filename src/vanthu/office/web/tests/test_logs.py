"""The secret address of a calendar never stands in a log."""

from __future__ import annotations

import logging

import pytest
from django.conf import settings
from django.test import Client

from vanthu.office.web.logs import SecretsHidden


@pytest.mark.django_db
def test_a_wrong_address_of_a_calendar_is_logged_without_its_secret(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="django.request"):
        Client().get("/lich/nguon/bi-mat-sS12\\3.ics")
    (record,) = [one for one in caplog.records if "lich/nguon" in one.getMessage()]
    assert SecretsHidden().filter(record)
    assert record.getMessage() == "Not Found: /lich/nguon/….ics"


def test_every_handler_of_the_settings_hides_secrets() -> None:
    assert all(one["filters"] == ["secrets"] for one in settings.LOGGING["handlers"].values())
