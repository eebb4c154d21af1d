"""What every page shows around its content."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from vanthu.office.access import queries as access
from vanthu.office.notices import queries as notices
from vanthu.office.web import navigation
from vanthu.runtime import clock

LOOKS = ("auto", "light", "dark")


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the templates the acting person, his duties, the navigation, the look and the present moment."""
    look = request.COOKIES.get("vanthu_look", "auto")
    person = getattr(request, "person", None)
    values: dict[str, Any] = {
        "now": clock.now(),
        "look": look if look in LOOKS else "auto",
        "system_name": settings.OFFICE.name,
        "person": person,
        "persons": getattr(request, "persons", []),
        "LANGUAGE_CODE": get_language() or settings.LANGUAGE_CODE,
    }
    if person is not None and request.headers.get("HX-Request") != "true":
        duties = access.duties_of(person, at=values["now"])
        navigation.count_ahead(person, duties, at=values["now"])
        values["unread"] = notices.unread(person)
        values |= {"duties": duties, "nav": navigation.for_person(person, duties, request.path, at=values["now"])}
    return values
