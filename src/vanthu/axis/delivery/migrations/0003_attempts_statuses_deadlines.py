from datetime import timedelta
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import vanthu.runtime.ids


def watch(apps: Any, schema_editor: Any) -> None:
    """Watch what already waits as if it had come with the default of an ordinary package."""
    waiting = apps.get_model("delivery", "Delivery").objects.filter(rank__isnull=False)
    waiting.update(watch_at=F("created_at") + timedelta(hours=24))


def key() -> Any:
    return models.UUIDField(default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    # PostgreSQL alters no table that has pending checks of foreign keys; the rows are filled in between.
    atomic = False

    dependencies = [
        ("delivery", "0002_mailboxes"),
        ("intake", "0002_documents_once"),
        ("registry", "0002_kinds_and_limits_of_systems"),
    ]

    operations = [
        migrations.AddField(
            "delivery",
            "watch_at",
            models.DateTimeField(help_text="when it is warned about next, or given up", null=True),
        ),
        migrations.AddField(
            "delivery",
            "warned_at",
            models.DateTimeField(help_text="when its sender was warned that it still waits", null=True),
        ),
        migrations.RunPython(watch, migrations.RunPython.noop),
        migrations.AddIndex(
            "delivery",
            models.Index(condition=Q(("watch_at__isnull", False)), fields=["watch_at"], name="delivery_watched"),
        ),
        migrations.CreateModel(
            "Attempt",
            [
                ("id", key()),
                ("kind", models.CharField(max_length=12)),
                ("by", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("description", models.CharField(blank=True, default="", max_length=500)),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="delivery.delivery"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            "BusinessStatus",
            [
                ("id", key()),
                ("document_key", models.CharField(max_length=32)),
                ("code", models.CharField(max_length=10)),
                ("description", models.TextField(blank=True, default="")),
                (
                    "stated_at",
                    models.DateTimeField(help_text="by the clock of the one who states it", null=True),
                ),
                ("noted_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.agency",
                    ),
                ),
                (
                    "package",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.package"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["document_key"], name="business_status_document")]},
        ),
        migrations.CreateModel(
            "Reference",
            [
                ("id", key()),
                ("document_key", models.CharField(max_length=32)),
                ("document_id", models.CharField(max_length=800)),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.package"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["document_key"], name="reference_document")]},
        ),
    ]
