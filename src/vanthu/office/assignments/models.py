"""Who must do what, by when: on a document, after a meeting, from a plan; and what was said about it."""

from __future__ import annotations

from django.db import models

from vanthu.office.assignments.states import Every, NoteKind, Origin, PlanKind, RemindWhom, TaskRole, TaskState
from vanthu.office.documents.states import Urgency
from vanthu.office.kernel.scope import AgencyScoped
from vanthu.runtime.ids import new_id


class Recurrence(AgencyScoped):
    """Work that comes again: a task is made of it on each of its days, each of them once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField("nội dung công việc", max_length=500)
    instruction = models.TextField("ý kiến chỉ đạo", blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    origin_text = models.CharField(max_length=300, blank=True)
    parts = models.JSONField("phân công", default=list)
    """Role, unit and person (or null) of each."""
    every = models.CharField("lặp lại", max_length=10, choices=Every.choices)
    first_on = models.DateField("lần đầu")
    next_on = models.DateField("lần tới")
    due_days = models.PositiveSmallIntegerField("hạn, ngày làm việc")
    by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(AgencyScoped.Meta):
        ordering = ("next_on", "title")
        indexes = (models.Index(fields=["next_on"], condition=models.Q(ended_at=None), name="work_that_comes_again"),)


class Plan(AgencyScoped):
    """A programme or plan of work of a period (chương trình, kế hoạch): its items are directions, and nothing else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=PlanKind.choices, default=PlanKind.PLAN)
    title = models.CharField("tên", max_length=500)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    unit = models.ForeignKey("organizations.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    """Whose plan it is; empty for one of the whole agency."""
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    """The document that approves it."""
    copied_from = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="copied_to")
    """The plan of the period before."""
    by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AgencyScoped.Meta):
        ordering = ("-starts_on", "-at")
        indexes = (models.Index(fields=["agency", "-starts_on", "-id"], name="plans_of_an_agency"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="a_plan_lasts"),
        )


class Assignment(AgencyScoped):
    """A direction (ý kiến chỉ đạo) on a document, or work given without one (nhiệm vụ)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("nội dung công việc", max_length=500, blank=True)
    """Empty for a direction on a document, which is about the document."""
    title_words = models.CharField(max_length=600, blank=True)
    """The title as it is looked for (`kernel.words.line`); nothing where there is no title."""
    origin = models.CharField("nguồn giao", max_length=10, choices=Origin.choices, default=Origin.DOCUMENT)
    origin_text = models.CharField("căn cứ giao việc", max_length=300, blank=True)
    code = models.CharField("mã nhiệm vụ", max_length=60, blank=True)
    """The TaskCode under which a superior follows it; what answers it carries it as ResponseForTask (QCVN 102)."""
    parent = models.ForeignKey("assignments.Task", null=True, on_delete=models.PROTECT, related_name="parts")
    """The task of which this is a part."""
    plan = models.ForeignKey(Plan, null=True, on_delete=models.PROTECT, related_name="items")
    """The plan of which this is an item, or a part of one."""
    recurrence = models.ForeignKey(Recurrence, null=True, on_delete=models.PROTECT, related_name="made")
    occurs_on = models.DateField(null=True)
    """The day of the recurrence for which this was made."""
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    """The direction that this one changed or added to; its tasks went over to this one."""
    words = models.TextField("phân công", blank=True)
    """Who was to do it and by when, in words, as it was decided then."""
    instruction = models.TextField("ý kiến chỉ đạo", blank=True)
    urgency = models.PositiveSmallIntegerField("mức độ khẩn", choices=Urgency.choices, default=Urgency.NORMAL)
    due_on = models.DateField("hạn xử lý", null=True, blank=True)
    by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AgencyScoped.Meta):
        ordering = ("at",)
        indexes = (
            models.Index(fields=["agency", "code"], condition=~models.Q(code=""), name="tasks_with_codes"),
            # What is usually decided: by a leader, then in his agency.
            models.Index(fields=["by", "-at"], name="latest_directions"),
            models.Index(fields=["agency", "-at"], name="directions_of_an_agency"),
        )
        constraints = (
            models.UniqueConstraint(fields=["recurrence", "occurs_on"], name="one_task_per_day_of_a_recurrence"),
        )


