"""Django's entry for this domain."""

from django.apps import AppConfig


class AnnouncementsConfig(AppConfig):
    """The domain `announcements`."""

    name = "vanthu.office.announcements"
    label = "announcements"
    default_auto_field = "django.db.models.BigAutoField"
