"""`vanthu evidence …`: judge evidence files, and receipts and tree heads of an axis, without asking anybody, offline.

Exit codes: 0 proved, 1 refuted or not enough, 2 a file cannot be read.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from vanthu.standards.evidence.findings import Event, Verdict
    from vanthu.standards.evidence.trust import EvidenceTrust
    from vanthu.standards.evidence_file.findings import FileVerdict

app = typer.Typer(
    no_args_is_help=True, help="Kiểm chứng tệp chứng cứ, biên nhận và sổ chứng cứ của trục, không cần kết nối."
)

CHUNK = 1 << 20
NOT_READABLE = 2
MOST_BYTES = 64 << 20
_HEAD = 100
_MOST_FILE = 201 << 20
_KINDS = {
    "package.accepted": "trục tiếp nhận gói tin",
    "package.recipients_added": "thêm nơi nhận",
    "delivery.fetched": "bên nhận tải về lần đầu",
    "delivery.status": "trạng thái giao nhận",
    "delivery.warned": "cảnh báo chờ lâu chưa lấy",
}
_STATES = {"processing": "đang xử lý", "done": "hoàn thành", "fail": "thất bại", "expired": "quá hạn"}
_OWN_WORD = "Tệp tự ghi (không cơ quan nào ký những dòng này; hãy đọc trong chính văn bản):"
_LIMITS = (
    "Biên nhận chỉ nói về việc gửi, nhận qua trục. Chữ ký số và nội dung của văn bản bên trong phải kiểm tra riêng "
    "(vanthu pdf verify)."
)

TrustFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--trust",
        metavar="TỆP",
        help="Tệp PEM chứa chứng thư của trục hoặc của CA (kể cả CA của máy chủ dấu thời gian), hoặc thư mục tin cậy "
        "(anchors, intermediates, crls). Có thể nêu nhiều lần.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")]


@app.callback()
def group() -> None:
    """Hold the sub-commands together."""


@app.command()
def verify(
    file: Annotated[
        Path, typer.Argument(metavar="TỆP", help="Tệp chứng cứ (.asice), hoặc biên nhận (tệp JSON trục đã cấp).")
    ],
    package: Annotated[Path | None, typer.Option(metavar="TỆP", help="Gói tin đã gửi, để đối chiếu từng byte.")] = None,
    trust: TrustFiles = None,
    as_json: AsJson = False,
) -> None:
    """Kiểm chứng một tệp chứng cứ hoặc một biên nhận của trục (mã thoát 0 khi chứng minh được)."""
    if _is_evidence_file(file):
        _verify_file(file, trust or [], as_json=as_json)
    from vanthu.standards.evidence.errors import EvidenceError
    from vanthu.standards.evidence.receipts import Receipt
    from vanthu.standards.evidence.verification import PackageFile, verify_receipt

    try:
        read = Receipt.read(_content(file))
        held = PackageFile(*_digest(package)) if package else None
        verdict = verify_receipt(read, _trusted(trust), at=_now(), package=held)
    except EvidenceError as error:
        _stop(f"{error.sentence} [{error.code}]")
    _tell(verdict, as_json=as_json)


@app.command()
def renew(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp chứng cứ (.asice).")],
    out: Annotated[Path, typer.Option("--out", metavar="TỆP_MỚI", help="Ghi tệp đã gia hạn vào đâu.")],
    tsa: Annotated[str, typer.Option("--tsa", metavar="ĐỊA_CHỈ", help="Máy chủ dấu thời gian (RFC 3161).")],
    trust: Annotated[
        Path,
        typer.Option(
            metavar="THƯ_MỤC",
            help="Thư mục tin cậy mới cập nhật (anchors, intermediates, crls): để kiểm tra tệp, và được gói thêm vào.",
        ),
    ],
) -> None:
    """Gia hạn tệp chứng cứ: đóng thêm dấu thời gian lên cả tệp trước khi dấu cũ hết hạn (mã thoát 0 khi xong)."""
    from vanthu.standards.evidence.errors import EvidenceError
    from vanthu.standards.evidence.findings import Outcome
    from vanthu.standards.evidence_file.container import NotAContainer
    from vanthu.standards.evidence_file.isolation import check_isolated
    from vanthu.standards.evidence_file.renewing import begin_renewal, complete_renewal
    from vanthu.standards.signing import HttpTimestamper
    from vanthu.standards.signing.errors import SigningError

    if out.exists():
        _stop(f"Đã có tệp {out}; hãy chọn tên khác, tệp cũ không bị ghi đè.")
    if not trust.is_dir():
        _stop(f"{trust} không phải là thư mục tin cậy.")
    data = _content(file, most=_MOST_FILE)
    try:
        if check_isolated(file, [trust], at=_now()).outcome is not Outcome.PROVED:
            _stop(
                f"Tệp chưa chứng minh được nên gia hạn không có ích. Xem: vanthu evidence verify {file} --trust {trust}"
            )
        known = {one.relative_to(trust).as_posix(): one.read_bytes() for one in trust.rglob("*") if one.is_file()}
        renewal = begin_renewal(data, known)
        token = HttpTimestamper(tsa).token(renewal.imprint)
        out.write_bytes(complete_renewal(renewal, token, at=_now()))
        _verify_file(out, [trust], as_json=False)
    except NotAContainer as error:
        _stop(error.sentence)
    except (EvidenceError, SigningError) as error:
        _stop(f"{error.sentence} [{error.code}]")
    except ValueError:
        _stop(f"Thư mục {trust} có tệp mang tên không gói vào tệp chứng cứ được (chỉ chữ không dấu, số và ._@+-).")


@app.command()
def head(
    file: Annotated[Path, typer.Argument(metavar="ĐẦU_CÂY", help="Tệp JSON do vanthu axis head xuất ra.")],
    since: Annotated[Path | None, typer.Option(metavar="TỆP", help="Đầu cây đã giữ từ trước.")] = None,
    trust: TrustFiles = None,
    as_json: AsJson = False,
) -> None:
    """Kiểm chứng một đầu cây; với --since còn chứng minh sổ chỉ được ghi thêm từ đầu cây trước."""
    from vanthu.standards.evidence.errors import EvidenceError
    from vanthu.standards.evidence.heads import SignedHead
    from vanthu.standards.evidence.verification import verify_head

    try:
        newer = SignedHead.read(_content(file))
        older = SignedHead.read(_content(since)) if since else None
        verdict = verify_head(newer, _trusted(trust), at=_now(), earlier=older)
    except EvidenceError as error:
        _stop(f"{error.sentence} [{error.code}]")
    if not as_json:
        typer.echo(f"Sổ {newer.head.log} của {newer.head.organ_id}: {newer.head.size} sự kiện, gốc {newer.head.root}")
    _tell(verdict, as_json=as_json)


def _is_evidence_file(path: Path) -> bool:
    from vanthu.standards.evidence_file.container import is_evidence_file

    return path.suffix.casefold() == ".asice" or is_evidence_file(_content(path, most=_HEAD))


def _verify_file(path: Path, trust: list[Path], *, as_json: bool) -> NoReturn:
    """Judge an evidence file in a confined process: it is a stranger's."""
    from vanthu.standards.evidence.errors import EvidenceError
    from vanthu.standards.evidence.findings import Outcome
    from vanthu.standards.evidence_file.isolation import check_isolated

    _content(path, most=_HEAD)
    try:
        verdict = check_isolated(path, trust, at=_now())
    except EvidenceError as error:
        _stop(f"{error.sentence} [{error.code}]")
    told = json.dumps(json.loads(verdict.to_json()), ensure_ascii=False, indent=2)
    typer.echo(told if as_json else "\n".join(_file_lines(verdict)))
    raise typer.Exit(0 if verdict.outcome is Outcome.PROVED else 1)


