"""Where things go on the page, as the letter's layout says it."""

from typing import Protocol


class Slot(Protocol):
    """A box on a page: page counted from 0, PDF points, origin at the bottom left.

    `vanthu.standards.letter.Slot` is one; signing does not depend on how letters are laid out.
    """

    @property
    def page(self) -> int: ...
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...


NUMBER_FIELDS = {"number": "SoVanBan", "day": "NgayBanHanh", "month": "ThangBanHanh", "year": "NamBanHanh"}
"""Slot name → name of the form field in the PDF; "year" may be absent (printed in the draft)."""

SIGNATURE_FIELDS = {"leader": "ChuKyLanhDao", "agency": "DauCoQuan"}
"""Who signs → name of the signature field."""

SIGNATURE_SLOTS = {"leader": "leader", "agency": "seal"}
"""Who signs → name of the slot its image takes."""
