"""PostgreSQL indexes the letters of search lines in threes, so that any part of a line is found."""

from typing import Any

from django.db import migrations


def index(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(
            "CREATE INDEX documents_searchline_threes ON documents_searchline USING gin (words gin_trgm_ops)"
        )


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_types")]

    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
