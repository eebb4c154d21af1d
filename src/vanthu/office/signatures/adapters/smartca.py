"""VNPT SmartCA: signs hashes when the holder confirms in its application, within some five minutes.

A reference is the holder's identity number, then perhaps "/" and the serial number of one of his certificates.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

from vanthu.office.signatures.adapters.rest import ByPhone, asked, refused, signature
from vanthu.office.signatures.ports import DeviceFailed, NotConfirmed, RefusedBySigner
from vanthu.runtime.ids import new_id

if TYPE_CHECKING:
    from vanthu.office.settings import SmartCaSettings
    from vanthu.standards.signing import SigningCertificate

_ENDED = {4001: NotConfirmed, 4002: RefusedBySigner}


class SmartCa(ByPhone):
    """The port `RemoteKey` over the REST interface that VNPT gives to service partners."""

    def ask(
        self, key_reference: str, certificate: SigningCertificate, digest: bytes, *, what: str, at: datetime
    ) -> str:
        """Ask; the transaction code is what to ask for."""
        holder, _, serial = key_reference.partition("/")
        file = {"doc_id": digest.hex()[:32], "file_type": "pdf", "sign_type": "hash", "data_to_be_signed": digest.hex()}
        message = {
            "user_id": holder,
            "serial_number": serial or certificate.serial,
            "transaction_id": new_id().hex,
            "transaction_desc": what,
            "time_stamp": f"{at:%Y%m%d%H%M%S}",
            "sign_files": [file],
        }
        answer = _asked("/v1/signatures/sign", message)
        code = (answer.get("data") or {}).get("tran_code")
        if not code:
            raise refused(answer.get("message"))
        return str(code)

    def answer(self, key_reference: str, reference: str) -> bytes | None:
        """Ask for the state of the transaction; while there is neither signature nor end, it waits."""
        answer = _asked(f"/v1/signatures/sign/{reference}/status", {})
        code = int(answer.get("status_code") or 0)
        if code in _ENDED:
            raise _ENDED[code]
        made = (answer.get("data") or {}).get("signatures") or []
        if made:
            return signature(made[0].get("signature_value"))
        if code >= 4000:
            raise refused(answer.get("message"))
        return None


def _asked(path: str, message: dict[str, Any]) -> dict[str, Any]:
    service: SmartCaSettings | None = settings.OFFICE.signing.smartca
    if service is None:
        raise DeviceFailed(sentence="Chưa khai báo mục «signing.smartca» trong tệp cấu hình.")
    partner = {"sp_id": service.sp_id, "sp_password": service.sp_password}
    return asked(f"{service.url.rstrip('/')}{path}", partner | message, timeout=service.timeout_seconds)
