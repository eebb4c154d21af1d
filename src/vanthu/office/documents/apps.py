"""Django's entry for this domain."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The domain `documents`."""

    name = "vanthu.office.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
