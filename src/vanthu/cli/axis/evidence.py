"""`vanthu axis audit` and `vanthu axis head`: the evidence of an axis, for its operator."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vanthu.cli.axis.ground import django_ready, signed, stop

if TYPE_CHECKING:
    from vanthu.axis.jobs.auditing import Report
    from vanthu.standards.evidence.heads import SignedHead
    from vanthu.standards.evidence.trust import EvidenceTrust

ALTERED = 1
Since = Annotated[Path | None, typer.Option(metavar="ĐẦU_CÂY.json", help="Đầu cây đã xuất và giữ ở nơi khác từ trước.")]


def audit(
    since: Since = None,
    trust: Annotated[
        list[Path] | None,
        typer.Option(metavar="TỆP", help="Chứng thư (PEM) tin cậy khi kiểm tra chữ ký của các đầu cây."),
    ] = None,
    skip_files: Annotated[bool, typer.Option("--skip-files", help="Không đọc lại từng tệp gói tin.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")] = False,
) -> None:
    """Kiểm toán trục: sổ chứng cứ, các dòng dữ liệu, từng tệp gói tin; nêu bản ghi đầu tiên bị sửa (mã thoát 1)."""
    with django_ready():
        from vanthu.axis.jobs.auditing import audited

        kept = _head(since)
        check = _head_check(trust)
        report = audited(since=kept, files=not skip_files, head_check=check, **signed())
    if as_json:
        members = asdict(report) | {"intact": report.intact, "signatures_checked": check is not None}
        typer.echo(json.dumps(members, ensure_ascii=False))
    else:
        typer.echo(_text(report, kept, files=not skip_files, signatures=check is not None))
    if not report.intact:
        raise typer.Exit(ALTERED)


def head(
    since: Since = None,
    out: Annotated[Path | None, typer.Option(metavar="TỆP", help="Ghi vào tệp thay vì in ra.")] = None,
    seal: Annotated[bool, typer.Option("--seal", help="Niêm phong và ký ngay những sự kiện còn chờ.")] = False,
) -> None:
    """Xuất đầu cây mới nhất đã ký; với --since kèm chứng minh rằng sổ chỉ được ghi thêm từ đầu cây đó."""
    with django_ready():
        from vanthu.axis.evidence import operations, queries

        if seal:
            at = signed()["at"]
            operations.seal_now(at=at)
            operations.seal_due(at=at)  # asks for the time stamp at once
        found = queries.latest_head(_head(since))
    text = json.dumps(found.document(), ensure_ascii=False, indent=2)
    if out is None:
        typer.echo(text)
        return
    try:
        out.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        stop(f"Không ghi được tệp {out}: {error.strerror}.")
    stamp = "có dấu thời gian" if found.timestamp else "chưa có dấu thời gian"
    typer.echo(f"Đã ghi đầu cây {found.head.size} sự kiện, {stamp}, vào {out}.")


def _head(path: Path | None) -> SignedHead | None:
    from vanthu.standards.evidence.errors import EvidenceError
    from vanthu.standards.evidence.heads import SignedHead

    if path is None:
        return None
    try:
        return SignedHead.read(path.read_bytes())
    except OSError as error:
        sentence = f"Không đọc được tệp {path}: {error.strerror}."
    except EvidenceError as error:
        sentence = f"{error.sentence} [{error.code}]"
    return stop(sentence)


def _head_check(trust: list[Path] | None) -> Callable[[SignedHead], str | None] | None:
    """Return what judges the signatures of heads: by the trust given, else by the certificate of this axis."""
    from vanthu.runtime import clock
    from vanthu.standards.evidence.findings import Outcome
    from vanthu.standards.evidence.verification import verify_head

    believed = _trusted(trust)
    if believed is None:
        return None
    at = clock.now()

    def check(found: SignedHead) -> str | None:
        verdict = verify_head(found, believed, at=at)
        signer = [item for item in verdict.findings if item.code in ("HEAD_SIGNATURE", "HEAD_SIGNER")]
        wrong = [*verdict.refuted, *(item.sentence for item in signer if item.holds is not True)]
        return wrong[0] if wrong and verdict.outcome is not Outcome.PROVED else None

    return check


def _trusted(trust: list[Path] | None) -> EvidenceTrust | None:
    from asn1crypto import x509  # type: ignore[import-untyped]

    from vanthu.axis.evidence import keys
    from vanthu.standards.evidence.errors import EvidenceError
    from vanthu.standards.evidence.trust import EvidenceTrust

    try:
        if trust:
            return EvidenceTrust.of(trust)
    except EvidenceError as error:
        stop(f"{error.sentence} [{error.code}]")
    if not keys.configured():
        return None
    return EvidenceTrust.of_certificates([x509.Certificate.load(keys.key().certificate.der)])


def _text(report: Report, since: SignedHead | None, *, files: bool, signatures: bool) -> str:
    counted = f"{report.facts} sự kiện, {report.heads} đầu cây, {report.packages} gói tin"
    seen = [f"Đã kiểm tra {counted}, {report.deliveries} dòng giao nhận, {report.files} tệp."]
    seen += [f"Đã đối chiếu {report.neighbours} đầu cây trao đổi với các trục khác."] if report.neighbours else []
    seen += [] if files else ["Không đọc lại tệp gói tin (--skip-files)."]
    if report.heads and not signatures:
        seen.append("Chưa kiểm tra chữ ký của đầu cây: trục không có khóa ký; thêm --trust.")
    if since is None:
        seen.append("Chưa đối chiếu với đầu cây giữ ở nơi khác (--since): người sửa được mọi bảng có thể viết lại sổ.")
    if report.intact:
        grown = f" Từ đầu cây {since.head.size} sự kiện, sổ chỉ được ghi thêm." if since else ""
        return "\n".join([*seen, f"TOÀN VẸN: không có bản ghi nào bị sửa.{grown}"])
    first, *others = report.altered
    seen.append(f"BỊ SỬA. Bản ghi đầu tiên: {first.line}")
    if others:
        seen += ["Các bản ghi khác:", *(f"  {item.line}" for item in others)]
    seen += [f"  … và {report.more} bản ghi nữa."] if report.more else []
    return "\n".join([*seen, "Hãy dừng trục, giữ nguyên hiện trạng và đối chiếu với bản sao lưu."])
