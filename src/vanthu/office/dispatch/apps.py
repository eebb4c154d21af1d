"""Django's entry for this domain."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """The domain `dispatch`."""

    name = "vanthu.office.dispatch"
    label = "dispatch"
    default_auto_field = "django.db.models.BigAutoField"
