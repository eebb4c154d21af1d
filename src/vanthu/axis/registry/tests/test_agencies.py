"""The registry: agencies, their codes, and what happens to them."""

import pytest

from vanthu.axis.evidence import queries as evidence
from vanthu.axis.registry import operations, queries, states
from vanthu.axis.testing.fixtures import AT, SEED
from vanthu.runtime.moves import moves

BY = {"by": "test", "at": AT}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]


def unit(code):
    return {item.code: item for item in queries.units()}[code]


def test_an_agency_is_found_by_each_of_its_codes():
    by_code = queries.by_codes(["H37.02", "000.00.02.H37", "H99"])
    assert set(by_code) == {"H37.02", "000.00.02.H37"}
    assert by_code["H37.02"] == by_code["000.00.02.H37"]


def test_a_code_is_never_given_to_a_second_agency():
    with pytest.raises(operations.CodeTaken):
        operations.add_agency("000.00.02.H37", "Khác", **BY)
    with pytest.raises(operations.CodeTaken):
        operations.add_alias("G09", "H37", **BY)
    with pytest.raises(operations.AgencyExists):
        operations.add_agency("G07", "Bộ mới mang mã cũ", **BY)


def test_every_change_raises_the_version_and_leaves_a_fact():
    facts, before = evidence.count(), unit("H37.05").version
    operations.lock_agency("H37.05", **BY)
    operations.unlock_agency("H37.05", **BY)
    assert operations.change_agency("H37.05", {"name": "Sở Y tế tỉnh"}, **BY)
    assert not operations.change_agency("H37.05", {"name": "Sở Y tế tỉnh"}, **BY)
    assert (unit("H37.05").version, evidence.count()) == (before + 3, facts + 3)


def test_a_change_is_seen_at_once_by_those_who_had_asked_before():
    assert not queries.by_code("H37.05").locked
    operations.lock_agency("H37.05", **BY)
    assert queries.by_code("H37.05").locked


def test_closing_is_for_good():
    operations.close_agency("H37.05", **BY)
    for verb in (operations.lock_agency, operations.unlock_agency, operations.close_agency):
        with pytest.raises(operations.AgencyMoved):
            verb("H37.05", **BY)


def test_the_successor_of_a_successor_is_followed():
    operations.add_agency("G50", "Bộ hợp nhất", system_id="BO", **BY)
    operations.replace_agency("G09", "G50", **BY)
    assert queries.successor(queries.by_code("G07")).code == "G50"


def test_an_agency_cannot_be_replaced_by_itself_or_by_a_closed_one():
    for new in ("G09", "G07"):
        with pytest.raises(operations.AgencyMoved):
            operations.replace_agency("G09", new, **BY)


def test_loading_the_same_file_again_changes_nothing():
    import tomllib

    facts = evidence.count()
    result = operations.load_seed(operations.Seed.model_validate(tomllib.loads(SEED)), **BY)
    assert result == operations.SeedResult()
    assert evidence.count() == facts


def test_loading_a_changed_file_brings_the_registry_up_to_date():
    import tomllib

    changed = tomllib.loads(SEED.replace("Sở Y tế", "Sở Y tế tỉnh").replace("secret-of-bo", "another-secret"))
    result = operations.load_seed(operations.Seed.model_validate(changed), **BY)
    assert result == operations.SeedResult(systems_changed=1, agencies_changed=1)


def test_a_file_with_one_wrong_line_changes_nothing_at_all():
    agencies = [{"code": "X01", "name": "Mới"}, {"code": "X02", "name": "Sai", "system": "NOWHERE"}]
    with pytest.raises(operations.UnknownSystem):
        operations.load_seed(operations.Seed.model_validate({"agencies": agencies}), **BY)
    assert queries.by_code("X01") is None


def test_every_state_of_an_agency_has_a_label_and_a_way():
    assert states.AGENCY_MOVES.states() == set(states.LABELS)
    with pytest.raises(ValueError, match="no way out"):
        moves(("a", {"x"}, "y"), final=set())
