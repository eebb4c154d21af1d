"""Whether a draft may do to an issued document what it was begun for (ND30-A18.3).

An error of substance is amended or replaced by a document of equivalent form; one of form, technique or procedure is
corrected by a công văn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import OFFICIAL_LETTER, LinkKind
from vanthu.office.outgoing.operations.problem import Problem
from vanthu.office.outgoing.queries.fields import type_code_of
from vanthu.office.outgoing.queries.particulars import WITHOUT_BODY, in_words
from vanthu.office.outgoing.queries.wording import BLANK, VERBS
from vanthu.office.outgoing.states import SourceKind
from vanthu.standards import letter

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document, Link
    from vanthu.office.outgoing.queries import DraftFields

RULE = "khoản 3 Điều 18 Nghị định 30/2020/NĐ-CP"
EQUIVALENT = ({"quyet_dinh", "quy_che", "quy_dinh"},)
"""Types whose forms are equivalent although their names differ: quy chế and quy định are issued by a decision."""

DECIDING = frozenset({"quyet_dinh", "nghi_quyet"})
"""Forms that may also repeal a document of any other administrative type."""


def misfits(fields: DraftFields, links: Sequence[Link], *, source: str, file_text: str) -> Iterator[Problem]:
    """Yield what hinders a draft from replacing, amending, repealing or correcting the documents it is about.

    Of an uploaded draft what its file says counts (`file_text`), not what was typed beside it.
    """
    uploaded = source == SourceKind.UPLOADED
    ended = documents.ended_by([link.target_id for link in links])
    for link in links:
        if other := ended.get(link.target_id):
            yield Problem("type_code", "VT-DI-HET-HIEU-LUC", no_longer(link.target, other))
        yield from _form(fields, LinkKind(link.kind), link.target)
        yield from _said(fields, LinkKind(link.kind), link.target, file_text if uploaded else None)
    if links and BLANK in (file_text if uploaded else fields.body):
        sentence = f"Nội dung còn chỗ chưa điền, ghi là {BLANK}; hãy điền hoặc xóa."
        yield Problem("body", "VT-DI-CON-CHO-TRONG", sentence)


def no_longer(document: Document, link: Link) -> str:
    """Say that a document is in force no longer, and by what."""
    done = "thay thế" if link.kind == LinkKind.REPLACES else "bãi bỏ"
    return (
        f"{documents.cited(document)} đã được {done} bằng {documents.cited(link.source)} nên không còn hiệu lực để "
        f"sửa đổi, thay thế, bãi bỏ hay đính chính ({RULE})."
    )


def _form(fields: DraftFields, kind: LinkKind, target: Document) -> Iterator[Problem]:
    own, other = type_code_of(fields), target.type.code if target.type else OFFICIAL_LETTER
    if kind == LinkKind.CORRECTS:
        if own != OFFICIAL_LETTER:
            sentence = (
                f"Đính chính phải bằng công văn của cơ quan đã ban hành văn bản ({RULE}); hãy chọn loại Công văn."
            )
            yield Problem("type_code", "VT-DI-DINH-CHINH-CONG-VAN", sentence)
        return
    if own == other or any({own, other} <= group for group in EQUIVALENT):
        return
    if kind == LinkKind.REPEALS and own in DECIDING:
        return
    done = VERBS[kind][0]
    sentence = (
        f"{letter.document_type(own).name} không có hình thức tương đương với {documents.cited(target)} nên không "
        f"{done} được văn bản đó ({RULE}); hãy chọn loại {target.type_name}."
    )
    yield Problem("type_code", "VT-DI-HINH-THUC-TUONG-DUONG", sentence)


def _said(fields: DraftFields, kind: LinkKind, target: Document, file_text: str | None) -> Iterator[Problem]:
    """The text itself must do it: nobody who holds the paper can see a link in a database.

    A file without a text that can be read (a scan) is left to the eyes of who checks its form.
    """
    if type_code_of(fields) in WITHOUT_BODY or file_text == "":
        return
    typed = (fields.subject, fields.body, *fields.legal_bases, in_words(fields.particulars))
    text, words = _folded(typed if file_text is None else [file_text]), VERBS[kind]
    # Without blanks: a page may break its lines within the number.
    named = _tight(_folded([target.code_text])) in _tight(text)
    if not named or not any(word in text for word in words):
        sentence = (
            f"{'Nội dung' if file_text is None else 'Tệp tải lên'} chưa ghi rõ {words[0]} {documents.cited(target)}; "
            f"người nhận chỉ biết điều đó qua lời văn ({RULE})."
        )
        yield Problem("body" if file_text is None else "pdf", "VT-DI-CHUA-GHI-QUAN-HE", sentence)


def _folded(texts: Iterable[str]) -> str:
    text = unicodedata.normalize("NFC", "\n".join(texts)).casefold().replace("huỷ", "hủy")
    return " ".join(text.split())


def _tight(text: str) -> str:
    return text.replace(" ", "")
