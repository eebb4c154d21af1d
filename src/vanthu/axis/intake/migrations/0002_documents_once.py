from typing import Any

from django.db import migrations, models

import vanthu.axis.intake.models
from vanthu.axis.intake.keys import document_key


def fill(apps: Any, schema_editor: Any) -> None:
    """Give each document its key; the first of those with the same one is the document, the others stand beside it.

    Statuses taken before this migration stay without: what they are about is in their bytes only.
    """
    package, seen = apps.get_model("intake", "Package"), set()
    for row in package.objects.order_by("accepted_at", "id").iterator(chunk_size=1000):
        row.instance = str(row.pk)
        if row.message_type == "edoc":
            row.document_key = document_key(row.sender_id, row.document_id)
            if not row.business_type and row.document_id.strip() and (row.system_id, row.document_key) not in seen:
                seen.add((row.system_id, row.document_key))
                row.instance = ""
        row.save(update_fields=["document_key", "instance"])


class Migration(migrations.Migration):
    # PostgreSQL alters no table that has pending checks of foreign keys; the rows are filled in between.
    atomic = False

    dependencies = [
        ("intake", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            "package",
            "document_key",
            models.CharField(blank=True, default="", help_text="who issued which document", max_length=32),
        ),
        migrations.AddField(
            "package",
            "instance",
            models.CharField(
                default=vanthu.axis.intake.models._another,
                help_text="empty: the document itself, once a system",
                max_length=36,
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            "package",
            models.UniqueConstraint(fields=("document_key", "system", "instance"), name="package_document_once"),
        ),
    ]
