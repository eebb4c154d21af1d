"""`vanthu evidence verify FILE.asice`."""

# ruff: noqa: F811 (fixtures are arguments)

import json
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vanthu.cli import evidence
from vanthu.cli.main import app
from vanthu.standards import signing
from vanthu.standards.evidence_file.tests.conftest import CHECKED, Maker, desk, maker  # noqa: F401 (fixtures)


@pytest.fixture
def file(maker: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def now() -> datetime:
        return CHECKED

    monkeypatch.setattr(evidence, "_now", now)
    path = tmp_path / "chung-cu.asice"
    path.write_bytes(maker.file())
    return path


def test_the_command_says_what_is_proved_and_ends_with_zero(maker: Maker, file: Path) -> None:
    done = CliRunner().invoke(app, ["evidence", "verify", str(file), "--trust", str(maker.ca_pem)])
    assert done.exit_code == 0, done.output
    assert done.output.startswith("KẾT LUẬN: CHỨNG MINH ĐƯỢC")
    assert "05/SNV-CCVC" in done.output
    assert "✗" not in done.output


def test_of_a_file_with_a_time_stamp_alone_the_command_says_what_nobody_signed(maker: Maker, file: Path) -> None:
    file.write_bytes(maker.stamped_file())
    done = CliRunner().invoke(app, ["evidence", "verify", str(file), "--trust", str(maker.ca_pem)])
    assert done.exit_code == 0, done.output
    assert "Tệp tự ghi (không cơ quan nào ký những dòng này" in done.output
    assert "? Không cơ quan nào ký số trên cả tệp" in done.output


def test_the_command_gives_the_same_as_json(maker: Maker, file: Path) -> None:
    done = CliRunner().invoke(app, ["evidence", "verify", str(file), "--trust", str(maker.ca_pem), "--json"])
    told = json.loads(done.output)
    assert (done.exit_code, told["outcome"], told["document"]["outcome"]) == (0, "proved", "valid")


def test_a_file_is_renewed_and_checked_and_nothing_is_written_over(
    maker: Maker, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tsa = maker.desk.tsa(CHECKED)
    monkeypatch.setattr(signing.timestamps.HttpTimestamper, "token", lambda _, digest: tsa.token(digest))
    new = file.with_name("gia-han.asice")
    asked = ["evidence", "renew", str(file), "--tsa", "http://tsa.example/", "--trust", str(maker.desk.pki.trust_dir)]
    done = CliRunner().invoke(app, [*asked, "--out", str(new)])
    assert done.exit_code == 0, done.output
    assert "✓ Dấu thời gian gia hạn lần 1" in done.output
    written = new.read_bytes()
    again = CliRunner().invoke(app, [*asked, "--out", str(new)])
    assert (again.exit_code, "không bị ghi đè" in again.output, new.read_bytes() == written) == (2, True, True)


def test_what_is_not_proved_is_not_renewed(maker: Maker, file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])
    new = file.with_name("gia-han.asice")
    asked = ["evidence", "renew", str(file), "--tsa", "http://tsa.example/", "--trust", str(maker.desk.pki.trust_dir)]
    done = CliRunner().invoke(app, [*asked, "--out", str(new)])
    assert (done.exit_code, new.exists()) == (2, False)
    assert "vanthu evidence verify" in done.output


def test_a_damaged_file_and_a_missing_one_are_told_apart_by_the_exit_code(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])
    damaged = CliRunner().invoke(app, ["evidence", "verify", str(file)])
    assert (damaged.exit_code, "cắt cụt" in damaged.output) == (1, True)
    missing = CliRunner().invoke(app, ["evidence", "verify", str(file.with_name("khac.asice"))])
    assert missing.exit_code == 2
