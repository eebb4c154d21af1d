"""Cards as RFC 6350 has them."""

from __future__ import annotations

import re

import pytest

from vanthu.standards.vcard import Contact, cards, dialled


def lines(**said: object) -> list[str]:
    written = cards([Contact(**{"uid": "urn:uuid:1", "name": "Nguyễn Văn An", **said})])  # type: ignore[arg-type]
    return re.sub(rb"\r\n[ \t]", b"", written).decode().split("\r\n")


def test_a_person_is_written_with_the_parts_of_a_vietnamese_name() -> None:
    card = lines(
        organization=("Sở Nội vụ", "Văn phòng"),
        title="Văn thư",
        telephones=("024 3825 1234",),
        mobile="+84 912.345.678",
        email="an@so.example",
        note="Phòng 305",
    )
    assert card == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "UID:urn:uuid:1",
        "FN:Nguyễn Văn An",
        "KIND:individual",
        "N:Nguyễn;An;Văn;;",
        "ORG:Sở Nội vụ;Văn phòng",
        "TITLE:Văn thư",
        'TEL;VALUE=uri;TYPE="work,voice":tel:02438251234',
        'TEL;VALUE=uri;TYPE="cell,voice":tel:+84912345678',
        "EMAIL;TYPE=work:an@so.example",
        "NOTE:Phòng 305",
        "END:VCARD",
        "",
    ]


@pytest.mark.parametrize(
    ("name", "parts"), [("An", "N:;An;;;"), ("Lê An", "N:Lê;An;;;"), ("Lê Thị Hà An", "N:Lê;An;Thị Hà;;")]
)
def test_names_of_any_length_have_five_parts(name: str, parts: str) -> None:
    assert parts in lines(name=name)


def test_what_has_a_meaning_of_its_own_is_escaped() -> None:
    assert r"NOTE:Tầng 3\, nhà A\; cổng \\ sau\nHỏi bảo vệ" in lines(note="Tầng 3, nhà A; cổng \\ sau\r\nHỏi bảo vệ")
    assert r"ORG:Sở A\; B;Phòng" in lines(organization=("Sở A; B", "Phòng"))


def test_nothing_typed_into_a_name_makes_a_line_of_its_own() -> None:
    assert not any(line.startswith("TEL") for line in lines(name="An\nTEL:113"))


def test_lines_are_folded_at_75_octets_and_no_letter_is_cut() -> None:
    long = "Phòng Kế hoạch – Tài chính và Quản lý đầu tư xây dựng cơ bản " * 4
    written = cards([Contact(uid="urn:uuid:1", name="An", note=long.strip())])
    pieces = written.split(b"\r\n")
    assert max(len(piece) for piece in pieces) <= 75
    assert all(piece.decode() is not None for piece in pieces)
    assert f"NOTE:{long.strip()}" in re.sub(rb"\r\n ", b"", written).decode()


def test_an_organisation_has_no_name_parts() -> None:
    card = lines(name="Sở Y tế", is_organization=True, address="Số 1, phố B")
    assert "KIND:org" in card
    assert r"ADR;TYPE=work:;;Số 1\, phố B;;;;" in card
    assert not any(line.startswith("N:") for line in card)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("(024) 3825.1234", "02438251234"),
        ("+84 24 38+25", "+84243825"),
        ("nội bộ", ""),
        ("024 38 máy lẻ 12", "02438;ext=12"),
    ],
)
def test_a_number_is_dialled_by_its_digits(typed: str, number: str) -> None:
    assert dialled(typed) == number
    assert number or not any(line.startswith("TEL") for line in lines(telephones=(typed,)))
