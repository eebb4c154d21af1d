import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_documents_once"),
        ("registry", "0002_kinds_and_limits_of_systems"),
    ]

    operations = [
        migrations.CreateModel(
            "Rate",
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
                ("minute", models.BigIntegerField(help_text="minutes since 1970")),
                ("taken", models.PositiveIntegerField()),
            ],
        ),
    ]
