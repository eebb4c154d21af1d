"""Django's entry for this domain."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """The domain `delivery`."""

    name = "vanthu.axis.delivery"
    label = "delivery"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the mailboxes for the registry."""
        from vanthu.axis.delivery.operations.mailboxes import move_mailbox
        from vanthu.axis.registry import ports

        ports.provide(move_mailbox)
