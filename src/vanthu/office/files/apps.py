"""Django's entry for this domain."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The domain `files`."""

    name = "vanthu.office.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
