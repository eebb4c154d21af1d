"""Django's entry for this domain."""

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    """The domain `assignments`."""

    name = "vanthu.office.assignments"
    label = "assignments"
    default_auto_field = "django.db.models.BigAutoField"
