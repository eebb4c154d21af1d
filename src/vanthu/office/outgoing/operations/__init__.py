"""Every verb of a văn bản đi, from draft to issue."""

from vanthu.office.outgoing.operations.amending import start_amendment
from vanthu.office.outgoing.operations.appendices import appendices_to_sign
from vanthu.office.outgoing.operations.approving import (
    approve,
    require_as_approved,
    return_to_drafter,
    submit,
    withdraw,
)
from vanthu.office.outgoing.operations.cancelling import cancel
from vanthu.office.outgoing.operations.checking import Problem, problems, typing_problems
from vanthu.office.outgoing.operations.common import admitted
from vanthu.office.outgoing.operations.composing import preview
from vanthu.office.outgoing.operations.draft_errors import (
    NoConverter,
    NotConverted,
    SavedMeanwhile,
    UploadDangerous,
    UploadLinked,
    UploadMacros,
    UploadNotDocx,
    UploadSwells,
    UploadTooLong,
)
from vanthu.office.outgoing.operations.drafting import (
    attach,
    change_draft,
    detach,
    replace_pdf,
    start_draft,
    upload_draft,
)
from vanthu.office.outgoing.operations.errors import (
    AppendixNotSignable,
    AppendixNotSigned,
    ChangedAfterApproval,
    DraftRefused,
    LetterNotPrintable,
    NobodyForStep,
    NobodyToAsk,
    NoClerk,
    NoLongerInForce,
    NoUnitHead,
    NoPaperSource,
    NumberNotWritten,
    NumberRefused,
    PackageRefused,
    PaperNotMeant,
    ReasonMissing,
    RouteRefused,
    SignaturesNotValid,
    UploadActive,
    UploadEncrypted,
    UploadNotPdf,
    UploadPlacesMissing,
    UploadSecret,
    UploadSigned,
    UploadTooLarge,
)
from vanthu.office.outgoing.operations.form_checks import check_form_again, check_forms_due
from vanthu.office.outgoing.operations.issuing import issue
from vanthu.office.outgoing.operations.marking import give_number, record_sealed, record_signed
from vanthu.office.outgoing.operations.paper import post_paper, print_paper
from vanthu.office.outgoing.operations.recalling import recall
from vanthu.office.outgoing.operations.replies import record_answers
from vanthu.office.outgoing.operations.routing import end_route, ensure_default, set_route
from vanthu.office.outgoing.operations.ways import choose_ways
from vanthu.office.outgoing.queries import Addressee, Check, DraftFields

__all__ = [
    "Addressee",
    "AppendixNotSignable",
    "AppendixNotSigned",
    "ChangedAfterApproval",
    "Check",
    "DraftFields",
    "DraftRefused",
    "LetterNotPrintable",
    "NoClerk",
    "NoConverter",
    "NoLongerInForce",
    "NoPaperSource",
    "NoUnitHead",
    "NobodyForStep",
    "NobodyToAsk",
    "NotConverted",
    "NumberNotWritten",
    "NumberRefused",
    "PackageRefused",
    "PaperNotMeant",
    "Problem",
    "ReasonMissing",
    "RouteRefused",
    "SavedMeanwhile",
    "SignaturesNotValid",
    "UploadActive",
    "UploadDangerous",
    "UploadEncrypted",
    "UploadLinked",
    "UploadMacros",
    "UploadNotDocx",
    "UploadNotPdf",
    "UploadPlacesMissing",
    "UploadSecret",
    "UploadSigned",
    "UploadSwells",
    "UploadTooLarge",
    "UploadTooLong",
    "admitted",
    "appendices_to_sign",
    "approve",
    "attach",
    "cancel",
    "change_draft",
    "check_form_again",
    "check_forms_due",
    "choose_ways",
    "detach",
    "end_route",
    "ensure_default",
    "give_number",
    "issue",
    "post_paper",
    "preview",
    "print_paper",
    "problems",
    "recall",
    "record_answers",
    "record_sealed",
    "record_signed",
    "replace_pdf",
    "require_as_approved",
    "return_to_drafter",
    "set_route",
    "start_amendment",
    "start_draft",
    "submit",
    "typing_problems",
    "upload_draft",
    "withdraw",
]
