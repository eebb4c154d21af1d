"""Sổ đăng ký văn bản đi: how each document went stands in its line (ND30-PLIV)."""

from __future__ import annotations

from typing import Any

from vanthu.office.outgoing.operations import Addressee
from vanthu.office.outgoing.tests.conftest import office  # noqa: F401  (a fixture)
from vanthu.office.outgoing.tests.stories import issued, sealed
from vanthu.office.reports.queries import Chosen, going
from vanthu.office.testing.cast import Cast


def line(office: Cast) -> Any:  # noqa: F811
    at = office.after(hours=2)
    (found,) = going.lines(going.found(office.chi, Chosen(year=2026), at=at))
    return found.row


def test_the_register_names_every_recipient_and_every_way_once(office: Cast) -> None:  # noqa: F811
    issued(office, others=(Addressee("Ông Nguyễn Văn A"), Addressee("Bà Lê Thị B")))
    row = line(office)
    assert row[4] == "Sở Y tế; Sở Tài chính; Ông Nguyễn Văn A; Bà Lê Thị B"
    assert (row[6], row[8]) == (4, "Điện tử qua trục; Bản giấy")


def test_what_is_not_issued_went_no_way_yet(office: Cast) -> None:  # noqa: F811
    sealed(office)
    assert line(office)[8] == ""
