"""Telling people, once, by the ways they want; every domain above posts here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.notices import queries
from vanthu.office.notices.models import Device, Notice, NoticeChoice, NoticeMail, NoticePush
from vanthu.office.notices.states import KINDS, Way
from vanthu.runtime import leases
from vanthu.runtime.bell import ring_after_commit
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

GIVE_UP_AFTER = timedelta(hours=24)
"""A reminder that comes a day late by mail helps nobody; it lies under the bell all the same."""
BATCH = 10
TOO_LATE = "VT-THU-HET-HAN"
TITLE_LENGTH = 300

GONE = "VT-DAY-THIET-BI-MAT"
"""What a push comes to when its browser does not take pushes any more."""
MOST_DEVICES = 10

Send = Callable[[NoticeMail], str | None]
"""Hands one mail to a mail server; returns None when it left, else the code of the error; "!" before a final one."""
SendPush = Callable[[NoticePush], str | None]
"""Hands one push to a push service; returns as Send does, and GONE where the browser takes no more."""


class TooManyDevices(VanThuError):
    """A person has a few devices; more are a mistake."""

    code = "VT-DAY-NHIEU-THIET-BI"
    template = "Đã có {most} thiết bị nhận thông báo. Hãy bỏ thiết bị không còn dùng rồi bật lại."
    http_status = 409


def post(
    to: Iterable[Person],
    kind: str,
    title: str,
    *,
    text: str = "",
    target: tuple[str, UUID] | None = None,
    key: str,
    at: datetime,
) -> list[Notice]:
    """Tell people something in the transaction of what happened; told before under the same key, nothing happens.

    `kind` is one of KINDS; `target` names what it is about, so that the page of it opens.
    """
    if kind not in KINDS:
        raise ValueError(f"no kind of notice: {kind}")
    people = {person.pk: person for person in to if person.left_at is None}
    wanted = queries.ways_of(people, kind)
    devices = queries.devices_of(pk for pk, ways in wanted.items() if Way.PUSH in ways)
    about = {"target": target[0], "target_id": target[1]} if target else {}
    said = {"kind": kind, "title": _cut(title), "text": text, "at": at, **about}
    with write():
        told = [_told(person, key, said, wanted[person.pk], at) for person in people.values()]
        made = [notice for notice in told if notice is not None]
        _push([notice for notice in made if Way.PUSH in wanted[notice.person_id]], devices, at)
    return made


def read(person: Person, notice_ids: Iterable[UUID] | None = None, *, at: datetime) -> int:
    """Note that a person has read these notices, or all of his; return how many were new to him."""
    mine = Notice.objects.filter(person=person, read_at=None)
    with write():
        return (mine if notice_ids is None else mine.filter(pk__in=list(notice_ids))).update(read_at=at)


def unread(person: Person, notice_ids: Iterable[UUID]) -> None:
    """Lay notices of a person before him again as if he had not read them."""
    with write():
        Notice.objects.filter(person=person, pk__in=list(notice_ids)).update(read_at=None)


def read_about(person: Person, target_id: UUID, *, at: datetime) -> int:
    """Note that a person has seen the thing some notices are about."""
    mine = Notice.objects.filter(person=person, read_at=None, target_id=target_id)
    if not mine.exists():
        return 0
    with write():
        return mine.update(read_at=at)


def choose(person: Person, wanted: Mapping[str, Iterable[str]], *, at: datetime) -> None:
    """Keep by which ways a person wants each kind; kinds and ways that do not exist are a ValueError."""
    chosen = {kind: sorted(set(ways)) for kind, ways in wanted.items()}
    if chosen.keys() - KINDS.keys() or any(set(ways) - set(Way.values) for ways in chosen.values()):
        raise ValueError("no such kind or way of notices")
    before = queries.ways(person)
    with write():
        for kind, ways in chosen.items():
            if frozenset(ways) == before[kind]:
                continue
            NoticeChoice.objects.update_or_create(
                person=person, kind=kind, agency_id=person.agency_id, defaults={"ways": ways}
            )
            audit.record(verb="choose_notices", subject=person, by=person, at=at, kind=kind, ways=ways)


def send_due(send: Send, *, at: datetime, seconds: int) -> int:
    """Send the notices that go out by mail; return how many came to an end. `seconds`: what one may take."""
    ended = 0
    for row in leases.lease(NoticeMail.of_all_agencies.all(), at=at, seconds=seconds * BATCH, limit=BATCH):
        with agency_in_force(row.agency_id):
            # What nobody could send in time, because there was no mail server or it was away, is not sent late.
            ended += _sent(row, send(queries.mail_of(row)) if at < row.ends_at else TOO_LATE, at)
    return ended


def add_device(person: Person, *, endpoint: str, public_key: str, secret: str, name: str, at: datetime) -> Device:
    """Let a browser take pushes for this person, and for nobody else; the caller has checked where it leads.

    Raises TooManyDevices.
    """
    hashed = queries.endpoint_hash(endpoint)
    values = {"endpoint": endpoint, "public_key": public_key, "secret": secret, "name": name[:100], "at": at}
    with write():
        # The same browser may have belonged to somebody else, of another agency even, who worked at this machine.
        Device.of_all_agencies.filter(endpoint_hash=hashed).exclude(person=person).delete()
        known = Device.objects.filter(endpoint_hash=hashed).exists()
        if not known and Device.objects.filter(person=person).count() >= MOST_DEVICES:
            raise TooManyDevices(most=MOST_DEVICES)
        device, _made = Device.objects.update_or_create(
            endpoint_hash=hashed, defaults={"agency_id": person.agency_id, "person": person, **values}
        )
        audit.record(verb="add_device", subject=device, by=person, at=at, name=device.name)
    return device


def remove_device(person: Person, device_id: UUID, *, at: datetime) -> None:
    """Send no more pushes to one of this person's browsers; nothing happens when it is not his, or gone already."""
    with write():
        device = Device.objects.filter(pk=device_id, person=person).first()
        if device is not None:
            audit.record(verb="remove_device", subject=device, by=person, at=at, name=device.name)
            device.delete()


