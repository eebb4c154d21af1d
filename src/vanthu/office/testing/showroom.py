"""An office in the middle of a working day, to look at pages with: realistic documents in every state.

Only for development and tests. Everything goes through the operations, as the people of the cast would do it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.testing.cast import Cast, make_cast

if TYPE_CHECKING:
    from vanthu.office.incoming.models import IncomingDocument
    from vanthu.office.outgoing.models import OutgoingDocument
    from vanthu.standards.signing.pki import Pki

PIN = "12345678"
"""Everybody's PIN in the showroom."""

BODY = (
    "Thực hiện Kế hoạch số 45/KH-UBND ngày 12 tháng 01 năm 2026 của Ủy ban nhân dân tỉnh Thử Nghiệm về sắp xếp, kiện "
    "toàn tổ chức bộ máy các cơ quan chuyên môn, Sở Nội vụ đề nghị quý cơ quan thực hiện một số nội dung sau:\n"
    "1. Rà soát danh mục vị trí việc làm, cơ cấu ngạch công chức hiện có; đối chiếu với quy định tại các văn bản hướng "
    "dẫn của bộ quản lý ngành, lĩnh vực.\n"
    "2. Tổng hợp số liệu theo biểu mẫu kèm theo, gửi về Sở Nội vụ trước ngày 20 hằng tháng để tổng hợp, báo cáo.\n"
    "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị phản ánh về Sở Nội vụ để phối hợp giải quyết./."
)

CORRESPONDENTS = (
    ("H99.02", "000.00.02.H99", "Sở Nội vụ"),
    ("H99.05", "000.00.05.H99", "Sở Y tế"),
    ("H99.06", "000.00.06.H99", "Sở Tài chính"),
    ("H99.07", "", "Sở Giáo dục và Đào tạo"),
    ("H99.08", "", "Sở Nông nghiệp và Môi trường"),
    ("H99.01", "000.00.01.H99", "Văn phòng Ủy ban nhân dân tỉnh Thử Nghiệm"),
    ("H99", "000.00.00.H99", "Ủy ban nhân dân tỉnh Thử Nghiệm"),
    ("H99.31", "", "Ủy ban nhân dân phường Bến Thử"),
    ("H99.32", "", "Ủy ban nhân dân xã Đồng Mẫu"),
    ("G09", "000.00.00.G09", "Bộ Nội vụ"),
)

# fmt: off
# ruff: noqa: E501 - a table reads best with one letter a line
LETTERS_IN = (
    ("1286", "UBND-KGVX", "H99", "Ủy ban nhân dân tỉnh Thử Nghiệm", "phòng chống bão số 5 và mưa lũ sau bão", 3),
    ("1291", "UBND-NC", "H99", "Ủy ban nhân dân tỉnh Thử Nghiệm", "trực bảo đảm an ninh, trật tự dịp lễ", 3),
    ("88", "SYT-TCCB", "H99.05", "Sở Y tế", "cử viên chức tham gia Hội đồng xét thăng hạng chức danh nghề nghiệp", 1),
    ("412", "STC-NS", "H99.06", "Sở Tài chính", "thẩm định dự toán kinh phí tinh giản biên chế quý III năm 2026", 0),
    ("2054", "BNV-CCVC", "G09", "Bộ Nội vụ", "lấy ý kiến dự thảo Nghị định quy định về vị trí việc làm và biên chế công chức", 2),
    ("77", "UBND-VX", "H99.31", "Ủy ban nhân dân phường Bến Thử", "đề nghị hướng dẫn xếp lương đối với công chức cấp xã sau sắp xếp", 0),
    ("193", "SGDĐT-TCCB", "H99.07", "Sở Giáo dục và Đào tạo", "bổ sung chỉ tiêu tuyển dụng viên chức giáo viên năm học 2026–2027", 0),
    ("56", "UBND-NV", "H99.32", "Ủy ban nhân dân xã Đồng Mẫu", "xin ý kiến về việc bổ nhiệm Phó Chánh Văn phòng", 0),
    ("301", "SNNMT-VP", "H99.08", "Sở Nông nghiệp và Môi trường", "phối hợp kiểm tra công vụ tại các đơn vị trực thuộc", 0),
    ("15", "VP-HCTC", "H99.01", "Văn phòng Ủy ban nhân dân tỉnh Thử Nghiệm", "thông báo kết luận cuộc họp giao ban tháng", 1),
    ("420", "STC-HCSN", "H99.06", "Sở Tài chính", "quyết toán kinh phí đào tạo, bồi dưỡng cán bộ năm 2025", 0),
    ("91", "SYT-VP", "H99.05", "Sở Y tế", "báo cáo kết quả rà soát danh mục vị trí việc làm", 0),
    ("1302", "UBND-KSTT", "H99", "Ủy ban nhân dân tỉnh Thử Nghiệm", "đẩy mạnh cắt giảm, đơn giản hóa thủ tục hành chính", 0),
    ("2060", "BNV-TL", "G09", "Bộ Nội vụ", "hướng dẫn thực hiện mức lương cơ sở", 0),
    ("195", "SGDĐT-VP", "H99.07", "Sở Giáo dục và Đào tạo", "danh sách công chức đăng ký bồi dưỡng quản lý nhà nước", 0),
    ("310", "SNNMT-TCCB", "H99.08", "Sở Nông nghiệp và Môi trường", "đề nghị thỏa thuận số lượng cấp phó", 0),
    ("79", "UBND-NV", "H99.31", "Ủy ban nhân dân phường Bến Thử", "báo cáo số lượng cán bộ không chuyên trách", 0),
    ("60", "UBND-VP", "H99.32", "Ủy ban nhân dân xã Đồng Mẫu", "đề nghị xác nhận hồ sơ người có công", 0),
)
# fmt: on

