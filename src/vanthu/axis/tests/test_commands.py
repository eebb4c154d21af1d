"""`vanthu axis …` as an operator meets it."""

import importlib
import json
import os

import pytest
from django.conf import settings
from typer.testing import CliRunner

from vanthu.axis.registry import queries
from vanthu.axis.testing.fixtures import SEED
from vanthu.axis.testing.server import run_vanthu

# By name, because nothing in the axis may import the command line above it.
app = importlib.import_module("vanthu.cli.axis").app


@pytest.fixture
def run(db):
    def command(*arguments):
        result = CliRunner().invoke(app, arguments)
        return result.exit_code, result.output

    return command


@pytest.fixture
def seed(tmp_path):
    file = tmp_path / "seed.toml"
    file.write_text(SEED, encoding="utf-8")
    return file


def test_a_system_and_its_agencies_are_added_and_listed(run):
    code, text = run("system", "add", "H37.QLVB", "Quản lý văn bản tỉnh", "--replay-window", "300")
    assert (code, "secret:" in text) == (0, True)
    secret = text.split("secret:")[1].strip()
    assert run("agency", "add", "H37", "UBND tỉnh", "--system", "H37.QLVB", "--alias", "000.00.00.H37")[0] == 0
    assert run("agency", "add", "H37.02", "Sở Nội vụ", "--parent", "H37", "--unit-only")[0] == 0
    assert "H37 | UBND tỉnh | Đang hoạt động | H37.QLVB | mã khác: 000.00.00.H37" in run("agency", "list")[1]
    listed = run("system", "list")[1]
    assert "1 cơ quan" in listed
    assert "300 giây" in listed
    assert secret not in listed


def test_an_agency_is_locked_unlocked_renamed_and_replaced(run, seed):
    assert run("load", str(seed))[0] == 0
    assert run("agency", "lock", "G09", "--reason", "sáp nhập")[0] == 0
    assert queries.by_code("G09").locked
    assert run("agency", "lock", "G09", "--unlock")[0] == 0
    assert run("agency", "alias", "G09", "G09X")[0] == 0
    assert "vốn đã" in run("agency", "alias", "G09", "G09X")[1]
    assert run("agency", "replace", "G13", "G09")[0] == 0
    assert run("agency", "close", "G88")[0] == 0
    listed = run("agency", "list")[1]
    assert "thay bằng G09" in listed
    assert listed.count("Đã đóng") == 2


def test_loading_tells_what_changed_and_may_be_repeated(run, seed):
    assert run("load", str(seed))[1].strip() == "Hệ thống: thêm 3, cập nhật 0. Cơ quan: thêm 8, cập nhật 0."
    assert run("load", str(seed))[1].strip() == "Hệ thống: thêm 0, cập nhật 0. Cơ quan: thêm 0, cập nhật 0."


def test_a_file_may_also_be_json(run, tmp_path):
    file = tmp_path / "seed.json"
    file.write_text(json.dumps({"agencies": [{"code": "H37", "name": "UBND tỉnh"}]}), encoding="utf-8")
    assert run("load", str(file))[0] == 0
    assert queries.by_code("H37").name == "UBND tỉnh"


@pytest.mark.parametrize(
    ("content", "words"),
    [("[[agencies]]\ncode = 'X'", "name"), ("this is no toml", "định dạng"), ("[[agency]]\ncode='X'", "agency")],
)
def test_a_wrong_file_is_told_and_nothing_is_loaded(run, tmp_path, content, words):
    file = tmp_path / "seed.toml"
    file.write_text(content, encoding="utf-8")
    code, text = run("load", str(file))
    assert (code, words in text) == (2, True)


def test_what_does_not_exist_is_told_with_its_code(run):
    code, text = run("agency", "lock", "X99")
    assert (code, "VT-TRUC-CO-QUAN" in text) == (2, True)
    assert run("load", "/no/such/file.toml")[0] == 2


