"""`vanthu office trust`: what an operator sees of whom the office trusts."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from vanthu.cli.office import app
from vanthu.office.testing.keys import Keys
from vanthu.standards.signing import stores


@pytest.fixture
def folder(keys: Keys, settings: Any, tmp_path: Path) -> Path:
    """A trust folder of this test's own, named in the settings."""
    made = Path(shutil.copytree(keys.pki.trust_dir, tmp_path / "trust"))
    signing = settings.OFFICE.signing.model_copy(update={"trust_dir": made})
    settings.OFFICE = settings.OFFICE.model_copy(update={"signing": signing})
    return made


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["trust", *arguments])
    return result.exit_code, result.output


def test_the_stores_are_listed_with_what_each_certificate_is_for(folder: Path) -> None:
    code, told = run("list")
    assert code == 0
    assert "people-ca.pem  trung gian; cho: cá nhân; hết hạn" in told
    assert "rsa từ 2048 bit đến hết 31/12/2030" in told


def test_a_ca_comes_in_once_its_fingerprint_is_given(folder: Path, keys: Keys) -> None:
    root = keys.pki.directory / "certs" / "root.pem"
    right = stores.fingerprint_of(stores.only_certificate(root.read_bytes()))
    code, told = run("import", str(root), "--store", "public", "--role", "anchor")
    assert (code, right in told) == (1, True)
    code, told = run("import", str(root), "--store", "public", "--role", "anchor", "--fingerprint", right)
    assert (code, "Vân tay do người nạp xác nhận." in told) == (0, True)
    assert f"{right[:16].lower()}.pem" in run("list")[1]


def test_a_ca_is_taken_out_by_its_whole_fingerprint(folder: Path, keys: Keys) -> None:
    ca = keys.pki.directory / "certs" / "people-ca.pem"
    right = stores.fingerprint_of(stores.only_certificate(ca.read_bytes()))
    for fingerprint, store in ((right[:16], "development"), (right, "public"), (right, "khac")):
        code, told = run("remove", fingerprint, "--store", store)
        assert (code, "signing.trust_removal_refused" in told) == (1, True)
    code, told = run("remove", right.lower(), "--store", "development")
    assert (code, "people-ca.pem" in told) == (0, True)
    code, told = run("list")
    assert (code, "people-ca.pem" in told) == (0, False)
    assert "agencies-ca.pem" in told


def test_the_check_names_what_is_missing_and_a_stray_file_ends_it(folder: Path, keys: Keys) -> None:
    assert "chưa nạp: RootCA chuyên dùng Chính phủ G2" in run("check")[1]
    shutil.copy(keys.pki.directory / "certs" / "dung.pem", folder / "stores" / "development" / "la.pem")
    code, told = run("check")
    assert (code, "«la.pem»" in told) == (1, True)
