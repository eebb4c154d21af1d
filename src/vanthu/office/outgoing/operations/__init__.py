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
from vanthu.office.outgoing.operations.checking import problems, typing_problems
from vanthu.office.outgoing.operations.commenting import answer_comment, comment, reopen_comment, resolve_comment
from vanthu.office.outgoing.operations.common import admitted
from vanthu.office.outgoing.operations.composing import preview
from vanthu.office.outgoing.operations.draft_errors import (
    CommentEmpty,
    CommentTooLong,
    NoConverter,
    NotConverted,
    PassageNotThere,
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
    NoPaperSource,
    NoUnitHead,
    NumberNotWritten,
    NumberRefused,
    PackageRefused,
    PaperNotMeant,
    ReasonMissing,
    RouteRefused,
    SignaturesNotValid,
    UpdateRefused,
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
from vanthu.office.outgoing.operations.problem import Problem
from vanthu.office.outgoing.operations.recalling import recall
from vanthu.office.outgoing.operations.replies import record_answers
from vanthu.office.outgoing.operations.routing import end_route, ensure_default, set_route
from vanthu.office.outgoing.operations.updating import update_issued
from vanthu.office.outgoing.operations.ways import choose_ways
from vanthu.office.outgoing.queries import Addressee, Check, DraftFields

__all__ = [
    "Addressee",
    "AppendixNotSignable",
    "AppendixNotSigned",
    "ChangedAfterApproval",
    "Check",
    "CommentEmpty",
    "CommentTooLong",
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
    "PassageNotThere",
    "Problem",
    "ReasonMissing",
    "RouteRefused",
    "SavedMeanwhile",
    "SignaturesNotValid",
    "UpdateRefused",
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
    "answer_comment",
    "appendices_to_sign",
    "approve",
    "attach",
    "cancel",
    "change_draft",
    "check_form_again",
    "check_forms_due",
    "choose_ways",
    "comment",
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
    "reopen_comment",
    "replace_pdf",
    "require_as_approved",
    "resolve_comment",
    "return_to_drafter",
    "set_route",
    "start_amendment",
    "start_draft",
    "submit",
    "typing_problems",
    "update_issued",
    "upload_draft",
    "withdraw",
]
