"""Signed revisions compared without copying all their objects: the same answers as pyHanko's, several times faster.

pyHanko's comparison asks by which paths each replaced object is reached in the signed revision. Its own answer copies
all objects first, so that references lead into the old revision; here the references are followed there, and the
objects stay as they were read, shared by all revisions that have them. The paths are the same ones. The tests compare
both on honest and on forged files. Written so that pyHanko could take it over; `quick_reading` puts it in place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.reader import HistoricalResolver, RawPdfPath

Path = tuple[Any, ...]
"""Backwards and nested: (last step, (the step before it, (… , ()))). Shared by all longer paths."""

load_paths_slowly: Any = HistoricalResolver._load_reverse_xref_cache
paths_slowly = HistoricalResolver._get_usages_of_ref
subsume_slowly: Any = HistoricalResolver._subsume_object

_TOP: Path = ()
_ROOT: Path = ("/Root", _TOP)
_STRUCTURE: Path = ("/StructTreeRoot", _ROOT)


def load_paths(revision: HistoricalResolver) -> None:
    """Find the paths to every object of a revision, once."""
    if revision._indirect_object_access_cache is not None:
        return
    if revision.reader.encrypted:
        load_paths_slowly(revision)
        return
    revision._indirect_object_access_cache = _Paths(_Revision(revision).paths())  # type: ignore[assignment]


def paths(revision: HistoricalResolver, ref: generic.Reference) -> set[RawPdfPath]:
    """Return the paths that lead to a reference; none before they were loaded."""
    known = revision._indirect_object_access_cache
    return known.of(ref) if isinstance(known, _Paths) else paths_slowly(revision, ref)


def subsume(revision: HistoricalResolver, item: Any) -> Any:
    """Copy an object so that its references lead into this revision; what leads nowhere is taken as it is."""
    kind, container = type(item), item.container_ref
    if container is None:
        return subsume_slowly(revision, item)
    if kind in _LEADING_NOWHERE:
        return item
    if kind is generic.IndirectObject:
        return generic.IndirectObject(item.idnum, item.generation, revision)
    if kind not in (generic.DictionaryObject, generic.ArrayObject):
        return subsume_slowly(revision, item)
    here = generic.Reference(container.idnum, container.generation, revision)
    copy: Any = kind()
    if kind is generic.ArrayObject:
        copy.extend([_inside(revision, one) for one in item])
    else:
        dict.update(copy, {key: _inside(revision, value) for key, value in item.items()})
    copy.container_ref = here
    return copy


def _inside(revision: HistoricalResolver, item: Any) -> Any:
    return item if type(item) in _LEADING_NOWHERE and item.container_ref else revision._subsume_object(item)


_LEADING_NOWHERE = frozenset(
    {
        generic.NameObject, generic.NumberObject, generic.FloatObject, generic.BooleanObject, generic.NullObject,
        generic.TextStringObject, generic.ByteStringObject,
    }
)  # fmt: skip


class _Paths:
    """What was found, written out for those who ask."""

    def __init__(self, found: dict[generic.Reference, list[Path]]) -> None:
        self._found = found
        self._told: dict[generic.Reference, set[RawPdfPath]] = {}

    def of(self, ref: generic.Reference) -> set[RawPdfPath]:
        if ref not in self._told:
            self._told[ref] = {RawPdfPath(*_forwards(path)) for path in self._found.get(ref, ())}
        return self._told[ref]


def _forwards(path: Path) -> list[str | int]:
    steps = []
    while path:
        step, path = path
        steps.append(step)
    return steps[::-1]


class _Revision:
    """The objects of a revision as they were read."""

    def __init__(self, revision: HistoricalResolver) -> None:
        self.reader, self.number, self.trailer = revision.reader, revision.revision, revision.trailer_view
        self._objects: dict[generic.Reference, Any] = {}
        self._found: defaultdict[generic.Reference, list[Path]] = defaultdict(list)
        self._pages: dict[generic.Reference, Path] = {}
        self._structure: set[generic.Reference] = set()

    def object(self, ref: generic.Reference) -> Any:
        """What a reference meant in this revision, itself perhaps a reference."""
        try:
            return self._objects[ref]
        except KeyError:
            pass
        try:
            unchanged = self.reader.xrefs.get_last_change(ref) <= self.number
        except KeyError:
            unchanged = False
        revision = None if unchanged else self.number
        found = self._objects[ref] = self.reader.get_object(ref, revision, transparent_decrypt=False)
        found.get_container_ref()  # raises for what stands in no object, as copying it does
        return found

    def value(self, item: Any) -> Any:
        """The object with references followed to their end, as PDF objects follow them; a ring ends in an error."""
        if isinstance(item, generic.IndirectObject):
            return self.value(self.object(item.reference))
        return item

    def entry(self, dictionary: Any, key: str) -> Any:
        """An entry with references followed; raises KeyError where there is none or null, as dictionaries do."""
        value = self.value(dict.__getitem__(dictionary, key))
        if isinstance(value, generic.NullObject):
            raise KeyError(key)
        return value

    def paths(self) -> dict[generic.Reference, list[Path]]:
        root = self.entry(self.trailer, "/Root")
        pages, way = root.raw_get("/Pages"), ("/Pages", _ROOT)
        if isinstance(pages, generic.IndirectObject):
            self._pages[pages.reference] = way
        for ref, path in self.pages(self.value(pages), way):
            if ref in self._pages:
                raise misc.PdfReadError("Circular reference in page tree in mapping stage")
            self._pages[ref] = path
        if "/StructTreeRoot" in root:
            for ref in self.structure(self.value(root.raw_get("/StructTreeRoot"))):
                if ref in self._structure:
                    raise misc.PdfReadError("Circular reference in structure tree in mapping stage")
                self._structure.add(ref)
        self.walk(self.trailer, _TOP, (), in_structure=False)
        return self._found

    def pages(self, node: Any, path: Path) -> Iterator[tuple[generic.Reference, Path]]:
        kids = ("/Kids", path)
        for index, kid in enumerate(self.entry(node, "/Kids")):
            way = (index, kids)
            if isinstance(kid, generic.IndirectObject):
                yield kid.reference, way
            page = self.value(kid)
            if page.get("/Type", None) == "/Pages":
                yield from self.pages(page, way)

    def structure(self, node: Any) -> Iterator[generic.Reference]:
        try:
            children = self.entry(node, "/K")
        except KeyError:
            return
        for child in children if isinstance(children, generic.ArrayObject) else (children,):
            element = self.value(child)
            if not isinstance(element, generic.DictionaryObject) or not self._is_element(element):
                continue
            if isinstance(child, generic.IndirectObject):
                yield child.reference
            yield from self.structure(element)

    def _is_element(self, item: generic.DictionaryObject) -> bool:
        try:
            return bool(self.entry(item, "/Type") == "/StructElem")
        except KeyError:
            return True

    def walk(self, item: Any, path: Path, passed: tuple[Any, ...], *, in_structure: bool) -> None:
        """Note each reference below a dictionary or an array with its path, and go on behind it.

        Pages are entered on their own way through the page tree alone, elements of the structure from within it.
        """
        if isinstance(item, generic.DictionaryObject):
            for key, value in item.items():
                if isinstance(value, _LEADING) and key != "/Parent" and not (in_structure and key == "/P"):
                    inside = in_structure or (key == "/K" and path == _STRUCTURE)
                    self.step(value, (key, path), passed, in_structure=inside)
        else:
            for index, value in enumerate(item):
                if isinstance(value, _LEADING):
                    self.step(value, (index, path), passed, in_structure=in_structure)

    def step(self, item: Any, path: Path, passed: tuple[Any, ...], *, in_structure: bool) -> None:
        if isinstance(item, generic.IndirectObject):
            ref = item.reference
            if _among(ref, passed):
                return
            self._found[ref].append(path)
            passed = (ref, passed)
            item = self.object(ref)
            if self._pages.get(ref, path) != path or (not in_structure and ref in self._structure):
                return
        if isinstance(item, _HOLDING):
            self.walk(item, path, passed, in_structure=in_structure)


_HOLDING = (generic.DictionaryObject, generic.ArrayObject)
_LEADING = (generic.IndirectObject, *_HOLDING)


def _among(ref: generic.Reference, passed: tuple[Any, ...]) -> bool:
    while passed:
        one, passed = passed
        if one == ref:
            return True
    return False
