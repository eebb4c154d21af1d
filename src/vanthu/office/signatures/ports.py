"""What signing needs of the outside world: a device that holds the key, and a time stamp authority."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from datetime import datetime

    from vanthu.office.signatures.models import SigningIdentity
    from vanthu.office.signatures.states import Role
    from vanthu.standards.signing import SigningCertificate, Stamp

DEVICES = {
    "csc": "vanthu.office.signatures.adapters.csc.CloudSignature",
    "pkcs11": "vanthu.office.signatures.adapters.pkcs11.Pkcs11Tokens",
    "pkcs12": "vanthu.office.signatures.adapters.pkcs12.Pkcs12Files",
    "mysign": "vanthu.office.signatures.adapters.mysign.MySign",
    "smartca": "vanthu.office.signatures.adapters.smartca.SmartCa",
    "vgca": "vanthu.office.signatures.adapters.vgca.VgcaSignService",
}
"""Adapters of the port `KeyDevice` by the name that `SigningIdentity.device` carries."""

PROGRAMS = ("vgca",)
"""Those of them that are a program on the signer's own machine."""

TIMESTAMPER = "vanthu.office.signatures.adapters.tsa.timestamper"


class WrongPin(VanThuError):
    """The PIN is wrong. The signature stays prepared; nothing tries again by itself, since tokens lock themselves."""

    code = "VT-SAI-PIN"
    template = (
        "Mã PIN không đúng nên văn bản chưa được ký. Hãy nhập lại mã PIN; "
        "lưu ý thiết bị ký thường tự khóa sau 3 lần nhập sai."
    )
    http_status = 422


class DeviceFailed(VanThuError):
    """The device or key file is not there, is locked, or refused to sign."""

    code = "VT-THIET-BI-KY"
    template = "{sentence} Văn bản chưa được ký; hãy kiểm tra thiết bị hoặc tệp khóa rồi ký lại."


class DeviceUnknown(VanThuError):
    """The identity names a device for which there is no adapter."""

    code = "VT-LOAI-THIET-BI"
    template = "Chưa hỗ trợ loại thiết bị ký «{device}» của chứng thư này. Hãy báo người quản trị khai báo lại."


class SoftwareKeyForbidden(VanThuError):
    """Key files are for development; in production keys live in devices (ND30-A33.2)."""

    code = "VT-KHOA-THU-NGHIEM"
    template = (
        "Khóa ký dạng tệp chỉ dùng để thử nghiệm, không được dùng ở hệ thống chính thức. "
        "Hãy dùng thiết bị ký do cơ quan có thẩm quyền cấp."
    )


class Way(StrEnum):
    """What a device needs of the person who signs with it."""

    PIN = "pin"
    """He types the PIN of the key; the signature comes at once."""
    UNATTENDED = "unattended"
    """Nothing: the device's PIN lies with the server; being logged in as one who may sign is enough."""
    PROGRAM = "program"
    """A program on his machine, which fetches the file, asks him for his PIN and brings the file back signed."""

    PHONE = "phone"
    """He confirms on his telephone within minutes; a service has the key and signs the hash."""

    @property
    def at_once(self) -> bool:
        """Whether the server itself has the key sign any bytes, while the request lasts."""
        return self in (Way.PIN, Way.UNATTENDED)


class ServiceAway(VanThuError):
    """The signing service does not answer, or not as it should; it may be asked again."""

    code = "VT-DICH-VU-KY"
    template = "Dịch vụ ký số từ xa chưa trả lời ({why}). Văn bản chưa được ký; hãy thử lại sau ít phút."
    http_status = 503


class RefusedBySigner(VanThuError):
    """Whoever has the telephone refused to confirm."""

    code = "VT-TU-CHOI-KY"
    template = "Yêu cầu ký đã bị từ chối trên điện thoại của người ký; văn bản còn nguyên như trước khi ký."


