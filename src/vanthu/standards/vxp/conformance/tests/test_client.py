"""A correct client passes every check; a client with one bad habit fails exactly the checks which that habit breaks."""

import json
import threading
from dataclasses import replace

import pytest

from vanthu.standards.vxp.conformance import Verdict, client, packages
from vanthu.standards.vxp.conformance.model import ids
from vanthu.standards.vxp.conformance.raw import NoAnswer
from vanthu.standards.vxp.conformance.tests.toy_client import GivesUp, Outgoing, ToyClient

TURNS = 30
PLAYER = client.Player("A", "secret-a", "H37", patience=3, grace_seconds=0, slow_seconds=0.0)


def examined(kind, player=PLAYER, turns=TURNS, **more):
    with client.Exam(player, host="127.0.0.1", port=0, **more) as exam:
        toy = kind(exam.endpoint)
        for _ in range(turns):
            toy.turn()
            if exam.wait(0):
                break
        return exam.report()


class AsksForMore(ToyClient):
    def turn(self):
        super().turn()
        self.call("getEverything")


class PutsStatuses(ToyClient):
    def method(self, operation):
        return "PUT" if operation == "updateStatus" else "POST"


class NoUserAgent(ToyClient):
    def constants(self):
        return {}


class NoKeyOfNames(ToyClient):
    def key(self, names):
        return None


class SignsWithBlanks(ToyClient):
    def sign_text(self, named):
        return json.dumps(named)


class KeyInAnotherOrder(ToyClient):
    def key(self, names):
        return ";".join(sorted(names))


class SendsAnotherTime(ToyClient):
    def header_value(self, name, value):
        return "01012026T000000+0000" if name == "timestamp" else value


class WrongSecret(ToyClient):
    secret = "another"


class ShoutsTheSignature(ToyClient):
    def hmac(self, text):
        return super().hmac(text).upper()


class AnotherSystem(ToyClient):
    system_id = "B"


class IsoTimestamps(ToyClient):
    def timestamp(self):
        return "2026-03-09T14:05:33+07:00"


class AccentsInHeaders(ToyClient):
    def unreadable(self, doc_id):
        self.mark(doc_id, "fail", "Không đọc được")


class TwoContentTypes(ToyClient):
    def plain_type(self, content_type):
        return "text/plain"


class ServiceTypeOfItsOwn(ToyClient):
    def lines(self, logical):
        return super().lines({**logical, "servicetype": "edoc"} if "servicetype" in logical else logical)


class IsoDates(ToyClient):
    def filters(self):
        return {"fromDate": "2026-01-01"}


class TellsCodesAsTransferStatus(ToyClient):
    def mark(self, doc_id, status, description=""):
        super().mark(doc_id, "01")
        super().mark(doc_id, status, description)


class DoneBeforeFetching(ToyClient):
    def receive(self, row, kind):
        if row["docId"] not in self.known:
            self.mark(row["docId"], "done")
        super().receive(row, kind)


class FailsWithoutReason(ToyClient):
    def unreadable(self, doc_id):
        self.mark(doc_id, "fail")


class FetchesOtherIds(ToyClient):
    def fetched(self, doc_id):
        self.call("getEdoc", {"docId": f"{doc_id}-1"})
        return super().fetched(doc_id)


class NeverAsksForStatuses(ToyClient):
    def kinds(self):
        return ("edoc",)


class SendsAsXml(ToyClient):
    def package_type(self):
        return "text/xml"


class HashesTheCrlfToo(ToyClient):
    def hash(self, data):
        return super().hash(data + b"\r\n")


class NoCrlf(ToyClient):
    def tail(self):
        return b""


class NoSubject(ToyClient):
    def letter(self):
        return packages.document(self.agency, [self.partner], at=self.at(), subject="").data


class UnknownStatusCode(ToyClient):
    def arrived(self, message):
        super().arrived(message)
        status = packages.status(self.agency, replace(message, document_id=""), "03", at=self.at(), description="-")
        self.outbox.append(Outgoing(status.data, "status", {}))


class StatusesAsDocuments(ToyClient):
    def arrived(self, message):
        super().arrived(message)
        self.outbox[-1].kind = "edoc"


class AnotherSender(ToyClient):
    def sender(self):
        return "H37.99"


class ToWithoutJson(ToyClient):
    def __init__(self, url):
        super().__init__(url)
        self.outbox[0].parameters["to"] = self.partner


class ToOutsideTheList(ToyClient):
    def __init__(self, url):
        super().__init__(url)
        self.outbox[0].parameters["to"] = '["G99"]'


