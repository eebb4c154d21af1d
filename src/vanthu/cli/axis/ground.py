"""What every command of `vanthu axis` stands on: the settings, the database, who gives the command."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer

CONFIG = "VANTHU_AXIS_CONFIG"
NOT_USABLE = 2


@contextmanager
def django_ready() -> Iterator[None]:
    """Load the axis; what goes wrong in it ends the command with its sentence."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vanthu.axis.settings"
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
        stop(f"Không dùng được cơ sở dữ liệu của trục: {error}. Hãy kiểm tra «database», rồi chạy vanthu axis migrate.")


def migrate_database() -> None:
    """Create or upgrade the tables."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def require_migrated() -> None:
    """End the command when the tables are not those of this version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        stop("Cơ sở dữ liệu của trục chưa được tạo hoặc chưa nâng cấp. Hãy chạy: vanthu axis migrate")
    connection.close()


def signed() -> dict[str, Any]:
    """Return who gives this command, and when."""
    from vanthu.runtime import clock

    return {"by": f"cli:{getpass.getuser()}", "at": clock.now()}


def stop(sentence: str) -> NoReturn:
    """End the command with a sentence and exit code 2."""
    typer.echo(sentence, err=True)
    raise typer.Exit(NOT_USABLE)
