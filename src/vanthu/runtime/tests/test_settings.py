"""A wrong setting stops the start with a sentence that says which and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict
from pydantic_settings import SettingsConfigDict

from vanthu.runtime.databases import database
from vanthu.runtime.settings import ProgramSettings, SettingsError, load, load_or_exit

FILE = "VANTHU_TRY_CONFIG"


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    secret: str
    seconds: float = 60


class Try(ProgramSettings):
    model_config = SettingsConfigDict(env_prefix="VANTHU_TRY_")

    name: str
    inner: Inner


GOOD = 'name = "Sở"\n[inner]\nsecret = "s"\n'


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "try.toml"
    monkeypatch.setenv(FILE, str(path))
    return path


def sentences(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        load(Try, file_variable=FILE)
    return str(refused.value).splitlines()


def test_values_come_from_the_file_and_the_environment_overrides_them(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written.write_text(GOOD, encoding="utf-8")
    monkeypatch.setenv("VANTHU_TRY_INNER__SECONDS", "5")
    loaded = load(Try, file_variable=FILE)
    assert (loaded.name, loaded.inner) == ("Sở", Inner(secret="s", seconds=5))


def test_a_missing_value_is_named_with_the_file_and_the_variable(written: Path) -> None:
    (sentence,) = sentences(written, '[inner]\nsecret = "s"\n')
    assert sentence == (f"Thiếu giá trị «name»: thêm vào tệp {written}, hoặc đặt biến môi trường VANTHU_TRY_NAME.")


def test_a_wrong_value_is_named_with_its_place(written: Path) -> None:
    (sentence,) = sentences(written, GOOD + 'seconds = "lâu"\n')
    assert sentence.startswith("Giá trị «inner.seconds» không hợp lệ")
    assert "VANTHU_TRY_INNER__SECONDS" in sentence


def test_a_value_nobody_knows_is_named(written: Path) -> None:
    (sentence,) = sentences(written, GOOD + "secnods = 5\n")
    assert sentence.startswith("Không có cấu hình nào tên «inner.secnods»")


def test_each_mistake_has_a_sentence_of_its_own(written: Path) -> None:
    assert len(sentences(written, "nam = 1\n")) == 3


def test_a_file_that_is_not_toml_or_not_there_says_so(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "không đúng định dạng TOML" in sentences(written, "name = \n")[0]
    monkeypatch.setenv(FILE, str(written) + "x")
    with pytest.raises(SettingsError, match="Không tìm thấy tệp cấu hình"):
        load(Try, file_variable=FILE)


def test_a_program_ends_with_code_two_and_the_sentences(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written.write_text("", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        load_or_exit(Try, file_variable=FILE)
    assert ended.value.code == 2
    assert "Thiếu giá trị «inner»" in capsys.readouterr().err


def test_a_database_is_named_by_its_url(tmp_path: Path) -> None:
    lite = database(f"sqlite:///{tmp_path}/a/b.sqlite3")
    assert lite["NAME"] == f"{tmp_path}/a/b.sqlite3"
    assert lite["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert (tmp_path / "a").is_dir()
    big = database("postgresql://vt:s%40cret@db.example:5433/vanthu?sslmode=require")
    assert (big["HOST"], big["PORT"], big["NAME"], big["USER"], big["PASSWORD"]) == (
        "db.example", "5433", "vanthu", "vt", "s@cret",
    )  # fmt: skip
    assert big["OPTIONS"]["sslmode"] == "require"
    assert big["OPTIONS"]["options"] == "-c jit=off -c max_parallel_workers_per_gather=0"


def test_what_the_url_asks_of_the_server_is_kept() -> None:
    asked = database("postgresql://db/vanthu?options=-c%20work_mem%3D16MB")["OPTIONS"]["options"]
    assert asked.split(" -c ") == ["-c work_mem=16MB", "jit=off", "max_parallel_workers_per_gather=0"]


def test_another_kind_of_database_is_refused_with_what_can_be_used() -> None:
    with pytest.raises(SettingsError, match="sqlite:///"):
        database("mysql://x")


def test_proxies_are_addresses_or_networks(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (sentence,) = sentences(written, f'trusted_proxies = ["10.0.0.300"]\n{GOOD}')
    assert "«10.0.0.300» không phải địa chỉ IP hoặc mạng con" in sentence
    written.write_text(f'trusted_proxies = ["10.0.0.5", "10.1.0.0/16"]\n{GOOD}', encoding="utf-8")
    assert load(Try, file_variable=FILE).trusted_proxies == ("10.0.0.5/32", "10.1.0.0/16")
