"""Văn bản đi: the draft, its approval route, its recipients."""

from __future__ import annotations

from django.db import models

from vanthu.office.kernel.scope import AgencyScoped
from vanthu.office.outgoing.states import OutgoingState, RoleKind, SourceKind, StepKind, StepState
from vanthu.runtime.ids import new_id
from vanthu.runtime.leases import LeasedRow


class OutgoingDocument(AgencyScoped):
    """A văn bản đi; the metadata it shares with every văn bản is in `document`."""

    document = models.OneToOneField(
        "documents.Document", primary_key=True, on_delete=models.PROTECT, related_name="outgoing"
    )
    state = models.CharField(max_length=12, choices=OutgoingState.choices, default=OutgoingState.DRAFT)
    drafter = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    signer = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=SourceKind.choices, default=SourceKind.COMPOSED)
    addressed_to = models.JSONField("kính gửi", default=list)
    legal_bases = models.JSONField("căn cứ", default=list)
    body = models.TextField("nội dung", blank=True)
    """As typed; `standards.letter.from_typed` tells điều, khoản, điểm, lists and tables by how lines begin."""
    particulars = models.JSONField("mục riêng của loại văn bản", default=dict)
    """What only documents of its type have, by name (`queries.particulars`)."""
    places = models.JSONField("nơi nhận", default=list)
    """The printed list; routing uses `Recipient`."""
    typist_and_copies = models.CharField("người soạn thảo, số bản", max_length=40, blank=True)
    revision = models.PositiveIntegerField(default=1)
    """Grows with every change of the draft; an approval names the revision it approved (ND30-A11)."""
    source_file = models.CharField(max_length=64, blank=True)
    """SHA-256 of the PDF as it was uploaded; places are reserved in a copy of it at each submission."""
    source_file_name = models.CharField(max_length=200, blank=True)
    slots = models.JSONField(default=dict)
    """Places for number, date, signature and seal on the pages, by name (`standards.letter.Slot`)."""
    capacity = models.JSONField(default=dict)
    """How the signer signs, as decided when the draft was submitted: lines, title, basis, wire (ND30-A13)."""
    created_at = models.DateTimeField()
    """As in `document`; here too, so that an index holds the order of lists."""
    state_since = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    numbered_at = models.DateTimeField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)

    class Meta(AgencyScoped.Meta):
        indexes = (
            models.Index(fields=["agency", "created_at", "document"]),
            models.Index(fields=["agency", "state", "created_at", "document"]),
        )


class Recipient(AgencyScoped):
    """Whoever the document is sent to: an organisation of the axis, or anybody else by name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outgoing = models.ForeignKey(OutgoingDocument, on_delete=models.CASCADE, related_name="recipients")
    ordinal = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=35, blank=True)
    """Of the axis; empty for whoever is not on it."""
    name = models.CharField(max_length=300)
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    email = models.CharField(max_length=200, blank=True)

    class Meta(AgencyScoped.Meta):
        ordering = ("ordinal",)
        constraints = (
            models.UniqueConstraint(
                fields=["outgoing", "code"], condition=~models.Q(code=""), name="a_recipient_is_named_once"
            ),
        )


class Cosigner(AgencyScoped):
    """Somebody of the agency who signs before the signer, in this order (biên bản, hợp đồng: ND30 PL III mẫu 1.9)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outgoing = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="cosigners")
    ordinal = models.PositiveSmallIntegerField()
    person = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    title = models.CharField("ký với tư cách", max_length=200)
    """As printed above the name: "THƯ KÝ"."""
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta(AgencyScoped.Meta):
        ordering = ("ordinal",)
        constraints = (models.UniqueConstraint(fields=["outgoing", "person"], name="a_cosigner_is_named_once"),)


