"""Every verb of copies."""

from vanthu.office.copies.operations.asking import CopyFields, Upload, ask
from vanthu.office.copies.operations.deciding import agree, refuse, withdraw
from vanthu.office.copies.operations.errors import (
    CopyFileMissing,
    CopyFileWrong,
    CopyForbidden,
    CopyNotValid,
    CopyPackageRefused,
    CopyPurposeMissing,
    CopyRecipientsWrong,
    CopyScanPoor,
)
from vanthu.office.copies.operations.making import make_on_paper, prepared, record_made
from vanthu.office.copies.operations.sending import send

__all__ = [
    "CopyFields",
    "CopyFileMissing",
    "CopyFileWrong",
    "CopyForbidden",
    "CopyNotValid",
    "CopyPackageRefused",
    "CopyPurposeMissing",
    "CopyRecipientsWrong",
    "CopyScanPoor",
    "Upload",
    "agree",
    "ask",
    "make_on_paper",
    "prepared",
    "record_made",
    "refuse",
    "send",
    "withdraw",
]
