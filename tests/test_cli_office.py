"""The commands of `vanthu office` as an operator types them, in processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from vanthu.runtime.companions import tie
from vanthu.runtime.ports import free_port

CONFIG = """
environment = "{environment}"
secret_key = "khong-bi-mat-chi-dung-de-kiem-thu-0123456789"
database = "sqlite:///{folder}/office.sqlite3"
data_dir = "{folder}/data"
public_url = "http://127.0.0.1:{port}"

[axis]
endpoint = "http://127.0.0.1:9/vxp"
system_id = "TEST"
secret = "test-secret"

[signing]
trust_dir = "{folder}/trust"
keys_dir = "{folder}/keys"
"""

SEED = """
[[agencies]]
code = "H99.02"
name = "Sở Nội vụ"
abbreviation = "SNV"
level = "department"
place = "Thử Nghiệm"

  [[agencies.people]]
  username = "chi"
  password = "mot-mat-khau-dai"
  full_name = "Lê Thị Chi"
  position = "Văn thư"
  duties = ["clerk"]
"""


class Office:
    """An installation in a folder."""

    def __init__(self, folder: Path, environment: str = "development") -> None:
        self.port = free_port()
        self.folder = folder
        self.config = folder / "office.toml"
        self.config.write_text(CONFIG.format(folder=folder, environment=environment, port=self.port), "utf-8")
        (folder / "people.toml").write_text(SEED, "utf-8")

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "vanthu.cli", "office", "--config", str(self.config), *arguments]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments), env=_environment(), capture_output=True, text=True, check=False, timeout=170
        )


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("VANTHU_", "DJANGO_"))}


@pytest.mark.slow
def test_a_new_installation_is_prepared_filled_checked_and_served(tmp_path: Path) -> None:
    office = Office(tmp_path)
    early = office.run("status")
    assert (early.returncode, "vanthu office migrate" in early.stderr) == (2, True)
    assert office.run("migrate").returncode == 0
    loaded = office.run("load", str(tmp_path / "people.toml"))
    assert (loaded.returncode, loaded.stdout) == (0, "Đã nạp 1 cơ quan, 0 đơn vị, 1 cán bộ, 0 chứng thư số.\n")
    found = json.loads(office.run("status", "--verify", "--json").stdout)
    assert (found["agencies"], found["people"], found["facts_broken_at"]) == (1, 1, {"H99.02": None})
    with _served(office) as process:
        assert _answers(f"http://127.0.0.1:{office.port}/", process), "the page for logging in answers"
        second = office.run("serve", "--port", str(office.port))
        assert (second.returncode, "VT-CONG-BAN" in second.stderr) == (2, True), "no two servers share an address"


@contextmanager
def _served(office: Office) -> Iterator[subprocess.Popen[bytes]]:
    arguments = office.command("serve", "--port", str(office.port), "--workers", "1", "--threads", "2")
    with (office.folder / "log").open("wb") as log:
        process = subprocess.Popen(arguments, env=_environment(), stdout=log, stderr=subprocess.STDOUT)
    tie(process)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError as error:
            return error.code < 500
        except OSError:
            time.sleep(0.1)
    return False


@pytest.mark.slow
def test_a_production_installation_with_key_files_does_not_start(tmp_path: Path) -> None:
    office = Office(tmp_path, environment="production")
    office.run("migrate")
    for command in (("serve", "--port", str(office.port)), ("worker", "--once")):
        refused = office.run(*command)
        assert refused.returncode == 2
        assert "vanthu.E001" in refused.stderr


def test_a_wrong_file_ends_with_a_sentence_and_not_with_a_traceback(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.config.write_text("nam = 1\n", "utf-8")
    refused = office.run("migrate")
    assert refused.returncode == 2
    assert "Không có cấu hình nào tên «nam»" in refused.stderr
    assert "Traceback" not in refused.stderr
