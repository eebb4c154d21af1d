"""A correct hub passes every check; a hub with one bad habit fails exactly the checks which that habit breaks."""

import json
from datetime import timedelta

import pytest

from vanthu.standards.vxp.conformance import Verdict, hub, raw
from vanthu.standards.vxp.conformance.model import ids
from vanthu.standards.vxp.conformance.tests.toy_hub import SECRETS, Refused, ToyHub, served
from vanthu.standards.vxp.headers import PREFIX, hash_spellings


def target(url, **changes):
    known = {"sender": "H37", "recipient": "G09", "second_system_id": "B", "second_secret": SECRETS["B"]}
    return hub.Target(url, "A", SECRETS["A"], **{**known, "allow_registry_changes": True, "timeout": 10, **changes})


def examined(toy, **changes):
    with served(toy) as url:
        return hub.examine(target(url, **changes))


class PaddedHashOnly(ToyHub):
    def hash_matches(self, claimed, digest):
        return claimed == digest


class ShortHashOnly(ToyHub):
    def hash_matches(self, claimed, digest):
        return claimed == hash_spellings(digest)[1]


class NeverLooksAtHash(ToyHub):
    def wrong_hash(self, request):
        return request.body.removesuffix(b"\r\n")


class HashesTheCrlfToo(ToyHub):
    def candidates(self, body):
        return (body,)


class WantsCrlf(ToyHub):
    def candidates(self, body):
        return (body[:-2],)


class TakesEveryRepetitionAsNew(ToyHub):
    def seen_before(self, digest):
        return False


class DeliversRepetitionsAgain(ToyHub):
    def send(self, request):
        before = set(self.kept)
        reply = super().send(request)
        if reply["DocId"] in before:
            self.put_down(reply["DocId"], "G09")
        return reply


class IgnoresTo(ToyHub):
    def only(self, request):
        return []


class TakesUnknownRecipients(ToyHub):
    def unknown_recipient(self, code):
        pass


class TakesUnknownSenders(ToyHub):
    def unknown_sender(self, code):
        return "H37"


class TakesForeignSenders(ToyHub):
    def foreign_sender(self, code):
        pass


class TakesWhatItCannotRead(ToyHub):
    def unreadable(self, request, file, error):
        return {"DocId": "toy-unreadable"}


class TakesStatusesForDocuments(ToyHub):
    def kind_of(self, message):
        return "edoc"


class ErrorCodesOfItsOwn(ToyHub):
    def code(self, refusal):
        return "99"


class NumbersForErrorCodes(ToyHub):
    def written(self, request, members):
        return super().written(request, {**members, "ErrorCode": int(members["ErrorCode"])})


class FailsWithCodeZero(ToyHub):
    def code(self, refusal):
        return "0"


class FailsWithHttp400(ToyHub):
    def status_of_failure(self):
        return 400


class TalksHtml(ToyHub):
    def failed(self, request, refusal):
        if request.operation == "deleteAgency" or refusal.code != "40":
            return super().failed(request, refusal)
        return 200, b"<html>loi</html>", "text/html"


class WritesUtf8(ToyHub):
    def written(self, request, members):
        return json.dumps(members, ensure_ascii=False).encode()


class NoDocIdOnFailure(ToyHub):
    def failure_extras(self, request):
        return {}


class NullsInRows(ToyHub):
    def row(self, delivery):
        return {**super().row(delivery), "status_desc": None}


class NumbersForIds(ToyHub):
    def list_agencies(self, request):
        return {"data": [{**row, "pid": 7} for row in super().list_agencies(request)["data"]]}


class NoArrayWhenEmpty(ToyHub):
    def received(self, request):
        found = super().received(request)
        return found if found["data"] else {"data": ""}


class HeaderCaseMatters(ToyHub):
    """Knows the names only as the SDK spells them."""

    def header_name(self, name):
        return name.lower() if any(char.islower() for char in name) and name[0].isupper() else f"?{name}"


class NeverSays100(ToyHub):
    def continues(self):
        return False


class CountsInText(ToyHub):
    def counted(self, request):
        return {"count": str(super().counted(request)["count"])}


class BreaksOnUnknownOperations(ToyHub):
    def unknown_operation(self, request):
        return 500, b"NullPointerException", "text/plain"


class RefusesEverything(ToyHub):
    def authenticate(self, headers):
        raise Refused("15", "Sai khóa")


