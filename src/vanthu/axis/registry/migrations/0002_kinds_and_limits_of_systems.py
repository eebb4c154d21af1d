from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.AddField("system", "kind", models.CharField(default="system", max_length=10)),
        migrations.AddField(
            "system",
            "rate_per_minute",
            models.PositiveIntegerField(help_text="packages; null: no limit", null=True),
        ),
        migrations.AddField(
            "system",
            "max_package_mb",
            models.PositiveIntegerField(help_text="null: what the axis allows", null=True),
        ),
        migrations.AddField(
            "system",
            "concurrent_calls",
            models.PositiveIntegerField(help_text="in one process; null: what the axis allows", null=True),
        ),
        migrations.AddField("system", "webhook_url", models.CharField(blank=True, default="", max_length=500)),
    ]
