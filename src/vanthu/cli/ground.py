"""What the commands of both programs stand on: settings, database, and how a command ends that cannot go on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

NOT_USABLE = 2


@contextmanager
def django_ready(settings_module: str, *, database: str, migrate: str) -> Iterator[None]:
    """Load a program; what goes wrong in it ends the command with its sentence.

    `database` names its database in words, `migrate` is the command that makes the tables.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = settings_module
    from vanthu.runtime.errors import VanThuError
    from vanthu.runtime.settings import SettingsError

    try:
        import django
        from django.db import OperationalError, ProgrammingError

        django.setup()
    except SettingsError as error:
        stop(str(error))
    try:
        yield
    except VanThuError as error:
        stop(f"{error.sentence} [{error.code}]")
    except (OperationalError, ProgrammingError) as error:
        stop(f"Không dùng được {database}: {error}. Hãy kiểm tra «database», rồi chạy: {migrate}")


def migrate_database() -> None:
    """Create or upgrade the tables."""
    from vanthu.runtime import tables

    tables.migrate()


def require_migrated(sentence: str) -> None:
    """End the command with this sentence when the tables are not those of this version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        stop(sentence)


def stop(sentence: str) -> NoReturn:
    """End the command with a sentence on standard error and exit code 2."""
    typer.echo(sentence, err=True)
    raise typer.Exit(NOT_USABLE)
