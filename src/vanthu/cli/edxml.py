"""`vanthu edxml …`: look at a package without any office or axis.

Exit codes: 0 nothing wrong, 1 the package has errors, 2 it cannot be read.
"""

from __future__ import annotations

import errno
import json
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from vanthu.standards import edxml
from vanthu.standards.edxml.names import fit_bytes, safe_name

app = typer.Typer(no_args_is_help=True, help="Kiểm tra và xem gói tin edXML (QCVN 102).")

PackageFile = Annotated[Path, typer.Argument(metavar="TỆP", help="Gói tin .edxml.")]
_COLORS = {
    edxml.Severity.ERROR: typer.colors.RED,
    edxml.Severity.WARNING: typer.colors.YELLOW,
    edxml.Severity.INFO: typer.colors.CYAN,
}


@app.callback()
def group() -> None:
    """Hold the sub-commands together."""


@app.command()
def check(
    file: PackageFile,
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON cho phần mềm khác.")] = False,
) -> None:
    """Kiểm tra gói tin theo QCVN 102; mã thoát 1 khi có lỗi, 2 khi không đọc được."""
    with _folder() as folder:
        result = _read(file, folder, as_json=as_json)
        today = datetime.now(edxml.VIETNAM).date()
        found = (*result.findings, *edxml.validate(result.message, today=today))
    by_severity = sorted(found, key=lambda item: list(edxml.Severity).index(item.severity))
    worst_first = list({(item.code, item.path): item for item in reversed(by_severity)}.values())[::-1]
    errors = sum(item.severity is edxml.Severity.ERROR for item in worst_first)
    if as_json:
        _print_json(file, worst_first, result)
    else:
        _print_findings(file, worst_first, result)
    raise typer.Exit(1 if errors else 0)


@app.command()
def show(
    file: PackageFile,
    extract: Annotated[
        Path | None, typer.Option(metavar="THƯ_MỤC", help="Ghi các tệp đính kèm vào thư mục này.")
    ] = None,
) -> None:
    """In nội dung gói tin cho người đọc, và lấy tệp đính kèm ra nếu cần."""
    with _folder() as folder:
        result = _read(file, folder)
        for label, value in _lines(result.message):
            typer.echo(f"{label + ':':<22}{_harmless(value)}")
        if isinstance(result.message, edxml.DocumentMessage):
            _show_attachments(result.message.attachments, extract)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="vanthu-edxml-") as name:
        yield Path(name)


def _read(file: Path, folder: Path, *, as_json: bool = False) -> edxml.ReadResult:
    try:
        return edxml.read(file, attachments_dir=folder)
    except edxml.EdxmlRefused as refused:
        _unreadable(file, refused.code, refused.sentence, as_json)
    except IsADirectoryError:
        _unreadable(file, "T.File", "Đây là thư mục, không phải tệp.", as_json)
    except FileNotFoundError:
        _unreadable(file, "N.File", "Không tìm thấy tệp.", as_json)
    except PermissionError:
        _unreadable(file, "R.File", "Không có quyền đọc tệp.", as_json)
    except OSError as error:
        _unreadable(file, "E.File", f"Không đọc được tệp: {_reason(error)}.", as_json)
    raise typer.Exit(2)


def _unreadable(file: Path, code: str, sentence: str, as_json: bool) -> None:
    if as_json:
        finding = {"code": code, "severity": "error", "sentence": sentence, "path": ""}
        typer.echo(json.dumps({"file": str(file), "readable": False, "findings": [finding]}, ensure_ascii=False))
    else:
        typer.echo(f"{_harmless(str(file))}: {_harmless(sentence)} [{code}]", err=True)


def _print_json(file: Path, found: list[edxml.Finding], result: edxml.ReadResult) -> None:
    rows = [
        {"code": item.code, "severity": item.severity.value, "sentence": item.sentence, "path": item.path}
        for item in found
    ]
    kind = "edoc" if isinstance(result.message, edxml.DocumentMessage) else "status"
    answer = {"file": str(file), "readable": True, "kind": kind, "sha256": result.sha256, "size": result.size}
    typer.echo(json.dumps(answer | {"findings": rows}, ensure_ascii=False, indent=2))


def _print_findings(file: Path, found: list[edxml.Finding], result: edxml.ReadResult) -> None:
    for item in found:
        where = f" ({item.path})" if item.path else ""
        typer.secho(f"{item.severity.label:<9} ", fg=_COLORS[item.severity], nl=False)
        typer.echo(f"{_harmless(item.sentence)}{_harmless(where)} [{item.code}]")
    counts = [
        f"{sum(item.severity is severity for item in found)} {severity.label.lower()}" for severity in edxml.Severity
    ]
    kind = "văn bản" if isinstance(result.message, edxml.DocumentMessage) else "trạng thái"
    typer.echo(f"{_harmless(str(file))}: gói tin {kind}, {', '.join(counts)}.")


def _lines(message: edxml.Message) -> Iterator[tuple[str, str]]:
    """(label, value) for everything the message says."""
    lines = _status_lines(message) if isinstance(message, edxml.StatusMessage) else _document_lines(message)
    yield from ((label, value) for label, value in lines if value)