class ApprovalStep(AgencyScoped):
    """One step of the route of one submission; a returned draft gets a new route when submitted again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outgoing = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="steps")
    round = models.PositiveSmallIntegerField()
    ordinal = models.PositiveSmallIntegerField()
    stage = models.PositiveSmallIntegerField(default=0)
    """Steps of one stage are decided in parallel; the next stage begins when all have agreed."""
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    role = models.CharField("vai trò", max_length=200, blank=True)
    """In words, as the route named it."""
    duty = models.CharField(max_length=20, blank=True)
    """Anybody who holds this duty may decide the step; empty when only the person may."""
    person = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    """Whose turn it is; once decided, who decided."""
    substituted = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    """Who would have had the step, were he not away (substitute by the route)."""
    instead_of = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    """For whom a delegate decided it (thay …)."""
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.WAITING)
    revision = models.PositiveIntegerField()
    decided_at = models.DateTimeField(null=True, blank=True)
    opinion = models.TextField("ý kiến", blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    """SHA-256 of the content that was agreed to (ND30-A11)."""

    class Meta(AgencyScoped.Meta):
        ordering = ("round", "ordinal")
        constraints = (models.UniqueConstraint(fields=["outgoing", "round", "ordinal"], name="steps_are_in_order"),)
        indexes = (
            # What somebody sees by a duty is looked up among a million documents; people have an index of their own.
            models.Index(fields=["agency", "duty"], condition=~models.Q(duty=""), name="steps_of_a_duty"),
            # Few wait at any time; every desk asks for them.
            models.Index(fields=["agency"], condition=models.Q(state=StepState.WAITING), name="steps_that_wait"),
        )


class ApprovalRound(AgencyScoped):
    """What was submitted: the content that everybody of the round approves, and its hash (ND30-A11)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outgoing = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField()
    route = models.ForeignKey("ApprovalRoute", null=True, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    pdf = models.CharField(max_length=64)
    """SHA-256 of the file laid out at submission, which will be signed."""
    opened_at = models.DateTimeField()

    class Meta(AgencyScoped.Meta):
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["outgoing", "number"], name="one_round_per_number"),)


class ApprovalRoute(AgencyScoped):
    """Who checks drafts of certain types or units before the signer; never changed, only followed by another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField("tên quy trình", max_length=150)
    unit = models.ForeignKey("organizations.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Drafting unit; empty for all."""
    types = models.JSONField("loại văn bản", default=list)
    """Codes of types; empty for all."""
    basis = models.CharField("căn cứ", max_length=300, blank=True)
    is_default = models.BooleanField(default=False)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(AgencyScoped.Meta):
        indexes = (models.Index(fields=["agency", "valid_to"]),)
        constraints = (
            models.UniqueConstraint(
                fields=["agency"], condition=models.Q(is_default=True), name="one_default_route_of_an_agency"
            ),
        )


class RouteCheck(AgencyScoped):
    """One check of a route: when, what for, by whom, and who substitutes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    route = models.ForeignKey(ApprovalRoute, on_delete=models.PROTECT, related_name="checks")
    stage = models.PositiveSmallIntegerField()
    ordinal = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    role = models.CharField(max_length=10, choices=RoleKind.choices)
    duty = models.CharField(max_length=20, blank=True)
    position = models.ForeignKey("organizations.Position", null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    substitutes = models.JSONField(default=list)
    """Ids of people, in the order in which they are asked."""

    class Meta(AgencyScoped.Meta):
        ordering = ("stage", "ordinal")


class DraftRevision(AgencyScoped):
    """The content of a draft as one saving left it, so that any two can be compared and none is lost."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outgoing = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="revisions")
    revision = models.PositiveIntegerField()
    content = models.JSONField()
    """As `queries.content_of` tells it."""
    made_by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta(AgencyScoped.Meta):
        ordering = ("revision",)
        constraints = (models.UniqueConstraint(fields=["outgoing", "revision"], name="one_content_per_revision"),)


