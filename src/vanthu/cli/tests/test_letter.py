"""`vanthu letter check`, as a person or a script meets it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vanthu.cli.main import app
from vanthu.standards.letter.checking.tests.paper import LETTER, REPORT, Paper, altered, pdf_of


def run(*arguments: object):
    return CliRunner().invoke(app, ["letter", "check", *map(str, arguments)])


@pytest.fixture
def file(tmp_path: Path):
    def put(paper: Paper) -> Path:
        path = tmp_path / "van-ban.pdf"
        path.write_bytes(pdf_of(paper))
        return path

    return put


def test_a_right_document_exits_with_zero(file):
    result = run(file(LETTER))
    assert result.exit_code == 0
    assert result.stdout.strip().endswith("van-ban.pdf: công văn, 1 trang, 0 lỗi, 0 cảnh báo, 0 ghi chú.")


def test_a_fault_is_told_with_page_place_remedy_and_article_and_exits_with_one(file):
    result = run(file(altered(LETTER, date={"size": 14})))
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "Trang 1"
    assert "cỡ 12, 13, 14; quy định cùng tăng hoặc cùng giảm" in lines[1]
    assert lines[1].endswith("[TT-BO-CO-CHU]")
    assert lines[2].strip().startswith("Cách sửa: ")
    assert "Vị trí: cách mép trái" in lines[3]
    assert lines[3].endswith("Căn cứ: NĐ 30/2020, Phụ lục I, mục V, chú thích.")


def test_warnings_alone_exit_with_zero(file):
    body = [one | {"text": one["text"].replace("khoản 2", "Khoản 2")} for one in LETTER["body"]]
    result = run(file(altered(LETTER, body=body)))
    assert result.exit_code == 0
    assert "0 lỗi, 1 cảnh báo" in result.stdout


def test_findings_stand_in_the_order_of_the_pages(file):
    result = run(file(altered(REPORT, page_number={"size": 11}, motto={"style": "italic"})))
    pages = [line for line in result.stdout.splitlines() if line.startswith("Trang ")]
    assert pages == ["Trang 1", "Trang 2"]


def test_json_has_the_shape_of_the_manual(file):
    path = file(altered(LETTER, national={"size": 11}))
    result = run(path, "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (answer["file"], answer["readable"], answer["format"], answer["pages"]) == (str(path), True, "pdf", 1)
    assert answer["kind"] == {"code": "cong_van", "name": "Công văn", "abbreviation": None}
    (finding,) = answer["findings"]
    assert set(finding) == {"code", "article", "severity", "component", "sentence", "mend", "places"}
    assert (finding["code"], finding["severity"]) == ("TT-QUOC-HIEU-CO-CHU", "error")
    assert set(finding["places"][0]) == {"page", "x_mm", "y_mm", "width_mm", "height_mm"}
    assert {"name": "agency", "label": "Cơ quan ban hành", "box": "2"}.items() <= next(
        item for item in answer["components"] if item["name"] == "agency"
    ).items()


def test_a_file_that_cannot_be_read_exits_with_two(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 hong")
    result = run(path)
    assert result.exit_code == 2
    assert "Tệp hỏng, không đọc được" in result.stderr
    assert "[letter.check.damaged]" in result.stderr
    answer = json.loads(run(path, "--json").stdout)
    assert (answer["readable"], answer["code"]) == (False, "letter.check.damaged")


def test_one_set_of_sizes_can_be_demanded(file):
    path = file(LETTER)
    assert run(path, "--profile", "B").exit_code == 0
    result = run(path, "--profile", "A")
    assert result.exit_code == 1
    assert "cần bộ A" in result.stdout


def test_an_unknown_type_is_refused_with_the_known_ones(file):
    result = run(file(LETTER), "--loai", "la")
    assert result.exit_code == 2
    assert "quyet_dinh" in result.stderr
