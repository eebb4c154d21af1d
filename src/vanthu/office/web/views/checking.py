"""Anybody may check the signatures of a file, without logging in; nothing of it is kept."""

from __future__ import annotations

import hashlib
import threading
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from vanthu.office.signatures import operations as signatures
from vanthu.office.web.forms.checking import COPY, MOST_BYTES, MOST_OF_SIGNATURE, CheckForm
from vanthu.office.web.patience import require_patience
from vanthu.office.web.shown.evidence_verdict import evidence_shown
from vanthu.office.web.shown.verdict import shown
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError
from vanthu.standards.evidence_file.container import is_evidence_file

CHECKS, WAIT_SECONDS = 20, 15 * 60
"""From one address: so many, then a pause since the last."""
_room = threading.BoundedSemaphore(2)
"""Checks of strangers under way in this process: the office itself must have processors left."""


class TooManyChecks(VanThuError):
    """One address asks too often, or too many ask at once."""

    code = "VT-KIEM-TRA-QUA-NHIEU"
    template = "Đang có quá nhiều yêu cầu kiểm tra từ nơi này. Tệp chưa được kiểm tra; hãy thử lại sau 15 phút."
    http_status = 429


class FileTooLarge(VanThuError):
    """What is sent is larger than what is checked for anybody, or does not say how large it is."""

    code = "VT-KIEM-TRA-QUA-LON"
    template = "Tệp lớn hơn {most} MB nên không kiểm tra ở đây. Hãy dùng lệnh «vanthu pdf verify» trên máy của mình."
    http_status = 413


@csrf_exempt  # nothing is changed and nobody is known here; so the size can be judged before anything is read
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a file, or tell the verdict on it."""
    if request.method != "POST":
        return _page(request, CheckForm())
    try:
        _require_room(request, at=clock.now())
    except VanThuError as error:
        return _page(request, CheckForm(), error=error)
    form = CheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        return _page(request, CheckForm(), **_checked(form.cleaned_data, at=clock.now()))
    except VanThuError as error:
        return _page(request, form, error=error)


def _require_room(request: HttpRequest, *, at: datetime) -> None:
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdigit() or int(length) > MOST_BYTES + MOST_OF_SIGNATURE:
        raise FileTooLarge(most=MOST_BYTES >> 20)
    require_patience(request, "kiem-tra", most=CHECKS, seconds=WAIT_SECONDS, refusal=TooManyChecks, at=at)


def _checked(given: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    if not _room.acquire(blocking=False):
        raise TooManyChecks
    try:
        with TemporaryDirectory(prefix="vanthu-kiem-tra-") as folder:
            file, digest = _written(Path(folder) / "tep", given["file"])
            told = {"name": given["file"].name, "size": given["file"].size, "sha256": digest}
            if _is_evidence_file(file, given["file"].name):
                return {"evidence": evidence_shown(signatures.check_evidence(file, at=at)), **told}
            beside = _written(Path(folder) / "chu-ky", given["signature"])[0] if given["signature"] else None
            expected = signatures.AGENCY_ALONE if given["kind"] == COPY else signatures.BOTH
            verdict = signatures.check(file, beside=beside, expected=expected, at=at)
    finally:
        _room.release()
    return {"verdict": shown(verdict), **told}


def _is_evidence_file(file: Path, name: str) -> bool:
    with file.open("rb") as content:
        return name.casefold().endswith(".asice") or is_evidence_file(content.read(100))


def _written(place: Path, upload: Any) -> tuple[Path, str]:
    digest = hashlib.sha256()
    with place.open("wb") as out:
        for piece in upload.chunks():
            digest.update(piece)
            out.write(piece)
    return place, digest.hexdigest()


def _page(
    request: HttpRequest, form: CheckForm, *, status: int = 200, error: VanThuError | None = None, **found: Any
) -> HttpResponse:
    values = {"form": form, "error": error, "most": MOST_BYTES, **found}
    answer = render(request, "web/public/check.html", values, status=error.http_status if error else status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
