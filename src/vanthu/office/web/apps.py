"""Django's entry for the pages: templates, static files and translations."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages of the office."""

    name = "vanthu.office.web"
    label = "web"