class NotConfirmed(VanThuError):
    """Nobody confirmed on the telephone in the time the service allows."""

    code = "VT-CHUA-XAC-NHAN"
    template = "Quá hạn mà người ký chưa xác nhận trên điện thoại; văn bản còn nguyên. Hãy ký lại rồi xác nhận ngay."


class UnlockedKey(Protocol):
    """A key whose PIN was given: it signs until its block ends."""

    def sign(self, signed_attributes: bytes) -> bytes:
        """Return the raw signature over the attributes; raises DeviceFailed."""
        ...


class KeyDevice(Protocol):
    """Where a private key lives."""

    def way(self, key_reference: str) -> Way:
        """Tell what unlocking this key needs of the person."""
        ...

    def unlock(
        self, key_reference: str, certificate: SigningCertificate, *, pin: str
    ) -> AbstractContextManager[UnlockedKey]:
        """Give the key of this certificate for many signatures with one PIN; raises WrongPin, DeviceFailed.

        One call is one try of the PIN.
        """
        ...


@dataclass(frozen=True)
class FileToSign:
    """A file as a signing program gets it: where it may fetch it once, and what it is called."""

    id: str
    name: str
    url: str
    code: str = ""
    """Số, ký hiệu, where the program is to show it (S4, S5)."""


@dataclass(frozen=True)
class Call:
    """What the page has to send to the program on the same machine."""

    address: str
    message: str


class SigningProgram(KeyDevice, Protocol):
    """A program beside the browser that signs whole files; its keys cannot be unlocked from here."""

    def call(self, role: Role, files: Sequence[FileToSign], *, upload_url: str) -> Call:
        """Return what makes the program fetch the files, sign them in that role and post each to the address."""
        ...


class RemoteKey(KeyDevice, Protocol):
    """A service that signs a hash when its holder confirms on his telephone; nothing is unlocked from here."""

    def ask(
        self, key_reference: str, certificate: SigningCertificate, digest: bytes, *, what: str, at: datetime
    ) -> str:
        """Ask for a signature over a SHA-256 and return by what to ask for it later; `what` is shown to the signer.

        Raises ServiceAway, DeviceFailed.
        """
        ...

    def answer(self, key_reference: str, reference: str) -> bytes | None:
        """Return the raw signature, or None while nobody has confirmed.

        Raises ServiceAway; when it is over RefusedBySigner, NotConfirmed, DeviceFailed.
        """
        ...


def remote_key(name: str) -> RemoteKey:
    """Return the adapter of a device whose way is PHONE; raises DeviceUnknown."""
    service: RemoteKey = _adapter(name)
    return service


def key_device(name: str) -> KeyDevice:
    """Return the adapter of that name; raises DeviceUnknown."""
    device: KeyDevice = _adapter(name)
    return device


def signing_program(name: str) -> SigningProgram:
    """Return the adapter of a device whose way is PROGRAM; raises DeviceUnknown."""
    program: SigningProgram = _adapter(name)
    return program


def _adapter(name: str) -> Any:
    devices = {**DEVICES, **getattr(settings, "KEY_DEVICES", {})}
    if name not in devices:
        raise DeviceUnknown(device=name)
    return import_string(devices[name])()


def way_of(identity: SigningIdentity | None) -> Way:
    """Tell what signing with an identity needs of the person; raises DeviceUnknown."""
    return key_device(identity.device).way(identity.key_reference) if identity else Way.PIN


class Stamper(Protocol):
    """Time stamp authorities that are asked until one answers."""

    def stamp(self, digest: bytes) -> Stamp:
        """Return a token over a SHA-256 digest with the server that gave it; raises what `Timestamper.token` does."""
        ...


def timestamper() -> Stamper | None:
    """Return the time stamp authorities of the settings; None when none is set: signatures carry no time stamp."""
    made: Stamper | None = import_string(getattr(settings, "TIMESTAMPER", TIMESTAMPER))()
    return made
