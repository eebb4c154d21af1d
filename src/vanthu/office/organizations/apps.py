"""Django's entry for this domain."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """The domain `organizations`."""

    name = "vanthu.office.organizations"
    label = "organizations"
    default_auto_field = "django.db.models.BigAutoField"
