from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    """Put what waits into the mailbox of the system that serves its recipient; nothing was urgent before."""
    delivery, agency = apps.get_model("delivery", "Delivery"), apps.get_model("registry", "Agency")
    served_by = agency.objects.filter(pk=OuterRef("recipient_id")).values("system_id")[:1]
    delivery.objects.update(mailbox_id=Subquery(served_by))
    delivery.objects.filter(state__in=("initial", "processing")).update(rank=4)
    delivery.objects.filter(state="fail").update(rank=14)


class Migration(migrations.Migration):
    # PostgreSQL alters no table that has pending checks of foreign keys; the rows are filled in between.
    atomic = False

    dependencies = [
        ("delivery", "0001_initial"),
        ("registry", "0002_kinds_and_limits_of_systems"),
    ]

    operations = [
        migrations.RemoveIndex("delivery", "delivery_waiting"),
        migrations.AddField(
            "delivery",
            "mailbox",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.system",
            ),
        ),
        migrations.AddField(
            "delivery",
            "urgency",
            models.PositiveSmallIntegerField(default=0, help_text="Priority of the package, 0 to 4"),
        ),
        migrations.AddField(
            "delivery",
            "rank",
            models.PositiveSmallIntegerField(help_text="place in the mailbox; null: waits no more", null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            "delivery",
            "package",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="intake.package",
            ),
        ),
        migrations.AddIndex(
            "delivery",
            models.Index(
                condition=Q(("rank__isnull", False)),
                fields=["mailbox", "message_type", "rank", "created_at", "id"],
                name="delivery_mailbox",
            ),
        ),
        migrations.AddIndex(
            "delivery",
            models.Index(
                condition=Q(("rank__isnull", True)),
                fields=["mailbox", "message_type", "created_at"],
                name="delivery_ended",
            ),
        ),
    ]
