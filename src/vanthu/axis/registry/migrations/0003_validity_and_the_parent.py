from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0002_kinds_and_limits_of_systems"),
    ]

    operations = [
        migrations.AddField(
            "agency", "valid_from", models.DateField(help_text="first day; null: always was", null=True)
        ),
        migrations.AddField(
            "agency", "valid_until", models.DateField(help_text="last day; null: no end known", null=True)
        ),
        migrations.AlterField("agency", "modified_at", models.DateTimeField(db_index=True)),
        migrations.AddField(
            "agency",
            "upstream_id",
            models.CharField(
                blank=True,
                db_index=True,
                default="",
                help_text="id in the registry of the parent axis",
                max_length=100,
            ),
        ),
        migrations.AddField(
            "agency",
            "pushed_version",
            models.PositiveIntegerField(default=0, help_text="the version the parent axis knows"),
        ),
        migrations.AddField(
            "agency",
            "push_error",
            models.CharField(blank=True, default="", help_text="why the parent axis refused it", max_length=500),
        ),
        migrations.AddField(
            "agency",
            "push_after",
            models.DateTimeField(help_text="when to ask the parent axis again after a refusal", null=True),
        ),
    ]
