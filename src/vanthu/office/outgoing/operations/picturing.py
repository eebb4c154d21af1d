"""Pictures that lines of the typed text set into the page."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.files import operations as files
from vanthu.office.kernel.permission import NotFound
from vanthu.office.outgoing.models import DraftPicture
from vanthu.office.outgoing.operations.common import admitted
from vanthu.office.outgoing.operations.draft_errors import PictureRefused, TooManyPictures
from vanthu.office.outgoing.operations.drafting import hold, reopen
from vanthu.office.outgoing.operations.revising import keep_revision
from vanthu.office.outgoing.operations.uploading import refuse_too_large
from vanthu.runtime.transactions import write
from vanthu.standards import letter

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

MOST = 40
"""Pictures of one draft."""
_WIDEST_MM = 160
_NAME = 60


def add_picture(document_id: UUID, content: bytes, file_name: str, *, by: Person, at: datetime) -> DraftPicture:
    """Keep a PNG or JPEG for the text of a draft; one of the same name is replaced.

    Raises UploadTooLarge, PictureRefused (no picture, broken, too many dots), TooManyPictures, NotAllowed.
    """
    outgoing = admitted(document_id, "change", by, at)
    refuse_too_large(content, file_name=file_name)
    name = _name(file_name)
    kept = files.keep(content, media_type=_fitting(content, name), at=at)
    with write():
        hold(outgoing)
        if DraftPicture.objects.filter(outgoing=outgoing).exclude(name=name).count() >= MOST:
            raise TooManyPictures(limit=MOST)
        reopen(outgoing, by, at, what="picture", name=name, sha256=kept.sha256)
        values = {"file": kept, "added_at": at, "agency_id": outgoing.agency_id}
        added, _ = DraftPicture.objects.update_or_create(outgoing=outgoing, name=name, defaults=values)
        keep_revision(outgoing, by=by, at=at)
    return added


def remove_picture(document_id: UUID, picture_id: UUID, *, by: Person, at: datetime) -> None:
    """Take a picture off a draft; raises NotFound, NotAllowed."""
    outgoing = admitted(document_id, "change", by, at)
    found = DraftPicture.objects.filter(outgoing=outgoing, pk=picture_id)
    if not found.exists():
        raise NotFound(what="hình")
    with write():
        hold(outgoing)
        reopen(outgoing, by, at, what="picture removed", picture_id=str(picture_id))
        found.delete()
        keep_revision(outgoing, by=by, at=at)


def _fitting(content: bytes, name: str) -> str:
    """Try the picture as it will be printed; return its media type."""
    try:
        letter.fit_image(content, width_mm=_WIDEST_MM, name=name)
    except letter.ImageRefused as error:
        raise PictureRefused(sentence=error.sentence) from error
    return "image/jpeg" if content.startswith(b"\xff\xd8") else "image/png"


def _name(file_name: str) -> str:
    """What the line calls it: the name of the file without what has a meaning in the line."""
    path = PurePath(unicodedata.normalize("NFC", file_name))
    stem = re.sub(r"[\[\]|\s]+", "-", path.stem).strip("-") or "hinh"
    return f"{stem[:_NAME]}{path.suffix.lower()[:6]}"
