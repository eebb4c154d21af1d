"""Django's entry for this domain."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The domain `exchange`."""

    name = "vanthu.office.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
