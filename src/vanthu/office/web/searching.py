"""Words to search for, as they are kept."""

from __future__ import annotations

import unicodedata

from django.http import HttpRequest

MOST = 200


def words_of(request: HttpRequest, name: str) -> str:
    """Return what was typed, in Unicode NFC as everything is kept: some keyboards send letters and marks apart."""
    return unicodedata.normalize("NFC", request.GET.get(name, "")).strip()[:MOST]
