"""The WSGI application of the office."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from vanthu.runtime.serving import behind_proxies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vanthu.office.settings")
application = behind_proxies(get_wsgi_application(), settings.OFFICE.trusted_proxies)

# What was loaded stays, and a page leaves few rings behind: looking for them all the time costs more than they do.
gc.freeze()
gc.set_threshold(50_000, 20, 20)
