"""What a PDF does beside being shown: scripts, files inside it, commands (reported, never run)."""

import io
from collections.abc import Iterator
from contextlib import closing

import pikepdf

from vanthu.standards.letter.checking.model import Finding
from vanthu.standards.letter.checking.rulebook import breach

_SCRIPTS = frozenset(("/JavaScript",))
_COMMANDS = frozenset(("/Launch", "/SubmitForm", "/ImportData", "/GoToE"))


def check_threats(pdf: bytes) -> Iterator[Finding]:
    """Findings about the file as a whole; raises pikepdf.PdfError where it is damaged beyond reading."""
    kinds, files = _seen(pdf)
    if kinds & _SCRIPTS:
        yield breach("TT-PDF-JAVASCRIPT", (), "Tệp PDF có mã JavaScript.", "Xuất lại PDF từ phần mềm soạn thảo.")
    if files:
        sentence = f"Tệp PDF nhúng {files} tệp khác."
        yield breach("TT-PDF-TEP-NHUNG", (), sentence, "Bỏ tệp nhúng; gửi phụ lục thành tệp riêng.")
    if kinds & _COMMANDS:
        names = ", ".join(sorted(kind.removeprefix("/") for kind in kinds & _COMMANDS))
        sentence = f"Tệp PDF có lệnh mở chương trình hoặc gửi dữ liệu ({names})."
        yield breach("TT-PDF-LENH-CHAY", (), sentence, "Xuất lại PDF từ phần mềm soạn thảo.")


def threats_in(data: bytes) -> tuple[Finding, ...]:
    """What a file does beside being shown, as far as it is a PDF that can be read; nothing for any other."""
    if b"%PDF-" not in data[:1024]:
        return ()
    try:
        return tuple(check_threats(data))
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return ()


def _seen(pdf: bytes) -> tuple[set[str], int]:
    """Kinds of actions, and how many files are inside; every object is looked at, wherever it hangs."""
    kinds: set[str] = set()
    files = 0
    with closing(pikepdf.open(io.BytesIO(pdf))) as document:
        for item in document.objects:
            if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                continue
            files += str(item.get("/Type", "")) == "/EmbeddedFile"
            kinds.update(_actions(item))
    return kinds, files


def _actions(item: pikepdf.Object, depth: int = 0) -> Iterator[str]:
    """Kinds of actions in an object and in what it holds directly: indirect objects come by themselves."""
    if depth > 6:
        return
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        kind = item.get("/S")
        if isinstance(kind, pikepdf.Name) and ("/JS" in item or str(kind) in _SCRIPTS | _COMMANDS):
            yield "/JavaScript" if "/JS" in item else str(kind)
        if "/JavaScript" in item:
            yield "/JavaScript"
        held = [value for _, value in item.items()]
    elif isinstance(item, pikepdf.Array):
        held = list(item)
    else:
        return
    for value in held:
        if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
            yield from _actions(value, depth + 1)
