"""Every verb of a văn bản đi, from draft to issue."""

from vanthu.office.outgoing.operations.approving import approve, return_to_drafter, submit, withdraw
from vanthu.office.outgoing.operations.checking import Problem, problems
from vanthu.office.outgoing.operations.common import admitted
from vanthu.office.outgoing.operations.composing import preview
from vanthu.office.outgoing.operations.drafting import (
    attach,
    change_draft,
    detach,
    replace_pdf,
    start_draft,
    upload_draft,
)
from vanthu.office.outgoing.operations.errors import (
    DraftRefused,
    LetterNotPrintable,
    NoClerk,
    NoUnitHead,
    NumberNotWritten,
    NumberRefused,
    PackageRefused,
    ReasonMissing,
    SignaturesNotValid,
    UploadActive,
    UploadEncrypted,
    UploadNotPdf,
    UploadPlacesMissing,
    UploadSecret,
    UploadSigned,
    UploadTooLarge,
)
from vanthu.office.outgoing.operations.issuing import issue
from vanthu.office.outgoing.operations.marking import give_number, record_sealed, record_signed
from vanthu.office.outgoing.queries import DraftFields

__all__ = [
    "DraftFields",
    "DraftRefused",
    "LetterNotPrintable",
    "NoClerk",
    "NoUnitHead",
    "NumberNotWritten",
    "NumberRefused",
    "PackageRefused",
    "Problem",
    "ReasonMissing",
    "SignaturesNotValid",
    "UploadActive",
    "UploadEncrypted",
    "UploadNotPdf",
    "UploadPlacesMissing",
    "UploadSecret",
    "UploadSigned",
    "UploadTooLarge",
    "admitted",
    "approve",
    "attach",
    "change_draft",
    "detach",
    "give_number",
    "issue",
    "preview",
    "problems",
    "record_sealed",
    "record_signed",
    "replace_pdf",
    "return_to_drafter",
    "start_draft",
    "submit",
    "upload_draft",
    "withdraw",
]
