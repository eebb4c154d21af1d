"""The page of one văn bản đi."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from vanthu.office.access import policies as access
from vanthu.office.dispatch import queries as dispatch
from vanthu.office.dispatch.states import MailState
from vanthu.office.documents.states import VersionKind
from vanthu.office.exchange import queries as exchange
from vanthu.office.exchange.states import TransmissionState
from vanthu.office.outgoing import policies, queries
from vanthu.office.outgoing.states import OutgoingState, SourceKind, StepKind
from vanthu.office.web.shown.after_issue import AfterIssue, after_issue
from vanthu.office.web.shown.comments import CommentsShown, comments_shown
from vanthu.office.web.shown.document import Button, Doing, Entry, Papers, as_drafted, papers, title_of
from vanthu.office.web.shown.form_check import FormCheckShown, form_check_shown
from vanthu.office.web.shown.keeping import KeptShown, kept_files
from vanthu.office.web.shown.signing_keys import being_signed
from vanthu.office.web.shown.timeline import of_outgoing
from vanthu.office.web.shown.verdict import VerdictShown, of_version
from vanthu.standards.edxml import StatusCode
from vanthu.standards.letter.envelope import SIZES

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.outgoing.models import OutgoingDocument

_BUTTONS = {
    "submit": ("trinh", "now", "send"),
    "approve": ("dong-y", "dialog", "check"),
    "sign": ("ky-so", "dialog", "writing-sign"),
    "number": ("cap-so-dong-dau", "dialog", "rubber-stamp"),
    "seal": ("cap-so-dong-dau", "dialog", "rubber-stamp"),
    "issue": ("phat-hanh", "dialog", "send-2"),
    "change": ("sua", "link", "edit"),
    "return": ("tra-lai", "dialog", "arrow-back-up"),
    "withdraw": ("huy", "dialog", "trash"),
    "cancel": ("huy-van-ban", "dialog", "ban"),
    "recall": ("thu-hoi", "dialog", "arrow-back-up"),
    "update": ("cap-nhat", "dialog", "send"),
    "amend": ("van-ban-sau", "dialog", "edit"),
}
_SECONDARY = frozenset({"sua", "tra-lai", "huy", "huy-van-ban", "thu-hoi", "van-ban-sau", "cap-nhat"})
_LABELS = {"number": "Cấp số và đóng dấu"}
_ENDED = frozenset({StatusCode.REFUSED, StatusCode.COMPLETED})


@dataclass(frozen=True)
class OutgoingPage:
    """Everything the page of a văn bản đi shows."""

    outgoing: OutgoingDocument
    title: str
    doing: Doing
    papers: Papers
    verdict: VerdictShown | None
    kept: Sequence[KeptShown]
    """How its signed files are kept for later checks; nothing while it is not issued."""
    progress: Sequence[Any]
    receipts: Sequence[Any]
    """What the axis signed about the packages of the document."""
    ways: Sequence[Any]
    """How it will go to each recipient; empty once it is issued."""
    sendings: Sequence[Any]
    """How it went to each recipient, with how far the paper has come."""
    prints: Sequence[Any]
    paper_version: Any
    """What is printed on paper."""
    may_print_paper: bool
    public: Any
    """How it is public now; None when it is not."""
    signers: Sequence[Any]
    """Everybody who signs, in order; the signer is last."""
    route: Sequence[Any]
    plan: Any
    """How the route would be resolved now; only of a draft."""
    changes: Sequence[Any]
    """What differs from what this person, or somebody, approved before (ND30-A11)."""
    form_check: FormCheckShown | None
    said: CommentsShown
    """Comments on its passages."""
    older: bool
    """Whether another file is shown than the newest: what was found in that does not stand on its pages."""
    revisions: int
    """How often the draft was saved."""
    capacity: dict[str, Any]
    """How the signer signs: lines and basis, or why he may not."""
    returned: Any
    converting: Any
    """The DOCX of which its PDF is being made, or could not be made; None when its file is there."""
    deadline: Any
    lateness: Any
    """How late it was issued; None when it was not."""
    after: AfterIssue | None
    """What became of it; None while it is not issued."""
    timeline: Sequence[Entry]
    every: int
    """How often the page asks again by itself, in seconds; 0 once nothing changes any more."""

    @property
    def envelopes(self) -> list[tuple[str, int, int]]:
        """The sizes of envelopes with width and height in millimetres."""
        return [(size, width, height) for size, (width, height) in SIZES.items()]

    @property
    def stamp(self) -> str:
        """Changes when anything on the page that moves by itself has changed."""
        mails = [(mail.state, mail.tries) for _one, _paper, mail in self.sendings if mail]
        moved = [(one.attempts, len(one.statuses), one.asked_back_at, one.told_label) for one in self.progress]
        going = [(one.code, one.state, one.transfer, one.undelivered) for one in self.progress], moved
        signed = [one.file.sha256 for one in self.receipts]
        made = self.converting and (self.converting.finished_at, self.converting.tries)
        seen = (
            made,
            mails,
            self.outgoing.state,
            self.doing.sentence,
            self.doing.waiting,
            len(self.timeline),
            going,
            signed,
        )
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:12]

    @property
    def may_change(self) -> bool:
        """Whether this person may upload another file."""
        return any(button.slug == "sua" for button in (self.doing.main, *self.doing.others) if button)

    @property
    def version(self) -> str:
        """Names the file on the left; another one makes the whole page new."""
        sheet = self.papers.sheet
        return str(sheet.version.pk) if sheet.version else ""


def page(person: Person, document_id: UUID, *, at: datetime, version_id: UUID | None = None) -> OutgoingPage:
    """Return the page of a document; raises NotFound when there is none that this person may see."""
    outgoing = queries.get(person, document_id, at=at)
    title = title_of(outgoing.document)
    pending, converting = being_signed(document_id), queries.conversion(outgoing)
    progress = exchange.progress(document_id)
    shown = papers(outgoing.document, title=title, version_id=version_id)
    if version_id is None and outgoing.state == OutgoingState.DRAFT and outgoing.source == SourceKind.COMPOSED:
        shown = as_drafted(shown)
    return OutgoingPage(
        outgoing=outgoing,
        title=title,
        doing=_doing(person, outgoing, pending, converting, at),
        papers=shown,
        verdict=of_version(shown.sheet.version, document_id, at=at),
        kept=kept_files(document_id) if outgoing.state == OutgoingState.ISSUED else (),
        progress=progress,
        receipts=exchange.receipts(document_id),
        ways=() if outgoing.issued_at else queries.ways(outgoing, at=at),
        sendings=_sendings(document_id),
        prints=dispatch.prints(document_id),
        paper_version=next((one for one in shown.versions if one.kind == VersionKind.NUMBERED), None),
        public=dispatch.publication_of(document_id),
        may_print_paper=bool(policies.may_print_paper(person, outgoing, at=at)),
        signers=queries.turns_to_sign(outgoing),
        route=_latest(queries.route(outgoing)),
        plan=queries.plan(outgoing, at=at) if outgoing.state == OutgoingState.DRAFT else None,
        changes=queries.changed_since_approved(outgoing, person, outgoing.steps.all()),
        form_check=form_check_shown(outgoing),
        said=comments_shown(person, outgoing, at=at),
        older=version_id is not None,
        revisions=len(queries.revisions(outgoing)),
        capacity=_capacity(outgoing, at),
        returned=queries.last_return(outgoing),
        converting=converting,
        deadline=queries.deadline(outgoing, at=at),
        lateness=queries.lateness(outgoing),
        after=after_issue(person, outgoing, at=at),
        timeline=of_outgoing(outgoing, progress),
        every=2 if converting and not converting.finished_at else _every(outgoing, pending, progress),
    )


def _sendings(document_id: UUID) -> list[tuple[Any, Any, Any]]:
    paper, mails = dispatch.paper(document_id), dispatch.mails(document_id)
    return [(one, paper[one.pk], mails.get(one.pk)) for one in dispatch.sendings(document_id)]


def _latest(route: Sequence[Any]) -> list[Any]:
    return [step for step in route if step.round == route[-1].round]


def _capacity(outgoing: OutgoingDocument, at: datetime) -> dict[str, Any]:
    if outgoing.state != OutgoingState.DRAFT:
        return dict(outgoing.capacity)
    type_code = queries.type_code_of(queries.fields_of(outgoing))
    found = access.competence(outgoing.signer, type_code=type_code, unit_id=outgoing.unit_id, at=at)
    if isinstance(found, access.Capacity):
        return {"lines": found.lines, "basis": found.basis}
    return {"why": found.why}


def _doing(person: Person, outgoing: OutgoingDocument, pending: Any, converting: Any, at: datetime) -> Doing:
    verbs = policies.verbs(person, outgoing, at=at)
    absent = tuple((_(verb.label), verb.permission.why) for verb in verbs if not verb.permission)
    if pending is not None:
        return Doing(pending.title, absent=absent, waiting=pending.words)
    fit = [verb for verb in verbs if verb.permission and not (verb.name == "submit" and converting)]
    buttons = [_button(verb.name, verb.label, outgoing.pk) for verb in fit]
    main = next((button for button in buttons if button.slug not in _SECONDARY), None)
    others = tuple(button for button in buttons if button is not main)
    late = queries.deadline(outgoing, at=at)
    return Doing(_sentence(person, outgoing, main, at), main, others, absent, late=bool(late and late.phase == "late"))


def _button(name: str, label: str, document_id: UUID) -> Button:
    slug, how, icon = _BUTTONS[name]
    url = reverse("web:outgoing_verb", kwargs={"document_id": document_id, "slug": slug})
    if how == "link":
        url = reverse("web:rewrite", kwargs={"document_id": document_id})
    return Button(slug, _(_LABELS.get(name, label)), url, how, key="r" if name == "return" else "", icon=icon)


def _sentence(person: Person, outgoing: OutgoingDocument, main: Button | None, at: datetime) -> str:
    state = OutgoingState(outgoing.state)
    steps = queries.open_steps(outgoing)
    if state == OutgoingState.IN_APPROVAL and steps:
        mine = queries.turn(outgoing, queries.desk_of(person, at=at)) if main else None
        if mine and mine[1]:
            who = _("ông/bà (thay %(who)s)") % {"who": mine[1].full_name}
        else:
            who = _("ông/bà") if main else ", ".join(step.person.full_name for step in steps)
        kinds = [mine[0].kind] if mine else [step.kind for step in steps]
        what = ", ".join(dict.fromkeys(_(StepKind(kind).label).lower() for kind in kinds))
        return _("Chờ %(who)s: %(what)s") % {"who": who, "what": what}
    if state == OutgoingState.APPROVED:
        turn = queries.next_to_sign(outgoing)
        who = _("ông/bà") if main else turn.person.full_name if turn else outgoing.signer.full_name
        return _("Chờ %(who)s ký số") % {"who": who}
    if state == OutgoingState.DRAFT:
        if outgoing.drafter_id == person.pk:
            return _("Hoàn thiện dự thảo rồi trình")
        return _("%(who)s đang soạn dự thảo") % {"who": outgoing.drafter.full_name}
    return {
        OutgoingState.SIGNED: _("Chờ văn thư cấp số và đóng dấu"),
        OutgoingState.NUMBERED: _("Chờ văn thư đóng dấu"),
        OutgoingState.SEALED: _("Chờ văn thư phát hành"),
        OutgoingState.ISSUED: _("Đã phát hành"),
        OutgoingState.WITHDRAWN: _("Dự thảo đã hủy"),
    }[state]


def _every(outgoing: OutgoingDocument, pending: Any, progress: Iterable[Any]) -> int:
    if pending is not None:
        return 2
    if outgoing.state != OutgoingState.ISSUED:
        return 0
    if any(mail.state == MailState.WAITING for mail in dispatch.mails(outgoing.pk).values()):
        return 2
    open_ones = [one for one in progress if not _ended(one)]
    if any(not one.statuses for one in open_ones):
        return 2
    return 15 if open_ones else 0


def _ended(one: Any) -> bool:
    if one.state in {TransmissionState.FAILED, TransmissionState.CANCELLED}:
        return True
    return one.highest is not None and one.highest.code in _ENDED
