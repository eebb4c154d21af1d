"""`vanthu office push-key`: a key of one's own, made once and never written over."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from typer.testing import CliRunner

from vanthu.cli.office.commands import app
from vanthu.standards.webpush import public_key


def kept_in(place: Path | None, monkeypatch: pytest.MonkeyPatch) -> None:
    push = settings.OFFICE.push.model_copy(update={"key_file": place})
    monkeypatch.setattr(settings, "OFFICE", settings.OFFICE.model_copy(update={"push": push}))


def test_a_key_is_made_once_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "khoa" / "vapid.pem"
    kept_in(place, monkeypatch)
    made = CliRunner().invoke(app, ["push-key"])
    assert made.exit_code == 0, made.output
    assert place.stat().st_mode & 0o077 == 0
    assert len(public_key(place.read_bytes())) == 87
    before = place.read_bytes()
    again = CliRunner().invoke(app, ["push-key"])
    assert again.exit_code != 0
    assert place.read_bytes() == before


def test_without_a_place_for_it_no_key_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    kept_in(None, monkeypatch)
    assert CliRunner().invoke(app, ["push-key"]).exit_code != 0
