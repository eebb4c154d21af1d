"""A leader signs his queue with one unlocking of the key; what failed stays on the pile (ND30-A13)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from vanthu.office.audit import queries as audit
from vanthu.office.journeys import signing
from vanthu.office.outgoing import operations as outgoing
from vanthu.office.outgoing import queries
from vanthu.office.outgoing.tests import stories
from vanthu.office.outgoing.tests.conftest import office
from vanthu.office.signatures.adapters.pkcs12 import Pkcs12Files
from vanthu.office.signatures.ports import DeviceFailed, WrongPin
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import PIN

__all__ = ["office"]


def ticking(cast: Cast) -> Any:
    seconds = count()
    return lambda: cast.after(minutes=20) + timedelta(seconds=next(seconds))


def sign(cast: Cast, documents: list[Any], pin: str = PIN) -> signing.Batch:
    return signing.sign_queue([one.pk for one in documents], pin=pin, by=cast.dung, now=ticking(cast))


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The PINs with which the key was unlocked."""
    pins: list[str] = []
    unlock = Pkcs12Files.unlock

    def counted(self: Any, *args: Any, pin: str) -> Any:
        pins.append(pin)
        return unlock(self, *args, pin=pin)

    monkeypatch.setattr(Pkcs12Files, "unlock", counted)
    return pins


def test_one_unlocking_signs_the_queue_and_leaves_out_what_changed(office: Cast, unlocked: list[str]) -> None:
    first, returned, last = (stories.approved(office) for _ in range(3))
    outgoing.return_to_drafter(returned.pk, reason="sửa lại", by=office.dung, at=office.after(minutes=19))
    done = sign(office, [first, returned, last])
    assert (done.signed, done.stopped, unlocked) == ((first.pk, last.pk), None, [PIN])
    ((document_id, why),) = done.left_out
    assert (document_id, bool(why)) == (returned.pk, True)
    assert queries.desk(office.dung, at=office.after(hours=1)).to_sign == ()


def test_a_device_that_fails_half_way_leaves_the_rest_to_be_signed_later(
    office: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [stories.approved(office) for _ in range(3)]
    unlock = Pkcs12Files.unlock

    @contextmanager
    def pulled_out(self: Any, *args: Any, **values: Any) -> Iterator[Any]:
        with unlock(self, *args, **values) as key:
            yield OneSignature(key)

    class OneSignature:
        def __init__(self, key: Any) -> None:
            self.key, self.left = key, 1

        def sign(self, attributes: bytes) -> bytes:
            if not self.left:
                raise DeviceFailed(sentence="Thiết bị đã bị rút ra.")
            self.left -= 1
            return self.key.sign(attributes)  # type: ignore[no-any-return]

    with monkeypatch.context() as patch:
        patch.setattr(Pkcs12Files, "unlock", pulled_out)
        done = sign(office, documents)
    assert done.signed == (documents[0].pk,)
    assert isinstance(done.stopped, DeviceFailed)
    rest = [row.document_id for row in queries.desk(office.dung, at=office.after(minutes=30)).to_sign]
    assert set(rest) == {documents[1].pk, documents[2].pk}
    assert len(sign(office, documents[1:]).signed) == 2


def test_a_wrong_pin_is_one_try_however_long_the_queue(office: Cast, unlocked: list[str]) -> None:
    documents = [stories.approved(office) for _ in range(2)]
    with pytest.raises(WrongPin):
        sign(office, documents, "00000000")
    assert unlocked == ["00000000"]
    assert len(queries.desk(office.dung, at=office.after(minutes=30)).to_sign) == 2
    facts = [fact.verb for fact in audit.facts_about([signing_identity(office)])]
    assert facts.count("wrong_pin") == 1


def signing_identity(cast: Cast) -> Any:
    from vanthu.office.signatures import queries as signatures

    identity = signatures.identity_for(cast.dung)
    assert identity is not None
    return identity.pk
