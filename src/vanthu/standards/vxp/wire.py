"""How a dataclass is written as signed headers or as members of a JSON reply: one description for both ends.

Fields are annotated `Annotated[type, Wire("name on the wire", CODEC)]`. None is left out, never null.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar, get_type_hints

from vanthu.standards.vxp.codes import MessageType, TransferStatus
from vanthu.standards.vxp.errors import ParameterRefused
from vanthu.standards.vxp.headers import VIETNAM

T = TypeVar("T")


@dataclass(frozen=True)
class Codec:
    """Two functions: from a Python value to what JSON or a header holds, and back (or ValueError)."""

    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


@dataclass(frozen=True)
class Wire:
    """The name of a field on the wire and how its value is written there."""

    name: str
    codec: Codec | None = None


def moments(pattern: str) -> Codec:
    """Return a codec of moments in Vietnamese time, which the wire writes without a zone."""
    return Codec(
        lambda moment: moment.astimezone(VIETNAM).strftime(pattern),
        lambda text: datetime.strptime(text.strip(), pattern).replace(tzinfo=VIETNAM),
    )


def _lenient_moment(text: Any) -> datetime | None:
    for pattern in ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S"):
        try:
            return datetime.strptime(str(text).strip()[:19], pattern).replace(tzinfo=VIETNAM)
        except ValueError:
            continue
    return None


def _flag(value: Any) -> bool:
    return value if isinstance(value, bool) else str(value).strip().lower() in {"true", "1"}


def _code_list(text: str) -> tuple[str, ...]:
    parsed = json.loads(text)
    if not isinstance(parsed, list) or not all(isinstance(item, str) for item in parsed):
        raise ValueError(text)
    return tuple(item.strip() for item in parsed)


def _day(text: Any) -> date:
    return datetime.strptime(str(text).strip()[:10].replace("-", "/"), "%Y/%m/%d").date()  # noqa: DTZ007  # a day


def _texts(items: Any) -> tuple[str, ...]:
    if not isinstance(items, list):
        raise ValueError(items)
    return tuple(str(item).strip() for item in items)


TEXT = Codec(str, str)
NUMBER = Codec(int, int)
NUMBER_TEXT = Codec(str, int)
FLAG = Codec(bool, _flag)
OBJECT = Codec(dict, dict)
CODES = Codec(lambda codes: json.dumps(list(codes), separators=(",", ":")), _code_list)
DAY = Codec(lambda day: f"{day:%Y/%m/%d}", _day)
TEXTS = Codec(list, _texts)
QUERY_MOMENT = moments("%d/%m/%Y %H:%M:%S")
LIST_MOMENT = Codec(moments("%Y/%m/%d %H:%M:%S").encode, _lenient_moment)
MESSAGE_TYPE = Codec(str, lambda text: MessageType(text.strip().lower()))
TRANSFER_STATUS = Codec(str, lambda text: TransferStatus(text.strip().lower()))


def rows(kind: type) -> Codec:
    """Return a codec of JSON arrays of objects of one dataclass."""
    return Codec(
        lambda items: [to_members(item) for item in items],
        lambda items: tuple(from_members(kind, item) for item in items),
    )


_KNOWN: dict[type[Any], tuple[tuple[Field[Any], Wire], ...]] = {}


def _described(kind: type[Any]) -> tuple[tuple[Field[Any], Wire], ...]:
    if kind not in _KNOWN:
        hints = get_type_hints(kind, include_extras=True)
        _KNOWN[kind] = tuple((field, _wire(hints[field.name])) for field in fields(kind))
    return _KNOWN[kind]


def _wire(hint: Any) -> Wire:
    return next(part for part in hint.__metadata__ if isinstance(part, Wire))


def to_members(value: Any) -> dict[str, Any]:
    """Return a dataclass as members of a JSON object or as logical headers, without those that are None."""
    found = ((wire, getattr(value, field.name)) for field, wire in _described(type(value)))
    return {wire.name: (wire.codec or TEXT).encode(item) for wire, item in found if item is not None}


def from_members(kind: type[T], members: Mapping[str, Any] | Callable[[str], Any]) -> T:
    """Return the dataclass that members (or a function giving a member by name) describe.

    A null or empty member counts as absent; members nobody described are ignored. Raises `ParameterRefused`.
    """
    get = members if callable(members) else members.get
    values = {}
    for field, wire in _described(kind):
        raw = get(wire.name)
        if raw is None or raw == "":
            if field.default is MISSING and field.default_factory is MISSING:
                raise ParameterRefused(wire.name, f"Thiếu tham số “{wire.name}”.")
            continue
        values[field.name] = _decode(wire, raw)
    return kind(**values)


def _decode(wire: Wire, raw: Any) -> Any:
    try:
        return (wire.codec or TEXT).decode(raw)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise ParameterRefused(
            wire.name, f"Tham số “{wire.name}” có giá trị không đọc được: {str(raw)[:60]}."
        ) from error
