"""Django's entry for this domain."""

from django.apps import AppConfig


class CopiesConfig(AppConfig):
    """The domain `copies`."""

    name = "vanthu.office.copies"
    label = "copies"
    default_auto_field = "django.db.models.BigAutoField"
