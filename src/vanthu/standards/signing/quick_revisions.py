"""Signed revisions compared without copying all their objects: the same answers as pyHanko's, several times faster.

pyHanko's comparison asks by which paths each replaced object is reached in the signed revision. Its own answer reads
and copies all objects first, so that references lead into the old revision; here the references are followed there,
and objects are read no further than to where they lead (`quick_skimming`). The paths are the same ones. The tests
compare both on honest and on forged files. Written so that pyHanko could take it over; `quick_reading` puts it in
place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.reader import HistoricalResolver, RawPdfPath
from pyhanko.sign.diff_analysis import MetadataUpdateRule

from vanthu.standards.signing.quick_objects import make_reference
from vanthu.standards.signing.quick_skimming import Skimming

Key = tuple[int, int]
"""Number and generation of an object."""
Path = tuple[Any, ...]
"""Backwards and nested: (last step, (the step before it, (… , ()))). Shared by all longer paths."""

load_paths_slowly: Any = HistoricalResolver._load_reverse_xref_cache
paths_slowly = HistoricalResolver._get_usages_of_ref
subsume_slowly: Any = HistoricalResolver._subsume_object

well_formed_slowly = MetadataUpdateRule.is_well_formed_xml

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
        return make_reference(item.reference.idnum, item.reference.generation, revision)
    if kind not in (generic.DictionaryObject, generic.ArrayObject):
        return subsume_slowly(revision, item)
    copy: Any = kind()
    if kind is generic.ArrayObject:
        copy.extend([_inside(revision, one) for one in item])
    else:
        dict.update(copy, {key: _inside(revision, value) for key, value in item.items()})
    copy.container_ref = make_reference(container.idnum, container.generation, revision).reference
    return copy


def _inside(revision: HistoricalResolver, item: Any) -> Any:
    kind = type(item)
    if item.container_ref:
        if kind in _LEADING_NOWHERE:
            return item
        if kind is generic.IndirectObject:
            return make_reference(item.reference.idnum, item.reference.generation, revision)
    return revision._subsume_object(item)


_LEADING_NOWHERE = frozenset(
    {
        generic.NameObject, generic.NumberObject, generic.FloatObject, generic.BooleanObject, generic.NullObject,
        generic.TextStringObject, generic.ByteStringObject,
    }
)  # fmt: skip


def well_formed(metadata: generic.Reference) -> None:
    """Raise where metadata are not well-formed XML; the same bytes are asked about for each revision that has them."""
    stream, revision = metadata.get_object(), metadata.get_pdf_handler()
    if type(stream) is not generic.StreamObject or "/Filter" in stream or not isinstance(revision, HistoricalResolver):
        well_formed_slowly(metadata)
        return
    known: set[bytes] = revision.reader.__dict__.setdefault("_well_formed", set())
    if stream.encoded_data not in known:
        well_formed_slowly(metadata)
        known.add(stream.encoded_data)


class _Paths:
    """What was found, written out for those who ask."""

    def __init__(self, found: dict[Key, list[Path]]) -> None:
        self._found = found
        self._told: dict[Key, set[RawPdfPath]] = {}

    def of(self, ref: generic.Reference) -> set[RawPdfPath]:
        key = ref.idnum, ref.generation
        if key not in self._told:
            self._told[key] = {RawPdfPath(*_forwards(path)) for path in self._found.get(key, ())}
        return self._told[key]


def _forwards(path: Path) -> list[str | int]:
    steps = []
    while path:
        step, path = path
        steps.append(step)
    return steps[::-1]


class _Revision:
    """The objects of a revision as far as they lead to others."""

    def __init__(self, revision: HistoricalResolver) -> None:
        self.reader, self.number, self.trailer = revision.reader, revision.revision, revision.trailer_view
        self.skim = Skimming.of(revision.reader)
        self._objects: dict[Key, Any] = {}
        self._found: defaultdict[Key, list[Path]] = defaultdict(list)
        self._pages: dict[Key, Path] = {}
        self._structure: set[Key] = set()

    def object(self, item: generic.IndirectObject) -> Any:
        """What a reference meant in this revision, itself perhaps a reference."""
        ref = item.reference
        key = ref.idnum, ref.generation
        found = self._objects.get(key)
        if found is None:
            found = self._skimmed(ref)
            if found is None:
                found = self._read(ref)
            self._objects[key] = found
        return found

    def _skimmed(self, ref: generic.Reference) -> Any:
        place = self.reader.xrefs.get_historical_ref(ref, self.number)
        return self.skim.at(place, ref.idnum, ref.generation) if self.skim and isinstance(place, int) else None

    def _read(self, ref: generic.Reference) -> Any:
        try:
            unchanged = self.reader.xrefs.get_last_change(ref) <= self.number
        except KeyError:
            unchanged = False
        found = self.reader.get_object(ref, None if unchanged else self.number, transparent_decrypt=False)
        found.get_container_ref()  # raises for what stands in no object, as copying it does
        return found

    def value(self, item: Any) -> Any:
        """The object with references followed to their end, as PDF objects follow them; a ring ends in an error."""
        if isinstance(item, generic.IndirectObject):
            return self.value(self.object(item))
        return item

    def entry(self, dictionary: Any, key: str) -> Any:
        """An entry with references followed; raises KeyError where there is none or null, as dictionaries do."""
        value = self.value(dict.__getitem__(dictionary, key))
        if isinstance(value, generic.NullObject):
            raise KeyError(key)
        return value

    def paths(self) -> dict[Key, list[Path]]:
        root = self.entry(self.trailer, "/Root")
        pages, way = root.raw_get("/Pages"), ("/Pages", _ROOT)
        if isinstance(pages, generic.IndirectObject):
            self._pages[_key(pages)] = way
        for key, path in self.pages(self.value(pages), way):
            if key in self._pages:
                raise misc.PdfReadError("Circular reference in page tree in mapping stage")
            self._pages[key] = path
        if "/StructTreeRoot" in root:
            for key in self.structure(self.value(root.raw_get("/StructTreeRoot"))):
                if key in self._structure:
                    raise misc.PdfReadError("Circular reference in structure tree in mapping stage")
                self._structure.add(key)
        self.walk(self.trailer, _TOP, (), in_structure=False)
        return self._found

    def pages(self, node: Any, path: Path) -> Iterator[tuple[Key, Path]]:
        kids = ("/Kids", path)
        for index, kid in enumerate(self.entry(node, "/Kids")):
            way = (index, kids)
            if isinstance(kid, generic.IndirectObject):
                yield _key(kid), way
            page = self.value(kid)
            if page.get("/Type", None) == "/Pages":
                yield from self.pages(page, way)

    def structure(self, node: Any) -> Iterator[Key]:
        try:
            children = self.entry(node, "/K")
        except KeyError:
            return
        for child in children if isinstance(children, generic.ArrayObject) else (children,):
            element = self.value(child)
            if not isinstance(element, generic.DictionaryObject) or not self._is_element(element):
                continue
            if isinstance(child, generic.IndirectObject):
                yield _key(child)
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
            key = _key(item)
            if _among(key, passed):
                return
            self._found[key].append(path)
            passed = (key, passed)
            item = self.object(item)
            if self._pages.get(key, path) != path or (not in_structure and key in self._structure):
                return
        if isinstance(item, _HOLDING):
            self.walk(item, path, passed, in_structure=in_structure)


_HOLDING = (generic.DictionaryObject, generic.ArrayObject)
_LEADING = (generic.IndirectObject, *_HOLDING)


def _key(item: generic.IndirectObject) -> Key:
    ref = item.reference
    return ref.idnum, ref.generation


def _among(key: Key, passed: tuple[Any, ...]) -> bool:
    while passed:
        one, passed = passed
        if one == key:
            return True
    return False