SUBJECTS_OUT = (
    "rà soát danh mục vị trí việc làm của các cơ quan, tổ chức hành chính",
    "báo cáo kết quả thực hiện chính sách tinh giản biên chế quý II năm 2026",
    "trả lời kiến nghị của Ủy ban nhân dân phường Bến Thử về xếp lương công chức",
    "cử công chức tham gia lớp bồi dưỡng kiến thức quản lý nhà nước ngạch chuyên viên chính",
    "hướng dẫn đánh giá, xếp loại chất lượng cán bộ, công chức năm 2026",
    "góp ý dự thảo Nghị định quy định về vị trí việc làm và biên chế công chức",
    "thẩm định số lượng cấp phó của người đứng đầu đơn vị sự nghiệp công lập",
    "đôn đốc báo cáo số lượng người hoạt động không chuyên trách ở cấp xã",
    "triệu tập họp Hội đồng thi đua, khen thưởng tỉnh",
    "cung cấp thông tin, số liệu phục vụ báo cáo cải cách hành chính",
)


@dataclass
class Showroom:
    """The office as furnished: the cast, the PKI, and a document of each kind for whoever looks at one page."""

    cast: Cast
    pki: Pki
    at: datetime
    incoming: dict[str, UUID]
    outgoing: dict[str, UUID]


FEW = frozenset({1, 6, 8, 10, 13, 17, 18})
"""Places of LETTERS_IN that show every state once."""


def furnished(folder: Path, *, at: datetime) -> Showroom:
    """Return the showroom in the database in use, a SQLite file whose transactions commit.

    It is furnished once a process; afterwards the whole database is put back as it was then, because rows of documents
    that are finished can by law not be written a second time.
    """
    from django.db import connection

    connection.ensure_connection()
    if not _kept:
        room = furnish(make_cast(), folder, at=at, letters=FEW)
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(copy)
        _kept.append((copy, room))
        return room
    copy, room = _kept[0]
    copy.backup(connection.connection)
    use_keys(room.pki)
    return deepcopy(room)


_kept: list[tuple[sqlite3.Connection, Showroom]] = []


def furnish(
    cast: Cast, folder: Path, *, at: datetime, letters: Container[int] = range(1, 1 + len(LETTERS_IN))
) -> Showroom:
    """Make keys and identities, and fill Sở Nội vụ with a day's documents around `at`.

    `letters`: which of LETTERS_IN (from 1) arrive; checking the signatures of each takes a second or two.
    """
    room = Showroom(cast, make_keys(folder, at=at), at, {}, {})
    correspondents(at)
    with cast.in_snv():
        identities(room)
        _fill_incoming(room, letters)
        _fill_outgoing(room)
    return room


