"""`vanthu letter …`: the form of a document checked without any office.

Exit codes: 0 nothing against the law, 1 findings of severity error, 2 the file cannot be read.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from vanthu.standards.letter import checking
from vanthu.standards.letter.catalogue import TYPES
from vanthu.standards.letter.model import Profile

app = typer.Typer(no_args_is_help=True, help="Kiểm tra thể thức văn bản (NĐ 30/2020).")

_COLORS = {
    checking.Severity.ERROR: typer.colors.RED,
    checking.Severity.WARNING: typer.colors.YELLOW,
    checking.Severity.INFO: typer.colors.CYAN,
}


@app.callback()
def group() -> None:
    """Hold the sub-commands together."""


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Văn bản .pdf hoặc .docx.")],
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON cho phần mềm khác.")] = False,
    kind: Annotated[
        str | None,
        typer.Option("--loai", metavar="LOẠI", help="Loại văn bản khi trang 1 không ghi, ví dụ cong_van, quyet_dinh."),
    ] = None,
    profile: Annotated[
        Profile | None, typer.Option("--profile", metavar="A|B", help="Buộc bộ cỡ chữ A (13–14–14) hoặc B (12–13–13).")
    ] = None,
) -> None:
    """Đối chiếu với Phụ lục I, II NĐ 30/2020; mã thoát 1 khi có lỗi, 2 khi không đọc được."""
    if kind is not None and kind not in TYPES:
        raise typer.BadParameter(f"không có loại “{kind}”; dùng một trong: {', '.join(TYPES)}.", param_hint="--loai")
    try:
        report = checking.check_file(file, expected=TYPES.get(kind or ""), profile=profile)
    except checking.CheckRefused as refused:
        _unreadable(file, refused, as_json=as_json)
        raise typer.Exit(2) from refused
    if as_json:
        typer.echo(json.dumps(checking.as_json(report, file=str(file)), ensure_ascii=False, indent=2))
    else:
        _print(file, report)
    raise typer.Exit(1 if report.errors else 0)


def _unreadable(file: Path, refused: checking.CheckRefused, *, as_json: bool) -> None:
    if as_json:
        answer = {"file": str(file), "readable": False, "code": refused.code, "sentence": refused.sentence}
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        typer.echo(f"{_harmless(str(file))}: {_harmless(refused.sentence)} [{refused.code}]", err=True)


def _print(file: Path, report: checking.Report) -> None:
    """Grouped by page: what is wrong, where, and how to mend it."""
    for page, found in groupby(report.findings, key=lambda finding: finding.page):
        typer.secho("Cả tệp" if page is None else f"Trang {page}", bold=True)
        for finding in found:
            _print_finding(finding)
    counts = ", ".join(
        f"{sum(finding.severity is severity for finding in report.findings)} {severity.label.lower()}"
        for severity in checking.Severity
    )
    kind = "không nhận ra loại" if report.kind is None else report.kind.name.lower()
    typer.echo(f"{_harmless(str(file))}: {kind}, {report.pages} trang, {counts}.")


def _print_finding(finding: checking.Finding) -> None:
    typer.secho(f"  {finding.severity.label:<9} ", fg=_COLORS[finding.severity], nl=False)
    typer.echo(f"{finding.component}: {_harmless(finding.sentence)} [{finding.code}]")
    typer.echo(f"{'':12}Cách sửa: {_harmless(finding.mend)}")
    where = _where(finding.places)
    typer.echo(f"{'':12}{where}Căn cứ: {finding.article}.")


def _where(places: Iterable[checking.Place]) -> str:
    """The first place in millimetres, and on which other pages it shows."""
    found = list(places)
    if not found:
        return ""
    first, others = found[0], found[1:]
    size = f"{_mm(first.width)} × {_mm(first.height)} mm"
    box = f"Vị trí: cách mép trái {_mm(first.x)} mm, mép trên {_mm(first.y)} mm, khung {size}"
    pages = sorted({place.page for place in others} - {first.page})
    also = f", và ở trang {', '.join(map(str, pages[:10]))}" if pages else ""
    return f"{box}{also}. "


def _mm(value: float) -> str:
    return f"{value:.1f}".replace(".", ",").removesuffix(",0")


def _harmless(text: str) -> str:
    """One line without what could move a terminal's cursor or turn the reading direction."""
    return "".join(" " if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else char for char in text)
