"""VXP, the protocol between office software and the national document axis, as its official SDK 2.0 speaks it.

`Client` calls a hub. `headers` signs and checks, `operations` describes every operation once for both ends.
"""

from vanthu.standards.vxp.client import Client
from vanthu.standards.vxp.codes import ErrorCode, MessageType, TransferStatus
from vanthu.standards.vxp.errors import HeadersRefused, ParameterRefused, VxpError, VxpRefused, VxpUnreachable
from vanthu.standards.vxp.operations import AgencyRegistration, ReceivedItem, SentItem, Unit

__all__ = [
    "AgencyRegistration",
    "Client",
    "ErrorCode",
    "HeadersRefused",
    "MessageType",
    "ParameterRefused",
    "ReceivedItem",
    "SentItem",
    "TransferStatus",
    "Unit",
    "VxpError",
    "VxpRefused",
    "VxpUnreachable",
]
