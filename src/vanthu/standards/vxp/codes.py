"""Code lists of the hub protocol: message kinds, transfer statuses and error codes."""

from enum import StrEnum


class MessageType(StrEnum):
    """What a package carries: a document or a status report about one."""

    EDOC = "edoc"
    STATUS = "status"


class TransferStatus(StrEnum):
    """How far the receiving software is with one delivery; not the status of the document itself."""

    INITIAL = "initial"
    PROCESSING = "processing"
    DONE = "done"
    FAIL = "fail"

    @property
    def label(self) -> str:
        """Return the Vietnamese name shown to people."""
        return _TRANSFER_LABELS[self]


_TRANSFER_LABELS = {
    TransferStatus.INITIAL: "Khởi tạo",
    TransferStatus.PROCESSING: "Đang xử lý",
    TransferStatus.DONE: "Hoàn thành",
    TransferStatus.FAIL: "Thất bại",
}


class ErrorCode(StrEnum):
    """`ErrorCode` of a hub reply.

    0 and 100 come from the official SDK, 10 to 23 from the published list of a provincial axis. 40, 43, 44 and
    49 are ours, for cases which those lists do not name; a client treats every code but 0 as a failure.
    """

    SUCCESS = "0"
    INVALID_FILE = "10"
    WRONG_CREDENTIALS = "15"
    UNKNOWN_RECIPIENT = "18"
    UNKNOWN_SENDER = "19"
    SYSTEM_ERROR = "20"
    FILE_NOT_PROCESSED = "21"
    NOT_CONFORMANT = "22"
    RECIPIENT_LOCKED = "23"
    INVALID_PARAMETER = "40"
    FORBIDDEN = "43"
    NOT_FOUND = "44"
    MOVE_NOT_ALLOWED = "49"
    CLIENT_FAILURE = "100"


TEMPORARY = frozenset({ErrorCode.SYSTEM_ERROR, ErrorCode.FILE_NOT_PROCESSED, "9999"})
"""Codes after which the same call may succeed later without any change by the caller."""

SERVICE_TYPE = "eDoc"
"""The only `servicetype` in use, for documents and for statuses."""
