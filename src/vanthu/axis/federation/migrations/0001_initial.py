import django.db.models.deletion
from django.db import migrations, models

import vanthu.runtime.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("delivery", "0001_initial"),
        ("intake", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reached_at", models.DateTimeField(help_text="the last answer of the parent", null=True)),
                ("failures", models.PositiveIntegerField(default=0, help_text="calls without an answer, since")),
                ("silent_until", models.DateTimeField(help_text="until then nothing is sent up", null=True)),
                (
                    "sentence",
                    models.CharField(blank=True, default="", help_text="what last went wrong", max_length=500),
                ),
                (
                    "changes_since",
                    models.DateTimeField(help_text="newest change read, by the parent's own clock", null=True),
                ),
                (
                    "mirrored_at",
                    models.DateTimeField(help_text="the registry was last read, changes only or whole", null=True),
                ),
                ("mirrored_whole_at", models.DateTimeField(null=True)),
                (
                    "conflicts",
                    models.TextField(blank=True, default="", help_text="where the registries contradict, a line each"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Forwarding",
            fields=[
                ("due_at", models.DateTimeField()),
                ("urgency", models.PositiveSmallIntegerField(default=0)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("lease", models.UUIDField(blank=True, null=True)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("message_type", models.CharField(max_length=6)),
                ("state", models.CharField(default="waiting", max_length=10)),
                (
                    "hub_id",
                    models.CharField(
                        blank=True, default="", help_text="the parent's id of the package", max_length=100
                    ),
                ),
                (
                    "sentence",
                    models.CharField(blank=True, default="", help_text="what last went wrong", max_length=500),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.package"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "due_at"], name="forwarding_due")],
            },
        ),
        migrations.CreateModel(
            name="ForwardAttempt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, default="", max_length=12)),
                ("code", models.CharField(blank=True, default="", help_text="ErrorCode of the parent", max_length=20)),
                ("sentence", models.CharField(blank=True, default="", max_length=500)),
                (
                    "forwarding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="federation.forwarding"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Leg",
            fields=[
                (
                    "delivery",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="leg",
                        serialize=False,
                        to="delivery.delivery",
                    ),
                ),
                ("code", models.CharField(help_text="as the package names the recipient", max_length=35)),
                ("ended", models.BooleanField(default=False)),
                (
                    "forwarding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="legs", to="federation.forwarding"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Pulled",
            fields=[
                ("due_at", models.DateTimeField()),
                ("urgency", models.PositiveSmallIntegerField(default=0)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("lease", models.UUIDField(blank=True, null=True)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "id",
                    models.UUIDField(
                        default=vanthu.runtime.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hub_id", models.CharField(help_text="the parent's id of the delivery", max_length=100, unique=True)),
                ("message_type", models.CharField(max_length=6)),
                ("from_code", models.CharField(blank=True, default="", max_length=100)),
                ("to_code", models.CharField(blank=True, default="", max_length=100)),
                ("state", models.CharField(default="listed", max_length=12)),
                ("sha256", models.CharField(blank=True, default="", max_length=64)),
                ("size", models.PositiveBigIntegerField(default=0)),
                (
                    "code",
                    models.CharField(
                        blank=True, default="", help_text="name of the reason it was not taken", max_length=60
                    ),
                ),
                ("sentence", models.CharField(blank=True, default="", max_length=500)),
                ("listed_at", models.DateTimeField()),
                (
                    "package",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.package"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("finished_at__isnull", True)), fields=["due_at"], name="pulled_due"
                    )
                ],
            },
        ),
    ]
