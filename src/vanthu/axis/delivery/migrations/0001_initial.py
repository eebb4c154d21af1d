import django.db.models.deletion
from django.db import migrations, models

import vanthu.runtime.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("intake", "0001_initial"),
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "system",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="registry.system",
                    ),
                ),
                ("due_at", models.DateTimeField(help_text="not before this, unless something newer came")),
                ("told_at", models.DateTimeField(help_text="when it answered well the last time", null=True)),
                ("tries", models.PositiveIntegerField(default=0, help_text="since its mailbox was last without news")),
                (
                    "error",
                    models.CharField(
                        blank=True, default="", help_text="of the last try, empty: it answered", max_length=300
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("to_code", models.CharField(help_text="as the package names the recipient", max_length=35)),
                ("message_type", models.CharField(max_length=6)),
                ("urgency", models.PositiveSmallIntegerField(default=0, help_text="Priority of the package, 0 to 4")),
                ("state", models.CharField(default="initial", max_length=10)),
                (
                    "rank",
                    models.PositiveSmallIntegerField(help_text="place in the mailbox; null: waits no more", null=True),
                ),
                ("description", models.CharField(blank=True, default="", max_length=500)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("fetched_at", models.DateTimeField(help_text="when its bytes were given out first", null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("watch_at", models.DateTimeField(help_text="when it is warned about next, or given up", null=True)),
                (
                    "warned_at",
                    models.DateTimeField(help_text="when its sender was warned that it still waits", null=True),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.system",
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="intake.package",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.agency",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("rank__isnull", False)),
                        fields=["mailbox", "message_type", "rank", "created_at", "id"],
                        name="delivery_mailbox",
                    ),
                    models.Index(
                        condition=models.Q(("rank__isnull", True)),
                        fields=["mailbox", "message_type", "created_at"],
                        name="delivery_ended",
                    ),
                    models.Index(
                        condition=models.Q(("watch_at__isnull", False)), fields=["watch_at"], name="delivery_watched"
                    ),
                    models.Index(
                        condition=models.Q(("rank__isnull", False), ("warned_at__isnull", False)),
                        fields=["created_at"],
                        name="delivery_warned",
                    ),
                    models.Index(
                        condition=models.Q(("done_at__isnull", True), ("rank__isnull", True)),
                        fields=["updated_at"],
                        name="delivery_expired",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("package", "recipient"), name="delivery_once_per_recipient")
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
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
            name="Reference",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("document_key", models.CharField(max_length=32)),
                ("document_id", models.CharField(max_length=800)),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.package"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["document_key"], name="reference_document")],
            },
        ),
        migrations.CreateModel(
            name="BusinessStatus",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("document_key", models.CharField(max_length=32)),
                ("code", models.CharField(max_length=10)),
                ("description", models.TextField(blank=True, default="")),
                ("stated_at", models.DateTimeField(help_text="by the clock of the one who states it", null=True)),
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
            options={
                "indexes": [models.Index(fields=["document_key"], name="business_status_document")],
            },
        ),
    ]
