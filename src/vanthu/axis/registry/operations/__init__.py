"""The verbs of the registry."""

from vanthu.axis.registry.operations.agencies import (
    AgencyExists,
    AgencyMoved,
    CodeTaken,
    UnknownAgency,
    UnknownSystem,
    add_agency,
    add_alias,
    apply_validity,
    change_agency,
    close_agency,
    lock_agency,
    plan_replacement,
    replace_agency,
    unlock_agency,
)
from vanthu.axis.registry.operations.from_systems import register_agency, withdraw_agency
from vanthu.axis.registry.operations.mirroring import Mirrored, mirror_units
from vanthu.axis.registry.operations.seed import Seed, SeedResult, load_seed
from vanthu.axis.registry.operations.systems import (
    SystemExists,
    WebhookInvalid,
    add_system,
    change_system,
    checked_webhook,
    rotate_system,
)
from vanthu.axis.registry.operations.upwards import (
    PARENT_SYSTEM_ID,
    ParentNameTaken,
    add_stub,
    ensure_parent,
    note_push_refused,
    note_pushed,
)

__all__ = [
    "PARENT_SYSTEM_ID",
    "AgencyExists",
    "AgencyMoved",
    "CodeTaken",
    "Mirrored",
    "ParentNameTaken",
    "Seed",
    "SeedResult",
    "SystemExists",
    "UnknownAgency",
    "UnknownSystem",
    "WebhookInvalid",
    "add_agency",
    "add_alias",
    "add_stub",
    "add_system",
    "apply_validity",
    "change_agency",
    "change_system",
    "checked_webhook",
    "close_agency",
    "ensure_parent",
    "load_seed",
    "lock_agency",
    "mirror_units",
    "note_push_refused",
    "note_pushed",
    "plan_replacement",
    "register_agency",
    "replace_agency",
    "rotate_system",
    "unlock_agency",
    "withdraw_agency",
]
