"""Django's entry for this domain."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """The domain `lists`."""

    name = "vanthu.office.lists"
    label = "lists"
    default_auto_field = "django.db.models.BigAutoField"
