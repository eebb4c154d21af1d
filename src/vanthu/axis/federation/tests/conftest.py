"""The axis of the test run as the child of a plain VXP hub."""

from datetime import timedelta

import pytest
from django.conf import settings

from vanthu.axis.delivery import operations as delivery
from vanthu.axis.federation.parent import connect
from vanthu.axis.registry import queries as registry
from vanthu.axis.registry.policies import Caller
from vanthu.axis.settings import ParentSettings
from vanthu.axis.testing.fixtures import AT
from vanthu.axis.testing.plain_hub import plain_hub
from vanthu.standards import edxml
from vanthu.standards.vxp import MessageType
from vanthu.standards.vxp import operations as vxp
from vanthu.standards.vxp.headers import Signed


class Clock:
    """The time of one test, which only goes on when it is told."""

    def __init__(self):
        self.now = AT

    def later(self, **more):
        self.now += timedelta(**more)
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="module")
def running_hub():
    with plain_hub() as hub:
        yield hub


@pytest.fixture
def hub(running_hub):
    port = running_hub.port
    running_hub.__init__()
    running_hub.port = port
    running_hub.units = [
        {"id": 1, "pid": "", "code": "H01", "name": "UBND tỉnh An Giang", "version": 3, "centerCode": "AG"},
        {"id": 2, "pid": 1, "code": "H01.02", "name": "Sở Nội vụ An Giang", "centerCode": "AG", "isAgency": "true"},
        {"id": 3, "pid": 1, "code": "H01.05", "name": "Sở Y tế An Giang", "centerCode": "AG"},
    ]
    return running_hub


@pytest.fixture
def parent(cast, hub, clock):
    before = settings.AXIS
    wanted = ParentSettings(url=hub.endpoint, system_id="TRUC", secret="secret", timeout_seconds=5)
    settings.AXIS = before.model_copy(update={"parent": wanted})
    made = connect(at=clock.now)
    yield made
    made.client.close()
    settings.AXIS = before


@pytest.fixture
def submit(clock):
    """Hand a message to this axis as one of its systems would."""

    class Body:
        def __init__(self, content):
            self.content = content

        def read(self, size, /):
            piece, self.content = self.content[:size], self.content[size:]
            return piece

    def run(message, system_id="TINH", **changes):
        import hashlib

        content = edxml.write_bytes(message)
        kind = MessageType.STATUS if isinstance(message, edxml.StatusMessage) else MessageType.EDOC
        digest = hashlib.sha256(content).hexdigest()
        request = vxp.SendEdoc(
            from_code=message.sender.organ_id, message_type=kind, hash_file=digest, to=changes.get("to")
        )
        known = registry.present()
        caller = Caller(known.system(system_id), Signed(system_id, "", {}), known)
        return delivery.submit(Body(content), request, caller, content_length=len(content), at=clock.now)

    return run
