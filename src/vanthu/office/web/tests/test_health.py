"""What a load balancer and an operator ask."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from vanthu.office.web.views import health


@pytest.mark.django_db
def test_a_healthy_office_lives_and_is_ready() -> None:
    assert Client().get("/suc-khoe/song").status_code == 200
    answer = Client().get("/suc-khoe/san-sang")
    assert answer.status_code == 200
    assert answer.json()["loi"] == []


def test_without_database_it_lives_but_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    class Down:
        def cursor(self) -> Any:
            raise OperationalError

    monkeypatch.setattr(health, "connection", Down())
    assert Client().get("/suc-khoe/song").status_code == 200
    answer = Client().get("/suc-khoe/san-sang")
    assert answer.status_code == 503
    assert answer.json()["loi"] == ["cơ sở dữ liệu"]


@pytest.mark.django_db
def test_without_a_store_that_can_be_written_it_is_not_ready(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("không phải thư mục")
    settings.OFFICE = settings.OFFICE.model_copy(update={"data_dir": tmp_path / "tep" / "kho"})
    assert Client().get("/suc-khoe/san-sang").json()["loi"] == ["kho tệp"]
