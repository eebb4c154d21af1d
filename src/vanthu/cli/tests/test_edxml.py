"""`vanthu edxml check` and `show`, as a person or a script meets them."""

import json
import os
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vanthu.cli.main import app
from vanthu.standards import edxml

PDF = b"%PDF-1.7 noi dung"
GOOD = edxml.DocumentMessage(
    sender=edxml.Organization("H37.02", "Sở Nội vụ"),
    recipients=(edxml.Organization("H37.05", "Sở Y tế"),),
    document_id="H37.02,2026/03/09,125/SNV-CCVC",
    code=edxml.Code("125", "SNV-CCVC"),
    promulgation_place="Lạng Sơn",
    promulgation_date=date(2026, 3, 9),
    document_type=edxml.DocumentType(2, "Công văn", 18),
    subject="V/v rà soát danh mục vị trí việc làm",
    signer=edxml.SignerInfo("Trần Thị B", "Phó Giám đốc", "KT. GIÁM ĐỐC"),
    trace=(edxml.TraceHeader("H37.02", datetime(2026, 3, 9, 14, 5, tzinfo=edxml.VIETNAM)),),
    attachments=(edxml.Attachment("125-SNV-CCVC.pdf", "application/pdf", edxml.Content.of(PDF), content_id="a"),),
)
STATUS = edxml.StatusMessage(
    sender=edxml.Organization("H37.05", "Sở Y tế"),
    response_for=edxml.ResponseFor("H37.02", "125/SNV-CCVC", "H37.02,2026/03/09,125/SNV-CCVC", date(2026, 3, 9)),
    status_code="02",
    description="Gửi nhầm đơn vị",
    timestamp=datetime(2026, 3, 9, 15, 20, tzinfo=edxml.VIETNAM),
)


def run(*arguments):
    return CliRunner().invoke(app, ["edxml", *map(str, arguments)])


@pytest.fixture
def package(tmp_path):
    def put(message, name="goi-tin.edxml") -> Path:
        path = tmp_path / name
        path.write_bytes(message if isinstance(message, bytes) else edxml.write_bytes(message))
        return path

    return put


def test_a_good_package_is_good(package):
    for message, kind in ((GOOD, "văn bản"), (STATUS, "trạng thái")):
        result = run("check", package(message))
        assert result.exit_code == 0
        assert f"gói tin {kind}, 0 lỗi, 0 cảnh báo, 0 ghi chú." in result.stdout


def test_warnings_do_not_fail_a_package(package):
    result = run("check", package(replace(GOOD, signer=None)))
    assert result.exit_code == 0
    assert "Cảnh báo  Thiếu họ tên người ký." in result.stdout


def test_errors_are_told_first_in_vietnamese_and_exit_with_one(package):
    result = run("check", package(replace(GOOD, subject="", signer=None)))
    assert result.exit_code == 1
    first = result.stdout.splitlines()[0]
    assert first == "Lỗi       Thiếu trích yếu. (MessageHeader.Subject) [N.MessageHeader.Subject]"


def test_an_impossible_date_is_told_once(package):
    text = edxml.write_bytes(GOOD).replace(b"Date>2026/03/09<", b"Date>2026/02/30<")
    result = run("check", package(text))
    assert result.exit_code == 1
    assert result.stdout.count("T.MessageHeader.PromulgationInfo.PromulgationDate") == 1
    assert "1 lỗi, 0 cảnh báo" in result.stdout


def test_json_is_for_programs(package):
    path = package(replace(GOOD, subject=""))
    result = run("check", path, "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (answer["readable"], answer["kind"], answer["size"]) == (True, "edoc", path.stat().st_size)
    assert answer["findings"] == [
        {
            "code": "N.MessageHeader.Subject",
            "severity": "error",
            "sentence": "Thiếu trích yếu.",
            "path": "MessageHeader.Subject",
        }
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Tệp rỗng"),
        (bytes(range(256)) * 8, "không phải gói tin edXML"),
        (PDF, "không phải gói tin edXML"),
        (b"<?xml version='1.0'?><html/>", "phần tử gốc là “html”"),
        (b"<edXML><a>", "bị cắt cụt"),
        (b"<edXML><a></edXML>", "thẻ đóng không khớp thẻ mở"),
        (b"<!DOCTYPE a><edXML/>", "DTD"),
    ],
)
@pytest.mark.parametrize("verb", ["check", "show"])
def test_what_cannot_be_read_gets_a_sentence_and_exits_with_two(verb, data, sentence, package):
    result = run(verb, package(data))
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert "Traceback" not in result.output
    assert isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("verb", ["check", "show"])
