"""The WSGI application of the office."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vanthu.office.settings")
application = get_wsgi_application()
