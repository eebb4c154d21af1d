"""Django's entry for this domain."""

from django.apps import AppConfig


class IncomingConfig(AppConfig):
    """The domain `incoming`."""

    name = "vanthu.office.incoming"
    label = "incoming"
    default_auto_field = "django.db.models.BigAutoField"
