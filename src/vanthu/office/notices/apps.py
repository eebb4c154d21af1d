"""Django's entry for this domain."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The domain `notices`."""

    name = "vanthu.office.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
