"""Questions that every package asks, written in SQL once: see `vanthu.runtime.prepared`."""

from vanthu.runtime.prepared import Preparing

_axis = Preparing()
prepared, prepared_count = _axis.rows, _axis.count