def make_keys(folder: Path, *, at: datetime) -> Pki:
    """Make a development PKI for Dũng, Sở Nội vụ and two senders, and let the settings point to it."""
    from vanthu.standards.signing import pki

    people = (("dung", "Phạm Tiến Dũng", "Sở Nội vụ"), ("khanh", "Vũ Quốc Khánh", "Ủy ban nhân dân tỉnh Thử Nghiệm"))
    agencies = (("snv", "Sở Nội vụ", "H99.02"), ("ubnd", "Ủy ban nhân dân tỉnh Thử Nghiệm", "H99"))
    holders = [pki.Holder(key, "person", name, PIN, where, title="Giám đốc") for key, name, where in people]
    holders += [pki.Holder(key, "agency", name, PIN, identifier=code) for key, name, code in agencies]
    made = pki.init(
        folder / "pki",
        pki.Spec(tuple(holders), algorithm="p-256"),
        at=at - timedelta(days=20),
        url="http://127.0.0.1:9",
    )
    made.refresh(at=at - timedelta(days=1))
    use_keys(made)
    return made


def use_keys(made: Pki) -> None:
    """Let the settings point to a PKI."""
    from django.conf import settings

    signing = settings.OFFICE.signing.model_copy(update={"trust_dir": made.trust_dir, "keys_dir": made.directory})
    settings.OFFICE = settings.OFFICE.model_copy(update={"signing": signing})


def correspondents(at: datetime) -> None:
    """Fill the registry of the axis as it would have been fetched."""
    from django.apps import apps

    from vanthu.office.kernel.words import folded

    model: Any = apps.get_model("exchange", "Correspondent")
    for code, old, name in CORRESPONDENTS:
        words = folded(f"{name} {code} {old}")
        known = {"old_code": old, "name": name, "search_text": words, "synchronised_at": at}
        model.objects.update_or_create(code=code, defaults=known)


def identities(room: Showroom) -> None:
    """Give Dũng and Sở Nội vụ their certificates."""
    from cryptography.hazmat.primitives.serialization import Encoding

    from vanthu.office.signatures import operations

    for key, person in (("dung", room.cast.dung), ("snv", None)):
        operations.add_identity(
            person=person,
            certificate=room.pki.certificate(key).public_bytes(Encoding.PEM),
            key_reference=room.pki.holder(key).p12 or "",
            image=room.pki.image_bytes(key),
            by=None,
            at=room.at - timedelta(days=10),
        )


def _fill_incoming(room: Showroom, letters: Container[int]) -> None:
    """Eight wait for registering, the others have come further, one was refused."""
    from vanthu.office.incoming import operations

    cast, by = room.cast, room.cast.chi
    for number, letter in enumerate(reversed(LETTERS_IN)):
        place = len(LETTERS_IN) - number
        if place not in letters:
            continue
        at = room.at - timedelta(minutes=17 * place) - timedelta(days=0 if place <= 8 else place - 7)
        arrived = _arrive(
            room, letter, at, signed="unsigned" if place in {6, 11} else "broken" if place == 8 else "valid"
        )
        if place == 18:
            operations.refuse(
                arrived.pk, reason="Văn bản gửi nhầm, thuộc thẩm quyền của Sở Y tế", by=by, at=at + timedelta(hours=1)
            )
        elif place > 8:
            operations.register(arrived.pk, by=by, at=at + timedelta(minutes=9))
            room.incoming["registered"] = arrived.pk
        if 10 < place < 18:
            operations.assign(
                arrived.pk,
                lead_unit_id=cast.ccvc.pk,
                lead_person_id=cast.an.pk if place % 2 else None,
                cooperating_unit_ids=[cast.van_phong.pk] if place % 3 == 0 else [],
                instruction="Tham mưu văn bản trả lời, báo cáo Giám đốc" if place % 2 else "Nghiên cứu, đề xuất",
                due_on=(at + timedelta(days=4)).date(),
                by=cast.dung,
                at=at + timedelta(hours=2),
            )
        if place in {12, 13, 15, 17}:
            operations.start(arrived.pk, by=cast.an if place % 2 else cast.binh, at=at + timedelta(hours=3))
        if place == 17:
            operations.complete(
                arrived.pk, result="Đã tổng hợp vào báo cáo tháng.", by=cast.an, at=at + timedelta(hours=26)
            )
        room.incoming[
            {1: "flash", 6: "unsigned", 8: "broken", 11: "assigned", 13: "started", 17: "completed", 18: "refused"}.get(
                place, f"no{place}"
            )
        ] = arrived.pk


