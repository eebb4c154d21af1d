import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0003_attempts_statuses_deadlines"),
    ]

    operations = [
        migrations.CreateModel(
            "Notice",
            [
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
                (
                    "tries",
                    models.PositiveIntegerField(default=0, help_text="since its mailbox was last without news"),
                ),
                (
                    "error",
                    models.CharField(
                        blank=True, default="", help_text="of the last try, empty: it answered", max_length=300
                    ),
                ),
            ],
        ),
    ]
