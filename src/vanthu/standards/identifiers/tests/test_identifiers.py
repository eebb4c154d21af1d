from datetime import date

import pytest

from vanthu.standards.identifiers import (
    DOCUMENT_TYPES,
    LEVEL1_GROUPS,
    AgencyCode,
    Form,
    MalformedCode,
    code_text,
    document_id,
    is_agency_code,
    notation_for_copy,
    notation_for_named_type,
    notation_for_official_letter,
    number_text,
    parse_code,
)


@pytest.mark.parametrize(
    ("text", "form", "level1"),
    [
        ("H37.02", Form.QD20, "H37"),
        ("G22", Form.QD20, "G22"),
        ("H37.DN.001", Form.QD20, "H37"),
        ("G14.01.02.003", Form.QD20, "G14"),
        ("000.00.14.H20", Form.QCVN102, "H20"),
        ("000.00.00.G22", Form.QCVN102, "G22"),
        ("777.77.04.D77", Form.QCVN102, "D77"),
        ("001.00.20.TT2", Form.QCVN102, "TT2"),
        ("28.22.H17", Form.OTHER, None),
        ("vxp.saas.03", Form.OTHER, None),
    ],
)
def test_both_forms_of_agency_codes_and_the_odd_ones_are_told_apart(text, form, level1):
    code = AgencyCode.parse(f"  {text.lower()} ")
    assert (code.text, code.form, code.level1) == (text.upper(), form, level1)
    assert is_agency_code(text)


def _ancestors(text):
    code, found = AgencyCode.parse(text), []
    while code := code.parent:
        found.append(code.text)
    return found


def test_the_parent_clears_the_lowest_group_in_the_old_form_and_drops_the_last_in_the_new():
    assert _ancestors("001.46.24.H44") == ["000.46.24.H44", "000.00.24.H44", "000.00.00.H44"]
    assert _ancestors("H37.02.05") == ["H37.02", "H37"]
    assert _ancestors("28.22.H17") == []


@pytest.mark.parametrize("text", ["", "H37..02", "H37.02.", "Sở Nội vụ", "H" * 36, "H37/02", "H37 02"])
def test_what_cannot_be_an_agency_code_is_not_one(text):
    assert not is_agency_code(text)


def test_the_letters_of_level_one_run_from_a_to_k():
    assert "".join(LEVEL1_GROUPS) == "ABCDEFGHIJK"
    assert AgencyCode.parse("000.00.00.H41").group_name == LEVEL1_GROUPS["H"]
    assert AgencyCode.parse("vxp.saas.03").group_name is None


def test_a_code_of_more_than_35_characters_is_no_qd20_code():
    assert AgencyCode.parse("H37" + ".02" * 10).form is Form.QD20
    assert AgencyCode.parse("H37" + ".02" * 11).form is Form.OTHER


def test_a_document_id_is_issuer_date_and_code():
    assert document_id("H37.02", date(2026, 3, 9), "125/SNV-CCVC") == "H37.02,2026/03/09,125/SNV-CCVC"


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("125/SNV-CCVC", ("125", None, "SNV-CCVC")),
        ("05/SNV-CCVC", ("05", None, "SNV-CCVC")),
        ("30/2020/NĐ-CP", ("30", 2020, "NĐ-CP")),
        ("12/QyĐ-UBND", ("12", None, "QyĐ-UBND")),
        ("7/CTr-UBND", ("7", None, "CTr-UBND")),
        ("125a/BNV-VP", ("125a", None, "BNV-VP")),
        ("03/TTr-SNV", ("03", None, "TTr-SNV")),
        ("7816/VPCP-TTĐT", ("7816", None, "VPCP-TTĐT")),
        ("15/SY-UBND", ("15", None, "SY-UBND")),
        (" 15 / QĐ-BNV ", ("15", None, "QĐ-BNV")),
        ("08/QĐ-UBND.HC", ("08", None, "QĐ-UBND.HC")),
    ],
)
def test_number_year_and_notation_are_read_from_what_is_printed(text, parsed):
    assert tuple(parse_code(text)) == parsed


def test_a_decomposed_letter_is_read_like_the_composed_one():
    assert parse_code("1/TTr-SNV\u0041\u0302").notation == "TTr-SNV\u00c2"


@pytest.mark.parametrize("text", ["", "125", "/SNV-CCVC", "125/", "SNV/125", "125/2020", "125/SNV--CCVC", "125//SNV"])
def test_what_is_no_code_is_refused_in_vietnamese(text):
    with pytest.raises(MalformedCode) as caught:
        parse_code(text)
    assert "không đúng dạng" in caught.value.sentence


def test_numbers_are_printed_with_at_least_two_digits():
    assert [number_text(n) for n in (1, 5, 10, 125, 1234)] == ["01", "05", "10", "125", "1234"]
    assert code_text(5, "SNV-CCVC") == "05/SNV-CCVC"
    with pytest.raises(ValueError, match="begin with 1"):
        number_text(0)


def test_notations_follow_the_kind_of_document():
    assert notation_for_official_letter("SNV", "CCVC") == "SNV-CCVC"
    assert notation_for_official_letter("SNV", None) == "SNV"
    assert notation_for_named_type("QyĐ", "UBND") == "QyĐ-UBND"
    assert notation_for_copy("TrS", "UBND") == "TrS-UBND"
    for wrong in ("QCh", "DAn", "QYĐ"):
        with pytest.raises(MalformedCode):
            notation_for_named_type(wrong, "UBND")
    with pytest.raises(MalformedCode):
        notation_for_official_letter("Sở Nội vụ", "CCVC")


def test_every_notation_made_is_read_back():
    for abbreviation in DOCUMENT_TYPES:
        notation = notation_for_named_type(abbreviation, "UBND")
        assert parse_code(code_text(7, notation)) == ("07", None, notation)
    assert len(DOCUMENT_TYPES) == 27
