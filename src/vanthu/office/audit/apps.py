"""Django's entry for this domain."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The domain `audit`."""

    name = "vanthu.office.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