def test_a_missing_file_and_a_folder_get_a_sentence(verb, tmp_path):
    missing, folder = run(verb, tmp_path / "không-có.edxml"), run(verb, tmp_path)
    assert (missing.exit_code, folder.exit_code) == (2, 2)
    assert "Không tìm thấy tệp." in missing.stderr
    assert "Đây là thư mục, không phải tệp." in folder.stderr


def test_a_file_one_may_not_read_gets_a_sentence(package, monkeypatch):
    path = package(GOOD)

    def forbidden(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(edxml, "read", forbidden)
    result = run("check", path)
    assert (result.exit_code, "Không có quyền đọc tệp." in result.stderr) == (2, True)


def test_an_unreadable_file_is_json_too(tmp_path):
    answer = json.loads(run("check", tmp_path / "x", "--json").stdout)
    assert answer["readable"] is False
    assert answer["findings"][0]["code"] == "N.File"


def test_show_prints_what_a_clerk_wants_to_know(package):
    out = run("show", package(GOOD)).stdout
    for text in (
        "125/SNV-CCVC",
        "Lạng Sơn – 09/03/2026",
        "V/v rà soát danh mục vị trí việc làm",
        "H37.02 Sở Nội vụ",
        "H37.05 Sở Y tế",
        "KT. GIÁM ĐỐC, Phó Giám đốc, Trần Thị B",
        "Thường",
        "H37.02 lúc 14:05:00 09/03/2026",
        "125-SNV-CCVC.pdf (17 byte)",
    ):
        assert text in out


def test_show_tells_a_status_in_words(package):
    out = run("show", package(STATUS)).stdout
    assert "02 Từ chối tiếp nhận (trả lại)" in out
    assert "Gửi nhầm đơn vị" in out


def test_show_tells_who_was_removed_from_an_update(package):
    changes = (
        edxml.Receiver("H37.09", edxml.ReceiverType.REMOVED),
        edxml.Receiver("H37.10", edxml.ReceiverType.ADDED),
    )
    info = edxml.BusinessDocumentInfo(document_receiver=True, receivers=changes)
    update = replace(
        GOOD, business=edxml.Business(edxml.BusinessType.UPDATE, "đổi", document_id="x", document_info=info)
    )
    out = run("show", package(update)).stdout
    assert "H37.09 Bỏ khỏi nơi nhận" in out
    assert "H37.10 Thêm vào nơi nhận" in out


def test_extracting_overwrites_nothing_and_stays_inside(package, tmp_path):
    folder = tmp_path / "ra"
    text = edxml.write_bytes(GOOD).replace(b"125-SNV-CCVC.pdf", b"../../evil.pdf")
    for _ in range(2):
        assert run("show", package(text), "--extract", folder).exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["evil (2).pdf", "evil.pdf"]
    assert (folder / "evil.pdf").read_bytes() == PDF
    assert not list(tmp_path.parent.glob("evil*"))


def test_extracting_does_not_follow_a_link_laid_in_wait(package, tmp_path):
    folder, victim = tmp_path / "ra", tmp_path / "victim"
    folder.mkdir()
    os.symlink(victim, folder / "125-SNV-CCVC.pdf")
    assert run("show", package(GOOD), "--extract", folder).exit_code == 0
    assert not victim.exists()
    assert (folder / "125-SNV-CCVC (2).pdf").read_bytes() == PDF


def test_a_name_too_long_for_the_disk_is_shortened(package, tmp_path):
    long = replace(GOOD.attachments[0], name="ữ" * 190 + ".pdf")
    result = run("show", package(replace(GOOD, attachments=(long,))), "--extract", tmp_path / "ra")
    assert result.exit_code == 0
    assert [path.suffix for path in (tmp_path / "ra").iterdir()] == [".pdf"]


def test_a_folder_that_is_a_file_gets_a_sentence(package, tmp_path):
    (tmp_path / "ra").write_text("x")
    result = run("show", package(GOOD), "--extract", tmp_path / "ra")
    assert result.exit_code == 2
    assert "đường dẫn này đã là một tệp khác" in result.stderr


def test_control_characters_of_a_stranger_do_not_reach_the_terminal(package):
    hostile = replace(GOOD, subject="xóa\u009b2Jmàn\u202ehình\nDòng giả: 1")
    out = run("show", package(hostile)).stdout
    assert not {"\u009b", "\u202e"} & set(out)
    assert "Dòng giả: 1" not in out.splitlines()
    assert "xóa 2Jmàn hình Dòng giả: 1" in out
