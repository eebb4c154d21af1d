"""A client of any hub that speaks VXP: ours, a province's, the national axis."""

import base64
import hashlib
import json
import os
import re
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from vanthu.standards.vxp import operations as ops
from vanthu.standards.vxp.codes import ErrorCode, MessageType, TransferStatus
from vanthu.standards.vxp.errors import VxpUnreachable, refused
from vanthu.standards.vxp.headers import VIETNAM, ascii_text, sign, timestamp_text
from vanthu.standards.vxp.replies import each_row, loads
from vanthu.standards.vxp.wire import to_members

Request = TypeVar("Request")
Reply = TypeVar("Reply")

CHUNK = 256 * 1024
LONGEST_ANSWER = 1 << 30
MAX_CONNECTIONS = 10
BACK_OFF_SECONDS = 0.2


@dataclass(frozen=True)
class _Body:
    """The bytes of a call, readable again from the start for another try."""

    size: int
    chunks: Callable[[], Iterator[bytes]]


class Client:
    """Calls the operations of one hub as one system; safe to share between threads, keeps its connections open.

    Every method raises `VxpRefused` when the hub says no and `VxpUnreachable` when no usable answer came; in the
    second case trying again later is safe, also for `send_edoc`, because a hub knows a repeated package. Calls whose
    repetition does no harm are tried `attempts` times before `VxpUnreachable`.
    """

    def __init__(
        self,
        endpoint: str,
        system_id: str,
        secret: str,
        *,
        timeout: float = 60.0,
        deadline: float = 1800.0,
        verify: bool | str | ssl.SSLContext = True,
        attempts: int = 2,
        now: Callable[[], datetime] = lambda: datetime.now(VIETNAM),
        pause: Callable[[float], None] = time.sleep,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Prepare a client; nothing is sent yet. `endpoint` is the address before `/sendEdoc`.

        `timeout` is for each wait and `deadline` for a whole answer, both in seconds: a hub that trickles bytes for
        ever is given up. `verify` is what httpx takes: False, or the file of an authority of one's own.
        """
        self._endpoint, self._system_id, self._secret = endpoint.rstrip("/"), system_id, secret
        self._timeout = timeout
        self._attempts, self._now, self._pause, self._deadline = max(1, attempts), now, pause, deadline
        limits = httpx.Limits(max_connections=MAX_CONNECTIONS, max_keepalive_connections=MAX_CONNECTIONS)
        # Addresses of hubs are set on purpose; a proxy from the environment would see the headers of another network.
        self._http = httpx.Client(
            timeout=httpx.Timeout(timeout, connect=min(timeout, 10.0)),
            limits=limits,
            transport=transport,
            verify=_context(verify),
            trust_env=False,
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send_edoc(
        self,
        body: Path | bytes,
        *,
        from_code: str,
        message_type: MessageType | str = MessageType.EDOC,
        to: Sequence[str] | None = None,
    ) -> str:
        """Send a package, streaming it from its file, and return the hub's id for it (senderDocId).

        `to` restricts delivery to part of the package's recipients. The same bytes again give the same id.
        """
        request = ops.SendEdoc(
            from_code=from_code,
            message_type=MessageType(message_type),
            hash_file=_sha256(body),
            to=None if to is None else tuple(to),
        )
        return self._call(ops.SEND_EDOC, request, _followed_by_crlf(body)).doc_id

    def received(
        self,
        message_type: MessageType | str,
        *,
        status: TransferStatus | str | None = None,
        page_size: int | None = 100,
        page_index: int | None = None,
        from_date: datetime | None = None,
        to_date: datetime | None = None,
        to: str | None = None,
        wait: int | None = None,
    ) -> list[ops.ReceivedItem]:
        """Return one page of the deliveries waiting for the agencies this system serves, oldest first.

        Pages count from 0. `to` asks for one agency only; `status` for one transfer status instead of all but done.
        With `wait` (seconds, at most 30) an axis of ours answers only when something new waits or the time is over;
        other hubs answer at once.
        """
        request = ops.GetReceivedEdocList(
            message_type=MessageType(message_type),
            status=None if status is None else TransferStatus(status),
            page_size=page_size,
            page_index=page_index,
            from_date=from_date,
            to_date=to_date,
            to=to,
            wait=wait,
        )
        return list(self._call(ops.GET_RECEIVED_EDOC_LIST, request).data)

    def sent(self, doc_id: str, message_type: MessageType | str = MessageType.EDOC) -> list[ops.SentItem]:
        """Return what became of a package sent, one row per recipient; `doc_id` is what `send_edoc` returned."""
        request = ops.GetSentEdocList(doc_id=doc_id, message_type=MessageType(message_type))
        return list(self._call(ops.GET_SENT_EDOC_LIST, request).data)

    def receipt(self, doc_id: str) -> dict[str, Any]:
        """Return the signed receipt of a package sent, as its JSON document; only an axis of ours gives one.

        Asked for again later it also holds proofs and what happened since; `vanthu evidence verify` judges it.
        """
        return self._call(ops.GET_RECEIPT, ops.GetReceipt(doc_id=doc_id)).receipt

    def exchange_tree_heads(self, told: ops.TreeHeads) -> ops.TreeHeads:
        """Give the signed heads of one's own log and of the hub's as they are known here; return those of the hub."""
        body = json.dumps(to_members(told), ensure_ascii=False).encode()
        return self._call(ops.EXCHANGE_TREE_HEADS, ops.Nothing(), _in_memory(body))

    def get_edoc(self, doc_id: str) -> bytes:
        """Return the bytes of one delivery; `download` is kinder to memory."""
        return base64.b64decode(self._call(ops.GET_EDOC, ops.GetEdoc(doc_id=doc_id)).data)

    def download(self, doc_id: str, into: Path) -> Path:
        """Stream one delivery into a file and return its path; `into` is the file or the folder to put it in.

        The file appears under its name only when it has arrived as a whole.
        """
        target = into / f"{_file_name(doc_id)}.edxml" if into.is_dir() else into
        part = target.with_name(f"{target.name}.{os.getpid()}.{time.monotonic_ns()}.part")
        try:
            self._try(ops.DOWNLOAD_EDOC, lambda: self._download(doc_id, part))
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
        return target

    def update_status(self, doc_id: str, status: TransferStatus | str, description: str | None = None) -> None:
        """Tell the hub how far the receiver is with a delivery; the description travels without Vietnamese marks."""
        text = ascii_text(description) if description else None
        request = ops.UpdateStatus(doc_id=doc_id, status=TransferStatus(status), description=text or None)
        self._call(ops.UPDATE_STATUS, request)

    def count_received(self, message_type: MessageType | str, *, wait: int | None = None) -> int:
        """Return how many deliveries of a kind wait for the agencies this system serves; `wait` as in `received`."""
        edoc = MessageType(message_type) is MessageType.EDOC
        return self._call(
            ops.COUNT_RECEIVE_EDOC if edoc else ops.COUNT_RECEIVE_STATUS, ops.CountReceive(wait=wait)
        ).count

    def agencies(self) -> list[ops.Agency]:
        """Return the agencies that can receive, with their old codes."""
        return list(self._call(ops.GET_AGENCIES_LIST, ops.Nothing()).data)

    def each_agency(self) -> Iterator[ops.Agency]:
        """Yield the agencies that can receive row by row while they come in; otherwise as `each_unit`."""
        with self._exchange(ops.GET_AGENCIES_LIST, ops.Nothing(), _in_memory(b"")) as response:
            yield from each_row(ops.GET_AGENCIES_LIST, ops.Agency, self._chunks(ops.GET_AGENCIES_LIST, response))

    def agencies_qd20(self, level: int | None = None) -> list[ops.AgencyQD20]:
        """Return the agencies by their QĐ 20/2020 code, of one level or of all."""
        return list(self._call(ops.GET_AGENCIES_LIST_QD20, ops.GetAgenciesListQD20(level=level)).data)

    def units(self) -> list[ops.Unit]:
        """Return the whole registry with versions, closed rows included, for synchronisation."""
        return list(self._call(ops.GET_SYNCHRONIZE_UNIT, ops.GetSynchronizeUnit()).data)

    def each_unit(self, *, modified_since: datetime | None = None) -> Iterator[ops.Unit]:
        """Yield the registry row by row while it comes in, in constant memory; nothing is tried again.

        `modified_since` asks for the changes only; a hub that does not know it answers with everything. What is raised
        may come after some rows: each of them is true, but not all have come.
        """
        request = ops.GetSynchronizeUnit(modified_since=modified_since)
        with self._exchange(ops.GET_SYNCHRONIZE_UNIT, request, _in_memory(b"")) as response:
            yield from each_row(ops.GET_SYNCHRONIZE_UNIT, ops.Unit, self._chunks(ops.GET_SYNCHRONIZE_UNIT, response))

    def register_agency(self, registration: ops.AgencyRegistration) -> None:
        """Register or change an agency which this system serves."""
        body = json.dumps(to_members(registration), ensure_ascii=False).encode()
        self._call(ops.REGISTER_AGENCY, ops.Nothing(), _in_memory(body))

    def delete_agency(self, code: str, *, replaced_by: str | None = None) -> None:
        """Withdraw an agency which this system serves; `replaced_by` names its successor to a hub that listens."""
        self._call(ops.DELETE_AGENCY, ops.DeleteAgency(code=code, replaced_by=replaced_by))

    def _call(self, operation: ops.Operation[Request, Reply], request: Request, body: _Body | None = None) -> Reply:
        sent = body or _in_memory(operation.body or b"")
        return self._try(operation, lambda: self._answer(operation, request, sent))

    def _try(self, operation: ops.Operation[Any, Any], once: Callable[[], Reply]) -> Reply:
        attempts = self._attempts if operation.repeatable else 1
        for attempt in range(1, attempts):
            try:
                return once()
            except VxpUnreachable:
                self._pause(BACK_OFF_SECONDS * attempt)
        return once()

    def _answer(self, operation: ops.Operation[Request, Reply], request: Request, body: _Body) -> Reply:
        with self._exchange(operation, request, body) as response:
            content = b"".join(self._chunks(operation, response))
        if response.status_code >= 500 and not content.lstrip().startswith(b"{"):
            raise VxpUnreachable(f"Trục liên thông trả lời HTTP {response.status_code} cho {operation.name}.")
        return loads(operation, content)

    def _download(self, doc_id: str, part: Path) -> None:
        request = ops.DownloadEdoc(doc_id=doc_id)
        with self._exchange(ops.DOWNLOAD_EDOC, request, _in_memory(b"")) as response:
            chunks = self._chunks(ops.DOWNLOAD_EDOC, response)
            first = next(chunks, b"")
            if response.status_code != 200 or first.lstrip().startswith(b"{"):
                _refuse_download(response.status_code, first + b"".join(chunks))
            with part.open("wb") as out:
                out.write(first)
                out.writelines(chunks)
                out.flush()
                os.fsync(out.fileno())

    def _chunks(self, operation: ops.Operation[Any, Any], response: httpx.Response) -> Iterator[bytes]:
        """Yield the body of an answer, of which there is an end in bytes and in time."""
        ends_at, taken = time.monotonic() + self._deadline, 0
        for chunk in response.iter_bytes(CHUNK):
            taken += len(chunk)
            if taken > LONGEST_ANSWER or time.monotonic() > ends_at:
                raise VxpUnreachable(f"Trả lời cho {operation.name} dài hoặc chậm quá mức, đã bỏ dở.")
            yield chunk

    @contextmanager
    def _exchange(self, operation: ops.Operation[Any, Any], request: object, body: _Body) -> Iterator[httpx.Response]:
        headers = {**self._headers(operation, request), "Content-Length": str(body.size)}
        url = f"{self._endpoint}/{operation.name}"
        try:
            with self._http.stream(
                operation.method, url, content=body.chunks(), headers=headers, timeout=self._patience(request)
            ) as response:
                yield response
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            reason = str(error) or type(error).__name__
            raise VxpUnreachable(f"Không gọi được {operation.name} tại {self._endpoint}: {reason}") from error

    def _patience(self, request: object) -> httpx.Timeout:
        """Return the timeout of a call; one that lets the hub wait takes so much longer."""
        waiting = getattr(request, "wait", None) or 0
        return httpx.Timeout(self._timeout + waiting, connect=min(self._timeout, 10.0))

    def _headers(self, operation: ops.Operation[Any, Any], request: object) -> dict[str, str]:
        logical = {
            "systemid": self._system_id,
            "timestamp": timestamp_text(self._now()),
            "Content-Type": operation.content_type,
        }
        return sign({**logical, **to_members(request)}, secret=self._secret)


def _context(verify: bool | str | ssl.SSLContext) -> bool | ssl.SSLContext:
    return ssl.create_default_context(cafile=verify) if isinstance(verify, str) else verify


def _refuse_download(status: int, content: bytes) -> None:
    if content.lstrip().startswith(b"{"):
        loads(ops.DOWNLOAD_EDOC, content)
        raise refused(ErrorCode.SYSTEM_ERROR, "Trục không trả về tệp.")
    raise VxpUnreachable(f"Trục liên thông trả lời HTTP {status} cho downloadEdoc.")


def _in_memory(data: bytes) -> _Body:
    return _Body(len(data), lambda: iter([data] if data else []))


def _followed_by_crlf(body: Path | bytes) -> _Body:
    """Return the body of sendEdoc: the file and then CRLF, as the official SDK sends it."""
    if isinstance(body, bytes):
        return _Body(len(body) + 2, lambda: iter([body, b"\r\n"]))
    return _Body(body.stat().st_size + 2, lambda: _file_then_crlf(body))


def _file_then_crlf(path: Path) -> Iterator[bytes]:
    yield from _pieces(path)
    yield b"\r\n"


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            yield piece


def _sha256(body: Path | bytes) -> str:
    if isinstance(body, bytes):
        return hashlib.sha256(body).hexdigest()
    with body.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _file_name(doc_id: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "_", doc_id)[:100] or "_"
