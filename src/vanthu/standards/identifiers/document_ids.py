"""Mã định danh văn bản, in the form the official samples use: issuer, date, number and notation."""

from __future__ import annotations

from datetime import date


def document_id(agency_code: str, issued_on: date, code_text: str) -> str:
    """`document_id("H37.02", date(2026, 3, 9), "125/SNV-CCVC")` is "H37.02,2026/03/09,125/SNV-CCVC".

    Others build theirs differently, some with dates that do not exist: compare ids as whole texts, never parse them.
    """
    return f"{agency_code.strip()},{issued_on.year:04}/{issued_on.month:02}/{issued_on.day:02},{code_text.strip()}"
