"""The databases and byte stores of the office's tests: files of their own for every process of the test run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Let transactional tests empty the tables, which the triggers refuse, and keep what the migrations loaded."""
    with django_db_blocker.unblock():
        _keep_migrated_rows_when_emptied()


@pytest.fixture(scope="session", autouse=True)
def office_folders() -> Iterator[Path]:
    """Give every process of the test run its own data folder: byte store, keys, trust."""
    from django.conf import settings

    before = settings.OFFICE
    with tempfile.TemporaryDirectory(prefix="vanthu-tests-") as folder:
        root = Path(folder)
        signing = before.signing.model_copy(update={"trust_dir": root / "trust", "keys_dir": root / "keys"})
        settings.OFFICE = before.model_copy(update={"data_dir": root / "data", "signing": signing})
        yield root
        settings.OFFICE = before


def _keep_migrated_rows_when_emptied() -> None:
    from django.apps import apps
    from django.db import connection

    document_type: Any = apps.get_model("documents", "DocumentType")
    migrated = list(document_type.objects.all())
    empty = connection.ops.execute_sql_flush

    def emptied(statements: Sequence[str]) -> None:
        triggers = _dropped_triggers()
        empty(statements)
        with connection.cursor() as cursor:
            for statement in triggers:
                cursor.execute(statement)
        document_type.objects.bulk_create(migrated)

    setattr(connection.ops, "execute_sql_flush", emptied)  # noqa: B010 (a method of one object, which mypy forbids)


def _dropped_triggers() -> list[str]:
    """Drop the triggers of SQLite, where emptying a table is deleting its rows; return how to make them again."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
    return [statement for _, statement in triggers]
