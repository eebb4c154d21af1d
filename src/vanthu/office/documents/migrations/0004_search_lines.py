"""Every document gets the line by which lists find it; PostgreSQL indexes its letters in threes."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from vanthu.office.kernel.words import line

PIECE = 1000


def fill(apps: Any, schema_editor: Any) -> None:
    document, search_line = (apps.get_model("documents", name) for name in ("Document", "SearchLine"))
    made: list[Any] = []
    for one in document.objects.order_by("pk").iterator(chunk_size=PIECE):
        code = f"{one.number}/{one.notation}" if one.number else ""
        words = line(code, one.number, one.notation, one.subject, one.issuer_name, one.signer_name)
        made.append(search_line(document=one, agency_id=one.agency_id, words=words))
        if len(made) == PIECE:
            search_line.objects.bulk_create(made)
            made.clear()
    search_line.objects.bulk_create(made)


def index(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(
            "CREATE INDEX documents_searchline_threes ON documents_searchline USING gin (words gin_trgm_ops)"
        )


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_types"), ("organizations", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SearchLine",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="line",
                        serialize=False,
                        to="documents.document",
                    ),
                ),
                ("words", models.TextField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "of_all_agencies",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("of_all_agencies", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(index, migrations.RunPython.noop),
    ]
