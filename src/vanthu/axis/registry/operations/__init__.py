"""The verbs of the registry."""

from vanthu.axis.registry.operations.agencies import (
    AgencyExists,
    AgencyMoved,
    CodeTaken,
    UnknownAgency,
    UnknownSystem,
    add_agency,
    add_alias,
    change_agency,
    close_agency,
    lock_agency,
    replace_agency,
    unlock_agency,
)
from vanthu.axis.registry.operations.from_systems import register_agency, withdraw_agency
from vanthu.axis.registry.operations.seed import Seed, SeedResult, load_seed
from vanthu.axis.registry.operations.systems import (
    SystemExists,
    add_system,
    change_system,
    rotate_system,
)

__all__ = [
    "AgencyExists",
    "AgencyMoved",
    "CodeTaken",
    "Seed",
    "SeedResult",
    "SystemExists",
    "UnknownAgency",
    "UnknownSystem",
    "add_agency",
    "add_alias",
    "add_system",
    "change_agency",
    "change_system",
    "close_agency",
    "load_seed",
    "lock_agency",
    "register_agency",
    "replace_agency",
    "rotate_system",
    "unlock_agency",
    "withdraw_agency",
]
