"""A document taken apart into the components of ND30 Phụ lục I, each with the lines that show it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from vanthu.standards.letter.checking.geometry import Edges, size_of
from vanthu.standards.letter.checking.kinds import DocumentKind
from vanthu.standards.letter.checking.model import Component, Place, around
from vanthu.standards.letter.model import Profile
from vanthu.standards.letter.reading import Frame, Line, Page, Rule


@dataclass(frozen=True)
class Head:
    """Boxes 1–5b, 9a, 10a, 10b, 11 of page 1; None or empty where a component was not recognised."""

    national_name: Line | None = None
    motto: Line | None = None
    motto_rule: Rule | None = None
    superior: tuple[Line, ...] = ()
    agency: tuple[Line, ...] = ()
    agency_rule: Rule | None = None
    number: Line | None = None
    date: Line | None = None
    letter_subject: tuple[Line, ...] = ()
    title: Line | None = None
    subject: tuple[Line, ...] = ()
    subject_rule: Rule | None = None
    urgency: Line | None = None
    urgency_frame: Frame | None = None
    circulation: Line | None = None
    circulation_frame: Frame | None = None
    addressed_to: tuple[Line, ...] = ()

    @cached_property
    def lines(self) -> frozenset[Line]:
        """Every line that belongs to the head."""
        single = (self.national_name, self.motto, self.number, self.date, self.title, self.urgency, self.circulation)
        several = (*self.superior, *self.agency, *self.letter_subject, *self.subject, *self.addressed_to)
        return frozenset(line for line in (*single, *several) if line is not None)


@dataclass(frozen=True)
class Signer:
    """Boxes 7a and 7b of one signer."""

    capacity: tuple[Line, ...]
    name: Line | None


@dataclass(frozen=True)
class Close:
    """Boxes 7a, 7b, 9b, 12, 13."""

    signers: tuple[Signer, ...] = ()
    heading: Line | None = None
    recipients: tuple[Line, ...] = ()
    typist: Line | None = None
    contact_rule: Rule | None = None
    contact: tuple[Line, ...] = ()

    @cached_property
    def lines(self) -> frozenset[Line]:
        signed = [line for signer in self.signers for line in (*signer.capacity, signer.name)]
        return frozenset(
            line for line in (*signed, self.heading, *self.recipients, self.typist, *self.contact) if line is not None
        )


@dataclass(frozen=True)
class Paragraph:
    """Lines of running text; `indent` of its first line from the left edge, in points."""

    lines: tuple[Line, ...]
    indent: float
    centred: bool = False

    @cached_property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @cached_property
    def size(self) -> float:
        return size_of(max(self.lines, key=lambda line: len(line.glyphs)))

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)

    @property
    def italic(self) -> bool:
        return all(line.italic for line in self.lines)

    def opening_bold(self, letters: int) -> bool:
        """Whether the first letters are bold, whatever follows."""
        glyphs = self.lines[0].inked[:letters]
        return all("bold" in glyph.font.lower() for glyph in glyphs)


@dataclass(frozen=True)
class Attachment:
    """A phụ lục, or another text issued with the document, that begins on a page of its own."""

    first_page: int
    pages: int
    heading: Line | None
    """"Phụ lục I"; None for a text with a name of its own."""
    title: tuple[Line, ...]
    note: tuple[Line, ...]
    """(Kèm theo …)"""
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Document:
    """What was recognised in one file."""

    pages: tuple[Page, ...]
    kind: DocumentKind | None
    head: Head
    close: Close
    edges: Edges
    paragraphs: tuple[Paragraph, ...]
    """Of the main text, centred headings among them; without tables."""
    attachments: tuple[Attachment, ...]
    page_numbers: tuple[Line | None, ...]
    """One a page."""
    stamps: frozenset[Line]
    """What signing software prints (S4, S5), and marks outside the text."""
    tabled: frozenset[Line]
    """Lines inside tables."""
    main_pages: int
    declared_fonts: tuple[str, ...] = field(default=())
    """Faces a DOCX asks for, where the check began with one."""
    profile: Profile | None = None
    """The set of sizes the document is held to; None: either, but one."""

    @property
    def readable(self) -> bool:
        """Whether enough was recognised for the rules of an administrative document to mean something."""
        head = self.head
        seen = (head.national_name, head.motto, head.number, head.date, head.title or head.letter_subject)
        return sum(bool(item) for item in seen) >= 2 or self.appendix_alone

    @property
    def appendix_alone(self) -> bool:
        """Whether the file is an appendix on its own (ND30 Phụ lục III mẫu 2.2)."""
        return bool(self.attachments) and self.attachments[0].first_page == 0

    @cached_property
    def body_size(self) -> float | None:
        """The size most letters of the main text have."""
        counts: dict[float, int] = {}
        for paragraph in self.paragraphs:
            counts[paragraph.size] = counts.get(paragraph.size, 0) + len(paragraph.text)
        return max(counts, key=lambda size: counts[size]) if counts else None

    def places(self, lines: Iterable[Line | None]) -> tuple[Place, ...]:
        return around(self.pages, (line for line in lines if line is not None))

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """What was recognised, in the order of the boxes."""
        return tuple(self._components())

    def _components(self) -> Iterator[Component]:
        head, close = self.head, self.close
        capacity = [line for signer in close.signers for line in signer.capacity]
        names = [signer.name for signer in close.signers]
        rows: tuple[tuple[str, str, str, Iterable[Line | None]], ...] = (
            ("national_name", "Quốc hiệu", "1", [head.national_name]),
            ("motto", "Tiêu ngữ", "1", [head.motto]),
            ("superior", "Cơ quan chủ quản", "2", head.superior),
            ("agency", "Cơ quan ban hành", "2", head.agency),
            ("number", "Số, ký hiệu", "3", [head.number]),
            ("date", "Địa danh và thời gian", "4", [head.date]),
            ("title", "Tên loại", "5a", [head.title]),
            ("subject", "Trích yếu", "5a", head.subject),
            ("letter_subject", "Trích yếu công văn", "5b", head.letter_subject),
            ("body", "Nội dung", "6", [line for paragraph in self.paragraphs for line in paragraph.lines]),
            ("capacity", "Quyền hạn, chức vụ", "7a", capacity),
            ("signer_name", "Họ và tên người ký", "7b", names),
            ("addressed_to", "Kính gửi", "9a", head.addressed_to),
            ("recipients", "Nơi nhận", "9b", [close.heading, *close.recipients]),
            ("urgency", "Mức độ khẩn", "10b", [head.urgency]),
            ("circulation", "Phạm vi lưu hành", "11", [head.circulation]),
            ("typist", "Người soạn thảo, số bản", "12", [close.typist]),
            ("contact", "Địa chỉ liên hệ", "13", close.contact),
            ("page_number", "Số trang", "", self.page_numbers),
            ("appendix", "Phụ lục", "", [item.heading for item in self.attachments]),
        )
        for name, label, box, found in rows:
            lines = [line for line in found if line is not None]
            text = " ".join(line.text for line in lines)[:300]
            for place in around(self.pages, lines):
                yield Component(name, label, box, text, place)
