"""Django's entry for the console."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The pages of those who run the axis."""

    name = "vanthu.axis.console"
    label = "console"
    default_auto_field = "django.db.models.BigAutoField"
