"""Whether the program lives, and whether it can serve."""

from __future__ import annotations

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def alive(request: HttpRequest) -> JsonResponse:
    """Answer at all: the process is running."""
    return JsonResponse({"trang_thai": "sống"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers and the store of files can be written, else 503 with what is wrong."""
    wrong = [name for name, good in (("cơ sở dữ liệu", _database()), ("kho tệp", _store())) if not good]
    state = {"trang_thai": "chưa sẵn sàng" if wrong else "sẵn sàng", "loi": wrong}
    return JsonResponse(state, status=503 if wrong else 200)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except Error:  # the answer to the question asked, shown as 503; nothing is swallowed
        return False


def _store() -> bool:
    folder = settings.OFFICE.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".san-sang"
        probe.touch()
    except OSError:  # likewise
        return False
    return True
