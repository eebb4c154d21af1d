"""Django's entry for this domain."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """The domain `registers`."""

    name = "vanthu.office.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"
