"""What a development PKI shall hold: a TOML file or the same as values."""

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from vanthu.standards.signing.errors import PkiError

Kind = Literal["person", "agency"]
ALGORITHMS = ("rsa-2048", "rsa-3072", "p-256")
KEY_NAME = re.compile(r"^[a-z0-9][a-z0-9._-]{0,63}$")


@dataclass(frozen=True)
class Holder:
    """Somebody who gets a key: a person or an agency.

    `key` names the file and is used by `revoke`. `organization` is where a person works, or the body above an agency;
    `identifier` is printed as UID "CCCD:…" for a person and is the agency code (mã định danh) for an agency.
    `valid_from` and `valid_to` are for tests of expired certificates; otherwise two years from the making.
    """

    key: str
    kind: Kind
    name: str
    pin: str
    organization: str | None = None
    unit: str | None = None
    title: str | None = None
    identifier: str | None = None
    algorithm: str | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None

    def __post_init__(self) -> None:
        if not KEY_NAME.match(self.key):
            raise PkiError(
                sentence=f"Tên khóa “{self.key}” không hợp lệ: chỉ dùng chữ thường không dấu, số, “.”, “_”, “-”."
            )
        if self.algorithm is not None and self.algorithm not in ALGORITHMS:
            raise PkiError(
                sentence=f"Thuật toán “{self.algorithm}” không có; hãy dùng một trong: {', '.join(ALGORITHMS)}."
            )
        if not self.pin or not self.name:
            raise PkiError(sentence=f"Khóa “{self.key}” phải có tên chủ thể (name) và mã PIN (pin).")


@dataclass(frozen=True)
class Spec:
    """A whole PKI: the name of who runs it, the algorithm of its keys, and the holders."""

    holders: tuple[Holder, ...]
    organization: str = "Đơn vị thử nghiệm Văn Thư"
    algorithm: str = "rsa-3072"

    def __post_init__(self) -> None:
        keys = [holder.key for holder in self.holders]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise PkiError(sentence=f"Tên khóa bị trùng trong tệp mô tả: {', '.join(twice)}.")
        if self.algorithm not in ALGORITHMS:
            raise PkiError(
                sentence=f"Thuật toán “{self.algorithm}” không có; hãy dùng một trong: {', '.join(ALGORITHMS)}."
            )

    @classmethod
    def default(cls) -> "Spec":
        """The spec that comes with the program: a few plainly fictional people and agencies."""
        return cls.parse((resources.files(__package__) / "default.toml").read_text("utf-8"))

    @classmethod
    def read(cls, path: Path) -> "Spec":
        """From a TOML file; raises `PkiError` that says what is wrong."""
        try:
            return cls.parse(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise PkiError(str(error), sentence=f"Không đọc được tệp mô tả {path}.") from error

    @classmethod
    def parse(cls, text: str) -> "Spec":
        """From TOML text: optional `organization`, `algorithm`, then tables `[[people]]` and `[[agencies]]`."""
        try:
            data = tomllib.loads(text)
            people = tuple(Holder(kind="person", **item) for item in data.pop("people", []))
            agencies = tuple(Holder(kind="agency", **item) for item in data.pop("agencies", []))
            return cls(holders=people + agencies, **_plain(data))
        except (tomllib.TOMLDecodeError, TypeError) as error:
            raise PkiError(str(error), sentence=f"Tệp mô tả hạ tầng khóa công khai sai cú pháp: {error}.") from error


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(data) - {"organization", "algorithm"})
    if unknown:
        raise PkiError(sentence=f"Tệp mô tả có mục không biết: {', '.join(unknown)}.")
    return data
