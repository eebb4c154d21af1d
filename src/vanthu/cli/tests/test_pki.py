"""`vanthu pki`: what the commands print and with what they end."""

from pathlib import Path

from typer.testing import CliRunner

from vanthu.cli.pki import app
from vanthu.standards.signing import pki

run = CliRunner().invoke


def test_the_command_makes_shows_revokes_and_checks(tmp_path: Path) -> None:
    spec = tmp_path / "pki.toml"
    spec.write_text('algorithm="p-256"\n[[people]]\nkey="an"\nname="Lê An"\npin="1234"\n', "utf-8")
    folder = tmp_path / "pki"
    made = run(app, ["init", str(folder), "--spec", str(spec), "--url", "http://127.0.0.1:9/"])
    assert made.exit_code == 0, made.output
    assert "Lê An" in made.output
    assert pki.Pki.open(folder).url == "http://127.0.0.1:9"
    assert run(app, ["init", str(folder)]).exit_code == 1
    assert "Đã thu hồi" in run(app, ["revoke", str(folder), "an"]).output
    assert "từ trước" in run(app, ["revoke", str(folder), "an"]).output
    missing = run(app, ["revoke", str(folder), "binh"])
    assert (missing.exit_code, "Không có khóa tên “binh”" in missing.output) == (1, True)
    assert run(app, ["serve", str(tmp_path)]).exit_code == 1
