"""Django's entry for this domain."""

from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    """The domain `signatures`."""

    name = "vanthu.office.signatures"
    label = "signatures"
    default_auto_field = "django.db.models.BigAutoField"
