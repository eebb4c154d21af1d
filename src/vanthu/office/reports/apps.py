"""Django's entry for this domain."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The domain `reports`."""

    name = "vanthu.office.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
