"""File names from strangers: what remains is one harmless name, readable in Vietnamese."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

MAX_CHARS = 200
_TRAVERSAL = re.compile(r"^([A-Za-z]:)?[/\\]|^[A-Za-z]:|(^|[/\\])\.\.?([/\\]|$)")
_ENDS = re.compile(r"^[\s.]+|[\s.]+$")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def safe_name(raw: str, *, position: int = 1) -> str:
    """One path component: no separators, no control or direction characters, at most 200 characters.

    "125/SNV-CCVC.pdf" becomes "125-SNV-CCVC.pdf"; a path ("../../etc/passwd") keeps only its last part. A trailing ">"
    is dropped, as some writers leave one. `position` names a file of which nothing remains.
    """
    text = "".join(char for char in raw if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    text = text.strip().rstrip(">")
    if _TRAVERSAL.search(text):
        text = re.sub(r"^[A-Za-z]:", "", re.split(r"[/\\]", text.rstrip("/\\"))[-1])
    text = re.sub(r"[/\\]", "-", text)
    # Whatever stood around the name before its path was cut off: readers of XML drop white space at its ends.
    text = _ENDS.sub("", re.sub(r'[<>:"|?*]', "_", text))
    text = f"_{text}" if _RESERVED.fullmatch(text) else text
    return _shorten(text) or f"tep-dinh-kem-{position}"


def extension(name: str) -> str:
    """Lower-case, without the dot; "" when there is none."""
    return PurePosixPath(name).suffix[1:].lower()


def fit_bytes(name: str, most: int = 200) -> str:
    """The name cut so that its UTF-8 form fits a file system, its extension kept."""
    suffix = PurePosixPath(name).suffix if len(PurePosixPath(name).suffix.encode()) <= 20 else ""
    stem = name[: len(name) - len(suffix)].encode()[: most - len(suffix.encode())]
    return stem.decode(errors="ignore") + suffix


def _shorten(name: str) -> str:
    if len(name) <= MAX_CHARS:
        return name
    suffix = PurePosixPath(name).suffix[:20]
    return _ENDS.sub("", name[: MAX_CHARS - len(suffix)] + suffix)


_SDK_TYPES = {"pdf", "doc", "docx", "xsl", "xslx", "zip"}
_OTHER_TYPES = {
    "txt": "text/plain",
    "csv": "text/csv",
    "xml": "application/xml",
    "rtf": "application/rtf",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "bmp": "image/bmp",
    "rar": "application/vnd.rar",
}


def content_type_for(name: str) -> str:
    """The ContentType of an unzipped file: the spelling widely deployed software writes, MIME for the rest."""
    kind = extension(name)
    return f"application/{kind}" if kind in _SDK_TYPES else _OTHER_TYPES.get(kind, "application/octet-stream")
