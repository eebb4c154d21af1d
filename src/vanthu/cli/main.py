"""The command `vanthu`: one sub-command a program, one file a sub-command."""

import typer

from vanthu.cli import axis, conformance, demo, edxml, evidence, letter, office, pdf, pki

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Văn Thư: quản lý văn bản và điều hành, trục liên thông, ký số.",
)
app.add_typer(edxml.app, name="edxml")
app.add_typer(letter.app, name="letter")
app.add_typer(pdf.app, name="pdf")
app.add_typer(pki.app, name="pki")
app.add_typer(axis.app, name="axis")
app.add_typer(evidence.app, name="evidence")
app.add_typer(office.app, name="office")
app.add_typer(conformance.app, name="conformance")
app.command("demo")(demo.run)
