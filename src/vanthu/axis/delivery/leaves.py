"""What the evidence is compared with: the rows of delivery as the leaves tell of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from vanthu.axis.delivery.models import Delivery


def of_packages(ids: Iterable[UUID]) -> Mapping[UUID, list[Delivery]]:
    """Return the deliveries of each package."""
    found: dict[UUID, list[Delivery]] = defaultdict(list)
    for row in Delivery.objects.filter(package__in=list(ids)):
        found[row.package_id].append(row)
    return found


def by_id(ids: Iterable[UUID]) -> Mapping[UUID, Delivery]:
    """Return the deliveries that are there, by id."""
    return Delivery.objects.in_bulk(list(ids))


def every_delivery() -> Iterator[tuple[UUID, UUID]]:
    """Stream the id of every delivery with that of its package."""
    return Delivery.objects.order_by("pk").values_list("pk", "package_id").iterator(chunk_size=1000)
