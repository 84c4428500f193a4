"""An answer as a document and as a table; each format draws one of the two."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time
from typing import NamedTuple, TypeAlias, assert_never

from kzun.edtf import Date
from kzun.errors import UnknownChoiceError, UnknownFieldError
from kzun.fact import Citation, Fact, amount, nearest_names
from kzun.search.reply import Answer, Declined, Hit, Reply
from kzun.views import json
from kzun.views.notes import why
from kzun.views.results import Checked, Explained, Listed, Result, Short, Shown, Timeline

Document: TypeAlias = dict[str, object]
Row: TypeAlias = tuple[str, ...]

FIELDS = (
    "id", "topic", "statement", "date", "value", "unit", "qualifier", "who", "where", "answer", "keywords",
    "asks", "see", "as_of", "source", "source.title", "source.publisher", "source.author", "source.date",
    "source.url", "source.note", "source.at", "extra", "file", "line",
)  # fmt: skip
_BRIEF = ("id", "date", "value", "statement")
_SHORT = ("text", "kind", "value", "unit", "qualifier", "fact", "facts", "confidence")
_REASON = ("id", "name", "word", "matched", "points")
_PROBLEM = ("path", "line", "column", "severity", "code", "text", "fix")


class Table(NamedTuple):
    """Rows of cells, and what each column is called."""

    headers: Row
    rows: tuple[Row, ...]


class Page(NamedTuple):
    """An answer for readers: in short, and as a table, of which each last cell may have an address."""

    caption: str
    table: Table
    addresses: tuple[str | None, ...] = ()  # one a row, or none at all


class Documents:
    """Facts as documents, of which the last `most` are kept: a batch meets the same facts over and over."""

    def __init__(self, most: int = 4096) -> None:
        self._most = most
        self._kept: dict[str, Document] = {}

    def __call__(self, fact: Fact) -> Document:
        """The fact as a document, which is shared, and so not to be changed."""
        document = self._kept.pop(fact.id, None) or fact_document(fact)
        self._kept[fact.id] = document
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]
        return document


def fact_document(fact: Fact) -> Document:
    """Every field of a fact, in the types of JSON; None or empty where it is absent."""
    return {
        "id": fact.id,
        "topic": fact.topic,
        "statement": fact.statement,
        "date": _text(fact.date),
        "value": fact.value,
        "unit": fact.unit,
        "qualifier": fact.qualifier,
        "who": fact.who,
        "where": fact.where,
        "answer": fact.answer,
        "keywords": fact.keywords,
        "asks": fact.asks,
        "see": fact.see,
        "as_of": _text(fact.as_of),
        "source": fact.source and _source_document(fact.source),
        "extra": in_json_types(fact.extra),
        "file": fact.file,
        "line": fact.line,
    }


def toml_document(fact: Fact) -> Document:
    """Every field of a fact; what is extra in the types of TOML, which has dates and times of its own."""
    return fact_document(fact) | {"extra": dict(fact.extra)}


def answer_document(answer: Answer | None) -> Document | None:
    """The short answer; None where there is none."""
    return answer and {
        "text": answer.text,
        "kind": answer.kind,
        "value": answer.value,
        "unit": answer.unit,
        "qualifier": answer.qualifier,
        "fact": answer.facts[0].id,
        "facts": [fact.id for fact in answer.facts],
        "confidence": answer.confidence,
    }


def reply_document(reply: Reply, fact_as: Callable[[Fact], Document] = fact_document) -> Document:
    """The envelope of a search, in which `fact_as` makes the document of each fact."""
    return {
        "schema": "kzun.search/1",
        "query": reply.query,
        "outcome": reply.outcome,
        "answer": answer_document(reply.answer),
        "declined": reply.declined and _declined_document(reply.declined),
        "corrected": dict(reply.corrected),
        "hits": [_hit_document(hit, fact_as) for hit in reply.hits],
    }


def document(result: Result, fact_as: Callable[[Fact], Document] = fact_document) -> Document | None:
    """The answer for programs, in the types of JSON; None for a short answer that there is not."""
    match result:
        case (Reply() as reply) | Explained(reply):
            return reply_document(reply, fact_as)
        case Short(reply):
            return answer_document(reply.answer)
        case Timeline() | Shown() | Listed():
            return {"schema": "kzun.facts/1", "facts": parts(result, fact_as)}
        case Checked():
            return {"schema": "kzun.problems/1", "problems": parts(result)}
        case _:
            assert_never(result)


def parts(result: Result, fact_as: Callable[[Fact], Document] = fact_document) -> list[Document | None]:
    """What the answer is made of, for programs that read a line at a time: hits, facts or problems."""
    match result:
        case (Reply() as reply) | Explained(reply):
            return [_hit_document(hit, fact_as) for hit in reply.hits]
        case Short():
            return [document(result)]
        case Timeline(facts) | Shown(facts) | Listed(facts):
            return [fact_as(fact) for fact in facts]
        case Checked(problems):
            from kzun.rules import fix_of  # which a search can do without

            return [{**problem._asdict(), "fix": fix_of(problem.code)} for problem in problems]
        case _:
            assert_never(result)


def rows(result: Result) -> tuple[Row, ...]:
    """The answer for a pipe: of a fact what fits a line, the answering ones first."""
    match result:
        case Reply():
            return tuple(map(_brief, answering_first(result)))
        case Short(reply):
            return ((reply.answer.text,),) if reply.answer else ()
        case Explained(reply):
            return tuple(_reasons(reply))
        case Timeline(facts) | Shown(facts) | Listed(facts):
            return tuple(map(_brief, facts))
        case Checked(problems):
            return tuple((str(problem),) for problem in problems)
        case _:
            assert_never(result)


def table(result: Result) -> Table:
    """The answer for a spreadsheet: every field."""
    match result:
        case Reply(hits=hits):
            return Table((*FIELDS, "score"), tuple((*_full(hit.fact), cell(hit.score)) for hit in hits))
        case Short(reply):
            return _as_table(_SHORT, parts(result)) if reply.answer else Table((), ())
        case Explained(reply):
            return Table(_REASON, tuple(_reasons(reply)))
        case Timeline(facts) | Shown(facts) | Listed(facts):
            return Table(FIELDS, tuple(map(_full, facts)))
        case Checked():
            return _as_table(_PROBLEM, parts(result))
        case _:
            assert_never(result)


def page(result: Result) -> Page:
    """The answer for readers: what it says, and on what grounds."""
    match result:
        case Reply():
            return _cited(answering_first(result), in_short(result))
        case Short(reply):
            return Page(reply.answer.text if reply.answer else "", Table((), ()))
        case Explained(reply):
            return Page(in_short(reply), table(result))
        case Timeline(facts) | Listed(facts):
            return _cited(facts)
        case Shown(facts):
            return Page("", Table(("field", "value"), tuple(row for fact in facts for row in _stated(fact))))
        case Checked():
            return Page("", table(result))
        case _:
            assert_never(result)


def field_of(fact: Fact, name: str) -> str:
    """One of FIELDS in one cell; for another UnknownChoiceError, for an empty one UnknownFieldError."""
    if name not in FIELDS:
        raise UnknownChoiceError("field", name, FIELDS, nearest_names(name, FIELDS))
    said = _full(fact)[FIELDS.index(name)]
    if not said:
        raise UnknownFieldError(fact.id, name)
    return said


def answering_first(reply: Reply) -> tuple[Fact, ...]:
    """The facts of the answer, then those of the other hits; as many as there are hits."""
    answering = reply.answer.facts if reply.answer else ()
    return (*answering, *others(reply))[: len(reply.hits)]


def others(reply: Reply) -> tuple[Fact, ...]:
    """The facts that were found and are not of the answer."""
    answering = {fact.id for fact in reply.answer.facts} if reply.answer else ()
    return tuple(hit.fact for hit in reply.hits if hit.fact.id not in answering)


def in_short(reply: Reply) -> str:
    """The short answer, or the reason why there is none."""
    if reply.answer:
        return reply.answer.text
    return why(reply.declined) if reply.declined else ""


def cell(value: object) -> str:
    """A field in one cell, unadorned: an array joined by `; `, a table in JSON, nothing for None.

    >>> cell(74000), cell(("Astana", "Almaty")), cell({"map": 1}), cell({}), cell(None)
    ('74000', 'Astana; Almaty', '{"map":1}', '', '')
    """
    match value:
        case None:
            return ""
        case tuple() | list():
            return "; ".join(map(cell, value))
        case dict():
            return json.line(value).rstrip("\n") if value else ""
        case _:
            return str(value)


def _text(date: Date | None) -> str | None:
    return date and str(date)


def _source_document(citation: Citation) -> Document:
    source, at = citation
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "author": source.author,
        "date": _text(source.date),
        "url": source.url,
        "note": source.note,
        "at": at,
    }


def in_json_types(value: object) -> object:
    """What TOML knows and JSON does not, as its text."""
    match value:
        case Mapping():
            return {key: in_json_types(item) for key, item in value.items()}
        case list():
            return [in_json_types(item) for item in value]
        case date() | time():
            return value.isoformat()
        case float() if not math.isfinite(value):
            return str(value)
        case _:
            return value


def _declined_document(declined: Declined) -> Document:
    return {"reason": declined.reason, "words": declined.words, "facts": declined.facts}


def _hit_document(hit: Hit, fact_as: Callable[[Fact], Document]) -> Document:
    reasons = [reason._asdict() for reason in hit.reasons]
    return {**fact_as(hit.fact), "score": hit.score, "reasons": reasons}


def _brief(fact: Fact) -> Row:
    return fact.id, cell(_text(fact.date)), amount(fact.value, fact.unit, fact.qualifier), fact.statement


def _reasons(reply: Reply) -> Iterator[Row]:
    for hit in reply.hits:
        for name, word, matched, points in hit.reasons:
            yield hit.fact.id, name, word, matched, cell(points)


def _full(fact: Fact) -> Row:
    source = _source_document(fact.source) if fact.source else {}
    of_source = {f"source.{name}": value for name, value in source.items()}
    fields = {**fact_document(fact), **of_source, "source": source.get("id")}
    return tuple(cell(fields.get(name)) for name in FIELDS)


def _stated(fact: Fact) -> Iterator[Row]:
    return ((name, said) for name, said in zip(FIELDS, _full(fact), strict=True) if said)


def _as_table(headers: Row, documents: Iterable[Document | None]) -> Table:
    return Table(headers, tuple(tuple(map(cell, document.values())) for document in documents if document))


def _cited(facts: Iterable[Fact], caption: str = "") -> Page:
    facts = tuple(facts)
    cited = tuple((*_brief(fact), _cited_as(fact)) for fact in facts)
    addresses = tuple(fact.source.source.url if fact.source else None for fact in facts)
    return Page(caption, Table((*_BRIEF, "source"), cited), addresses)


def _cited_as(fact: Fact) -> str:
    return (fact.source.source.title or fact.source.source.id) if fact.source else ""