class Task(AgencyScoped):
    """The part of one unit, perhaps of one person in it, in an assignment."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="tasks")
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=TaskRole.choices)
    state = models.CharField(max_length=12, choices=TaskState.choices, default=TaskState.WAITING)
    due_on = models.DateField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField("tiến độ, %", default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True)
    answer = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    """The issued văn bản đi that is the result."""

    class Meta(AgencyScoped.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["assignment"], condition=models.Q(role=TaskRole.LEAD), name="one_lead_per_assignment"
            ),
        )
        indexes = (
            models.Index(fields=["agency", "state", "due_on"]),
            models.Index(fields=["person", "state", "due_on"]),
            models.Index(fields=["unit", "state", "due_on"]),
        )


class AssignmentDocument(AgencyScoped):
    """A document that belongs to given work, beside the one it may be about."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="documents")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AgencyScoped.Meta):
        ordering = ("at",)
        constraints = (
            models.UniqueConstraint(fields=["assignment", "document"], name="a_document_belongs_to_work_once"),
        )


class TaskNote(AgencyScoped):
    """Something said at a task: progress, a question and its answers, why it was returned; never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=NoteKind.choices)
    text = models.TextField()
    progress = models.PositiveSmallIntegerField(null=True)
    answers = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="answered_by")
    """The question."""
    file = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AgencyScoped.Meta):
        ordering = ("at", "id")
        indexes = (models.Index(fields=["task", "at"]),)


class ExtensionRequest(AgencyScoped):
    """Whoever does a task asks for more time; whoever gave it grants or refuses with a reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="extensions")
    was_due_on = models.DateField(null=True)
    wanted_on = models.DateField("xin lùi đến ngày")
    reason = models.TextField("lý do")
    by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    granted_until = models.DateField(null=True)
    """Perhaps another day than was asked for; empty when refused, or when nothing was decided."""
    opinion = models.TextField(blank=True)

    class Meta(AgencyScoped.Meta):
        ordering = ("at",)
        constraints = (
            models.UniqueConstraint(
                fields=["task"], condition=models.Q(decided_at__isnull=True), name="one_open_extension_per_task"
            ),
        )


class HandOver(AgencyScoped):
    """Everything one person had to do went to others: he retires, leaves, is transferred (ND30-A31.3đ)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    giver = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("lý do", max_length=500)
    by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AgencyScoped.Meta):
        ordering = ("-at",)


class HandedOver(AgencyScoped):
    """One line of the record of a hand-over."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="items")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=TaskState.choices)
    """How far it had come."""

    class Meta(AgencyScoped.Meta):
        constraints = (models.UniqueConstraint(fields=["hand_over", "task"], name="a_task_is_handed_over_once"),)


class ReminderRule(AgencyScoped):
    """When whom to remind of a deadline; never changed, only ended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    days = models.SmallIntegerField("ngày làm việc")
    """Working days after the deadline; below 0 before it."""
    whom = models.CharField("nhắc ai", max_length=10, choices=RemindWhom.choices)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    """Empty for those an agency begins with."""

    class Meta(AgencyScoped.Meta):
        ordering = ("days", "whom")
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "days", "whom"], condition=models.Q(valid_to=None), name="one_reminder_rule_of_a_kind"
            ),
        )

    @property
    def before(self) -> int:
        """How many working days before the deadline."""
        return -self.days


class Reminder(AgencyScoped):
    """One person was reminded of one deadline by one rule, once; a new deadline is reminded of anew."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="reminders")
    rule = models.ForeignKey(ReminderRule, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    person = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AgencyScoped.Meta):
        constraints = (
            models.UniqueConstraint(fields=["task", "rule", "due_on", "person"], name="reminded_once_by_a_rule"),
        )
