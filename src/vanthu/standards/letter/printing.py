"""The small prints of an office – stamp, envelope, slips, week – set by Typst from one template and its data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import typst

from vanthu.standards.letter import fonts

TEMPLATES = Path(__file__).parent / "templates"


def printed(template: str, data: Mapping[str, object], *, at: datetime, archival: bool = False) -> bytes:
    """Return the PDF that `templates/<template>.typ` makes of the data, which it reads as the input of its own name.

    With our fonts alone and a given time, the same data give the same bytes; `archival` makes PDF/A-2b.
    """
    pdf = typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        format="pdf",
        font_paths=[str(fonts.FOLDER)],
        ignore_system_fonts=True,
        pdf_standards="a-2b" if archival else [],
        sys_inputs={template: json.dumps(data, ensure_ascii=False)},
        timestamp=at.replace(microsecond=0),
    )
    assert isinstance(pdf, bytes), "a PDF is one file"
    return pdf
