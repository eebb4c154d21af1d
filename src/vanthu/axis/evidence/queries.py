"""Questions to the evidence: is the log whole, what is its head, what proves a leaf."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db.models import Max

from vanthu.axis.evidence import keys, tiles
from vanthu.axis.evidence.models import TILE, Audit, Fact, Head, TreeHead
from vanthu.axis.kernel.errors import AxisError
from vanthu.standards.evidence.heads import SignedHead
from vanthu.standards.evidence.leaves import loads
from vanthu.standards.evidence.members import b64
from vanthu.standards.evidence.merkle import HASH_BYTES, Growing, consistency_proof, inclusion_proof, root_at
from vanthu.standards.evidence.receipts import ACCEPTED, Proof
from vanthu.standards.vxp.codes import ErrorCode

_AT_ONCE = 500
"""Names in one question: SQLite takes only so many."""


class NoTreeHead(AxisError):
    """The log has not been sealed yet."""

    code = "VT-TRUC-CHUA-CO-DAU-CAY"
    template = "Sổ chứng cứ chưa có đầu cây nào được ký. Hãy cấu hình khóa ký và chờ lần niêm phong tới."
    wire_code = ErrorCode.NOT_FOUND


class NotSealed(AxisError):
    """A leaf or a size that no signed head covers yet."""

    code = "VT-TRUC-CHUA-NIEM-PHONG"
    template = "Sổ chứng cứ chưa niêm phong đến {size} sự kiện nên chưa chứng minh được."
    wire_code = ErrorCode.NOT_FOUND


@dataclass(frozen=True)
class LogVerdict:
    """Whether the log holds: `broken_at` is the number of the first fact that does not fit, None when all do."""

    facts: int
    broken_at: int | None

    @property
    def intact(self) -> bool:
        """Return True when no fact was changed, removed or put in between."""
        return self.broken_at is None


@dataclass(frozen=True)
class Checked:
    """One fact as the check of the log meets it; `problem` says in Vietnamese what is wrong with it, None when nothing.

    A fact that is gone has no `kind`. `until`: the change lies somewhere from this number to that one.
    """

    number: int
    kind: str = ""
    subject: str = ""
    data: str = "{}"
    problem: str | None = None
    until: int | None = None


def count() -> int:
    """Return how many facts there are."""
    return Head.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def subjects_since(number: int, kind: str, *, limit: int) -> tuple[int, list[str]]:
    """Return what the facts of one kind after a number are about, and up to which number was looked.

    Whoever goes on from there misses none: numbers are given in the order in which facts are committed.
    """
    last = min(count(), number + limit)
    found = Fact.objects.filter(number__gt=number, number__lte=last, kind=kind)
    return last, list(found.values_list("subject", flat=True))


def log_name() -> str:
    """Return the name of the log; empty before the first fact."""
    return Head.objects.filter(pk=1).values_list("log", flat=True).first() or ""


def verify_log() -> LogVerdict:
    """Read every fact, compare it with its leaf hash, the tiles and the roots of the heads; stop at the first fault."""
    facts = 0
    for checked in checked_facts():
        if checked.problem is not None:
            return LogVerdict(facts, checked.number)
        facts += 1
    return LogVerdict(facts, None)


def checked_facts(roots: Mapping[int, str] | None = None) -> Iterator[Checked]:
    """Stream every fact in order, each compared with its leaf hash and with the tree; memory stays the same.

    The roots of the signed heads must come out, and those of `roots` (hex, by size), which somebody kept outside. What
    is missing is a `Checked` of its own, as is a root that does not come out though every fact before it seemed right.
    """
    expected, growing, sealed = _Roots(roots or {}), Growing(), _Sealed()
    last, number, whole = count(), 0, True
    # Facts appended from now on are left for the next check: the axis may be serving meanwhile.
    for fact in Fact.objects.filter(number__lte=last).order_by("number").iterator(chunk_size=2000):
        for gone in range(number + 1, fact.number):
            whole = False
            yield Checked(gone, problem="sự kiện đã bị xóa khỏi sổ")
        number, hashed = fact.number, fact.hashed()
        problem = _problem(fact, hashed, sealed)
        yield Checked(number, fact.kind, fact.subject, fact.data, problem)
        growing.add(bytes.fromhex(hashed))
        whole = whole and problem is None
        if whole and not expected.fits(growing):
            whole = False
            yield Checked(expected.good + 1, problem="gốc của cây không còn như đầu cây đã ký", until=number)
    end = max(last, sealed.size, expected.largest)
    if number < end:
        yield Checked(number + 1, problem="các sự kiện cuối đã bị xóa khỏi sổ", until=end)
    yield from _put_in()


def _put_in() -> Iterator[Checked]:
    """Find facts beyond the head. The newest is read before the head: an honest one moves the head in its commit."""
    newest = Fact.objects.order_by("-number").values_list("number", flat=True).first() or 0
    last = count()
    if newest > last:
        for fact in Fact.objects.filter(number__gt=last, number__lte=newest).order_by("number").iterator():
            yield Checked(fact.number, problem="sự kiện được chèn thêm ngoài quy trình", subject=fact.subject)


def _problem(fact: Fact, hashed: str, sealed: _Sealed) -> str | None:
    if fact.leaf != hashed:
        return "nội dung sự kiện đã bị sửa"
    if fact.number <= sealed.size and sealed.leaf(fact.number - 1) != hashed:
        return "sự kiện không còn như lúc niêm phong"
    return None


class _Sealed:
    """The leaf hashes in the tiles, read one tile at a time."""

    def __init__(self) -> None:
        self.size = _sealed_size()
        self._index, self._hashes = -1, b""

    def leaf(self, index: int) -> str:
        """Return the leaf hash (hex) that was sealed; empty when it is not there."""
        tile, place = divmod(index, TILE)
        if tile != self._index:
            self._index, self._hashes = tile, tiles.hashes_of(0, tile)
        return self._hashes[place * HASH_BYTES : (place + 1) * HASH_BYTES].hex()


class _Roots:
    """The roots that must come out while the tree grows: those of our heads, and those kept outside."""

    def __init__(self, outside: Mapping[int, str]) -> None:
        heads = TreeHead.objects.order_by("size").values_list("size", "root")
        self._heads = heads.iterator(chunk_size=500)
        self._next = next(self._heads, None)
        self._outside = outside
        self.largest = max(outside, default=0)
        self.good = 0

    def fits(self, growing: Growing) -> bool:
        """Tell whether the tree has the root it must have at its present size; `good` is the last size that had."""
        wanted = {self._outside[growing.size]} if growing.size in self._outside else set()
        while self._next and self._next[0] <= growing.size:
            wanted |= {self._next[1]} if self._next[0] == growing.size else set()
            self._next = next(self._heads, None)
        if wanted - {growing.root().hex() if wanted else ""}:
            return False
        self.good = growing.size if wanted else self.good
        return True


def _sealed_size() -> int:
    return TreeHead.objects.order_by("-size").values_list("size", flat=True).first() or 0


def latest_head(since: SignedHead | None = None) -> SignedHead:
    """Return the newest signed head, with the proof that the log only appended since an earlier one if that is given.

    Raises NoTreeHead, and NotSealed when the earlier one is larger.
    """
    row = TreeHead.objects.order_by("-size").first()
    if row is None:
        raise NoTreeHead
    head = _document(row)
    if since is None or since.head.size == 0:
        return head
    return head.proving(since.head.size, consistency(since.head.size, row.size))


def signed_by_this_axis(head: SignedHead) -> bool:
    """Tell whether this axis signed a head: with the key it has now, or this very signature stands in its log."""
    from vanthu.standards.evidence.signatures import signed_by

    if TreeHead.objects.filter(size=head.head.size, signature=head.signature).exists():
        return True
    signed = signed_by(head.signature, head.head.text) if keys.configured() else None
    return signed is not None and signed.holds and signed.certificate.dump() == keys.key().certificate.der


def leads_to(head: SignedHead) -> bool:
    """Tell whether the log has the root which a head of it names; True where that is not sealed yet."""
    statement = head.head
    if statement.log != log_name() or statement.size > count():
        return False
    if statement.size > _sealed_size():
        return True
    try:
        return root_at(statement.size, tiles.reader()).hex() == statement.root
    except LookupError:
        return False  # the tiles are gone; an audit says from where on


def heads() -> Iterator[SignedHead]:
    """Stream every signed head, oldest first."""
    for row in TreeHead.objects.order_by("size").iterator(chunk_size=200):
        yield _document(row)


def inclusion(index: int, size: int) -> tuple[bytes, ...]:
    """Return the path of leaf `index` in the tree of `size` leaves. Raises NotSealed."""
    if size > _sealed_size():
        raise NotSealed(size=size)
    try:
        return tuple(inclusion_proof(index, size, tiles.reader()))
    except (LookupError, ValueError) as error:
        raise NotSealed(size=size) from error


def consistency(since: int, size: int) -> tuple[bytes, ...]:
    """Return the proof that the tree of `since` leaves is a beginning of that of `size`. Raises NotSealed."""
    if size > _sealed_size():
        raise NotSealed(size=size)
    try:
        return tuple(consistency_proof(since, size, tiles.reader()))
    except (LookupError, ValueError) as error:
        raise NotSealed(size=max(since, size)) from error


def proofs_of(indices: Iterable[int]) -> tuple[list[SignedHead], list[Proof]]:
    """Return for each leaf that is sealed its path to the head that proves its time best, and these heads.

    That is the earliest head with a time stamp; without one the earliest head.
    """
    found: dict[int, TreeHead] = {}
    proofs = []
    for index in indices:
        covering = TreeHead.objects.filter(size__gt=index).order_by("size")
        row = covering.exclude(token=b"").first() or covering.first()
        if row is not None:
            found[row.size] = row
            proofs.append(Proof(index, row.size, inclusion(index, row.size)))
    return [_document(row) for _, row in sorted(found.items())], proofs


@dataclass(frozen=True)
class AuditDone:
    """An audit that was made, and the first of what it found."""

    at: datetime
    by: str
    seconds: float
    facts: int
    packages: int
    files: int
    neighbours: int
    altered: int
    findings: tuple[str, ...]

    @property
    def intact(self) -> bool:
        """Return True when nothing was altered."""
        return not self.altered


def last_audit() -> AuditDone | None:
    """Return the newest audit; None when none was made."""
    row = Audit.objects.order_by("-at", "-id").first()
    if row is None:
        return None
    told = tuple(row.findings.splitlines())
    return AuditDone(row.at, row.by, row.seconds, row.facts, row.packages, row.files, row.neighbours, row.altered, told)


@dataclass(frozen=True)
class Sealing:
    """How far the log is sealed: facts, facts under a signed head, the newest head, heads still without time stamp."""

    facts: int
    sealed: int
    newest_at: datetime | None
    without_stamp: int
    problem: str


def sealing() -> Sealing:
    """Return how far the log is sealed; `problem` is what the TSA said last."""
    row = TreeHead.objects.order_by("-size").first()
    waiting = TreeHead.objects.filter(token=b"", token_due_at__isnull=False)
    said = waiting.exclude(token_problem="").order_by("-size").values_list("token_problem", flat=True).first()
    return Sealing(count(), row.size if row else 0, row.at if row else None, waiting.count(), said or "")


def latest_numbers(subjects: Iterable[str], kind: str) -> dict[str, int]:
    """Return for each subject the number of its newest fact of a kind."""
    found: dict[str, int] = {}
    asked = iter(subjects)
    while some := list(islice(asked, _AT_ONCE)):
        rows = Fact.objects.filter(subject__in=some, kind=kind).values_list("subject")
        found |= dict(rows.annotate(newest=Max("number")))
    return found


def named(subjects: Iterable[str]) -> set[str]:
    """Return those of the subjects that a fact is about."""
    return set(Fact.objects.filter(subject__in=list(subjects)).values_list("subject", flat=True))


def accepted_from(package: UUID) -> str | None:
    """Return who brought a package, as its leaf says; None when no leaf tells of its acceptance."""
    facts = Fact.objects.filter(subject=str(package), kind=ACCEPTED)
    return facts.order_by("number").values_list("by", flat=True).first()


def deliveries_told(packages: Iterable[str]) -> dict[str, set[str]]:
    """Return for each package the ids (hex) of the deliveries its leaves opened.

    Packages whose acceptance is older than leaves with deliveries are left out.
    """
    found: dict[str, set[str]] = {}
    kinds = (ACCEPTED, "package.recipients_added")
    for subject, data in Fact.objects.filter(subject__in=set(packages), kind__in=kinds).values_list("subject", "data"):
        opened = loads(data).get("deliveries")
        if opened is not None:
            found.setdefault(subject, set()).update(opened)
    return found


def _document(row: TreeHead) -> SignedHead:
    document = {"statement": loads(row.statement), "signature": b64(bytes(row.signature))}
    return SignedHead.read(document).stamped(bytes(row.token))
