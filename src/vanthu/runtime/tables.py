"""The tables of a program: made or upgraded by its migrations, and made quickly where there are none yet.

Django keeps every model as a class while migrations run, and makes the classes of all models that relations reach anew
for every single operation: four fifths of the time. In an empty database most operations touch one table, so here only
the model of that table is made anew; before anything else (data, renamed or removed models) all of them are, by
Django's own means. An upgrade of a database that holds data goes Django's way throughout.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddConstraint, AddField, AddIndex, AlterField, CreateModel, Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

OF_ONE_TABLE = (CreateModel, AddField, AddIndex, AddConstraint)


def migrate(database: str = DEFAULT_DB_ALIAS) -> None:
    """Create or upgrade the tables."""
    if MigrationRecorder(connections[database]).applied_migrations():
        call_command("migrate", database=database, verbosity=0, interactive=False)
        return
    with quickly():
        call_command("migrate", database=database, verbosity=0, interactive=False)


@contextmanager
def quickly() -> Iterator[None]:
    """Inside, migrations are applied the quick way; only for a database without tables."""
    with patch.object(Migration, "apply", _apply):
        yield


_djangos_apply = Migration.apply


def _apply(
    migration: Migration, state: ProjectState, editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
) -> ProjectState:
    """Apply a migration one operation after the other, each with the models it needs."""
    for operation in migration.operations:
        alone = copy.copy(migration)
        alone.__dict__["operations"] = [operation]
        if _of_one_table(operation):
            with patch.object(ProjectState, "reload_model", _reload_alone):
                state = _djangos_apply(alone, state, editor, collect_sql)
        else:
            state.clear_delayed_apps_cache()
            state.is_delayed = False
            state = _djangos_apply(alone, state, editor, collect_sql)
    return state


def _of_one_table(operation: Operation) -> bool:
    """Tell whether only the table of its own model takes part; others may point to a unique field."""
    if isinstance(operation, AlterField):
        return not operation.field.unique
    return isinstance(operation, OF_ONE_TABLE)


def _reload_alone(state: Any, app_label: str, model_name: str, delay: bool = False) -> None:
    """Make the class of one model anew; those that point to it are of before, which `is_delayed` tells Django."""
    if "apps" in state.__dict__:
        state.is_delayed = True
        state._reload({(app_label, model_name)})
