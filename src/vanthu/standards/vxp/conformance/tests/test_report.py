"""What is printed, and what the kit's own tools write."""

import json
import re
from pathlib import Path

import pytest

from vanthu.standards.vxp.conformance import Check, Level, Paragraph, Report, client, hub, report
from vanthu.standards.vxp.conformance.packages import document, findings
from vanthu.standards.vxp.conformance.raw import Place
from vanthu.standards.vxp.conformance.requests import Manner, header_lines, java_hash_map
from vanthu.standards.vxp.conformance.tests.toy_client import ToyClient
from vanthu.standards.vxp.headers import hash_spellings, read

MANUAL = Path(__file__).parents[6] / "docs" / "how-to" / "kiem-tra-ket-noi.md"
GOOD = Check("a.good", Paragraph.SIGNING, "Đúng.")
BAD = Check("a.bad", Paragraph.TRANSPORT, "Sai.")
ADVICE = Check("a.advice", Paragraph.TRANSPORT, "Nên.", Level.SHOULD)
OPEN = Check("a.open", Paragraph.SDK, "Chưa.")
RUN = Report("trục", (GOOD.passed("thấy"), BAD.failed("hỏng"), ADVICE.failed("thiếu"), OPEN.not_applicable("vì thế")))
VECTOR = {
    "systemid": "TEST.SYS.01",
    "timestamp": "17102025T160055+0123",
    "Content-Type": "application/json",
    "servicetype": "eDoc",
    "messagetype": "edoc",
}


def test_the_table_groups_by_paragraph_and_says_what_was_seen():
    text = "\n".join(line for _, line in report.lines(RUN))
    assert text.index(Paragraph.TRANSPORT) < text.index(Paragraph.SIGNING) < text.index(Paragraph.SDK)
    for part in ("ĐẠT            Đúng. [a.good]", "KHÔNG ĐẠT      Sai. [a.bad]", "NÊN SỬA        Nên. [a.advice]"):
        assert part in text
    assert "CHƯA KIỂM TRA  Chưa. [a.open]" in text
    assert "thấy: hỏng" in text
    assert "lý do: vì thế" in text
    assert report.summary(RUN) == "4 điều kiểm tra: 1 đạt, 1 không đạt, 1 nên sửa, 1 chưa kiểm tra."


def test_json_says_conformant_only_when_nothing_required_failed_and_something_was_seen():
    def said(*outcomes):
        answer = json.loads(report.as_json(Report("x", outcomes)))
        return answer["conformant"], answer["complete"]

    assert said(*RUN.outcomes) == (False, False)
    assert said(GOOD.passed(), ADVICE.failed("thiếu")) == (True, True)
    assert said(GOOD.passed(), OPEN.not_applicable("vì thế")) == (True, False)
    assert said(OPEN.not_applicable("vì thế")) == (False, False)


def test_what_a_stranger_sends_cannot_move_the_cursor_of_a_terminal():
    assert GOOD.failed("a\x1b[2Jb\r\nc\u202ed").seen == "a [2Jb c d"
    assert len(GOOD.failed("x" * 5000).seen) == 300


@pytest.mark.parametrize("checks", [hub.CHECKS, hub.EXTENSIONS, client.CHECKS])
def test_the_manual_lists_every_check_as_it_is(checks):
    manual = MANUAL.read_text("utf-8")
    rows = [f"| `{check.id}` | {check.paragraph} | {check.demand} | {check.level.label} |" for check in checks]
    assert [row for row in rows if row not in manual] == []


def test_the_manual_lists_no_check_that_is_gone():
    listed = set(re.findall(r"^\| `((?:hub|client)\.[\w.-]+)` \|", MANUAL.read_text("utf-8"), re.MULTILINE))
    assert listed == {check.id for check in (*hub.CHECKS, *hub.EXTENSIONS, *client.CHECKS)}


def test_headers_are_signed_as_the_published_vector_says():
    lines = header_lines(VECTOR, "test-secret")
    assert "XroadVnpt-sign-header-key: systemid;timestamp;Content-Type;servicetype;messagetype" in lines
    assert lines[-1] == ("XroadVnpt-hash-header: b020a91abd84468e9185c29ad5099ef8e4aa774a1bf1d99a5e36eb6f0e4babd9")
    parsed = {name.lower(): value.encode() for name, _, value in (line.partition(": ") for line in lines)}
    assert dict(read(parsed).values) == VECTOR


def test_an_odd_manner_changes_only_what_it_names():
    lines = header_lines(VECTOR, "s", Manner(spelled=str.lower, left_out=frozenset({"hash-header"})))
    assert all(line.partition(":")[0].islower() for line in lines)
    assert not any(line.startswith("xroadvnpt-hash-header:") for line in lines)


def test_names_come_in_the_order_of_a_java_hash_map():
    """'a' to 'c' hash to 97 to 99, and 16 buckets give 1, 2, 3; 'Aa' and 'BB' collide and keep their order."""
    assert java_hash_map(["c", "b", "a"]) == ["a", "b", "c"]
    assert java_hash_map(["BB", "Aa"]) == ["BB", "Aa"]
    assert java_hash_map(["Aa", "BB"]) == ["Aa", "BB"]
    assert java_hash_map(["p", "a"]) == ["p", "a"]


def test_a_test_document_is_conformant_and_tells_the_spellings_of_its_hash_apart():
    package = document("H37", ["G09"], at=ToyClient.at(None))
    assert findings(package.data, at=ToyClient.at(None)) == []
    full, short = hash_spellings(package.sha256)
    assert len(short) < len(full)


def test_an_address_is_taken_apart():
    place = Place.of("https://truc.example.gov.vn/vxp/")
    assert (place.secure, place.host, place.port, place.path) == (True, "truc.example.gov.vn", 443, "/vxp")
    assert Place.of("http://[::1]:81").port == 81
