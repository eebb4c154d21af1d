"""Who may call: systems, secrets, replay windows."""

from datetime import timedelta

import pytest

from vanthu.axis.kernel.sealing import seal, unseal
from vanthu.axis.registry import operations
from vanthu.axis.registry.models import System
from vanthu.axis.registry.policies import WrongCredentials, authenticate
from vanthu.axis.testing.fixtures import AT, SECRET_BO
from vanthu.standards.vxp import headers

BY = {"by": "test", "at": AT}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]


def signed(system_id="BO", secret=SECRET_BO, at=AT):
    logical = {"systemid": system_id, "timestamp": headers.timestamp_text(at), "Content-Type": "application/json"}
    return {name.lower(): value.encode() for name, value in headers.sign(logical, secret=secret).items()}


def test_a_caller_is_known_by_its_signature():
    assert authenticate(signed(), at=AT).name == "system:BO"


@pytest.mark.parametrize(("system_id", "secret"), [("BO", "wrong-secret"), ("NOBODY", SECRET_BO), ("TINH", SECRET_BO)])
def test_anybody_else_is_refused(system_id, secret):
    with pytest.raises(WrongCredentials):
        authenticate(signed(system_id, secret), at=AT)


def test_a_system_switched_off_is_refused():
    operations.change_system("BO", {"active": False}, **BY)
    with pytest.raises(WrongCredentials):
        authenticate(signed(), at=AT)


def test_a_new_secret_ends_the_old_one_at_once():
    new = operations.rotate_system("BO", **BY)
    assert authenticate(signed(secret=new), at=AT).name == "system:BO"
    with pytest.raises(WrongCredentials):
        authenticate(signed(), at=AT)


def test_the_old_secret_may_be_kept_for_a_while():
    new = operations.rotate_system("BO", keep_former=timedelta(minutes=30), **BY)
    for secret in (SECRET_BO, new):
        assert authenticate(signed(secret=secret), at=AT + timedelta(minutes=29))
    with pytest.raises(WrongCredentials):
        authenticate(signed(), at=AT + timedelta(minutes=30))
    assert authenticate(signed(secret=new), at=AT + timedelta(days=1))


def test_without_a_window_an_old_timestamp_is_taken():
    assert authenticate(signed(at=AT - timedelta(days=300)), at=AT)


def test_with_a_window_only_a_young_timestamp_is_taken():
    operations.change_system("BO", {"replay_window_seconds": 300}, **BY)
    assert authenticate(signed(at=AT - timedelta(seconds=299)), at=AT)
    with pytest.raises(WrongCredentials, match="thời gian"):
        authenticate(signed(at=AT - timedelta(seconds=301)), at=AT)


def test_no_secret_lies_open_in_the_database():
    row = System.objects.get(system_id="BO")
    assert SECRET_BO not in " ".join(str(value) for value in vars(row).values())
    assert unseal(row.sealed_secret) == SECRET_BO


def test_a_secret_sealed_under_another_key_is_named(settings):
    from vanthu.axis.kernel import sealing

    sealed = seal("bi-mat")
    sealing._box.cache_clear()
    settings.AXIS = settings.AXIS.model_copy(update={"secret_key": "mot-khoa-khac-hoan-toan-0123456789-abcdef"})
    try:
        with pytest.raises(sealing.SecretUnreadable):
            unseal(sealed)
    finally:
        sealing._box.cache_clear()


def test_an_old_key_still_opens_what_it_sealed(settings):
    from vanthu.axis.kernel import sealing

    sealed, old = seal("bi-mat-cu"), settings.AXIS.secret_key
    sealing._box.cache_clear()
    changed = {"secret_key": "mot-khoa-khac-hoan-toan-0123456789-abcdef", "old_secret_keys": (old,)}
    settings.AXIS = settings.AXIS.model_copy(update=changed)
    try:
        assert unseal(sealed) == "bi-mat-cu"
    finally:
        sealing._box.cache_clear()
