"""Django's entry for this domain."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The domain `access`."""

    name = "vanthu.office.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
