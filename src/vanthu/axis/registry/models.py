"""The tables of the registry; only this package writes them."""

from django.db import models

from vanthu.axis.registry import states
from vanthu.runtime.ids import new_id


class System(models.Model):
    """Software that calls the axis: an office's, a province's centre, another axis. It serves some agencies.

    A system of kind "parent" is the next axis above: it never calls, this axis calls it, and the agencies it "serves"
    are those beyond it.
    """

    SYSTEM, PARENT = "system", "parent"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    system_id = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    sealed_secret = models.TextField()
    former_sealed_secret = models.TextField(blank=True, default="")
    former_valid_until = models.DateTimeField(null=True)
    replay_window_seconds = models.PositiveIntegerField(null=True, help_text="null: any timestamp passes")
    active = models.BooleanField(default=True)
    kind = models.CharField(max_length=10, default=SYSTEM)
    rate_per_minute = models.PositiveIntegerField(null=True, help_text="packages; null: no limit")
    max_package_mb = models.PositiveIntegerField(null=True, help_text="null: what the axis allows")
    concurrent_calls = models.PositiveIntegerField(null=True, help_text="in one process; null: what the axis allows")
    webhook_url = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField()
    rotated_at = models.DateTimeField(null=True)


class Agency(models.Model):
    """An agency with its current code. `version` grows with every change, for those who synchronise the registry."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=35, unique=True)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    system = models.ForeignKey(System, null=True, on_delete=models.PROTECT, related_name="agencies")
    level = models.PositiveSmallIntegerField(default=1)
    mail = models.CharField(max_length=100, blank=True, default="")
    mobile = models.CharField(max_length=50, blank=True, default="")
    fax = models.CharField(max_length=50, blank=True, default="")
    is_agency = models.BooleanField(default=True, help_text="can receive by itself")
    state = models.CharField(max_length=10, default=states.OPEN)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaces")
    valid_from = models.DateField(null=True, help_text="first day; null: always was")
    valid_until = models.DateField(null=True, help_text="last day; null: no end known")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField(db_index=True)
    upstream_id = models.CharField(
        max_length=100, blank=True, default="", db_index=True, help_text="id in the registry of the parent axis"
    )
    pushed_version = models.PositiveIntegerField(default=0, help_text="the version the parent axis knows")
    push_error = models.CharField(max_length=500, blank=True, default="", help_text="why the parent axis refused it")
    push_after = models.DateTimeField(null=True, help_text="when to ask the parent axis again after a refusal")


class Version(models.Model):
    """One row that counts the changes of the registry, so that what was read of it may be kept until the next."""

    number = models.PositiveBigIntegerField()


class AgencyName(models.Model):
    """Every code under which an agency may be addressed: its current one, that of QCVN 102:2016, former ones."""

    CURRENT, QCVN102, FORMER = "current", "qcvn102", "former"

    code = models.CharField(max_length=35, primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(max_length=10)
