"""Django's entry for this domain."""

from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    """The domain `schedule`."""

    name = "vanthu.office.schedule"
    label = "schedule"
    default_auto_field = "django.db.models.BigAutoField"
