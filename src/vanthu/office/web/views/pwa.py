"""The office as an application of a telephone or desktop: its manifest, its worker, what it shows without a network."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

OFFLINE_FILES = ("look/theme.js", "look/tokens.css", "web/offline.css", "web/offline.js", "web/mark.svg")
"""What the page without a network is made of; nothing else is ever kept in the browser."""
ICONS = (("web/app-192.png", "192x192", "any"), ("web/app-512.png", "512x512", "any"))
MASKABLE = ("web/app-maskable-512.png", "512x512", "maskable")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Give what a browser needs to install the office."""
    name = settings.OFFICE.name
    icons = [
        {"src": static(path), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for path, sizes, purpose in (*ICONS, MASKABLE)
    ]
    icons.append({"src": static("web/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"})
    values = {
        "id": "/",
        "name": name,
        "short_name": name[:12].rstrip(),
        "description": _("Hệ thống quản lý văn bản và điều hành"),
        "lang": "vi",
        "dir": "ltr",
        "start_url": reverse("web:desk"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f4f6f8",
        "theme_color": "#15599f",
        "icons": icons,
        "shortcuts": [
            {"name": _("Việc"), "url": reverse("web:tasks")},
            {"name": _("Lịch công tác"), "url": reverse("web:schedule")},
            {"name": _("Thông báo"), "url": reverse("web:notices")},
        ],
    }
    headers = {"Cache-Control": "no-cache"}
    return JsonResponse(values, content_type="application/manifest+json", headers=headers)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Give the service worker; it stands at the root, because it may only look after what lies below it."""
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8", headers=headers)


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Give the page that stands there without a network; it is the same for everybody and says nothing of anybody."""
    page = render(request, "web/pwa/offline.html")
    page.headers["Cache-Control"] = "no-cache"
    return page


@cache
def _script() -> str:
    """The worker with what it keeps; its bytes change when one of those files does, so that browsers fetch it anew."""
    addresses = [static(path) for path in OFFLINE_FILES]
    version = sha256(b"".join(_bytes(path) for path in OFFLINE_FILES)).hexdigest()[:16]
    script = _bytes("web/sw.js").decode()
    kept = ", ".join(f'"{address}"' for address in addresses)
    return (
        script.replace("__VERSION__", version)
        .replace("__OFFLINE__", reverse("web:offline"))
        .replace('"__FILES__"', kept)
    )


def _bytes(path: str) -> bytes:
    found = finders.find(path)
    if not isinstance(found, str):
        raise RuntimeError(f"the static file {path} is missing")
    return Path(found).read_bytes()
