"""Three real axes in a tree, each a server and a worker of its own: the nation, a province, and one for small units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from vanthu.axis.testing.server import RunningAxis, running_axis
from vanthu.axis.testing.worker import Worker, worker
from vanthu.standards.vxp import Client

SECRET = "secret-of-everybody"

NATION = """
[[agencies]]
code = "G09"
name = "Bộ Nội vụ"
system = "BO"
aliases = ["000.00.00.G09"]
[[agencies]]
code = "G22"
name = "Văn phòng Chính phủ"
system = "SDK"
[[agencies]]
code = "H37"
name = "UBND tỉnh"
system = "TINH"
"""
PROVINCE = """
[[agencies]]
code = "H37"
name = "UBND tỉnh"
system = "QLVB"
aliases = ["000.00.00.H37"]
[[agencies]]
code = "H37.02"
name = "Sở Nội vụ"
parent = "H37"
system = "QLVB"
aliases = ["000.00.02.H37"]
[[agencies]]
code = "H37.05"
name = "Sở Y tế"
parent = "H37"
system = "QLVB"
[[agencies]]
code = "H37.90"
name = "Các đơn vị nhỏ"
parent = "H37"
system = "CHUNG"
"""
SHARED = """
[[agencies]]
code = "H37.90"
name = "Các đơn vị nhỏ"
system = "XA"
[[agencies]]
code = "H37.90.01"
name = "Trường Một"
parent = "H37.90"
system = "XA"
[[agencies]]
code = "H37.90.02"
name = "Trường Hai"
parent = "H37.90"
system = "XA"
"""


@dataclass(frozen=True)
class Node:
    """One axis of the tree."""

    axis: RunningAxis
    worker: Worker

    def client(self, system_id: str) -> Client:
        """Return a client of one of its systems."""
        return Client(self.axis.endpoint, system_id, SECRET)


@dataclass(frozen=True)
class Tree:
    """The three; a turn goes from the leaf up and down again, so that one is enough for a message to pass."""

    nation: Node
    province: Node
    shared: Node

    def turn(self, times: int = 1, *, later: float = 60, whole: bool = False) -> None:
        """Let every worker do each thing once, or (`whole`) all that is due."""
        for _ in range(times):
            self.shared.worker.turn(later=later, whole=whole)
            self.province.worker.turn(later=later, whole=whole)
            self.shared.worker.turn(later=later, whole=whole)


def seed(systems: tuple[str, ...], agencies: str) -> str:
    """Return a seed file; every system has the same secret."""
    return "".join(f'[[systems]]\nsystem_id = "{name}"\nsecret = "{SECRET}"\n' for name in systems) + agencies


def parent_settings(endpoint: str, system_id: str, **more: str) -> dict[str, str]:
    """Return the settings of an axis that has a parent at this address."""
    values = {"URL": endpoint, "SYSTEM_ID": system_id, "SECRET": SECRET, "REGISTRY_SECONDS": "1", **more}
    return {f"PARENT__{name}": value for name, value in values.items()}


@contextmanager
def running_node(
    folder: Path, organ_id: str, content: str, settings: Mapping[str, str] | None = None
) -> Iterator[Node]:
    """Run one axis with its worker."""
    with (
        running_axis(folder, seed=content, settings={"ORGAN_ID": organ_id, **(settings or {})}) as axis,
        worker(axis.environment) as own,
    ):
        yield Node(axis, own)


@contextmanager
def running_tree(folder: Path) -> Iterator[Tree]:
    """Run the three axes; the registries are synchronised."""
    with ExitStack() as stack:
        start = stack.enter_context
        nation = start(running_node(folder / "nation", "VN.QG", seed(("TINH", "BO", "SDK"), NATION)))
        above = parent_settings(nation.axis.endpoint, "TINH")
        province = start(running_node(folder / "province", "VN.H37", seed(("QLVB", "CHUNG"), PROVINCE), above))
        above = parent_settings(province.axis.endpoint, "CHUNG")
        shared = start(running_node(folder / "shared", "VN.CHUNG", seed(("XA",), SHARED), above))
        tree = Tree(nation, province, shared)
        tree.turn(2)
        yield tree