class WantsSystemIdFirst(ToyHub):
    def authenticate(self, headers):
        if not headers.get(f"{PREFIX}sign-header-key".lower(), b"systemid").startswith(b"systemid;"):
            raise Refused("15", "Thứ tự khác")
        return super().authenticate(headers)


class WritesTheSignedTextAnew(ToyHub):
    def authenticate(self, headers):
        name = f"{PREFIX}sign-header".lower()
        if name in headers:
            anew = json.dumps(json.loads(headers[name]), separators=(",", ":"), ensure_ascii=False)
            headers = {**headers, name: anew.encode("utf-8")}
        return super().authenticate(headers)


class BelievesAnySignature(ToyHub):
    def authenticate(self, headers):
        try:
            return super().authenticate(headers)
        except Refused as refusal:
            if "hash-header) không đúng" not in refusal.sentence:
                raise
        signed = json.loads(headers[f"{PREFIX}sign-header".lower()])
        values = {name.removeprefix(PREFIX): value for name, value in signed.items()}
        return values["systemid"], values


class BelievesAnySystem(ToyHub):
    def secret_of(self, system_id):
        return SECRETS.get(system_id, SECRETS["A"])


class BelievesWithoutSignature(ToyHub):
    def authenticate(self, headers):
        if f"{PREFIX}hash-header".lower() in headers:
            return super().authenticate(headers)
        return headers[f"{PREFIX}systemid".lower()].decode(), {}


class NeverComparesHeaders(ToyHub):
    def authenticate(self, headers):
        name = f"{PREFIX}sign-header".lower()
        signed = json.loads(headers[name]) if name in headers else {}
        return super().authenticate({**headers, **{key.lower(): value.encode() for key, value in signed.items()}})


class BelievesUnsignedParameters(ToyHub):
    def authenticate(self, headers):
        system, values = super().authenticate(headers)
        sent = headers.get(f"{PREFIX}docId".lower())
        return system, {**({"docId": sent.decode()} if sent and "docid" not in values else {}), **values}


class StrictAboutTime(ToyHub):
    def window(self):
        return timedelta(hours=1)


class RefusesSuperfluousHeaders(ToyHub):
    def allow(self, request):
        if request.operation != "sendEdoc" and request.get("hash-file"):
            raise Refused("40", "Thừa tham số")


class NumbersWithoutDelivery(ToyHub):
    def row(self, delivery):
        return {key: value for key, value in super().row(delivery).items() if key != "to"}


class MixesKinds(ToyHub):
    def received(self, request):
        if request.get("messagetype") == "status":
            return {"data": [self.row(row) for row in self.mine(request) if self.waits(row)]}
        return super().received(request)


class IsoTimes(ToyHub):
    def row(self, delivery):
        return {**super().row(delivery), "created_time": self.at.isoformat()}


class NeverNarrows(ToyHub):
    def narrowed(self, request, found):
        return found


class ForgetsWhatWasFetched(ToyHub):
    def waits(self, delivery):
        return super().waits(delivery) and not delivery.fetched


class TwoRowsARecipient(ToyHub):
    def sent(self, request):
        rows = super().sent(request)["data"]
        return {"data": [*rows, {**rows[0], "receiverDocId": "toy-other"}]}


class LosesAttachments(ToyHub):
    def forwarded(self, file, message):
        return super().forwarded(file, message).replace(b"kiem-tra.pdf", b"khac.pdf")


class BreaksBase64(ToyHub):
    def get(self, request):
        return {"data": super().get(request)["data"][:400]}


class AddsNoTrace(ToyHub):
    def forwarded(self, file, message):
        return file


class EmptyFileForUnknownIds(ToyHub):
    def download(self, request):
        try:
            return super().download(request)
        except Refused:
            if request.get("docId") in self.deliveries:
                raise
            return b""


class GivesToAnybody(ToyHub):
    def not_yours(self, request, found):
        return found


class RefusesProcessing(ToyHub):
    def move(self, delivery, status):
        if status == "processing":
            raise Refused("40", "Không có trạng thái này")
        super().move(delivery, status)


class ListsWhatIsDone(ToyHub):
    def received(self, request):
        if request.get("status") or request.get("messagetype") == "status":
            return super().received(request)
        found = [row for row in self.mine(request) if self.kept[row.package_id].kind == "edoc"]
        return {"data": [self.row(row) for row in self.narrowed(request, found)]}


class RefusesDoneTwice(ToyHub):
    def move(self, delivery, status):
        if delivery.status == status == "done":
            raise Refused("49", "Đã hoàn thành")
        super().move(delivery, status)


