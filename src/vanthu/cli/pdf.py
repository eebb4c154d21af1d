"""`vanthu pdf …`: who signed a file, when, and whether it was changed since; offline, in a confined process.

Exit codes: 0 HỢP LỆ, 1 KHÔNG HỢP LỆ, 2 the file or the trust cannot be read, 3 KHÔNG XÁC ĐỊNH, 4 KHÔNG KÝ SỐ.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from vanthu.standards.signing import Verdict

app = typer.Typer(no_args_is_help=True, help="Kiểm tra chữ ký số của tệp, không cần kết nối.")

NOT_READABLE = 2
EXITS = {"valid": 0, "invalid": 1, "unknown": 3, "unsigned": 4}
_MARKS = {"valid": "✓", "invalid": "✗", "unknown": "?", "unsigned": "–"}

TrustNamed = Annotated[
    str,
    typer.Option(
        "--trust",
        metavar="TÊN|THƯ_MỤC",
        help="Thư mục tin cậy (stores, crls, ocsp), hoặc tên một kho trong thư mục tin cậy của cài đặt "
        "(official-duty, public, development). Bỏ trống: mọi kho của cài đặt.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")]


@app.callback()
def group() -> None:
    """Hold the sub-commands together."""


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp cần kiểm tra.")],
    trust: TrustNamed = "",
    at: Annotated[
        datetime | None,
        typer.Option("--at", metavar="LÚC", help="Xét như vào lúc này (giờ Việt Nam nếu không ghi múi giờ)."),
    ] = None,
    beside: Annotated[
        Path | None, typer.Option("--signature", metavar="TỆP", help="Chữ ký nằm ở tệp riêng (.p7s).")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Kết luận về chữ ký số của một tệp: ai ký, lúc nào, có bị sửa không (mã thoát 0 chỉ khi HỢP LỆ)."""
    from vanthu.standards.signing import SigningError, verify_isolated

    for needed in (file, beside):
        if needed is not None and not needed.is_file():
            _stop(f"Không có tệp {needed}.")
    try:
        with _trusted(trust) as folder:
            verdict = verify_isolated(file, folder, at=_moment(at), beside=beside)
    except SigningError as error:
        _stop(f"{error.sentence} [{error.code}]")
    typer.echo(json.dumps(_members(verdict), ensure_ascii=False, indent=2) if as_json else "\n".join(_told(verdict)))
    raise typer.Exit(EXITS[verdict.outcome.value])


@contextmanager
def _trusted(named: str) -> Iterator[Path]:
    """Give a trust folder: the one named, the one of the settings, or that with one of its stores alone."""
    if named and Path(named).is_dir():
        yield Path(named)
        return
    own = _folder_of_settings()
    if not named:
        yield own
        return
    if not (own / "stores" / named / "manifest.toml").is_file():
        _stop(f"Không có thư mục hay kho tin cậy nào tên “{named}” (kho của cài đặt nằm trong {own / 'stores'}).")
    with TemporaryDirectory(prefix="vanthu-tin-cay-") as made:
        alone = Path(made)
        (alone / "stores").mkdir()
        for part in (f"stores/{named}", "crls", "ocsp", "algorithms.toml"):
            if (own / part).exists():
                (alone / part).symlink_to((own / part).resolve())
        yield alone


def _folder_of_settings() -> Path:
    from vanthu.cli.office.commands import django_ready

    with django_ready():
        from django.conf import settings

        return Path(settings.OFFICE.signing.trust_dir)


def _moment(at: datetime | None) -> datetime:
    from vanthu.standards.signing.findings import VIETNAM

    if at is None:
        return datetime.now(UTC)
    return at if at.tzinfo else at.replace(tzinfo=VIETNAM)


def _members(verdict: Verdict) -> dict[str, object]:
    """The verdict as it is kept, with the word and the sub-indications beside it."""
    members = json.loads(verdict.to_json())
    for told, finding in zip(members["signatures"], verdict.signatures, strict=True):
        told["etsi"] = finding.etsi
    return {"label": verdict.outcome.label, "etsi": verdict.etsi, **members}


def _told(verdict: Verdict) -> Iterator[str]:
    from vanthu.standards.signing.wording import lines_of, moment

    yield f"KẾT LUẬN: {verdict.outcome.label}" + (f"  [{verdict.etsi}]" if verdict.etsi else "")
    yield f"Xét vào lúc {moment(verdict.checked_at)}; danh sách tin cậy {verdict.trust_version}"
    yield from _section("Vì sao:", [item.sentence for item in verdict.reasons])
    yield from _section("Lưu ý:", [item.sentence for item in verdict.notes])
    for number, finding in enumerate(verdict.signatures, start=1):
        yield ""
        yield f"{_MARKS[finding.outcome.value]} Chữ ký {number}: {finding.outcome.label}"
        for heading, text in lines_of(finding):
            yield f"    {heading + ':':<20}{text}"
        for item in finding.reasons:
            yield f"    - {item.sentence}"


def _section(title: str, sentences: list[str]) -> Iterator[str]:
    if sentences:
        yield ""
        yield title
        yield from (f"  - {sentence}" for sentence in sentences)


def _stop(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(NOT_READABLE)
