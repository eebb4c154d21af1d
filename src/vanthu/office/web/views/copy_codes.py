"""Anybody who holds a copy on paper asks by its code what it is (ND137-A5); nothing of the asking is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from vanthu.office.copies import queries
from vanthu.office.copies.states import Standing
from vanthu.office.kernel import codes
from vanthu.office.web.patience import require_patience
from vanthu.office.web.shown.verdict import of_kept
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError
from vanthu.standards.signing import Outcome

LOOKUPS, WAIT_SECONDS = 60, 15 * 60
"""From one address: so many, then a pause since the last."""


class TooManyLookups(VanThuError):
    """One address asks too often."""

    code = "VT-TRA-CUU-QUA-NHIEU"
    template = "Đang có quá nhiều lượt tra cứu từ nơi này. Hãy thử lại sau 15 phút."
    http_status = 429


class CopyCodeUnknown(VanThuError):
    """No copy bears the code; whether another document exists, nobody learns here."""

    code = "VT-MA-BAN-SAO"
    template = (
        "Không có bản sao nào do hệ thống này cấp mang mã {typed}. Hãy so lại từng ký tự với mã in trên bản giấy; nếu "
        "đã đúng thì bản giấy không phải do cơ quan cấp từ hệ thống này."
    )
    http_status = 404


@require_safe
def form(request: HttpRequest) -> HttpResponse:
    """Ask for the code, or go to the page of the one that was typed."""
    typed = request.GET.get("ma", "").strip()
    if not typed:
        return _page(request)
    code = codes.plain(typed)
    return redirect("web:copy_code", code=code) if code else _page(request, typed, CopyCodeUnknown(typed=typed[:40]))


@require_safe
def lookup(request: HttpRequest, code: str) -> HttpResponse:
    """Tell what copy bears the code; not how it came about, nor what else there is."""
    try:
        at = clock.now()
        require_patience(request, "ban-sao", most=LOOKUPS, seconds=WAIT_SECONDS, refusal=TooManyLookups, at=at)
        found = queries.known_by(code)
        if found is None:
            raise CopyCodeUnknown(typed=codes.printed(plain) if (plain := codes.plain(code)) else code[:40])
    except VanThuError as error:
        return _page(request, code, error)
    verdict = of_kept(found.verdict) if found.verdict else None
    good = found.standing == Standing.KNOWN and (verdict is None or verdict.outcome == Outcome.VALID)
    return _page(request, found=found, verdict=verdict, good=good, code=codes.printed(codes.plain(code)))


def _page(request: HttpRequest, typed: str = "", error: VanThuError | None = None, **found: object) -> HttpResponse:
    values = {"typed": typed[:40], "error": error, **found}
    answer = render(request, "web/public/copy.html", values, status=error.http_status if error else 200)
    # The address holds the code: no cache, search engine or page that is opened from here learns it.
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
