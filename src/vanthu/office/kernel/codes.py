"""Codes printed on paper, by which anybody who holds it asks what it is (ND137-A5).

100 random bits: nobody comes upon one by trying. Only its hash is kept, so that not even the database tells a code.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no letter is taken for a figure."""
LETTERS, GROUP = 20, 4
_MEANT = str.maketrans("OIL", "011")


def new() -> str:
    """Return a code as it is printed, "7K3M-9QRT-W2XY-ABCD-EF45"."""
    return printed("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)))


def plain(typed: str) -> str:
    """Return a code as it stands in addresses, however it was typed; empty when it cannot be one."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_MEANT)
    return letters if len(letters) == LETTERS and set(letters) <= set(ALPHABET) else ""


def printed(code: str) -> str:
    """Return a code in groups, as it is read."""
    return "-".join(code[index : index + GROUP] for index in range(0, LETTERS, GROUP))


def digest(typed: str) -> str:
    """Return what is kept of a code; empty when it cannot be one."""
    code = plain(typed)
    return sha256(code.encode()).hexdigest() if code else ""
