"""A package that somebody brings as a file (USB): the same reading, judging and desk as one from the axis."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.exchange import operations as exchange
from vanthu.office.exchange.states import CARRIED
from vanthu.office.files import operations as files
from vanthu.office.files import queries as stored
from vanthu.office.incoming import policies
from vanthu.office.outgoing.operations.uploading import refuse_too_large
from vanthu.runtime.errors import VanThuError
from vanthu.standards import edxml
from vanthu.standards.vxp import MessageType

if TYPE_CHECKING:
    from vanthu.office.exchange.models import ReceivedPackage
    from vanthu.office.organizations.models import Person

EDXML = "application/xml"


class NotAPackage(VanThuError):
    """What was uploaded as a package of the axis is none."""

    code = "VT-NHAN-KHONG-PHAI-GOI"
    template = "Tệp «{file_name}» không phải là gói tin (.edxml) đọc được. Hãy chọn đúng tệp, hoặc nhập tệp PDF."
    http_status = 422


def carry_in(content: bytes, file_name: str, *, by: Person, at: datetime) -> ReceivedPackage:
    """Keep a package that was brought; the worker takes it in within seconds, and no status leaves for it.

    Raises NotAllowed, UploadTooLarge, NotAPackage.
    """
    policies.may_receive(by, at=at).require("Nhận gói tin mang đến")
    refuse_too_large(content, file_name=file_name)
    kept = files.keep(content, media_type=EDXML, at=at)
    try:
        edxml.read_envelope(stored.path_of(kept.sha256), decode=False)
    except edxml.EdxmlRefused as error:
        raise NotAPackage(file_name=file_name) from error
    return exchange.keep_package(f"{CARRIED}{kept.sha256}", MessageType.EDOC, kept.sha256, "", at=at)
