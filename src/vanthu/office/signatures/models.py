"""Keys known to the system, signatures being made, and verdicts kept beside what they judged."""

from __future__ import annotations

from django.db import models

from vanthu.office.kernel.scope import AgencyScoped
from vanthu.office.signatures.states import UNDER_WAY, EvidenceState, Keeping, PendingState, Role
from vanthu.runtime.ids import new_id
from vanthu.runtime.leases import LeasedRow


class SigningIdentity(AgencyScoped):
    """A certificate with the place of its key: of a person, or of the agency (`person` empty)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=200)
    device = models.CharField(max_length=20, default="pkcs12")
    """Which adapter reaches the key (`ports.DEVICES`)."""
    key_reference = models.CharField(max_length=300)
    """What the adapter needs to find the key: each says what."""
    certificate = models.BinaryField()
    image = models.BinaryField(null=True)
    """Transparent PNG: the blue handwritten signature, or the red seal at its real size (ND30 PL I)."""
    image_width_mm = models.FloatField(default=36)
    active = models.BooleanField(default=True)


class Custody(AgencyScoped):
    """Who held a signing device from when to when: the seal's is handed over in writing (ND30-A32)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    identity = models.ForeignKey(SigningIdentity, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=300)
    """The minutes of the handing over, or the decision."""
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta(AgencyScoped.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["identity"], condition=models.Q(until__isnull=True), name="one_holder_of_a_device"
            ),
        )


class Errand(AgencyScoped):
    """Files given to the signing program of one person in one call, with the secret by which they come back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    upload_hash = models.CharField(max_length=64, unique=True)
    uploads_left = models.PositiveSmallIntegerField()
    """One for each file; an upload uses one up whatever it brings."""
    valid_until = models.DateTimeField()


class PendingSignature(AgencyScoped, LeasedRow):
    """A signature between "prepare" and "complete"; it survives a closed browser, a slow token, a dead process."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="+")
    attachment = models.ForeignKey("documents.Attachment", null=True, on_delete=models.PROTECT, related_name="+")
    """What is signed where it is not the document itself (S4)."""
    role = models.CharField(max_length=10, choices=Role.choices)
    identity = models.ForeignKey(SigningIdentity, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=PendingState.choices, default=PendingState.PREPARED)
    prepared = models.BinaryField()
    """`standards.signing.Prepared.to_bytes()`: everything that completing needs."""
    raw_signature = models.BinaryField(null=True)
    errand = models.ForeignKey(Errand, null=True, on_delete=models.PROTECT, related_name="+")
    download_hash = models.CharField(max_length=64, blank=True)
    """SHA-256 of the secret by which the program fetches the file; empty once it has."""
    asked_reference = models.CharField(max_length=200, blank=True)
    """By what the signing service is asked whether its holder has confirmed."""
    instead_of = models.CharField(max_length=40, blank=True)
    """Our field in the PDF that stays empty because the program signed in one of its own."""
    result = models.ForeignKey("documents.Version", null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    error_code = models.CharField(max_length=40, blank=True)
    error_sentence = models.TextField(blank=True)

    class Meta(AgencyScoped.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["document", "role"],
                condition=models.Q(state__in=UNDER_WAY, attachment__isnull=True),
                name="one_signature_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["attachment"],
                condition=models.Q(state__in=UNDER_WAY),
                name="one_signature_of_an_attachment",
            ),
        )


class VerdictKept(AgencyScoped):
    """The frozen answer to "is this signed validly?", with its reasons, as judged at a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    beside = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    """The signature of the file that came in a file of its own (.p7s)."""
    outcome = models.CharField(max_length=10)
    findings = models.JSONField()
    """`standards.signing.Verdict.to_json()`."""
    trust_version = models.CharField(max_length=64)
    judged_at = models.DateTimeField()
    material = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    """The list of what it rests on (`operations.material`); empty for verdicts given before that was kept."""
    expected = models.JSONField(null=True)
    """Whose signatures had to be there: values of `standards.signing.Role`."""
    verifier = models.CharField(max_length=100, null=True)
    """What judged: this program and the libraries, with their versions."""

    class Meta(AgencyScoped.Meta):
        indexes = (
            models.Index(fields=["agency", "file", "-judged_at"]),
            models.Index(
                fields=["judged_at"], condition=models.Q(material__isnull=False), name="verdicts_to_recompute"
            ),
        )


class VerdictRecomputed(AgencyScoped):
    """A verdict computed again for the moment of the first, from the data that were kept with it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    verdict = models.ForeignKey(VerdictKept, on_delete=models.PROTECT, related_name="recomputed")
    same = models.BooleanField(null=True)
    """Empty: it could not be computed, `why` says what was missing."""
    why = models.TextField(blank=True)
    findings = models.JSONField(null=True)
    """What came out, where it is another."""
    verifier = models.CharField(max_length=100)
    by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AgencyScoped.Meta):
        indexes = (models.Index(fields=["verdict", "-at"]),)


class Preservation(AgencyScoped, LeasedRow):
    """The form in which a signed file is kept so that it can be checked decades later, beside what was sent.

    `sent` never changes; each step appends to the file and keeps the result as another (`kept`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    sent = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=Keeping.choices, default=Keeping.SENT)
    made_at = models.DateTimeField(null=True)
    stamped_by = models.CharField(max_length=200, blank=True)
    """The server that gave the last archive time stamp."""
    good_until = models.DateTimeField(null=True)
    """When the last archive time stamp ages: its certificate ends, or an algorithm of it counts no longer."""
    error_code = models.CharField(max_length=40, blank=True)
    error_sentence = models.TextField(blank=True)

    class Meta(AgencyScoped.Meta):
        constraints = (models.UniqueConstraint(fields=["document", "sent"], name="one_preservation_of_a_file"),)
        indexes = (
            models.Index(fields=["due_at"], condition=models.Q(finished_at__isnull=True), name="preservations_due"),
        )


class EvidenceFile(AgencyScoped, LeasedRow):
    """A document with its verdict and what that rests on, in one file that the agency signs or a TSA stamps.

    Between "prepare" and "made" it is what was prepared: the entries lie in the store under the hashes it names.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    verdict = models.ForeignKey(VerdictKept, on_delete=models.PROTECT, related_name="+")
    identity = models.ForeignKey(SigningIdentity, null=True, on_delete=models.PROTECT, related_name="+")
    """Whose key seals the file; None: no key of the agency signs such files, a time stamp stands alone."""
    by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=EvidenceState.choices, default=EvidenceState.PREPARED)
    prepared = models.BinaryField()
    """`standards.evidence_file.making.Unsigned.to_bytes()`, of a time stamp alone `Unstamped.to_bytes()`."""
    raw_signature = models.BinaryField(null=True)
    result = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    stamped_by = models.CharField(max_length=200, blank=True)
    """The server that gave the time stamp."""
    begun_at = models.DateTimeField()
    error_code = models.CharField(max_length=40, blank=True)
    error_sentence = models.TextField(blank=True)

    class Meta(AgencyScoped.Meta):
        indexes = (
            models.Index(fields=["document"]),
            models.Index(fields=["due_at"], condition=models.Q(state=EvidenceState.PACKING), name="evidence_files_due"),
        )
