"""The time of making beside the state, so that an index holds the order of lists."""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    outgoing, document = apps.get_model("outgoing", "OutgoingDocument"), apps.get_model("documents", "Document")
    made = document.objects.filter(pk=OuterRef("document_id")).values("created_at")[:1]
    outgoing.objects.update(created_at=Subquery(made))


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0004_search_lines"),
        ("organizations", "0001_initial"),
        ("outgoing", "0003_routes_of_before"),
    ]

    operations = [
        migrations.AddField("outgoingdocument", "created_at", models.DateTimeField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("outgoingdocument", "created_at", models.DateTimeField()),
        migrations.RemoveIndex("outgoingdocument", "outgoing_ou_agency__497f0f_idx"),
        migrations.AddIndex(
            "outgoingdocument",
            models.Index(fields=["agency", "created_at", "document"], name="outgoing_ou_agency__ad38cf_idx"),
        ),
        migrations.AddIndex(
            "outgoingdocument",
            models.Index(fields=["agency", "state", "created_at", "document"], name="outgoing_ou_agency__2cccee_idx"),
        ),
    ]