class FormCheck(AgencyScoped, LeasedRow):
    """Kiểm tra thể thức of one revision of a draft: a row of work for the worker, and what it found (ND30-A12.2)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outgoing = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="form_checks")
    revision = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, blank=True)
    """Of the bytes that were judged: the same bytes are not judged twice by the same rules."""
    rules = models.CharField(max_length=16, blank=True)
    """Edition of the table of rules."""
    report = models.JSONField(null=True)
    """As `vanthu letter check --json` prints it; null while it waits, and where the file could not be judged."""
    error_code = models.CharField(max_length=40, blank=True)
    error_sentence = models.TextField(blank=True)

    class Meta(AgencyScoped.Meta):
        indexes = (models.Index(fields=["finished_at", "due_at"]), models.Index(fields=["agency", "sha256"]))
        constraints = (models.UniqueConstraint(fields=["outgoing", "revision"], name="one_form_check_per_revision"),)


class Conversion(AgencyScoped, LeasedRow):
    """A DOCX of which the worker makes the PDF of a draft; the draft has no new file until it is done."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outgoing = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="conversions")
    docx = models.CharField(max_length=64)
    """SHA-256 of the DOCX, kept since the upload; empty once it was destroyed for its mark of secrecy (QD28-A1)."""
    docx_name = models.CharField(max_length=200)
    asked_by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    error_code = models.CharField(max_length=40, blank=True)
    error_sentence = models.TextField(blank=True)
    """Why there is no PDF of it: told on the page of the draft until another file is uploaded."""

    class Meta(AgencyScoped.Meta):
        ordering = ("asked_at", "pk")
        indexes = (models.Index(fields=["finished_at", "due_at"]),)
        constraints = (
            models.UniqueConstraint(
                fields=["outgoing"], condition=models.Q(finished_at__isnull=True), name="one_conversion_at_a_time"
            ),
        )


class DraftComment(AgencyScoped):
    """A comment on a passage of a draft, held to its words and what stands around them, not to a place in a file."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outgoing = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="comments")
    revision = models.PositiveIntegerField()
    """The one that was read."""
    part = models.CharField("phần của dự thảo", max_length=60)
    quote = models.TextField("đoạn được góp ý")
    before = models.CharField(max_length=80, blank=True)
    after = models.CharField(max_length=80, blank=True)
    text = models.TextField("góp ý")
    by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    resolved_by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta(AgencyScoped.Meta):
        ordering = ("at", "pk")
        indexes = (models.Index(fields=["outgoing", "at"]),)


class CommentAnswer(AgencyScoped):
    """What was answered to a comment."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    comment = models.ForeignKey(DraftComment, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField("trả lời")
    by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AgencyScoped.Meta):
        ordering = ("at", "pk")


class IssuedUpdate(AgencyScoped):
    """News of an issued document: what its recipients were told anew; the document itself stays as it was issued."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outgoing = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="updates")
    at = models.DateTimeField()
    by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField("lý do")
    due_on = models.DateField("hạn trả lời mới", null=True, blank=True)
    page_amount = models.PositiveSmallIntegerField("số trang đúng", null=True, blank=True)
    added = models.JSONField("nơi nhận thêm", default=list)
    """Code and name of each organisation that got the document after its issue."""
    told = models.JSONField("nơi được báo", default=list)
    """Codes of the recipients that were sent the update."""

    class Meta(AgencyScoped.Meta):
        ordering = ("at",)


class ExpectedReply(AgencyScoped):
    """A recipient was asked to answer by a day (hạn trả lời); who has answered is written when the answer arrives."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outgoing = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="replies")
    code = models.CharField(max_length=35)
    name = models.CharField(max_length=300)
    due_on = models.DateField("hạn trả lời")
    answer = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta(AgencyScoped.Meta):
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["outgoing", "code"], name="a_recipient_answers_once"),)
        indexes = (
            models.Index(fields=["agency", "due_on"], condition=models.Q(answered_at=None), name="replies_waited_for"),
        )


class DraftPicture(AgencyScoped):
    """A picture that a line of the typed text sets into the page: "[Hình: so-do.png | Sơ đồ | 120]"."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outgoing = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="pictures")
    name = models.CharField("tên hình", max_length=80)
    """By which the line names it."""
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta(AgencyScoped.Meta):
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["outgoing", "name"], name="a_picture_has_its_own_name"),)
