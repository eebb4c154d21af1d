"""What a check of signatures finds: frozen, explained, storable as JSON beside the file it judged."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

VIETNAM = timezone(timedelta(hours=7))


class Outcome(StrEnum):
    """The four words an office shows for a file or a signature."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN = "unknown"
    UNSIGNED = "unsigned"

    @property
    def label(self) -> str:
        """As shown on screen."""
        return _LABELS[self]


_LABELS = {
    Outcome.VALID: "HỢP LỆ",
    Outcome.INVALID: "KHÔNG HỢP LỆ",
    Outcome.UNKNOWN: "KHÔNG XÁC ĐỊNH",
    Outcome.UNSIGNED: "KHÔNG KÝ SỐ",
}


class Role(StrEnum):
    """Who a certificate was issued to; both must sign an outgoing document (ND30-A17)."""

    PERSON = "person"
    AGENCY = "agency"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """As shown on screen."""
        return {"person": "cá nhân", "agency": "cơ quan, tổ chức"}.get(self.value, "chưa rõ loại chủ thể")


@dataclass(frozen=True)
class Reason:
    """One cause of an outcome: a stable code and a Vietnamese sentence."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Change:
    """One place that looks different from what was signed: page from 1, the rest points from the page's top left."""

    page: int
    left: float
    top: float
    width: float
    height: float
    page_width: float
    page_height: float

    @property
    def place(self) -> str:
        """Where it is, as one would tell on the telephone."""
        if not self.width:
            return f"cả trang {self.page}"
        middle = (self.top + self.height / 2) / self.page_height
        return f"trang {self.page}, phần {'trên' if middle < 1 / 3 else 'giữa' if middle < 2 / 3 else 'dưới'}"


@dataclass(frozen=True)
class SignatureFinding:
    """What one signature says and whether it holds.

    `signed_at` is what the signer's machine claimed; `timestamp_at` what a trusted TSA attests (None: no such token).
    `coverage` is "entire_file", "entire_revision", "partial" or "unclear"; `modification` what came after the
    signature: "none", "lta_updates", "form_filling", "annotations", "other" or "unclear".
    `profile` names the form of the signature; `signed_bytes` how much of the file it found when it was made.
    The certificate was judged as of `certificate_at`, its revocation by what the issuer said at `revocation_as_of`.
    `unheard`: certificates (DER in Base64) of whose revocation nothing was known. They come out of the file: whoever
    reads them checks them.
    `filled`: form fields filled since; `changes`: places that look different (found in a second look, see `changed`).
    """

    field: str
    role: Role
    signer_name: str
    organization: str | None
    certificate_serial: str
    issuer: str
    signed_at: datetime | None
    timestamp_at: datetime | None
    outcome: Outcome
    coverage: str
    modification: str
    reasons: tuple[Reason, ...] = ()
    title: str | None = None
    profile: str = ""
    timestamp_by: str | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    certificate_at: datetime | None = None
    revocation_as_of: datetime | None = None
    signed_bytes: int | None = None
    filled: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    unheard: tuple[str, ...] = ()

    @property
    def etsi(self) -> str:
        """Indication and sub-indication of ETSI EN 319 102-1, for the engineer."""
        from vanthu.standards.signing.reasons import etsi

        return etsi(self.reasons, proved=self.timestamp_at is not None)

    @property
    def sentence(self) -> str:
        """The finding in plain Vietnamese, one line."""
        who = f"Chữ ký số của {self.role.label} {self.signer_name or '(không đọc được tên)'}"
        belongs = [part for part in (self.title, self.organization) if part and part != self.signer_name]
        if belongs:
            who += f" ({', '.join(belongs)})"
        parts = [f"{who}: {self.outcome.label}", _when(self)]
        parts += [reason.sentence.rstrip(".") for reason in self.reasons]
        return "; ".join(part for part in parts if part) + "."


def _when(finding: SignatureFinding) -> str:
    if finding.timestamp_at is not None:
        return f"thời gian ký {_stamp(finding.timestamp_at)} (có dấu thời gian)"
    if finding.signed_at is not None:
        return f"thời gian ký {_stamp(finding.signed_at)} (theo đồng hồ của máy ký)"
    return ""


def _stamp(moment: datetime) -> str:
    """A moment as an office reads it: Vietnamese time."""
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}"


@dataclass(frozen=True)
class Verdict:
    """The outcome for a whole file, with everything it rests on.

    VALID only if every signature holds, every signer is trusted and known not to be revoked, a person and an
    organisation have signed, and nothing but archive data follows the last signature.
    """

    outcome: Outcome
    signatures: tuple[SignatureFinding, ...]
    reasons: tuple[Reason, ...]
    checked_at: datetime
    trust_version: str
    notes: tuple[Reason, ...] = field(default=())
    """Things worth showing that do not change the outcome (no timestamp, clock of the signer's machine off)."""

    @property
    def etsi(self) -> str:
        """Indication and sub-indication of ETSI EN 319 102-1 for the whole file: those of its worst signature."""
        from vanthu.standards.signing.reasons import etsi

        proved = all(one.timestamp_at is not None for one in self.signatures)
        return etsi(self.reasons, proved=proved)

    @property
    def essence(self) -> tuple[object, ...]:
        """What two verdicts must agree in to be the same; words may be put better over the years."""
        return (
            self.outcome,
            self.trust_version,
            _codes(self.reasons),
            *(
                (one.outcome, one.certificate_serial, one.signed_at, one.timestamp_at, _codes(one.reasons))
                for one in self.signatures
            ),
        )

    @property
    def sentence(self) -> str:
        """The outcome and its reasons in plain Vietnamese."""
        return " ".join([f"{self.outcome.label}.", *(reason.sentence for reason in self.reasons)])

    def to_json(self) -> str:
        """Stable JSON, times in ISO 8601."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=_plain)

    @classmethod
    def from_json(cls, text: str) -> "Verdict":
        """The inverse of `to_json`; raises `ValueError`, `KeyError` or `TypeError` on other text."""
        data: dict[str, Any] = json.loads(text)
        return cls(
            outcome=Outcome(data["outcome"]),
            signatures=tuple(_finding(item) for item in data["signatures"]),
            reasons=_reasons(data["reasons"]),
            checked_at=datetime.fromisoformat(data["checked_at"]),
            trust_version=data["trust_version"],
            notes=_reasons(data["notes"]),
        )


def _codes(reasons: tuple[Reason, ...]) -> frozenset[str]:
    return frozenset(item.code for item in reasons)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"not for JSON: {value!r}")


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _reasons(items: list[dict[str, str]]) -> tuple[Reason, ...]:
    return tuple(Reason(**item) for item in items)


_LATER_MOMENTS = ("valid_from", "valid_to", "certificate_at", "revocation_as_of")


def _finding(item: dict[str, Any]) -> SignatureFinding:
    return SignatureFinding(
        **{
            **item,
            "role": Role(item["role"]),
            "outcome": Outcome(item["outcome"]),
            "signed_at": _moment(item["signed_at"]),
            "timestamp_at": _moment(item["timestamp_at"]),
            "reasons": _reasons(item["reasons"]),
            # Kept before these were told.
            **{name: _moment(item.get(name)) for name in _LATER_MOMENTS},
            "filled": tuple(item.get("filled", ())),
            "unheard": tuple(item.get("unheard", ())),
            "changes": tuple(Change(**one) for one in item.get("changes", ())),
        }
    )
