"""A verdict stays as it was given."""

from django.db import migrations

from vanthu.office.kernel.triggers import guards, never_changed


class Migration(migrations.Migration):
    dependencies = [("signatures", "0001_initial")]

    operations = [guards(*never_changed("signatures_verdictkept"))]
