"""The 29 types and 3 kinds of copy are those of ND30-A7 and Phụ lục III, and each number is built by its grammar."""

import pytest

from vanthu.standards.identifiers import DOCUMENT_TYPES, MalformedCode
from vanthu.standards.letter import COPIES, TYPES, LetterRefused, document_type, notation
from vanthu.standards.letter.examples import examples

# Phụ lục III: which mẫu is for which type.
TEMPLATES = {
    "1.1": {"NQ"},
    "1.2": {"QĐ"},
    "1.3": {"QĐ"},
    "1.4": {"CT", "QC", "QyĐ", "TC", "TB", "HD", "CTr", "KH", "PA", "ĐA", "DA", "BC", "TTr", "GUQ", "PG", "PC", "PB"},
    "1.6": {"CĐ"},
    "1.7": {"GM"},
    "1.8": {"GGT"},
    "1.9": {"BB"},
    "1.10": {"GNP"},
}


def test_there_are_29_types_27_of_them_with_an_abbreviation() -> None:
    assert len(TYPES) == 29
    abbreviations = {kind.abbreviation: kind.name for kind in TYPES.values() if kind.abbreviation}
    assert abbreviations == DOCUMENT_TYPES
    assert {key for key, kind in TYPES.items() if not kind.abbreviation} == {"cong_van", "thu_cong"}


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_template_is_for_the_types_phu_luc_iii_names(template: str) -> None:
    assert {kind.abbreviation for kind in TYPES.values() if template in kind.templates} == TEMPLATES[template]


def test_types_without_a_template_say_so() -> None:
    without = {key for key, kind in TYPES.items() if not kind.templates}
    assert without == {"hop_dong", "ban_ghi_nho", "ban_thoa_thuan", "thu_cong"}
    assert all("không có mẫu" in TYPES[key].basis for key in without)
    assert all("ND30-A7" in kind.basis for kind in TYPES.values())


@pytest.mark.parametrize(
    ("kind", "unit", "number", "expected"),
    [
        ("quyet_dinh", None, 15, "15/QĐ-BNV"),
        ("QĐ", None, 5, "05/QĐ-BNV"),
        ("quy_dinh", None, None, "QyĐ-BNV"),
        ("cong_van", "VP", 5, "05/BNV-VP"),
        ("thu_cong", None, None, "BNV"),
        ("sao_y", None, 5, "05/SY-BNV"),
        ("trich_sao", None, 120, "120/TrS-BNV"),
        ("sao_luc", None, 1, "01/SL-BNV"),
    ],
)
def test_numbers_and_notations_follow_the_grammar(
    kind: str, unit: str | None, number: int | None, expected: str
) -> None:
    assert notation(kind, agency="BNV", unit=unit, number=number) == expected


def test_an_unknown_type_or_an_abbreviation_that_is_none_is_refused() -> None:
    with pytest.raises(LetterRefused, match="29 loại"):
        document_type("cong_van_mat")
    with pytest.raises(MalformedCode):
        notation("quyet_dinh", agency="Bộ Nội vụ/")


def test_patterns_show_how_a_number_is_built() -> None:
    assert TYPES["quyet_dinh"].pattern == "{NN}/QĐ-{CQ}"
    assert TYPES["cong_van"].pattern == "{NN}/{CQ}-{ĐV}"
    assert COPIES["sao_luc"].pattern == "{NN}/SL-{CQ}"


def test_there_is_an_example_of_every_type() -> None:
    assert set(TYPES) <= set(examples())
    assert {letter.kind for letter in examples().values()} == set(TYPES)
