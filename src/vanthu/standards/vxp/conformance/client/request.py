"""One request as it came: raw header bytes, before any library has made them nice."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from vanthu.standards.vxp.headers import PREFIX


@dataclass(frozen=True)
class RawRequest:
    """Method, operation, headers with their bytes, and the whole body."""

    method: str
    operation: str
    headers: Sequence[tuple[str, bytes]]
    body: bytes

    def header(self, name: str) -> bytes | None:
        """Return the first header of a name, in any case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def logical(self, name: str) -> bytes | None:
        """Return the first `XroadVnpt-<name>`."""
        return self.header(f"{PREFIX}{name}")

    @property
    def sign_text(self) -> bytes:
        """What the client signed; empty when it did not say."""
        return self.logical("sign-header") or b""

    @cached_property
    def pairs(self) -> list[tuple[str, object]]:
        """The members of the signed object in their order, with the prefix; empty when it is no JSON object."""
        try:
            parsed = json.loads(self.sign_text.decode(), object_pairs_hook=list)
        except (ValueError, RecursionError):
            return []
        good = isinstance(parsed, list) and all(isinstance(item, tuple) for item in parsed)
        return parsed if good and self.sign_text.lstrip().startswith(b"{") else []

    @property
    def names(self) -> list[str]:
        """The names in sign-header-key."""
        return [name for name in (self.logical("sign-header-key") or b"").decode("latin-1").split(";") if name]

    def get(self, name: str) -> str | None:
        """Return a parameter: as signed, in its own spelling or another case, else as sent."""
        signed = {str(key).removeprefix(PREFIX): str(value) for key, value in self.pairs}
        if name in signed:
            return signed[name]
        lower = {key.lower(): value for key, value in signed.items()}
        sent = self.logical(name)
        return lower.get(name.lower()) or (sent.decode("latin-1") if sent is not None else None)