def _file_lines(verdict: FileVerdict) -> list[str]:
    lines = [f"KẾT LUẬN: {verdict.outcome.label}"]
    if verdict.made_at:
        about = [("Tệp văn bản", verdict.name), *(verdict.about or {}).items()]
        about += [("Cơ quan lập", verdict.agency), ("Lập lúc", f"{_moment(verdict.made_at.isoformat())} (tệp tự ghi)")]
        own = [] if verdict.sealed else [_OWN_WORD]
        lines += ["", *own, *(f"  {name + ':':<22}{value}" for name, value in about if value)]
    lines += _section("Đã chứng minh:", "✓", verdict.proved)
    lines += _section("SAI:", "✗", verdict.refuted)
    return lines + _section("Chưa chứng minh được:", "?", verdict.not_proved)


def _tell(verdict: Verdict, *, as_json: bool) -> NoReturn:
    from vanthu.standards.evidence.findings import Outcome

    typer.echo(json.dumps(verdict.members(), ensure_ascii=False, indent=2) if as_json else "\n".join(_lines(verdict)))
    raise typer.Exit(0 if verdict.outcome is Outcome.PROVED else 1)


def _lines(verdict: Verdict) -> list[str]:
    lines = [f"KẾT LUẬN: {verdict.outcome.label}"]
    if verdict.acceptance:
        told = verdict.acceptance
        lines += [
            "",
            f"Gói tin {told.package} ({'trạng thái' if told.message_type == 'status' else 'văn bản'})",
            f"  Mã văn bản:   {told.document_id or '(không ghi)'}",
            f"  Bên gửi:      {told.sender}",
            f"  Nơi nhận:     {', '.join(told.to)}",
            f"  SHA-256:      {told.sha256} ({told.size} byte)",
            f"  Trục ghi nhận lúc {_moment(told.at)}",
        ]
    lines += _section("Đã chứng minh:", "✓", verdict.proved)
    lines += _section("SAI:", "✗", verdict.refuted)
    lines += _section("Chưa chứng minh được:", "?", verdict.not_proved)
    if verdict.events:
        lines += _section("Diễn biến ghi trong sổ:", "-", [_event(event) for event in verdict.events])
        lines += ["", _LIMITS]
    return lines


