"""Django's entry for this domain."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """The domain `dispatch`."""

    name = "vanthu.office.dispatch"
    label = "dispatch"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Send mail over SMTP unless somebody says otherwise."""
        from vanthu.office.dispatch import ports
        from vanthu.office.dispatch.adapters import smtp

        ports.provide(smtp.connect)
