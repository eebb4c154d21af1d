"""Who holds which duty, who may sign what, who stands in for whom."""

from vanthu.office.access.queries.authority import (
    authorisation,
    authorisations,
    authorisations_of,
    by_order,
    by_order_rules,
)
from vanthu.office.access.queries.delegations import (
    Share,
    absence,
    absences,
    absent,
    delegates_of,
    delegation,
    delegations_about,
    delegators,
    in_force,
    share,
)
from vanthu.office.access.queries.duties import duties_of, has_duty, held, holders

__all__ = [
    "Share",
    "absence",
    "absences",
    "absent",
    "authorisation",
    "authorisations",
    "authorisations_of",
    "by_order",
    "by_order_rules",
    "delegates_of",
    "delegation",
    "delegations_about",
    "delegators",
    "duties_of",
    "has_duty",
    "held",
    "holders",
    "in_force",
    "share",
]
