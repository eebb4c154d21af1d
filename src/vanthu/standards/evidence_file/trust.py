"""Whom the one who checks believes, with the certificates and revocation data that the evidence file brings.

Data from the file say nothing by themselves: each was signed by a CA, and counts where that CA leads to an anchor of
the one who checks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from vanthu.standards.evidence.trust import EvidenceTrust
from vanthu.standards.signing.algorithms import AlgorithmPolicy
from vanthu.standards.signing.trust import Trust


@dataclass(frozen=True)
class FileTrust:
    """For signers of documents and of evidence files, and for an axis; `signers` is None: no CA was named."""

    signers: Trust | None
    axis: EvidenceTrust

    @classmethod
    def of(cls, paths: Iterable[Path]) -> FileTrust:
        """Read PEM files and trust folders; raises `evidence.errors.TrustMissing`."""
        axis = EvidenceTrust.of(paths)
        authorities = tuple(item for item in axis.named if item.ca)
        folders = [item for item in axis.anchored if item.stores]
        anchors = (*authorities, *(one for item in folders for one in item.anchors))
        if not anchors:
            return cls(None, axis)
        signers = Trust(
            version=" + ".join(dict.fromkeys([item.version for item in folders] + ["pem"] * bool(authorities))),
            anchors=anchors,
            intermediates=tuple(one for item in folders for one in item.intermediates),
            crls=tuple(one for item in folders for one in item.crls),
            ocsps=tuple(one for item in folders for one in item.ocsps),
            stores=tuple(one for item in folders for one in item.stores),
            algorithms=folders[0].algorithms if folders else AlgorithmPolicy.default(),
        )
        return cls(signers, axis)

    def with_data_of(self, inside: Trust | None) -> FileTrust:
        """Return it with the certificates and revocation data of an evidence file beside its own."""
        if inside is None:
            return self
        anchored = tuple(_joined(item, inside) if item.stores else item for item in self.axis.anchored)
        signers = _joined(self.signers, inside) if self.signers else None
        return FileTrust(signers, replace(self.axis, anchored=anchored))


def _joined(own: Trust, inside: Trust) -> Trust:
    """Return own anchors and rules with data of both; no anchor of the file becomes one."""
    return Trust(
        version=own.version,
        anchors=own.anchors,
        intermediates=(*own.intermediates, *inside.intermediates, *inside.anchors),
        crls=(*own.crls, *inside.crls),
        ocsps=(*own.ocsps, *inside.ocsps),
        stores=own.stores,
        algorithms=own.algorithms,
    )
