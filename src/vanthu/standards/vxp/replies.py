"""Writing and reading the JSON replies of a hub."""

import base64
import json
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import ijson

from vanthu.standards.vxp.errors import ParameterRefused, VxpUnreachable, refused
from vanthu.standards.vxp.operations import GET_RECEIVED_EDOC_LIST, Done, Operation, success_members
from vanthu.standards.vxp.wire import from_members, to_members

Row = TypeVar("Row")
Request = TypeVar("Request")
Reply = TypeVar("Reply")


def dumps(members: dict[str, Any]) -> bytes:
    """Return a reply as bytes in ASCII: the official SDK decodes the one to sendEdoc as US-ASCII."""
    return json.dumps(members, separators=(",", ":")).encode("ascii")


def streamed_edoc(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the reply to getEdoc piece by piece, so that a large package is never in memory as a whole."""
    opening = dumps({**success_members(Done()), "data": ""})
    yield opening[:-2]
    rest = b""
    for chunk in chunks:
        whole = rest + chunk
        cut = len(whole) - len(whole) % 3
        yield base64.b64encode(whole[:cut])
        rest = whole[cut:]
    yield base64.b64encode(rest) + opening[-2:]


def streamed_rows(rows: Iterable[object]) -> Iterator[bytes]:
    """Yield a reply whose `data` is long, row by row, so that it is never in memory as a whole."""
    yield dumps({**success_members(Done()), "data": []})[:-2]
    separator = b""
    for row in rows:
        yield separator + dumps(to_members(row))
        separator = b","
    yield b"]}"


def each_row(operation: Operation[Any, Any], kind: type[Row], chunks: Iterable[bytes]) -> Iterator[Row]:
    """Yield the rows of a long reply while its bytes come in; the counterpart of `streamed_rows`, from any hub.

    Only after the last row is it certain that the reply was whole and a success: until then rows may come that are
    followed by `VxpUnreachable` or `VxpRefused`.
    """
    found = ijson.sendable_list()
    told = {name: ijson.sendable_list() for name in ("status", "ErrorCode", "ErrorDesc")}
    parsers = [ijson.items_coro(values, name) for name, values in told.items()]
    parsers.append(ijson.items_coro(found, "data.item"))
    try:
        for chunk in chunks:
            for parser in parsers:
                parser.send(chunk)
            yield from _rows(operation, kind, found)
            found.clear()
        for parser in parsers:
            parser.close()
    except ijson.JSONError as error:
        raise VxpUnreachable(f"Trả lời cho {operation.name} không phải là trả lời của trục liên thông.") from error
    yield from _rows(operation, kind, found)
    members = {name: values[0] for name, values in told.items() if values}
    if not members:
        raise VxpUnreachable(f"Trả lời cho {operation.name} không phải là trả lời của trục liên thông.")
    _require_success(members)


def _rows(operation: Operation[Any, Any], kind: type[Row], found: Iterable[Any]) -> Iterator[Row]:
    for members in found:
        if not isinstance(members, dict):
            raise VxpUnreachable(f"Trả lời của trục cho {operation.name} thiếu hoặc sai “data”.")
        try:
            yield from_members(kind, members)
        except ParameterRefused as error:
            raise VxpUnreachable(f"Trả lời của trục cho {operation.name} thiếu hoặc sai “{error.name}”.") from error


def loads(operation: Operation[Request, Reply], content: bytes) -> Reply:
    """Return the typed reply. Raises `VxpRefused` for a failure, `VxpUnreachable` for what is no reply of a hub."""
    members = _members(operation, content)
    _require_success(members)
    try:
        return from_members(operation.reply, members)
    except ParameterRefused as error:
        raise VxpUnreachable(f"Trả lời của trục cho {operation.name} thiếu hoặc sai “{error.name}”.") from error


def _require_success(members: dict[str, Any]) -> None:
    code = str(members.get("ErrorCode") or "0")
    if str(members.get("status", "OK")).upper() == "FAIL" or code != "0":
        raise refused("" if code == "0" else code, str(members.get("ErrorDesc") or ""))


def _members(operation: Operation[Any, Any], content: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(content)
    except (ValueError, RecursionError):
        parsed = None
    if isinstance(parsed, dict):
        return parsed
    # The official client takes an empty or broken answer to this one call for an empty list; hubs rely on it.
    if operation.name == GET_RECEIVED_EDOC_LIST.name and not content.strip():
        return {"data": []}
    raise VxpUnreachable(f"Trả lời cho {operation.name} không phải là trả lời của trục liên thông.")
