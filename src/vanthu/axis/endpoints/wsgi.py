"""The WSGI application that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vanthu.axis.settings")

application = get_wsgi_application()

# What was loaded stays, and a call leaves no rings behind: looking for them costs a twentieth of the time.
gc.freeze()
gc.set_threshold(50_000, 20, 20)
