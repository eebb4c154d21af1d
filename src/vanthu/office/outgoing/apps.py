"""Django's entry for this domain."""

from django.apps import AppConfig


class OutgoingConfig(AppConfig):
    """The domain `outgoing`."""

    name = "vanthu.office.outgoing"
    label = "outgoing"
    default_auto_field = "django.db.models.BigAutoField"