class ForgetsWhatGotNoAnswer(ToyClient):
    def answer_lost(self, outgoing):
        return True


class WritesAnewWhatGotNoAnswer(ToyClient):
    def answer_lost(self, outgoing):
        outgoing.data += b"\n"
        return False


class ForgetsWhatWasRefused(ToyClient):
    def send_failed(self, outgoing):
        return True


class WritesAnewWhatWasRefused(ToyClient):
    def send_failed(self, outgoing):
        outgoing.data += b"\n"
        return False


class ReportsNoArrival(ToyClient):
    def arrived(self, message):
        status = packages.status(self.agency, message, "03", at=self.at(), description="Vào sổ")
        self.outbox.append(Outgoing(status.data, "status", {}))


class ReportsToSomebodyElse(ToyClient):
    def arrived(self, message):
        super().arrived(replace(message, sender=replace(message.sender, organ_id="G99")))


class ReportsArrivalTwice(ToyClient):
    def met_again(self, doc_id):
        self.known.discard(doc_id)
        self.receive({"docId": doc_id}, "edoc")

    def arrived(self, message):
        status = packages.status(self.agency, message, "01", at=self.at(), description=f"Đã đến {len(self.outbox)}")
        self.outbox.append(Outgoing(status.data + b"\n" * self.visits, "status", {}))
        self.visits += 1

    visits = 0


class NeverMarksTheFirst(ToyClient):
    def mark(self, doc_id, status, description=""):
        if doc_id != "ktkn-van-ban":
            super().mark(doc_id, status, description)


class NeverMarksStatuses(ToyClient):
    def mark(self, doc_id, status, description=""):
        if doc_id != "ktkn-trang-thai":
            super().mark(doc_id, status, description)


class RefusesRepetitions(ToyClient):
    def met_again(self, doc_id):
        self.mark(doc_id, "fail", "Trung")


class IgnoresRepetitions(ToyClient):
    def met_again(self, doc_id):
        pass


class KnowsNoStrangeMembers(ToyClient):
    def rows(self, members):
        return members["data"] if set(members) == {"status", "ErrorCode", "ErrorDesc", "data"} else []


class EndsWhenAListFails(ToyClient):
    def list_failed(self):
        raise GivesUp


class EndsWhenAListIsEmpty(ToyClient):
    def empty_list(self):
        raise GivesUp


class BelievesHalfAFile(ToyClient):
    def broken(self, doc_id):
        self.mark(doc_id, "done")
        self.known.add(doc_id)


class RefusesHalfAFile(ToyClient):
    def broken(self, doc_id):
        self.mark(doc_id, "fail", "Ket noi dut")


class TakesWhatItCannotRead(ToyClient):
    def unreadable(self, doc_id):
        self.mark(doc_id, "done")


BROKEN = {
    AsksForMore: {"client.http.operation"},
    PutsStatuses: {"client.http.method"},
    NoUserAgent: {"client.http.constants"},
    NoKeyOfNames: {"client.sign.headers"},
    SignsWithBlanks: {"client.sign.compact"},
    KeyInAnotherOrder: {"client.sign.names"},
    SendsAnotherTime: {"client.sign.values"},
    WrongSecret: {"client.sign.hmac"},
    ShoutsTheSignature: {"client.sign.hmac"},
    AnotherSystem: {"client.sign.system-id"},
    IsoTimestamps: {"client.sign.timestamp"},
    AccentsInHeaders: {"client.sign.ascii"},
    TwoContentTypes: {"client.sign.content-type", "client.send.content-type"},
    ServiceTypeOfItsOwn: {"client.call.kinds"},
    IsoDates: {"client.list.filters"},
    TellsCodesAsTransferStatus: {"client.mark.value"},
    DoneBeforeFetching: {
        "client.mark.after-fetch",
        "client.case.document",
        "client.case.status",
        "client.case.unknown-members",
        "client.case.broken-fetch",
        "client.case.unreadable",
    },
    FailsWithoutReason: {"client.mark.description"},
    FetchesOtherIds: {"client.get.listed-id"},
    NeverAsksForStatuses: {"client.list.both-kinds"},
    SendsAsXml: {"client.send.content-type"},
    HashesTheCrlfToo: {"client.send.hash"},
    NoCrlf: {"client.send.crlf"},
    NoSubject: {"client.send.document"},
    UnknownStatusCode: {"client.send.status"},
    StatusesAsDocuments: {"client.send.document"},
    AnotherSender: {"client.send.from"},
    ToWithoutJson: {"client.send.to"},
    ToOutsideTheList: {"client.send.to"},
    ForgetsWhatGotNoAnswer: {"client.case.lost-reply"},
    WritesAnewWhatGotNoAnswer: {"client.case.lost-reply"},
    ForgetsWhatWasRefused: {"client.case.send-fails"},
    WritesAnewWhatWasRefused: {"client.case.send-fails"},
    ReportsNoArrival: {"client.case.status-01"},
    ReportsToSomebodyElse: {"client.case.status-01"},
    ReportsArrivalTwice: {"client.case.status-once"},
    NeverMarksTheFirst: {"client.case.document"},
    NeverMarksStatuses: {"client.case.status"},
    RefusesRepetitions: {"client.case.listed-again"},
    IgnoresRepetitions: {"client.case.listed-again"},
    KnowsNoStrangeMembers: {"client.case.unknown-members"},
    EndsWhenAListFails: {"client.case.list-fails"},
    EndsWhenAListIsEmpty: {"client.case.list-empty"},
    BelievesHalfAFile: {"client.case.broken-fetch"},
    RefusesHalfAFile: {"client.case.broken-fetch"},
    TakesWhatItCannotRead: {"client.case.unreadable"},
}