class TellsTheSenderNothing(ToyHub):
    def sent_row(self, delivery):
        return {**super().sent_row(delivery), "receiveStatus": "initial"}


class RefusesFail(ToyHub):
    def move(self, delivery, status):
        if status == "fail":
            raise Refused("40", "Không có trạng thái này")
        super().move(delivery, status)


class OneSpellingOnly(ToyHub):
    def doc_id(self, request):
        return request.values.get("docId")


class OneNameOnly(ToyHub):
    def allow(self, request):
        if {"docId", "docid"} <= set(request.values):
            raise Refused("40", "Hai tên cho một tham số")


class TakesAnyStatus(ToyHub):
    def unknown_status(self, status):
        pass


class MarksAnything(ToyHub):
    def update(self, request):
        return super().update(request) if request.get("docId") in self.deliveries else {}


class HidesTheRecipient(ToyHub):
    def list_agencies(self, request):
        return {"data": [row for row in super().list_agencies(request)["data"] if row["code"] != "G09"]}


class NoCodesInQd20(ToyHub):
    def list_qd20(self, request):
        return {"data": [{"id": row["id"], "name": row["name"]} for row in super().list_qd20(request)["data"]]}


class TextVersions(ToyHub):
    def unit(self, row):
        return {**super().unit(row), "version": str(row.version)}


class RegistersNothing(ToyHub):
    def register(self, request):
        return {}


class VersionStays(ToyHub):
    def changed(self, known, name):
        known.name = name


class DeletesForGood(ToyHub):
    def delete(self, request):
        del self.agencies[request.get("AgencyCode")]
        return {}


BROKEN = {
    PaddedHashOnly: {"hub.send.sdk-hash"},
    ShortHashOnly: {"hub.send.full-hash"},
    NeverLooksAtHash: {"hub.send.wrong-hash"},
    HashesTheCrlfToo: {"hub.send.accepted"},
    WantsCrlf: {"hub.send.without-crlf"},
    TakesEveryRepetitionAsNew: {"hub.send.repeated"},
    DeliversRepetitionsAgain: {"hub.send.repeated", "hub.sent.row"},
    IgnoresTo: {"hub.send.to-header"},
    TakesUnknownRecipients: {"hub.send.unknown-recipient", "hub.send.error-codes"},
    TakesUnknownSenders: {"hub.send.unknown-sender", "hub.send.error-codes"},
    TakesForeignSenders: {"hub.send.foreign-sender"},
    TakesWhatItCannotRead: {"hub.send.unreadable", "hub.send.error-codes"},
    TakesStatusesForDocuments: {"hub.send.status"},
    ErrorCodesOfItsOwn: {"hub.send.error-codes"},
    NumbersForErrorCodes: {"hub.reply.members"},
    FailsWithCodeZero: {"hub.reply.agreeing", "hub.send.error-codes"},
    FailsWithHttp400: {"hub.reply.http-200"},
    TalksHtml: {"hub.reply.json", "hub.mark.unknown-status"},
    WritesUtf8: {"hub.reply.send-ascii"},
    NoDocIdOnFailure: {"hub.reply.send-docid"},
    NullsInRows: {"hub.reply.no-null"},
    NumbersForIds: {"hub.reply.ids-are-strings"},
    NoArrayWhenEmpty: {"hub.reply.data-array", "hub.list.by-kind", "hub.list.narrowed", "hub.sign.repeated-headers"},
    HeaderCaseMatters: {"hub.http.header-case"},
    NeverSays100: {"hub.http.expect-continue"},
    CountsInText: {"hub.http.counts-by-post"},
    BreaksOnUnknownOperations: {"hub.http.unknown-operation"},
    RefusesEverything: {"hub.http.answers"},
    WantsSystemIdFirst: {"hub.sign.any-order"},
    WritesTheSignedTextAnew: {"hub.sign.text-as-received"},
    BelievesAnySignature: {"hub.sign.wrong-secret", "hub.send.error-codes"},
    BelievesAnySystem: {"hub.sign.unknown-system"},
    BelievesWithoutSignature: {"hub.sign.no-signature"},
    NeverComparesHeaders: {"hub.sign.changed-header"},
    BelievesUnsignedParameters: {"hub.sign.unsigned-parameter"},
    StrictAboutTime: {"hub.sign.old-timestamp"},
    RefusesSuperfluousHeaders: {"hub.sign.repeated-headers"},
    NumbersWithoutDelivery: {"hub.list.row", "hub.list.narrowed"},
    MixesKinds: {"hub.list.by-kind"},
    IsoTimes: {"hub.list.times"},
    NeverNarrows: {"hub.list.narrowed"},
    ForgetsWhatWasFetched: {"hub.list.until-done"},
    TwoRowsARecipient: {"hub.sent.row"},
    LosesAttachments: {"hub.get.base64", "hub.download.file"},
    BreaksBase64: {"hub.get.base64"},
    AddsNoTrace: {"hub.get.trace"},
    EmptyFileForUnknownIds: {"hub.get.unknown"},
    GivesToAnybody: {"hub.get.foreign"},
    RefusesProcessing: {"hub.mark.processing"},
    ListsWhatIsDone: {"hub.mark.done"},
    RefusesDoneTwice: {"hub.mark.done-again"},
    TellsTheSenderNothing: {"hub.mark.shown-to-sender", "hub.mark.fail"},
    RefusesFail: {"hub.mark.fail"},
    OneSpellingOnly: {"hub.mark.docid"},
    OneNameOnly: {"hub.mark.both-spellings"},
    TakesAnyStatus: {"hub.mark.unknown-status"},
    MarksAnything: {"hub.mark.unknown"},
    HidesTheRecipient: {"hub.registry.agencies"},
    NoCodesInQd20: {"hub.registry.qd20"},
    TextVersions: {"hub.registry.units"},
    RegistersNothing: {"hub.registry.register", "hub.registry.version", "hub.registry.delete"},
    VersionStays: {"hub.registry.version"},
    DeletesForGood: {"hub.registry.delete"},
}


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(raw, "WAIT_FOR_CONTINUE", 0.3)


