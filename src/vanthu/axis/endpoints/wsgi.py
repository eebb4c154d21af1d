"""The WSGI application that granian serves."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from vanthu.runtime.serving import behind_proxies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vanthu.axis.settings")

application = behind_proxies(get_wsgi_application(), settings.AXIS.trusted_proxies)

# What was loaded stays, and a call leaves no rings behind: looking for them costs a twentieth of the time.
gc.freeze()
gc.set_threshold(50_000, 20, 20)
