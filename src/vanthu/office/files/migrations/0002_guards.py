"""Stored bytes never change, nor what is known of them."""

from django.db import migrations

from vanthu.office.kernel.triggers import guards, never_changed


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [guards(*never_changed("files_storedfile"))]
