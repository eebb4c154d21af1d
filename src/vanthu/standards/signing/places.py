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

FIRST_SIGNER = "leader"
SIGNATURE_FIELDS = {FIRST_SIGNER: "ChuKyLanhDao", "agency": "DauCoQuan", "stamp": "DauChuCoQuan"}
"""Who signs → name of the signature field. Other signers are "leader_2", "leader_3"…, as their slots are called.

"stamp" is the agency's signature shown as text alone, on an appendix or a copy (ND30 PL I: S4, S5).
"""


def is_signer(who: str) -> bool:
    """Tell whether "leader", "leader_2"… is meant: somebody who signs in person."""
    return who == FIRST_SIGNER or who.startswith(f"{FIRST_SIGNER}_")


PARTNER_FIELD = "ChuKyBen"
"""The field of another party of an agreement, "partner_2", "partner_3"…, who signs after us, elsewhere."""


def is_partner(who: str) -> bool:
    """Tell whether "partner_2", "partner_3"… is meant: another party of an agreement."""
    return who.startswith("partner_")


def is_partner_field(name: str) -> bool:
    """Tell whether a signature field of this name is that of another party."""
    rest = name.removeprefix(PARTNER_FIELD)
    return rest != name and rest.isdigit()


def signature_field(who: str) -> str:
    """The name of the signature field of "leader", "leader_2"…, "partner_2"…, "agency" or "stamp"."""
    if who in SIGNATURE_FIELDS:
        return SIGNATURE_FIELDS[who]
    if is_partner(who):
        return f"{PARTNER_FIELD}{int(who.removeprefix('partner_'))}"
    return f"{SIGNATURE_FIELDS[FIRST_SIGNER]}{int(who.removeprefix(f'{FIRST_SIGNER}_'))}"


def is_signer_field(name: str) -> bool:
    """Tell whether a signature field of this name is one of somebody who signs in person."""
    rest = name.removeprefix(SIGNATURE_FIELDS[FIRST_SIGNER])
    return rest != name and (not rest or rest.isdigit())


def slot_of(who: str) -> str:
    """The name of the slot that the image of a signature takes."""
    return "seal" if who == "agency" else who
