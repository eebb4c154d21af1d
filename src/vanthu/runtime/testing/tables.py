"""Databases of the tests begin as a copy of one that has its tables: making them takes seconds for every process.

As a pytest plugin it replaces pytest-django's `django_db_keepdb`: a database that came with its tables is kept, and
migrating it does nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Use a SQLite file instead of memory: what is tested is WAL, the file lock and several connections."""
    from django.conf import settings

    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        name = tmp_path_factory.mktemp("database") / "tests.sqlite3"
        default.setdefault("TEST", {})["NAME"] = str(name)
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(_kept(), name)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Keep what was copied."""
    from django.conf import settings

    name = settings.DATABASES["default"].get("TEST", {}).get("NAME")
    return name is not None and Path(name).exists()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Keep the tables for the next process that asks, before any test fills them."""
    from django.db import connection

    if connection.vendor == "sqlite" and not _kept().exists():
        _keep(Path(connection.settings_dict["NAME"]))


def _keep(database: Path) -> None:
    """Copy a whole database beside the others; it appears under its name in one step."""
    kept = _kept()
    kept.parent.mkdir(parents=True, exist_ok=True)
    half = kept.with_suffix(f".{os.getpid()}")
    with contextlib.closing(sqlite3.connect(database)) as made:
        made.execute("VACUUM INTO ?", (str(half),))
    half.replace(kept)


def _kept() -> Path:
    """Return where a database with these very tables is kept: the name tells the code that made it."""
    import django
    from django.apps import apps

    told = hashlib.sha256(django.__version__.encode())
    for app in apps.get_app_configs():
        folder = Path(app.path)
        for source in sorted((*folder.glob("migrations/*.py"), *folder.parent.glob("kernel/*.py"))):
            told.update(f"{app.label}/{source.name}".encode() + source.read_bytes())
    return Path(tempfile.gettempdir()) / "vanthu-tests" / f"tables-{told.hexdigest()[:24]}.sqlite3"
