"""The formats that an answer can be drawn in, each with its view, which is loaded only to be used."""

from enum import StrEnum
from typing import NamedTuple, assert_never

from kzun.edtf import Date
from kzun.errors import UnknownChoiceError
from kzun.views import delimited, json, records
from kzun.views.results import Result, Timeline


class Format(StrEnum):
    """How an answer is written."""

    TEXT = "text"
    TSV = "tsv"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    TOML = "toml"
    ICS = "ics"


class Surface(NamedTuple):
    """What a view is told of the world that it draws for."""

    width: int  # of the screen, in cells
    color: bool
    today: Date  # a day
    encoding: str = "utf-8"  # of the screen


def draw(result: Result, form: Format, surface: Surface) -> str:
    """The answer in this format. Raises UnknownChoiceError for a calendar of what is no timeline."""
    match form:
        case Format.TEXT:
            from kzun.views import screen  # with Rich, which takes 40 ms to import

            return screen.draw(result, width=surface.width, color=surface.color, encoding=surface.encoding)
        case Format.TSV:
            return delimited.tsv(records.rows(result))
        case Format.CSV:
            return delimited.csv(records.table(result))
        case Format.JSON:
            return json.document(records.document(result))
        case Format.JSONL:
            return "".join(map(json.line, records.parts(result)))
        case Format.MARKDOWN:
            return _markdown(result)
        case Format.TOML:
            from kzun.views import documents

            return documents.toml(records.document(result, records.toml_document))
        case Format.ICS:
            return _calendar(result, surface.today)
        case _:
            assert_never(form)


def _markdown(result: Result) -> str:
    if isinstance(result, Timeline):
        from kzun.views import chronicle

        return chronicle.chronicle(result)
    from kzun.views import documents

    return documents.markdown(records.page(result))


def _calendar(result: Result, today: Date) -> str:
    if not isinstance(result, Timeline):
        others = [form for form in Format if form is not Format.ICS]
        raise UnknownChoiceError("format", Format.ICS.value, others)
    from kzun.views import events

    return events.ics(result.facts, today, yearly=result.yearly)
