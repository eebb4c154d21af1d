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
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Model


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


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
    """Make the tables the quick way where they must be made."""
    if fixturedef.argname != "django_db_setup":
        return (yield)
    from vanthu.runtime.tables import quickly

    with quickly():
        return (yield)


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

    from vanthu.runtime import tables

    told = hashlib.sha256(django.__version__.encode() + Path(tables.__file__).read_bytes())
    for app in apps.get_app_configs():
        folder = Path(app.path)
        for source in sorted((*folder.glob("migrations/*.py"), *folder.parent.glob("kernel/*.py"))):
            told.update(f"{app.label}/{source.name}".encode() + source.read_bytes())
    return Path(tempfile.gettempdir()) / "vanthu-tests" / f"tables-{told.hexdigest()[:24]}.sqlite3"


@pytest.fixture(scope="session", autouse=True)
def nothing_has_to_last() -> Iterator[None]:
    """Wait for no disk: what the tests keep outlives no power cut, as on the PostgreSQL of the tests."""
    patch = pytest.MonkeyPatch()
    patch.setattr(os, "fsync", lambda descriptor: None)
    yield
    patch.undo()


def lacking(connection: BaseDatabaseWrapper) -> list[str]:
    """Return what the models say and the tables of a database have not: columns, references, indexes, constraints."""
    from django.apps import apps

    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return [missing for model in models for missing in _lacking_of(model, connection)]


def _lacking_of(model: type[Model], connection: BaseDatabaseWrapper) -> Iterator[str]:
    meta: Any = model._meta
    with connection.cursor() as cursor:
        columns = {one.name: one for one in connection.introspection.get_table_description(cursor, meta.db_table)}
        found = connection.introspection.get_constraints(cursor, meta.db_table)
    references = {(*one["columns"], *one["foreign_key"]) for one in found.values() if one["foreign_key"]}
    unique = {tuple(one["columns"]) for one in found.values() if one["unique"] or one["primary_key"]}
    indexed = {one["columns"][0] for one in found.values() if one["columns"]}
    for field in meta.local_concrete_fields:
        at = f"{meta.db_table}.{field.column}"
        if field.column not in columns:
            yield at
        elif not field.primary_key and bool(columns[field.column].null_ok) != field.null:
            yield f"{at}: NULL"
        if field.remote_field and field.db_constraint:
            target = field.target_field
            if (field.column, target.model._meta.db_table, target.column) not in references:
                yield f"{at}: REFERENCES"
        if field.unique and (field.column,) not in unique:
            yield f"{at}: UNIQUE"
        if field.db_index and field.column not in indexed:
            yield f"{at}: INDEX"
    for together in meta.unique_together:
        if tuple(meta.get_field(name).column for name in together) not in unique:
            yield f"{meta.db_table}: UNIQUE {together}"
    yield from (f"{meta.db_table}: {one.name}" for one in (*meta.indexes, *meta.constraints) if one.name not in found)
