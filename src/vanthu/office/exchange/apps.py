"""Django's entry for this domain."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The domain `exchange`."""

    name = "vanthu.office.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Reach the axis over HTTP unless somebody says otherwise."""
        from vanthu.office.exchange import ports
        from vanthu.office.exchange.adapters import vxp

        ports.provide(vxp.connect)
