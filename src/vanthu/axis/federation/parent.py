"""The axis above this one: its place in the registry, and the client that calls it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from vanthu.axis.delivery import operations as delivery
from vanthu.axis.delivery.operations import StatusNotAllowed
from vanthu.axis.delivery.queries import NoSuchPackage
from vanthu.axis.federation.policies import NoParent
from vanthu.axis.registry import operations as registry_operations
from vanthu.axis.registry import queries as registry
from vanthu.axis.registry.policies import Caller
from vanthu.axis.registry.queries import KnownSystem
from vanthu.standards.vxp import Client, TransferStatus
from vanthu.standards.vxp import operations as vxp
from vanthu.standards.vxp.headers import Signed

if TYPE_CHECKING:
    from vanthu.axis.settings import ParentSettings

BY = "job:federation"


@dataclass(frozen=True)
class Parent:
    """The parent axis. What it says of deliveries and packages is taken as from any system that serves them."""

    system: KnownSystem
    settings: ParentSettings
    client: Client = field(repr=False)

    @property
    def own_system_id(self) -> str:
        """Return how the parent knows this axis."""
        return self.settings.system_id

    def caller(self) -> Caller:
        """Return the parent as the system on whose behalf this axis acts, with the registry as it is now."""
        known = registry.present()
        return Caller(self.system, Signed(self.system.system_id, "", {}), known)

    def say_all(self, news: Sequence[delivery.Told], *, at: datetime) -> None:
        """Note as `say` does of many deliveries, inside a transaction; what can follow nothing is left out."""
        if news:
            delivery.note_told(news, self.caller(), at=at)

    def say(self, delivery_id: UUID, status: TransferStatus, description: str, *, at: datetime) -> bool:
        """Note how far a delivery beyond the parent is; False when that cannot follow what was noted before."""
        request = vxp.UpdateStatus(doc_id=str(delivery_id), status=status, description=description)
        try:
            delivery.update_status(request, self.caller(), at=at)
        except (NoSuchPackage, StatusNotAllowed):
            # Ended or expired here, or the agency has come under a system of this axis: nothing to note any more.
            return False
        return True


def connect(*, at: datetime) -> Parent:
    """Return the parent of the settings, entered into the registry at the first call. Raises NoParent."""
    wanted = settings.AXIS.parent
    if wanted is None:
        raise NoParent
    registry_operations.ensure_parent(wanted.name, by=BY, at=at)
    system = registry.parent()
    if system is None:
        raise NoParent
    verify = wanted.verify if isinstance(wanted.verify, bool) else str(wanted.verify)
    client = Client(wanted.url, wanted.system_id, wanted.secret, timeout=wanted.timeout_seconds, verify=verify)
    return Parent(system, wanted, client)
