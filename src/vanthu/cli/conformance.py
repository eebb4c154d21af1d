"""`vanthu conformance …`: does another vendor's hub or office software speak VXP as the official SDK does?

Exit codes: 0 nothing failed, 1 something required failed or nothing at all was seen, 2 a mistake in the command.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from vanthu.standards.vxp.conformance import Level, Outcome, Report, Verdict, client, hub, report

app = typer.Typer(
    no_args_is_help=True, help="Kiểm tra kết nối: trục hoặc phần mềm khác có nói đúng giao thức VXP không."
)

NOT_USABLE = 2
_COLORS = {Verdict.PASSED: typer.colors.GREEN, Verdict.FAILED: typer.colors.RED, Verdict.NOT_APPLICABLE: None}

SystemId = Annotated[str, typer.Option(metavar="MÃ", help="Mã hệ thống (systemid) được cấp.")]
Secret = Annotated[
    str,
    typer.Option(metavar="KHÓA", envvar="VANTHU_CONFORMANCE_SECRET", help="Khóa bí mật; nên đặt bằng biến môi trường."),
]
AsJson = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON cho phần mềm khác.")]
RequireAll = Annotated[
    bool, typer.Option("--require-all", help="Thoát với mã 1 cả khi có điều chưa kiểm tra được (dùng trong CI).")
]


@app.callback()
def group() -> None:
    """Hold the sub-commands together."""


@app.command()
def axis(
    url: Annotated[str, typer.Argument(metavar="URL", help="Địa chỉ trục, phần trước tên thao tác.")],
    system_id: SystemId,
    secret: Secret,
    sender: Annotated[
        str | None, typer.Option("--from", metavar="MÃ", help="Cơ quan gửi, do hệ thống này phục vụ.")
    ] = None,
    recipient: Annotated[
        str | None, typer.Option("--to", metavar="MÃ", help="Cơ quan nhận; không nêu thì chính là cơ quan gửi.")
    ] = None,
    also_to: Annotated[
        str | None, typer.Option(metavar="MÃ", help="Nơi nhận thứ hai, để thử tham số “to”; không nêu thì là bên gửi.")
    ] = None,
    second_system: Annotated[
        str | None, typer.Option(metavar="MÃ", help="Hệ thống phục vụ cơ quan nhận, nếu khác hệ thống thứ nhất.")
    ] = None,
    second_secret: Annotated[
        str | None,
        typer.Option(metavar="KHÓA", envvar="VANTHU_CONFORMANCE_SECOND_SECRET", help="Khóa bí mật của hệ thống đó."),
    ] = None,
    allow_registry_changes: Annotated[
        bool, typer.Option("--allow-registry-changes", help="Thử cả registerAgency và deleteAgency.")
    ] = False,
    extensions: Annotated[
        bool, typer.Option("--extensions", help="Thử cả phần mở rộng ngoài VXP: biên nhận có ký, tham số wait.")
    ] = False,
    webhook: Annotated[
        str | None,
        typer.Option(
            metavar="MÁY:CỔNG",
            help="Nơi nghe trục báo có văn bản, đã khai trên trục cho hệ thống nhận; thử phần mở rộng.",
        ),
    ] = None,
    ca: Annotated[Path | None, typer.Option(metavar="TỆP", help="Chứng thư gốc (PEM) của trục dùng HTTPS.")] = None,
    timeout: Annotated[float, typer.Option(min=1, help="Số giây chờ một trả lời.")] = 30.0,
    as_json: AsJson = False,
    require_all: RequireAll = False,
) -> None:
    """Kiểm tra một trục: gọi mọi thao tác của VXP, đúng và cố ý sai, rồi in bảng kết quả.

    Văn bản thử được gửi thật và được báo done khi xong: hãy dùng cơ quan dành cho thử nghiệm.
    """
    if bool(second_system) != bool(second_secret):
        _usage("Cần nêu cả --second-system và --second-secret.")
    if ca is not None and not ca.is_file():
        _usage(f"Không có tệp chứng thư {ca}.")
    target = hub.Target(
        url,
        system_id,
        secret,
        sender=sender,
        recipient=recipient or sender,
        also_to=also_to,
        second_system_id=second_system,
        second_secret=second_secret,
        allow_registry_changes=allow_registry_changes,
        ca_file=ca,
        webhook=_place(webhook) if webhook else None,
        timeout=timeout,
    )
    try:
        result = hub.examine(target, probes=hub.WITH_EXTENSIONS if extensions or webhook else hub.PROBES)
    except ValueError:
        _usage(f"“{url}” không phải là địa chỉ http(s).")
    _finish(result, as_json=as_json, require_all=require_all)


@app.command()
def office(
    system_id: SystemId,
    secret: Secret,
    agency: Annotated[
        str, typer.Option("--agency", metavar="MÃ", help="Cơ quan mà phần mềm phục vụ; gói tin thử gửi tới mã này.")
    ],
    listen: Annotated[str, typer.Option(metavar="MÁY:CỔNG", help="Nơi lắng nghe.")] = "127.0.0.1:8200",
    partner: Annotated[str, typer.Option(metavar="MÃ", help="Mã của cơ quan mà công cụ này đóng vai.")] = "KTKN",
    seconds: Annotated[float, typer.Option(min=0, help="Số giây chờ phần mềm qua hết các tình huống.")] = 900.0,
    patience: Annotated[int, typer.Option(min=1, help="Số lần liệt kê một gói tin trước khi coi là bị bỏ qua.")] = 5,
    grace_seconds: Annotated[
        float, typer.Option(min=0, help="Số giây phần mềm được phép chờ trước khi thử lại.")
    ] = 120.0,
    slow_seconds: Annotated[float, typer.Option(min=0, help="Trả lời chậm của trục kéo dài bao lâu.")] = 3.0,
    as_json: AsJson = False,
    require_all: RequireAll = False,
) -> None:
    """Kiểm tra một phần mềm quản lý văn bản: đóng vai trục, đặt ra các tình huống, xét từng yêu cầu của phần mềm."""
    host, port = _place(listen)
    player = client.Player(
        system_id,
        secret,
        agency,
        partner=partner,
        patience=patience,
        grace_seconds=grace_seconds,
        slow_seconds=slow_seconds,
    )
    try:
        with client.Exam(player, host=host, port=port, told=_progress) as exam:
            typer.echo(f"Trục thử đang lắng nghe tại {exam.endpoint} (systemid {system_id}).", err=True)
            typer.echo(f"Hãy gửi một văn bản từ {agency} tới {partner}. Ctrl+C để dừng và xem kết quả.", err=True)
            _wait(exam, seconds)
            result = exam.report()
    except OSError as error:
        _usage(f"Không lắng nghe được tại {listen}: {error.strerror}.")
    _finish(result, as_json=as_json, require_all=require_all)


def _wait(exam: client.Exam, seconds: float) -> None:
    """Ctrl+C ends the waiting, not the report."""
    try:
        exam.wait(seconds)
    except KeyboardInterrupt:
        typer.echo("Dừng theo yêu cầu.", err=True)


def _place(listen: str) -> tuple[str, int]:
    host, separator, port = listen.rpartition(":")
    if not separator or not host or not port.isdecimal() or int(port) > 65535:
        _usage(f"“{listen}” không phải dạng MÁY:CỔNG.")
    return host.strip("[]"), int(port)


def _progress(outcome: Outcome) -> None:
    typer.echo(f"{outcome.label:<14} {outcome.check.id} {outcome.seen}".rstrip(), err=True)


def _finish(result: Report, *, as_json: bool, require_all: bool) -> None:
    if as_json:
        typer.echo(report.as_json(result))
    else:
        _print(result)
    incomplete = require_all and result.not_exercised
    raise typer.Exit(1 if result.failures or result.nothing_shown or incomplete else 0)


def _print(result: Report) -> None:
    typer.echo(result.subject)
    for outcome, line in report.lines(result):
        advice = outcome is not None and outcome.verdict is Verdict.FAILED and outcome.check.level is Level.SHOULD
        color = typer.colors.YELLOW if advice else _COLORS[outcome.verdict] if outcome else None
        typer.secho(line, fg=color)
    typer.echo("")
    typer.secho(report.summary(result), bold=True)
    if result.nothing_shown:
        typer.echo("Không có yêu cầu hay trả lời nào để xét: lần chạy này không chứng tỏ điều gì.", err=True)


def _usage(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(NOT_USABLE)
