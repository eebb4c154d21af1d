"""The tables of federation; only this package writes them."""

from django.db import models

from vanthu.axis.federation import states
from vanthu.runtime.ids import new_id
from vanthu.runtime.leases import LeasedRow


class Forwarding(LeasedRow):
    """One package on its way up for some of its recipients: first due to be sent, then due to be followed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    package = models.ForeignKey("intake.Package", on_delete=models.PROTECT, related_name="+")
    message_type = models.CharField(max_length=6)
    state = models.CharField(max_length=10, default=states.WAITING)
    hub_id = models.CharField(max_length=100, blank=True, default="", help_text="the parent's id of the package")
    sentence = models.CharField(max_length=500, blank=True, default="", help_text="what last went wrong")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="forwarding_due")]


class Leg(models.Model):
    """One recipient beyond the parent: the delivery that ends there."""

    delivery = models.OneToOneField("delivery.Delivery", primary_key=True, on_delete=models.PROTECT, related_name="leg")
    forwarding = models.ForeignKey(Forwarding, on_delete=models.PROTECT, related_name="legs")
    code = models.CharField(max_length=35, help_text="as the package names the recipient")
    ended = models.BooleanField(default=False)
    state: str
    """Of the delivery, where it was asked for together with the leg."""


class ForwardAttempt(models.Model):
    """One try to hand a package to the parent. `ended_at` stays empty when the worker died in it."""

    SENT, REFUSED, UNREACHABLE = "sent", "refused", "unreachable"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    forwarding = models.ForeignKey(Forwarding, on_delete=models.PROTECT, related_name="attempts")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True, default="")
    code = models.CharField(max_length=20, blank=True, default="", help_text="ErrorCode of the parent")
    sentence = models.CharField(max_length=500, blank=True, default="")


class Pulled(LeasedRow):
    """One delivery which the parent listed for this axis, from the list to the answer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hub_id = models.CharField(max_length=100, unique=True, help_text="the parent's id of the delivery")
    message_type = models.CharField(max_length=6)
    from_code = models.CharField(max_length=100, blank=True, default="")
    to_code = models.CharField(max_length=100, blank=True, default="")
    state = models.CharField(max_length=12, default=states.LISTED)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    size = models.PositiveBigIntegerField(default=0)
    package = models.ForeignKey("intake.Package", null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60, blank=True, default="", help_text="name of the reason it was not taken")
    sentence = models.CharField(max_length=500, blank=True, default="")
    told = models.CharField(max_length=10, blank=True, default="", help_text="transfer status the parent was told last")
    told_at = models.DateTimeField(null=True)
    listed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="pulled_due", condition=models.Q(finished_at__isnull=True))]


class Link(models.Model):
    """One row: how it stands between this axis and its parent."""

    reached_at = models.DateTimeField(null=True, help_text="the last answer of the parent")
    failures = models.PositiveIntegerField(default=0, help_text="calls without an answer, since")
    silent_until = models.DateTimeField(null=True, help_text="until then nothing is sent up")
    sentence = models.CharField(max_length=500, blank=True, default="", help_text="what last went wrong")
    changes_since = models.DateTimeField(null=True, help_text="newest change read, by the parent's own clock")
    mirrored_at = models.DateTimeField(null=True, help_text="the registry was last read, changes only or whole")
    mirrored_whole_at = models.DateTimeField(null=True)
    conflicts = models.TextField(blank=True, default="", help_text="where the registries contradict, a line each")
    whole_lists_at = models.JSONField(default=dict, help_text="by kind: when all that the parent lists was last read")
    facts_read = models.PositiveBigIntegerField(default=0, help_text="so far the log was read for what to answer")
    heads_asked_at = models.DateTimeField(null=True, help_text="tree heads were last exchanged, or refused")


class KeptHead(models.Model):
    """A signed tree head that a neighbouring axis showed: of its own log, or the head of ours which it holds.

    Of each neighbour the newest that fits the one before is kept, and every one that does not: signed by the
    neighbour, it proves that one of the two views is false.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    system = models.ForeignKey("registry.System", on_delete=models.PROTECT, related_name="+")
    ours = models.BooleanField(help_text="a head of our own log, as the neighbour holds it")
    log = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    document = models.TextField(help_text="JSON, as signed")
    kept_at = models.DateTimeField()
    problem = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "ours", "log", "size", "root"], name="kept_head_once"),
        ]