def _arrive(room: Showroom, letter: tuple[Any, ...], at: datetime, *, signed: str) -> IncomingDocument:
    from vanthu.office.documents import operations as documents
    from vanthu.office.documents.states import Direction, VersionKind
    from vanthu.office.files import operations as files
    from vanthu.office.incoming import operations
    from vanthu.office.incoming.states import Channel, LegalValue
    from vanthu.office.signatures import operations as signatures

    number, notation, code, name, subject, urgency = letter
    issued = (at - timedelta(hours=3)).date()
    document = documents.create(
        direction=Direction.INCOMING,
        type_name="Công văn",
        subject=subject,
        issuer_code=code,
        issuer_name=name,
        number=number,
        notation=notation,
        issued_on=issued,
        wire_id=f"{code},{issued:%Y/%m/%d},{number}/{notation}",
        urgency=urgency,
        signer_name="Vũ Quốc Khánh",
        signer_position="Giám đốc",
        at=at,
    )
    pdf = _received_pdf(room, letter, issued, at, signed)
    version = documents.add_version(
        document.pk, kind=VersionKind.RECEIVED, content=pdf, file_name=f"{number}-{notation}.pdf", by=None, at=at
    )
    sheet = files.keep(b"STT,Don vi,So luong\n1,Van phong,12\n", media_type="text/csv", at=at)
    if urgency or number == "412":
        documents.add_attachment(
            document.pk,
            sha256=sheet.sha256,
            file_name="Phụ lục số liệu.csv",
            media_type="text/csv",
            description="Biểu mẫu tổng hợp",
            at=at,
        )
    verdict = signatures.judge(file_sha256=version.file_id, document_id=document.pk, at=at)
    value = LegalValue.ORIGINAL if verdict.outcome == "valid" else LegalValue.REFERENCE
    return operations.arrive(document, channel=Channel.AXIS, legal_value=value, verdict_id=verdict.pk, at=at)


def _received_pdf(room: Showroom, letter: tuple[Any, ...], issued: date, at: datetime, signed: str) -> bytes:
    from vanthu.standards import letter as letters
    from vanthu.standards import signing

    number, notation, _, name, subject, urgency = letter
    composed = letters.compose(
        letters.Letter(
            agency_name=name.upper(),
            notation=notation,
            place="Thử Nghiệm",
            year=issued.year,
            subject=subject,
            addressed_to=("Sở Nội vụ",),
            body=tuple(BODY.split("\n")),
            signer_authority=("GIÁM ĐỐC",),
            signer_name="Vũ Quốc Khánh",
            recipients=("Như trên", "Lưu: VT"),
            urgency=urgency,
        ),
        at=at.replace(microsecond=0),
    )
    pdf = signing.reserve(composed.pdf, composed.slots)
    if signed == "unsigned":
        return pdf
    pdf = _signed(room, pdf, "leader", "khanh", at - timedelta(hours=2))
    pdf = signing.fill_number(pdf, number=number, issued_on=issued)
    pdf = _signed(room, pdf, "agency", "ubnd", at - timedelta(hours=1))
    return pdf if signed == "valid" else pdf.replace(b"<rdf:Description", b"<rdf:Descripti0n", 1)


def _signed(room: Showroom, pdf: bytes, field: Any, holder: str, at: datetime) -> bytes:
    from vanthu.standards import signing

    key = signing.open_pkcs12(room.pki.p12_bytes(holder), PIN)
    prepared = signing.begin(
        pdf, field=field, certificate=key.certificate, image_png=room.pki.image_bytes(holder), at=at
    )
    return signing.complete(prepared, key.sign(prepared.signed_attributes))


def _fill_outgoing(room: Showroom) -> None:
    """Two drafts, one returned, one with the head, one with the clerk, two for the leader, and three signed ones."""
    at = room.at - timedelta(hours=5)
    for number, (name, subject) in enumerate(zip(STAGES, SUBJECTS_OUT, strict=True)):
        begun = at + timedelta(minutes=9 * number)
        outgoing = _draft(room, subject, begun, number)
        room.outgoing[name] = outgoing.pk
        _bring(room, outgoing.pk, number, Clock(begun))


STAGES = ("draft", "draft2", "returned", "submitted", "checked", "approved", "approved2", "signed", "sealed", "issued")