def test_a_correct_hub_passes_every_check():
    report = examined(ToyHub())
    assert {
        outcome.check.id: outcome.seen for outcome in report.outcomes if outcome.verdict is not Verdict.PASSED
    } == {}
    assert len(report.outcomes) == len(hub.CHECKS)


@pytest.mark.slow
@pytest.mark.parametrize("habit", BROKEN, ids=lambda habit: habit.__name__)
def test_a_bad_habit_fails_exactly_the_checks_it_breaks(habit):
    report = examined(habit())
    assert ids(report.having(Verdict.FAILED)) == BROKEN[habit], report.having(Verdict.FAILED)


def test_every_check_is_failed_by_some_habit():
    assert set().union(*BROKEN.values()) == {check.id for check in hub.CHECKS}


def test_no_two_checks_have_the_same_name():
    assert len({check.id for check in hub.CHECKS}) == len(hub.CHECKS)


def test_what_cannot_be_tried_is_told_as_such_and_not_as_passed():
    report = examined(
        ToyHub(), second_system_id=None, second_secret=None, recipient="H37", allow_registry_changes=False
    )
    assert report.failures == ()
    assert ids(report.not_exercised) == {
        "hub.send.to-header",
        "hub.send.foreign-sender",
        "hub.get.foreign",
        "hub.registry.register",
        "hub.registry.version",
        "hub.registry.delete",
    }
    assert all(outcome.seen for outcome in report.not_exercised)


def test_without_agencies_nothing_is_sent():
    toy = ToyHub()
    report = examined(toy, sender=None, recipient=None)
    assert toy.kept == {}
    assert ids(report.having(Verdict.FAILED)) == set()
    assert "hub.sign.wrong-secret" in ids(report.having(Verdict.PASSED))


def test_the_registry_is_not_touched_without_permission():
    toy = ToyHub()
    examined(toy, allow_registry_changes=False)
    assert set(toy.agencies) == {"H37", "H37.02", "G09"}


def test_nothing_stays_waiting_after_a_run():
    toy = ToyHub()
    examined(toy)
    assert {row.status for row in toy.deliveries.values()} == {"done"}


def test_a_hub_that_is_not_there_fails_the_first_check_and_leaves_the_rest_open():
    with served(ToyHub()) as url:
        pass
    report = hub.examine(target(url))
    assert ids(report.failures) == {"hub.http.answers"}
    assert len(report.not_exercised) == len(hub.CHECKS) - 1


@pytest.mark.parametrize("url", ["ftp://hub/vxp", "hub", "http://", "http://hub/vxp?a=1"])
def test_an_address_that_is_none_is_a_mistake_of_the_caller(url):
    with pytest.raises(ValueError, match=r".*"):
        hub.examine(target(url))
