"""What every page of the console shows around its content."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from vanthu.axis.console.models import Operator
from vanthu.axis.console.policies import CHANGE, DECIDE, PROPOSE, may
from vanthu.axis.console.queries import proposals
from vanthu.runtime import clock

LOOKS = ("auto", "light", "dark")
NAVIGATION = (
    ("console:overview", "Tình hình", "activity"),
    ("console:agencies", "Cơ quan", "building-bank"),
    ("console:systems", "Hệ thống", "server"),
    ("console:refusals", "Từ chối", "ban"),
    ("console:proposals", "Đề nghị", "users"),
    ("console:statistics", "Số liệu", "chart-bar"),
    ("console:journal", "Nhật ký", "history"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the templates the operator, what he may do, the navigation, the look and the present moment."""
    look = request.COOKIES.get("vanthu_look", "auto")
    values: dict[str, Any] = {
        "now": clock.now(),
        "look": look if look in LOOKS else "auto",
        "axis_name": settings.AXIS.name,
        "operator": None,
    }
    operator = getattr(request, "user", None)
    if isinstance(operator, Operator):
        allowed = {what: may(operator, what) for what in (CHANGE, PROPOSE, DECIDE)}
        values |= {"operator": operator, "may": allowed, "navigation": NAVIGATION}
        if request.headers.get("HX-Request") != "true":
            values["to_decide"] = proposals.waiting_for(operator, at=values["now"])
    return values