def send_pushes_due(send: SendPush, *, at: datetime, seconds: int) -> int:
    """Send the notices that go to browsers; return how many came to an end. `seconds`: what one may take."""
    ended = 0
    for row in leases.lease(NoticePush.of_all_agencies.all(), at=at, seconds=seconds * BATCH, limit=BATCH):
        with agency_in_force(row.agency_id):
            found = queries.push_of(row)
            if found is None:  # its browser went while another push was on its way
                continue
            error = send(found) if at < row.ends_at else TOO_LATE
            if error == GONE:
                _lose(found.device, at)
                ended += 1
            else:
                ended += _sent(row, error, at)
    return ended


def _lose(device: Device, at: datetime) -> None:
    with write():
        audit.record(verb="lose_device", subject=device, by=None, at=at, name=device.name)
        device.delete()


def _push(made: Iterable[Notice], devices: Mapping[UUID, Iterable[Device]], at: datetime) -> None:
    """Put down a push for each browser of everybody who was told just now."""
    rows = [
        NoticePush(agency_id=notice.agency_id, notice=notice, device=device, due_at=at, ends_at=at + GIVE_UP_AFTER)
        for notice in made
        for device in devices.get(notice.person_id, ())
    ]
    if rows:
        NoticePush.objects.bulk_create(rows)
        ring_after_commit()


def _sent(row: NoticeMail | NoticePush, error: str | None, at: datetime) -> bool:
    try:
        with write():
            if error is None:
                leases.finish(row, at=at, sent_at=at)
                return True
            if error.startswith("!") or at >= row.ends_at:
                leases.finish(row, at=at, error_code=error.lstrip("!"))
                return True
            leases.postpone(row, at=at, error_code=error)
    except leases.LeaseLost:  # another worker has it now and will end it
        return False
    return False


def _told(person: Person, key: str, said: dict[str, object], ways: frozenset[str], at: datetime) -> Notice | None:
    if not ways:
        return None
    values = {**said, "shown": Way.APP in ways}
    made, new = Notice.objects.get_or_create(agency_id=person.agency_id, person=person, key=key, defaults=values)
    if not new:
        return None
    if Way.MAIL in ways and person.email:
        NoticeMail.objects.create(notice=made, due_at=at, ends_at=at + GIVE_UP_AFTER)
        ring_after_commit()
    return made


def _cut(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1].rstrip() + "…"
