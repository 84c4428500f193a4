import math
from datetime import date, time

import pytest

from kzun.errors import UnknownChoiceError, UnknownFieldError
from kzun.fact import amount
from kzun.search.reply import Answer, Kind, Refusal
from kzun.views import records
from kzun.views.records import Documents, Table, fact_document, field_of, reply_document
from kzun.views.results import Short, Shown, Timeline
from tests.builders import ADMISSION, HITS, PRINT_RUN, STAMP, answered, declined, fact

FACT_KEYS = (
    "id", "topic", "statement", "date", "value", "unit", "qualifier", "who", "where", "answer", "keywords",
    "asks", "see", "as_of", "source", "extra", "file", "line",
)  # fmt: skip


def test_an_envelope_has_the_keys_of_the_interface() -> None:
    document = reply_document(answered())

    assert list(document) == ["schema", "query", "outcome", "answer", "declined", "corrected", "hits"]
    assert document["answer"] == {
        "text": "700 tenge",
        "kind": "value",
        "value": 700,
        "unit": "tenge",
        "qualifier": None,
        "fact": "stamp.value",
        "facts": ["stamp.value"],
        "confidence": 0.97,
    }


def test_a_hit_has_every_field_of_a_fact_then_its_score_and_reasons() -> None:
    hit = records.parts(answered())[0]

    assert hit is not None
    assert tuple(hit) == (*FACT_KEYS, "score", "reasons")
    assert hit["reasons"] == [{"name": "word", "word": "stamp", "matched": "stamp", "points": 0.5}]


def test_absent_fields_are_null_or_empty() -> None:
    assert fact_document(fact("a.b", "It is.", source=None, as_of=None)) == {
        **dict.fromkeys(FACT_KEYS),
        "id": "a.b",
        "topic": "a",
        "statement": "It is.",
        **dict.fromkeys(("who", "where", "keywords", "asks", "see"), ()),
        "extra": {},
        "file": "a.toml",
        "line": 4,
    }


def test_a_declined_reply_says_why() -> None:
    reply = declined(Refusal.AMBIGUOUS, facts=("stamp.value", "stamp.print-run"))

    document = reply_document(reply)

    assert document["answer"] is None
    assert document["declined"] == {
        "reason": "ambiguous",
        "words": (),
        "facts": ("stamp.value", "stamp.print-run"),
    }


def test_extra_values_that_json_lacks_are_texts() -> None:
    extra = {
        "on": date(2022, 10, 24),
        "at": time(10, 30),
        "of": [math.inf, {"is": math.nan}],
    }

    document = fact_document(fact("a.b", extra=extra))

    assert document["extra"] == {"on": "2022-10-24", "at": "10:30:00", "of": ["inf", {"is": "nan"}]}


def test_a_batch_makes_the_document_of_a_fact_once() -> None:
    documents = Documents()

    assert documents(STAMP) is documents(STAMP)


def test_a_batch_forgets_the_fact_that_it_has_not_met_for_longest() -> None:
    documents = Documents(most=2)
    stamp, print_run = documents(STAMP), documents(PRINT_RUN)

    documents(STAMP)
    documents(ADMISSION)

    assert documents(STAMP) is stamp
    assert documents(PRINT_RUN) is not print_run


def test_rows_of_a_search_begin_with_the_answering_fact() -> None:
    assert [row[0] for row in records.rows(answered())] == ["stamp.value", "stamp.print-run", "un.admission"]


def test_rows_of_a_search_are_as_many_as_its_hits_though_the_answer_is_not_among_them() -> None:
    assert [row[0] for row in records.rows(answered(hits=HITS[:1]))] == ["stamp.value"]


def test_a_table_has_a_cell_for_every_field() -> None:
    headers, rows = records.table(Timeline((PRINT_RUN,)))

    assert dict(zip(headers, rows[0], strict=True)) | {"statement": "..."} == {
        **dict.fromkeys(records.FIELDS, ""),
        "id": "stamp.print-run",
        "topic": "stamp",
        "statement": "...",
        "date": "2022-10",
        "value": "74000",
        "unit": "copies",
        "qualifier": "more than",
        "where": "Almaty",
        "as_of": "2022-10-28",
        "source": "kazinform-2022",
        "source.title": "UN and Kazakhstan: 30 years of partnership",
        "source.publisher": "Kazinform",
        "source.author": "Staff writer",
        "source.date": "2022-10-28",
        "source.url": "https://www.inform.kz/un-30",
        "source.note": "Published for United Nations Day",
        "extra": '{"sheets":{"rows":3,"columns":4},"gum":"self-adhesive"}',
        "file": "stamp.toml",
        "line": "14",
    }


def test_an_answer_that_is_not_given_is_null_and_no_row() -> None:
    unanswered = Short(declined(Refusal.NO_CONTENT))

    assert records.document(unanswered) is None
    assert records.parts(unanswered) == [None]
    assert records.rows(unanswered) == ()
    assert records.table(unanswered) == Table((), ())
    assert records.page(unanswered).caption == ""


def test_a_page_of_one_fact_states_the_fields_that_it_has() -> None:
    page = records.page(Shown((fact("a.b", "It is.", source=None, as_of=None),), {}))

    assert page.table.rows == (
        ("id", "a.b"),
        ("topic", "a"),
        ("statement", "It is."),
        ("file", "a.toml"),
        ("line", "4"),
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (9999, "9999"),
        (10000, "10,000"),
        (-10000, "-10,000"),
        (1234567.25, "1,234,567.25"),
        (0.1, "0.1"),
        (1e22, "1e+22"),
        ("1,000 or so", "1,000 or so"),
        (("one", "two"), "one; two"),
        (0, "0"),
        (None, ""),
    ],
)
def test_an_amount_groups_digits_from_five_on(value: float | str | tuple[str, ...] | None, said: str) -> None:
    assert amount(value) == said


def test_a_field_is_its_raw_value() -> None:
    assert field_of(PRINT_RUN, "value") == "74000"
    assert field_of(PRINT_RUN, "source.url") == "https://www.inform.kz/un-30"


def test_an_unknown_field_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownChoiceError) as caught:
        field_of(STAMP, "valeu")

    assert caught.value.valid == records.FIELDS
    assert caught.value.nearest[0] == "value"


def test_an_empty_field_is_not_found() -> None:
    with pytest.raises(UnknownFieldError, match=r"stamp\.value has no date"):
        field_of(STAMP, "date")


def test_a_short_answer_may_be_a_list() -> None:
    answer = Answer("Astana and Almaty", Kind.LIST, (STAMP, PRINT_RUN), 0.5, ("Astana", "Almaty"))

    _, rows = records.table(Short(answered(answer=answer)))

    assert rows == (
        (
            "Astana and Almaty",
            "list",
            "Astana; Almaty",
            "",
            "",
            "stamp.value",
            "stamp.value; stamp.print-run",
            "0.5",
        ),
    )