def _status_lines(message: edxml.StatusMessage) -> Iterator[tuple[str, str]]:
    known = message.status_code in set(edxml.StatusCode)
    yield "Gói tin", "trạng thái"
    yield "Bên báo", _organization(message.sender)
    yield "Trạng thái", f"{message.status_code} {edxml.StatusCode(message.status_code).label if known else ''}"
    yield "Nội dung", message.description or ""
    yield "Thời điểm", _moment(message.timestamp)
    yield "Văn bản", _response_for(message.response_for)
    yield "Người liên hệ", _staff(message.staff)
    yield from _unread(message)


def _document_lines(message: edxml.DocumentMessage) -> Iterator[tuple[str, str]]:
    signer, other = message.signer, message.other
    yield "Gói tin", f"văn bản – {message.business.type.label.lower()}"
    yield "Số, ký hiệu", message.code.text
    yield "Ngày ban hành", " – ".join(filter(None, (message.promulgation_place, _day(message.promulgation_date))))
    yield "Loại văn bản", message.document_type.type_name
    yield "Trích yếu", message.subject
    yield "Nội dung", message.content or ""
    yield "Mã văn bản", message.document_id
    yield "Bên gửi", _organization(message.sender)
    for recipient in message.recipients:
        yield "Bên nhận", _organization(recipient)
    if signer:
        yield "Người ký", ", ".join(filter(None, (signer.competence, signer.position, signer.full_name)))
    yield "Độ khẩn", edxml.PRIORITY_LABELS.get(other.priority, str(other.priority))
    yield "Hạn xử lý", _day(message.due_date)
    yield "Nơi nhận", "; ".join(message.to_places)
    yield "Phụ lục", "; ".join(other.appendixes)
    for answered in message.response_for:
        yield "Phản hồi văn bản", _response_for(answered)
    yield from _business_lines(message)
    for header in message.trace:
        yield "Đã qua", " lúc ".join(filter(None, (header.organ_id, _moment(header.timestamp))))
    yield from _unread(message)


def _business_lines(message: edxml.DocumentMessage) -> Iterator[tuple[str, str]]:
    business = message.business
    yield "Lý do nghiệp vụ", business.reason or ""
    yield "Gửi kèm bản giấy", "có" if business.paper else "không"
    for document_id in message.concerned_document_ids:
        yield "Văn bản liên quan", document_id
    for receiver in business.document_info.receivers if business.document_info else ():
        change = "" if receiver.receiver_type is None else receiver.receiver_type.label
        yield "Cập nhật nơi nhận", f"{receiver.organ_id} {change}"
    yield "Người liên hệ", _staff(business.staff)


def _unread(message: edxml.Message) -> Iterator[tuple[str, str]]:
    for item in message.unread:
        yield "Không đọc được", f"{item.path}: “{item.text}”"


def _show_attachments(attachments: tuple[edxml.Attachment, ...], extract: Path | None) -> None:
    for place, attachment in enumerate(attachments, 1):
        size = f"{attachment.content.size:,}".replace(",", ".")
        typer.echo(f"{f'Tệp đính kèm {place}:':<22}{_harmless(attachment.name)} ({size} byte)")
        if extract is not None:
            typer.echo(f"{'':<22}đã ghi: {_harmless(str(_extract(attachment, extract, place)))}")


def _extract(attachment: edxml.Attachment, folder: Path, place: int) -> Path:
    """Never outside the folder, never over a file that is there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path, target = _new_file(folder, safe_name(attachment.name, position=place))
        with target, attachment.content.open() as source:
            shutil.copyfileobj(source, target)
        return path
    except OSError as error:
        typer.echo(f"Không ghi được vào {_harmless(str(folder))}: {_reason(error)}.", err=True)
        raise typer.Exit(2) from error


def _new_file(folder: Path, name: str) -> tuple[Path, BinaryIO]:
    path = Path(fit_bytes(name))
    for attempt in range(1, 10_000):
        counted = path.name if attempt == 1 else f"{path.stem} ({attempt}){path.suffix}"
        try:
            return folder / counted, (folder / counted).open("xb")
        except FileExistsError:
            continue
    raise FileExistsError(errno.EEXIST, name)


def _reason(error: OSError) -> str:
    match error:
        case PermissionError():
            return "không có quyền"
        case FileExistsError() | NotADirectoryError():
            return "đường dẫn này đã là một tệp khác"
        case _:
            return "hết dung lượng" if error.errno == errno.ENOSPC else f"lỗi hệ điều hành số {error.errno}"


def _organization(organization: edxml.Organization) -> str:
    name = organization.organ_name or "(không có tên)"
    above = f", {organization.organization_in_charge}" if organization.organization_in_charge else ""
    return f"{organization.organ_id or '(không có mã)'} {name}{above}"


def _response_for(answered: edxml.ResponseFor) -> str:
    parts = (answered.code, _day(answered.promulgation_date), answered.organ_id, answered.document_id)
    return " – ".join(filter(None, parts))


def _staff(staff: edxml.StaffInfo | None) -> str:
    if staff is None:
        return ""
    return ", ".join(filter(None, (staff.staff, staff.department, staff.email, staff.mobile)))


def _day(day: object) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _moment(moment: datetime | None) -> str:
    return f"{moment:%H:%M:%S %d/%m/%Y}" if moment else ""


def _harmless(text: str) -> str:
    """One line without what could move a terminal's cursor or turn the reading direction."""
    return "".join(" " if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else char for char in text)
