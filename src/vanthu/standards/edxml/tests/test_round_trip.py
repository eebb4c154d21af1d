"""Whatever a message says, its package says the same."""

import io
import tempfile
from datetime import date, datetime
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from vanthu.standards import edxml
from vanthu.standards.edxml.names import safe_name
from vanthu.standards.edxml.tests.packages import document, read, status

XML_CHARS = st.characters(
    codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff", include_characters="\t\n\r"
)
TEXT = st.text(XML_CHARS, min_size=1, max_size=30).map(str.strip).filter(lambda text: text not in {"", "null", "NULL"})
SOME_TEXT = st.one_of(st.just(""), TEXT)
MAYBE = st.none() | TEXT
DAYS = st.none() | st.dates(date(1000, 1, 1), date(9999, 12, 31))
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(9998, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0, tzinfo=edxml.VIETNAM)
)
COUNTS = st.integers(0, 999_999)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)


def tuples(strategy, **options):
    return st.lists(strategy, max_size=3, **options).map(tuple)


ORGANIZATIONS = st.builds(
    edxml.Organization, TEXT, SOME_TEXT, MAYBE, organ_add=MAYBE, email=MAYBE, telephone=MAYBE, fax=MAYBE, website=MAYBE
)
ANSWERED = st.builds(edxml.ResponseFor, TEXT, SOME_TEXT, SOME_TEXT, DAYS)
STAFF = st.none() | st.builds(edxml.StaffInfo, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE).filter(
    lambda staff: staff != edxml.StaffInfo()
)
INFOS = st.builds(
    edxml.BusinessDocumentInfo,
    st.booleans(),
    st.booleans(),
    tuples(st.builds(edxml.Receiver, TEXT, st.none() | st.sampled_from(edxml.ReceiverType))),
)
BUSINESSES = st.builds(
    edxml.Business,
    type=st.sampled_from(edxml.BusinessType),
    reason=MAYBE,
    paper=st.booleans(),
    document_id=MAYBE,
    document_info=st.none() | INFOS,
    replacements=tuples(st.builds(edxml.ReplacementInfo, TEXT, TEXTS)),
    staff=STAFF,
)
OTHERS = st.builds(
    edxml.OtherInfo,
    priority=COUNTS,
    sphere_of_promulgation=MAYBE,
    typer_notation=MAYBE,
    promulgation_amount=COUNTS,
    page_amount=COUNTS,
    direction=st.none() | st.booleans(),
    reply_fors=MAYBE,
    reference_codes=MAYBE,
    appendixes=TEXTS,
)
NAMES = TEXT.map(safe_name)
ATTACHMENTS = st.builds(
    edxml.Attachment,
    name=NAMES,
    content_type=TEXT,
    content=st.binary(max_size=200).map(edxml.Content.of),
    description=MAYBE,
    content_id=TEXT.filter(lambda text: not text.startswith("cid:")),
)
DOCUMENTS = st.builds(
    edxml.DocumentMessage,
    sender=ORGANIZATIONS,
    recipients=tuples(ORGANIZATIONS),
    document_id=SOME_TEXT,
    code=st.builds(edxml.Code, SOME_TEXT, SOME_TEXT),
    promulgation_place=MAYBE,
    promulgation_date=DAYS,
    document_type=st.builds(edxml.DocumentType, COUNTS, SOME_TEXT, st.none() | COUNTS),
    subject=SOME_TEXT,
    content=MAYBE,
    signer=st.none() | st.builds(edxml.SignerInfo, TEXT, MAYBE, MAYBE),
    due_date=DAYS,
    other=OTHERS,
    response_for=tuples(ANSWERED),
    steering_type=COUNTS,
    to_places=TEXTS,
    trace=tuples(st.builds(edxml.TraceHeader, TEXT, st.none() | MOMENTS)),
    business=BUSINESSES,
    attachments=tuples(ATTACHMENTS, unique_by=lambda attachment: attachment.content_id),
    signature_xml=st.none() | st.just(b"<Signature>\r\n <SignedInfo/></Signature>"),
    task_codes=TEXTS,
    application_type=MAYBE,
)
STATUSES = st.builds(
    edxml.StatusMessage,
    sender=ORGANIZATIONS,
    response_for=ANSWERED,
    status_code=st.sampled_from(edxml.StatusCode).map(str),
    description=MAYBE,
    timestamp=st.none() | MOMENTS,
    staff=STAFF,
)
ROUNDS = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@ROUNDS
@given(DOCUMENTS)
def test_a_document_written_and_read_is_the_same(message):
    data = edxml.write_bytes(message)
    with tempfile.TemporaryDirectory() as folder:
        result = read(data, Path(folder))
        assert result.message == message
        assert edxml.write_bytes(result.message) == data
    assert result.message.reference_ids == tuple(item.content_id for item in message.attachments)


@ROUNDS
@given(STATUSES)
def test_a_status_written_and_read_is_the_same(message):
    with tempfile.TemporaryDirectory() as folder:
        assert read(edxml.write_bytes(message), Path(folder)).message == message


@ROUNDS
@given(DOCUMENTS)
def test_the_validator_judges_any_message_without_failing(message):
    for finding in edxml.validate(message, today=date(2026, 3, 9)):
        assert finding.sentence


@given(st.text(max_size=300))
@example(".\xa00")
@example("x" * 250 + ".pd \xa0" + "f" * 5)
def test_a_made_safe_name_stays_as_it_is(raw):
    name = safe_name(raw)
    assert safe_name(name) == name == name.strip()
    assert 0 < len(name) <= 200
    assert "/" not in name
    assert name not in {".", ".."}


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_garbage_in_any_element_is_read_and_its_text_kept(data):
    """Numbers, dates and flags that mean nothing neither stop the reader nor get lost."""
    full = document(
        business=edxml.Business(
            edxml.BusinessType.UPDATE,
            document_info=edxml.BusinessDocumentInfo(True, True, (edxml.Receiver("H1", edxml.ReceiverType.ADDED),)),
        ),
        due_date=date(2026, 4, 1),
        response_for=(edxml.ResponseFor("H37", "1/A", "x", date(2026, 1, 1)),),
    )
    message = data.draw(st.sampled_from([full, status()]))
    lines = edxml.write_bytes(message).decode().splitlines()
    header = lines[: next(place for place, line in enumerate(lines) if "</edXML:edXMLHeader>" in line)]
    places = [place for place, line in enumerate(header) if line.count("edXML:") == 2]
    place = data.draw(st.sampled_from(places))
    garbage = data.draw(st.sampled_from(["xyz", "2026/13/45", "-7", "99", "1" * 30, "true", "٣"]))
    before, _, rest = lines[place].partition(">")
    lines[place] = f"{before}>{garbage}<{rest.rpartition('<')[2]}"
    with tempfile.TemporaryDirectory() as folder:
        first = read("\n".join(lines), Path(folder)).message
        again = edxml.write_bytes(first)
        assert read(again, Path(folder)).message == first
    edxml.validate(first, today=date(2026, 3, 9))
    if garbage in {"xyz", "2026/13/45"}:
        assert garbage in again.decode()


def test_reading_from_a_stream_begins_at_its_start(tmp_path):
    stream = io.BytesIO(edxml.write_bytes(status()))
    stream.read(100)
    assert edxml.read(stream, attachments_dir=tmp_path).message == status()
