"""What monitoring systems are told."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from vanthu.axis.console import readiness
from vanthu.axis.console.metrics import text
from vanthu.axis.console.tests.conftest import NOW, Story
from vanthu.axis.delivery.tests.cast import submit
from vanthu.axis.intake.models import Package
from vanthu.axis.intake.monitoring import SLACK, Tally
from vanthu.axis.settings import ConsoleSettings
from vanthu.axis.testing.messages import document
from vanthu.runtime.jsonlog import JsonLines

pytestmark = pytest.mark.django_db


def numbers() -> dict[tuple[str, ...], float]:
    """Return every sample by its name and the values of its labels."""
    found = {}
    for family in text_string_to_metric_families(text(at=NOW).decode()):
        for sample in family.samples:
            found[sample.name, *(value for _, value in sorted(sample.labels.items()))] = sample.value
    return found


def test_the_metrics_count_what_happened(story: Story) -> None:
    found = numbers()
    assert found["vanthu_axis_packages_accepted_total", "edoc"] == 4
    assert found["vanthu_axis_packages_accepted_total", "status"] == 1
    assert found["vanthu_axis_packages_refused_total",] == 1
    states = {state: found["vanthu_axis_deliveries", state] for state in ("initial", "done", "fail", "expired")}
    assert states == {"initial": 3, "done": 1, "fail": 1, "expired": 1}
    assert found["vanthu_axis_mailbox_waiting", "edoc", "BO"] == 2
    assert found["vanthu_axis_mailbox_waiting", "status", "TINH"] == 1
    assert found["vanthu_axis_mailbox_failed", "BO"] == 1
    assert found["vanthu_axis_mailbox_oldest_seconds", "BO"] == 2 * 24 * 3600
    assert found["vanthu_axis_refused_last_day", "TINH"] == 1
    assert found["vanthu_axis_facts_total",] == found["vanthu_axis_facts_unsealed",] > 0
    assert found["vanthu_axis_store_free_bytes",] > 0


def test_what_was_counted_long_ago_is_remembered_and_what_is_new_counted(story: Story) -> None:
    tally, now = Tally(Package, "message_type"), datetime.now(UTC)
    assert tally.counts(at=now + 2 * SLACK) == {"edoc": 4, "status": 1}
    submit(document("H37.02", "G09"))
    assert tally.counts(at=now + 2 * SLACK) == {"edoc": 4, "status": 1}
    assert Tally(Package, "message_type").counts(at=now) == {"edoc": 5, "status": 1}


def test_an_empty_axis_has_metrics_too() -> None:
    assert numbers()["vanthu_axis_packages_accepted_total", "edoc"] == 0


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.1.2.3", {}, 403),
        ("", {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "10.1.2.3"}, 403),
        ("10.1.2.3", {"Authorization": "Bearer bi-mat"}, 200),
        ("127.0.0.1", {"X-Forwarded-For": "10.1.2.3", "Authorization": "Bearer bi-mat"}, 200),
        ("10.1.2.3", {"Authorization": "Bearer sai"}, 403),
    ],
)
def test_metrics_are_for_this_machine_or_who_has_the_token(
    address: str, headers: dict[str, str], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    console = ConsoleSettings(metrics_token="bi-mat")
    monkeypatch.setattr(settings, "AXIS", settings.AXIS.model_copy(update={"console": console}))
    response = Client(REMOTE_ADDR=address).get("/metrics", headers=headers)
    assert response.status_code == status
    assert (b"vanthu_axis" in response.content) == (status == 200)


def test_without_a_token_no_token_opens_the_metrics() -> None:
    response = Client(REMOTE_ADDR="10.1.2.3").get("/metrics", headers={"Authorization": "Bearer "})
    assert response.status_code == 403


def test_ready_tells_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from django.conf import settings

    assert Client().get("/ready").json() == {
        "status": "ready",
        "checks": {"database": "ok", "migrations": "ok", "store": "ok", "disk": "ok"},
    }
    blocked = tmp_path / "data"
    blocked.write_text("a file where the folder should be")
    console = ConsoleSettings(min_free_mb=1 << 40)
    wrong: dict[str, Any] = {"data_dir": blocked, "console": console}
    monkeypatch.setattr(settings, "AXIS", settings.AXIS.model_copy(update=wrong))
    monkeypatch.setattr(readiness, "_migrated", lambda: False)
    response = Client().get("/ready")
    assert response.status_code == 503
    assert response.json()["checks"] == {
        "database": "ok",
        "migrations": "failed",
        "store": "failed",
        "disk": "failed",
    }


def test_a_log_line_is_one_json_object_without_what_was_sent() -> None:
    try:
        raise ValueError("nội dung của văn bản mật")
    except ValueError:
        raised = sys.exc_info()
    record = logging.LogRecord("vanthu.axis", logging.ERROR, __file__, 1, "failure %s", ("n1",), raised)
    line = JsonLines().format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert (told["level"], told["message"], told["error"]) == ("ERROR", "failure n1", "ValueError")
    assert "mật" not in line
    assert "test_machines.py" in told["trace"][0]
