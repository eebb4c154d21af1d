"""Can this axis take packages now?"""

from __future__ import annotations

import tempfile

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from vanthu.axis.console.queries.overview import free_mb


def checks() -> dict[str, bool]:
    """Return for each thing the axis needs whether it is there."""
    database = _database()
    return {
        "database": database,
        "migrations": database and _migrated(),
        "store": _store(),
        "disk": free_mb() >= settings.AXIS.console.min_free_mb,
    }


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except Error:  # the answer to the question asked, told as 503
        return False


def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _store() -> bool:
    folder = settings.AXIS.data_dir / "packages"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"?")
            probe.flush()
    except OSError:  # likewise
        return False
    return True