def _section(title: str, mark: str, sentences: list[str] | tuple[str, ...]) -> list[str]:
    return ["", title, *(f"  {mark} {sentence}" for sentence in sentences)] if sentences else []


def _event(event: Event) -> str:
    what = _KINDS.get(event.kind, event.kind)
    state = f" «{_STATES.get(event.state, event.state)}»" if event.state else ""
    place = f"sự kiện {event.number}, {'có' if event.in_log else 'chưa có'} chứng minh trong cây"
    return f"{_moment(event.at)}: {what}{state} – {event.by} ({place})"


def _moment(text: str) -> str:
    from vanthu.standards.edxml import VIETNAM

    return datetime.fromisoformat(text).astimezone(VIETNAM).strftime("%H:%M:%S ngày %d/%m/%Y")


def _trusted(paths: list[Path] | None) -> EvidenceTrust:
    from vanthu.standards.evidence.trust import EvidenceTrust

    return EvidenceTrust.of(paths or [])


def _content(path: Path, *, most: int = MOST_BYTES) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        _stop(f"Không đọc được tệp {path}: {error.strerror}.")


def _digest(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while piece := file.read(CHUNK):
                digest.update(piece)
                size += len(piece)
    except OSError as error:
        _stop(f"Không đọc được tệp {path}: {error.strerror}.")
    return digest.hexdigest(), size


def _now() -> datetime:
    from vanthu.standards.edxml import VIETNAM

    return datetime.now(VIETNAM)


def _stop(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(NOT_READABLE)