def test_limits_and_webhook_of_a_system_are_set_and_taken_back(run, seed):
    run("load", str(seed))
    shown = run("system", "limit", "TINH", "--rate", "600", "--calls", "8")[1]
    assert "gói tin mỗi phút: 600 | MB: không giới hạn riêng | yêu cầu cùng lúc: 8" in shown
    assert "gói tin mỗi phút: không giới hạn riêng" in run("system", "limit", "TINH", "--rate", "0")[1]
    assert "báo tới https://a.vn/x" in run("system", "webhook", "TINH", "https://a.vn/x")[1]
    assert "không báo nữa" in run("system", "webhook", "TINH")[1]
    code, text = run("system", "webhook", "TINH", "a.vn")
    assert code != 0
    assert "VT-TRUC-WEBHOOK" in text


def test_rotating_prints_a_new_secret(run, seed):
    run("load", str(seed))
    first = run("system", "rotate", "BO", "--keep-minutes", "5")[1]
    assert run("system", "rotate", "BO")[1] != first


def test_status_tells_the_counts_and_checks_the_log(run, seed):
    run("load", str(seed))
    report = json.loads(run("status", "--verify", "--json")[1])
    assert (report["systems"], report["agencies"], report["chain_intact"]) == (3, 8, True)
    assert "toàn vẹn" in run("status", "--verify")[1]


def test_a_broken_log_stops_with_its_number(run, seed):
    from vanthu.axis.evidence.models import Fact

    run("load", str(seed))
    Fact.objects.filter(number=3).update(data="{}")
    code, text = run("status", "--verify")
    assert (code, "số 3" in text, "BỊ SỬA" in text) == (2, True, True)


def plain_environment(**settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("VANTHU_", "DJANGO_"))}
    return kept | {f"VANTHU_AXIS_{name}": value for name, value in settings.items()}


@pytest.mark.slow
def test_a_missing_or_wrong_setting_stops_the_start_with_a_sentence(tmp_path):
    nothing = run_vanthu("serve", environment=plain_environment())
    assert nothing.returncode == 2
    assert "Thiếu giá trị «organ_id»" in nothing.stderr
    wrong = run_vanthu("serve", environment=plain_environment(CONFIG="/no/such.toml"))
    assert "Không tìm thấy tệp cấu hình /no/such.toml" in wrong.stderr
    assert "Traceback" not in nothing.stderr + wrong.stderr


@pytest.mark.slow
def test_an_axis_without_tables_says_how_to_make_them(tmp_path):
    settings = plain_environment(
        ORGAN_ID="VN.TRUC", SECRET_KEY="x" * 40, DATABASE=f"sqlite:///{tmp_path}/a.sqlite3", DATA_DIR=str(tmp_path)
    )
    done = run_vanthu("serve", environment=settings)
    assert (done.returncode, "vanthu axis migrate" in done.stderr) == (2, True)


def with_evidence(monkeypatch: pytest.MonkeyPatch, **changes: object) -> None:
    evidence = settings.AXIS.evidence.model_copy(update=changes)
    axis = settings.AXIS.model_copy(update={"evidence": evidence, "environment": "production"})
    monkeypatch.setattr(settings, "AXIS", axis)


def test_a_production_axis_without_a_key_for_its_evidence_says_so_and_works(run, monkeypatch):
    with_evidence(monkeypatch)
    code, text = run("worker", "--once")
    assert (code, "VT-TRUC-CHUA-CO-KHOA-KY" in text) == (0, True)


@pytest.mark.parametrize("command", [("serve",), ("worker",)])
def test_a_key_that_cannot_be_opened_stops_the_start_instead_of_the_first_receipt(run, monkeypatch, tmp_path, command):
    (tmp_path / "truc.p12").write_bytes(b"no key")
    with_evidence(monkeypatch, signing_key=tmp_path / "truc.p12")
    code, text = run(*command)
    assert (code, "VT-TRUC-KHOA-KY" in text) == (2, True)
