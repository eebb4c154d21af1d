"""`vanthu evidence verify FILE.asice`."""

# ruff: noqa: F811 (fixtures are arguments)

import json
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vanthu.cli import evidence
from vanthu.cli.main import app
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


def test_a_damaged_file_and_a_missing_one_are_told_apart_by_the_exit_code(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])
    damaged = CliRunner().invoke(app, ["evidence", "verify", str(file)])
    assert (damaged.exit_code, "cắt cụt" in damaged.output) == (1, True)
    missing = CliRunner().invoke(app, ["evidence", "verify", str(file.with_name("khac.asice"))])
    assert missing.exit_code == 2