def test_a_correct_client_passes_every_check():
    report = examined(ToyClient)
    assert [outcome for outcome in report.outcomes if outcome.verdict is not Verdict.PASSED] == []
    assert len(report.outcomes) == len(client.CHECKS)


def test_a_run_ends_when_every_situation_was_seen():
    with client.Exam(PLAYER, host="127.0.0.1", port=0) as exam:
        toy, turns = ToyClient(exam.endpoint), 0
        while not exam.wait(0):
            toy.turn()
            turns += 1
            assert turns < TURNS


@pytest.mark.slow
@pytest.mark.parametrize("habit", BROKEN, ids=lambda habit: habit.__name__)
def test_a_bad_habit_fails_exactly_the_checks_it_breaks(habit):
    report = examined(habit)
    assert ids(report.having(Verdict.FAILED)) == BROKEN[habit], report.having(Verdict.FAILED)


def test_a_client_that_hangs_up_on_a_slow_answer_fails_that_check():
    hung_up = threading.Event()

    class Impatient(ToyClient):
        timeout = 1.0

        def call(self, operation, parameters=None, body=b"{}"):
            try:
                return super().call(operation, parameters, body)
            except NoAnswer:
                if operation == "getReceivedEdocList":
                    hung_up.set()
                raise

    report = examined(Impatient, pause=lambda seconds: hung_up.wait(20))
    assert "client.case.slow-reply" in ids(report.failures), report.failures


def test_every_check_is_failed_by_some_habit():
    told = set().union(*BROKEN.values()) | {"client.case.slow-reply"}
    assert told == {check.id for check in client.CHECKS}


def test_no_two_checks_have_the_same_name():
    assert len({check.id for check in client.CHECKS}) == len(client.CHECKS)


def test_a_zone_in_the_place_of_the_thousandths_is_noticed():
    class Zone(ToyClient):
        count = 0

        def timestamp(self):
            self.count += 1
            return f"{super().timestamp()[:9]}{self.count:06d}+0700"

    assert ids(examined(Zone).failures) == {"client.sign.timestamp"}


def test_a_run_without_any_request_shows_nothing():
    report = examined(ToyClient, turns=0)
    assert report.nothing_shown
    assert report.failures == ()


def test_what_the_run_did_not_reach_is_told_as_such_and_not_as_passed():
    report = examined(ToyClient, turns=1, player=replace(PLAYER, grace_seconds=3600))
    open_ones = ids(report.not_exercised)
    assert {"client.case.unreadable", "client.case.listed-again", "client.case.lost-reply"} <= open_ones
    assert report.failures == ()


def test_verdicts_are_told_while_the_run_goes_on():
    told = []
    examined(ToyClient, told=told.append)
    assert {outcome.check.id for outcome in told} == {check.id for check in client.CHECKS}


def test_the_packages_given_out_are_correct_and_the_broken_one_is_broken():
    given = {}

    class Keeps(ToyClient):
        def fetched(self, doc_id):
            given[doc_id] = super().fetched(doc_id)
            return given[doc_id]

    examined(Keeps)
    faults = {doc_id: packages.findings(data, at=ToyClient.at(None)) for doc_id, data in given.items() if data}
    assert {doc_id for doc_id, found in faults.items() if found} == {"ktkn-khong-doc-duoc"}
    assert len(faults) == 5
