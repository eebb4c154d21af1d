"""A copy brought to each state, for the tests."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from django.apps import apps
from PIL import Image

from vanthu.office.copies import operations
from vanthu.office.copies.models import Copy
from vanthu.office.copies.operations import CopyFields, Upload
from vanthu.office.documents import operations as documents
from vanthu.office.documents.states import VersionKind
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests import stories as letters
from vanthu.office.testing.cast import Cast


def issued(cast: Cast) -> Any:
    """An issued letter of Sở Nội vụ; nobody signed it, since nothing here asks, and signing takes seconds."""
    letter = letters.draft(cast)
    given: Any = {
        "number": "07",
        "notation": "SNV-CCVC",
        "issued_on": cast.at.date(),
        "wire_id": "H99.02,2026/03/09,07",
    }
    documents.give_identity(letter.pk, **given)
    content = letters.made_elsewhere()
    documents.add_version(
        letter.pk, kind=VersionKind.SEALED, content=content, file_name="07.pdf", by=cast.chi, at=cast.at
    )
    documents.freeze(letter.pk, at=cast.at)
    rows = apps.get_model("outgoing", "OutgoingDocument").objects
    rows.filter(pk=letter.pk).update(state=OutgoingState.ISSUED, issued_at=cast.at)
    return rows.select_related("document").get(pk=letter.pk)


@cache
def scan(dpi: int = 200, mode: str = "RGB") -> bytes:
    """An A4 page as a scanner hands it over."""
    page = Image.new(mode, (round(210 / 25.4 * dpi), round(297 / 25.4 * dpi)), "white")
    out = io.BytesIO()
    page.save(out, "PDF", resolution=dpi)
    return out.getvalue()


def fields(cast: Cast, **changed: Any) -> CopyFields:
    """A sao y of a paper document as an electronic one, for Dũng to decide on."""
    values: dict[str, Any] = {
        "kind": "sao_y",
        "source": "paper",
        "target": "electronic",
        "signer_id": cast.dung.pk,
        "purpose": "gửi Phòng Nội vụ",
        **changed,
    }
    return CopyFields(**values)


def scanned() -> Upload:
    """The scan of the paper document."""
    return Upload(scan(), "ban-quet.pdf")


def asked(cast: Cast, original: Any = None, upload: Upload | None = None, **changed: Any) -> Copy:
    """An asks for a copy of an issued document."""
    original = original or issued(cast)
    if upload is None and (changed.get("source", "paper") == "paper" or changed.get("kind") == "trich_sao"):
        upload = scanned()
    return operations.ask(original.pk, fields(cast, **changed), upload, by=cast.an, at=cast.after(hours=1))


def agreed(cast: Cast, original: Any = None, upload: Upload | None = None, **changed: Any) -> Copy:
    """As `asked`, Dũng agreed."""
    return operations.agree(asked(cast, original, upload, **changed).pk, by=cast.dung, at=cast.after(hours=2))