def _bring(room: Showroom, pk: UUID, stage: int, clock: Clock) -> None:
    """Bring a draft as far as its place in STAGES says."""
    from vanthu.office.journeys import signing
    from vanthu.office.outgoing import operations

    cast = room.cast
    if stage >= 2:
        operations.submit(pk, by=cast.an, at=clock.next())
    if stage == 2:
        reason = "Bổ sung căn cứ Nghị định về tiền lương ở đoạn mở đầu; ghi rõ thời hạn báo cáo"
        operations.return_to_drafter(pk, reason=reason, by=cast.binh, at=clock.next())
    if stage >= 4:
        operations.approve(pk, opinion="Nhất trí", by=cast.binh, at=clock.next())
    if stage >= 5:
        operations.approve(pk, by=cast.chi, at=clock.next())
    if stage >= 7:
        signing.sign_as_leader(pk, pin=PIN, by=cast.dung, at=clock.next())
    if stage >= 8:
        signing.number_and_seal(pk, pin=PIN, by=cast.chi, at=clock.next())
    if stage >= 9:
        operations.issue(pk, by=cast.chi, at=clock.next())
        _answered(room, pk, clock)


def _answered(room: Showroom, pk: UUID, clock: Clock) -> None:
    """Send the issued document to an axis in memory, and let its recipients report back."""
    from vanthu.office.exchange import operations as exchange
    from vanthu.office.exchange import ports
    from vanthu.office.exchange import queries as progress
    from vanthu.office.testing.fake_axis import FakeAxis

    with ports.provided(FakeAxis()):
        exchange.send_due(at=clock.next())
    first, *others = progress.progress(pk)
    for code, said in (
        ("01", ""),
        ("03", "Đã tiếp nhận, vào sổ văn bản đến số 88"),
        ("04", "Giao phòng Tổ chức cán bộ"),
    ):
        _report(room, pk, first.code, code, said, clock.next())
    for other in others[:1]:
        _report(room, pk, other.code, "01", "", clock.next())
        _report(room, pk, other.code, "02", "Văn bản không thuộc chức năng của cơ quan", clock.next())


def _report(room: Showroom, pk: UUID, sender: str, code: str, said: str, at: datetime) -> None:
    from vanthu.office.documents import queries as documents
    from vanthu.office.exchange import operations as exchange
    from vanthu.office.files import operations as files
    from vanthu.standards import edxml

    document = documents.document(pk)
    names = {one: name for one, _, name in CORRESPONDENTS}
    message = edxml.StatusMessage(
        sender=edxml.Organization(sender, names[sender]),
        response_for=edxml.ResponseFor(
            organ_id=document.issuer_code,
            code=document.code_text,
            document_id=document.wire_id,
            promulgation_date=document.issued_on,
        ),
        status_code=code,
        description=said,
        timestamp=at,
    )
    kept = files.keep(edxml.write_bytes(message), media_type="application/xml", at=at)
    hub_id = f"{sender}-{code}-{pk}"
    exchange.keep_status(message, hub_id=hub_id, package=kept.sha256, from_code=sender, at=at)


@dataclass
class Clock:
    """Steps of four minutes."""

    at: datetime

    def next(self) -> datetime:
        """Return the next moment."""
        self.at += timedelta(minutes=4)
        return self.at


def _draft(room: Showroom, subject: str, at: datetime, number: int) -> OutgoingDocument:
    from vanthu.office.outgoing import operations

    recipients: Sequence[tuple[str, str]] = [(code, name) for code, _, name in CORRESPONDENTS[1 : 3 + number % 4]]
    fields = operations.DraftFields(
        subject=subject,
        signer_id=room.cast.dung.pk,
        unit_id=room.cast.ccvc.pk,
        addressed_to=tuple(name for _, name in recipients),
        body=BODY,
        recipients=tuple(recipients),
        places=("Như trên", "Giám đốc (để b/c)"),
        urgency=1 if number == 5 else 0,
        typist_and_copies="NVA.(05)",
    )
    return operations.start_draft(fields, by=room.cast.an, at=at)


@contextmanager
def restored_settings() -> Iterator[None]:
    """Put the settings back that `use_keys` replaced."""
    from django.conf import settings

    before = settings.OFFICE
    try:
        yield
    finally:
        settings.OFFICE = before
