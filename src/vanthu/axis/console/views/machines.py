"""What monitoring systems ask: numbers, and whether the axis can serve."""

from __future__ import annotations

import ipaddress
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from vanthu.axis.console import readiness
from vanthu.runtime import clock

_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer the numbers of this axis in the text format of Prometheus, to this machine or to who has the token."""
    from vanthu.axis.console.metrics import CONTENT_TYPE, text

    if not _allowed(request):
        return HttpResponse("forbidden\n", status=403, content_type="text/plain")
    return HttpResponse(text(at=clock.now()), content_type=CONTENT_TYPE)


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the axis can take packages, else 503; which part is wrong, but nothing about it."""
    checks = readiness.checks()
    good = all(checks.values())
    told = {name: "ok" if right else "failed" for name, right in checks.items()}
    answer = {"status": "ready" if good else "not ready", "checks": told}
    return JsonResponse(answer, status=200 if good else 503)


def _allowed(request: HttpRequest) -> bool:
    token = settings.AXIS.console.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and secrets.compare_digest(given.encode(), token.encode()):
        return True
    # Behind a proxy everybody seems to be on this machine.
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
