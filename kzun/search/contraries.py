"""What a fact says that is the contrary of what a question asks, word by word."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from kzun import edtf
from kzun.fact import Fact
from kzun.search.dates import days_among
from kzun.search.index import Index
from kzun.search.kinds import is_at_first, wants_yes_or_no
from kzun.search.question import Question, Term
from kzun.search.ranking import Match, Ranked
from kzun.search.reply import Kind
from kzun.search.slots import YEAR
from kzun.search.text import stem, words
from kzun.search.thesaurus import Bond

MOST_SENTENCES = 2  # of a fact that may say the contrary of a question; a longer one says many things
PAST = frozenset("did was were has have had".split())

_LOWER = frozenset(map(stem, "deputy vice assistant associate acting junior semi quarter".split()))
_ORDINALS = frozenset(
    map(stem, "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split())
)
_CARDINALS = "one two three four five six seven eight nine ten eleven twelve".split()
_ENDINGS = frozenset(map(stem, "end stop finish quit resign retire close cease leave left expire".split()))
_NOW = frozenset(map(stem, "now current currently present today".split()))
_NEGATIONS = frozenset("not never didnt doesnt dont isnt arent wasnt werent hasnt havent hadnt".split())
_DENIALS = frozenset(
    map(
        stem,
        "no none nothing nobody neither nor without cannot refuse reject decline fail avoid abstain ban "
        "forbid prohibit stop".split(),
    )
)
_SHORTLY = 3  # words
_SUPERLATIVES = frozenset(
    "largest biggest greatest highest tallest longest oldest youngest smallest lowest shortest richest "
    "poorest fastest deepest widest strongest heaviest busiest nearest newest most".split()
)
_VERSION = r"\d+(?:\.\d+)+"
_NTH = r"\d+(?:st|nd|rd|th)"
_NUMERAL = r"\d{1,3}"  # a longer number is a year, or counts something


def contrary_words(question: Question, ranked: Ranked, fact: Fact, index: Index) -> list[str]:
    """The words of the question of which the fact says the contrary, each once."""
    found = (
        *_other_years(ranked, fact),
        *_outside_years(question, ranked, fact),
        *_other_days(question, ranked, fact),
        *_still_to_come(question, fact),
        *_not_over(question, ranked, fact),
        *(_contrary_in_brief(question, ranked, fact, index) if is_brief(ranked) else ()),
    )
    return list(dict.fromkeys(found))


def _contrary_in_brief(question: Question, ranked: Ranked, fact: Fact, index: Index) -> Iterator[str]:
    yield from _opposed(question, ranked, fact, index)
    yield from _negations(question, ranked, fact)
    yield from _other_ordinals(question, ranked)
    yield from _one_of_many(ranked)
    yield from _other_versions(ranked)
    yield from _other_numbers(ranked)
    yield from _other_amounts(ranked)
    yield from lower_ranks(question, ranked)
    yield from _other_ranks(ranked)


def is_brief(ranked: Ranked) -> bool:
    """Whether the fact says so little that a word in it is about what is asked; a paragraph does not."""
    candidate = ranked.candidate
    return bisect_left(candidate.breaks, candidate.ends[0]) - 1 <= MOST_SENTENCES  # the text begins with one


def _opposed(question: Question, ranked: Ranked, fact: Fact, index: Index) -> list[str]:
    """The words of the question of which the fact says the opposite, and the question does not say that too.

    "Was it permanent or temporary" is no contrary of a fact that has one of the two, nor is "now" of one that
    holds still, whatever it says of a former minister. To a "was it permanent", "non-permanent" is an answer.
    """
    columns = ranked.candidate.columns
    text = f"{columns.statement}{columns.names}{columns.keywords}"
    met = [match.alternative.stems for match in ranked.matches if match.alternative]
    asked = frozenset(chain(met, *map(str.split, met)))
    says_no = wants_yes_or_no(question.words) and not isinstance(fact.value, int | float)  # a figure affirms
    words_denied = chain(
        () if says_no else _negated(ranked, asked),
        chain.from_iterable(_denied(match, asked, text, index) for match in ranked.matches),
    )
    is_now = fact.date is not None and fact.date.is_open
    return [word for word in words_denied if not (is_now and stem(word.lower()) in _NOW)]


def _negated(ranked: Ranked, asked: frozenset[str]) -> Iterator[str]:
    """What the fact says with a "non-" where the question says it without: "permanent"."""
    said = ranked.candidate.columns.statement
    for term in (match.term for match in ranked.matches):
        is_negated = f" non{term.stems} " in said and f" {term.stems} " not in said
        if is_negated and f"non{term.stems}" not in asked:
            yield term.text


def _denied(match: Match, asked: frozenset[str], text: str, index: Index) -> list[str]:
    """The term, or the words of it, of which a text says an opposite that is not asked for."""
    if match.is_own:
        return []
    # Of "close to", it may be "close" that is denied.
    parts = list(zip(match.term.text.split(), match.term.stems.split(), strict=False))
    denied = [word for word, cut in parts if _has_any(_opposites(cut, index) - asked, text)]
    return denied or [match.term.text] * _has_any(_opposites(match.term.stems, index) - asked, text)


def _has_any(phrases: Iterable[str], text: str) -> bool:
    return any(f" {phrase} " in text for phrase in phrases)


def _opposites(phrase: str, index: Index) -> frozenset[str]:
    """What says the contrary of a phrase, by the thesaurus: each side of a pair stands for its family."""
    same = (phrase, *index.kin(phrase, Bond.FORM), *index.kin(phrase, Bond.WORD))
    direct = {opposite for one in same for opposite in index.opposites(one)}
    return frozenset(
        other for one in direct for other in (one, *index.kin(one, Bond.FORM), *index.kin(one, Bond.WORD))
    )


def _negations(question: Question, ranked: Ranked, fact: Fact) -> list[str]:
    """The words that deny in a question about what the fact affirms."""
    denying = [word for word in question.words if word in _NEGATIONS]
    is_denied = not denying or not _NEGATIONS.isdisjoint(words(fact.statement)) or _denies(ranked)
    return [] if is_denied else denying


def _denies(ranked: Ranked) -> bool:
    """Whether a fact says shortly before what is asked that it is not so: "makes no carts"."""
    said = ranked.candidate.columns.statement
    content = [match for match in ranked.matches if match.term.role is None and not match.term.is_name]
    asked = {place for match in content for place in match.places if place < len(said)}
    before = chain.from_iterable(said[:place].split()[-_SHORTLY:] for place in asked)
    met = {match.alternative.first for match in content if match.alternative}
    return not _DENIALS.difference(met).isdisjoint(before)


def _other_years(ranked: Ranked, fact: Fact) -> list[str]:
    """The years in the question that lie outside the fact's date."""
    date = fact.date
    if date is None or date.recurs:
        return []
    years = [term.text for term in ranked.lacking if re.fullmatch(YEAR, term.text)]
    return [year for year in years if not date.may_overlap(edtf.parse(year))]


def _outside_years(question: Question, ranked: Ranked, fact: Fact) -> list[str]:
    """The years after which a thing was, by the question, and it was over then; or before which."""
    date, said = fact.date, ranked.candidate.columns.statement
    if date is None:
        return []
    sided = [(side, year) for side, year in pairwise(question.words) if re.fullmatch(YEAR, year)]
    return [
        year
        for side, year in sided
        if _is_outside(date, side, int(year)) and f" {side} {year} " not in said  # "houses built after 1950"
    ]


def _is_outside(date: edtf.Date, side: str, year: int) -> bool:
    if side == "after":
        return date.latest is not None and date.latest.year <= year
    return side == "before" and date.earliest is not None and date.earliest.year >= year


def _other_days(question: Question, ranked: Ranked, fact: Fact) -> list[str]:
    """The words of a day in the question that is not the fact's, and that the fact does not mention."""
    if fact.date is None or fact.date.recurs:
        return []
    lacking = {term.stems for term in ranked.lacking}
    return [
        word
        for day in days_among(question.words)
        if not day.may_overlap(fact.date)
        for word in words(edtf.in_words(day))
        if stem(word) in lacking
    ]


def _still_to_come(question: Question, fact: Fact) -> list[str]:
    """The "will" of a question for the time of what was past when the fact held."""
    date, known = fact.date, fact.as_of
    is_ahead = "will" in question.words and PAST.isdisjoint(question.words)  # no "when did Will Smith win"
    if question.kind is not Kind.DATE or not is_ahead or not (date and known):
        return []
    is_past = not date.recurs and date.latest and known.latest and date.latest <= known.latest
    return ["will"] if is_past else []


def _not_over(question: Question, ranked: Ranked, fact: Fact) -> list[str]:
    """The words of a question for the end of what has none, and of whose end the fact says nothing."""
    if question.kind is not Kind.DATE or fact.date is None or not fact.date.is_open:
        return []
    return [term.text for term in ranked.lacking if term.stems in _ENDINGS]


def _other_ordinals(question: Question, ranked: Ranked) -> list[str]:
    """The ordinals in the question where the fact has another: the first summit, and it is the sixth.

    Of "the second largest", it has another where it is of the largest.
    """
    asked = [term.text for term in ranked.lacking if term.stems in _ORDINALS]
    if is_at_first(question.text) and " time " not in ranked.candidate.columns.statement:
        asked = [word for word in asked if word.lower() != "first"]
    if asked and not ranked.candidate.stems.isdisjoint(_ORDINALS):
        return asked
    return [word for word, top in pairwise(question.words) if word in asked and top in _SUPERLATIVES]


def _one_of_many(ranked: Ranked) -> list[str]:
    """The ordinals in the question where the fact counts: the 16th round, and it is of 17 rounds."""
    lacking, said = ranked.lacking, ranked.candidate.columns.statement
    pairs = pairwise(match.term for match in ranked.matches)
    nths = [(one, counted) for one, counted in pairs if one in lacking and re.fullmatch(_NTH, one.text)]
    return [one.text for one, counted in nths if re.search(rf" \d+ {re.escape(counted.stems)} ", said)]


def _other_versions(ranked: Ranked) -> list[str]:
    """The numbers with a point in the question where the fact has another: version 2.1, and it is 2.2."""
    asked = [term.text for term in ranked.lacking if re.fullmatch(_VERSION, term.text)]
    if asked and any(re.fullmatch(_VERSION, said) for said in ranked.candidate.stems):
        return asked
    return []


def _other_numbers(ranked: Ranked) -> list[str]:
    """The numbers behind words in the question where the fact has another there: line 14, and it is 12."""
    pairs = pairwise(match.term for match in ranked.matches)
    text = ranked.candidate.text
    return [
        number.text for name, number in pairs if _is_numbered(name, number) and _has_other(name, number, text)
    ]


def _other_amounts(ranked: Ranked) -> list[str]:
    """The numbers before words in the question where the fact has another: three trillion, and it is one."""
    said = ranked.candidate.columns.statement.split()
    return [
        number.term.text
        for number, counted in pairwise(ranked.matches)
        if number.alternative is None
        and counted.alternative
        and _differs(
            number.term.stems, [one for one, other in pairwise(said) if other == counted.alternative.first]
        )
    ]


def _differs(number: str, others: Iterable[str]) -> bool:
    """Whether a number is none of some words, and all of these are numbers: as small, or in figures too."""
    amount, amounts = _amount(number), list(map(_amount, others))
    return amount is not None and bool(amounts) and None not in amounts and amount not in amounts


def _amount(word: str) -> int | None:
    """The value of a small number in words or in figures; None for "million", "half" and 1.5."""
    if word in _CARDINALS:
        return _CARDINALS.index(word) + 1
    return int(word) if re.fullmatch(_NUMERAL, word) else None


def _is_numbered(name: Term, number: Term) -> bool:
    is_behind = name.position + name.length == number.position
    return name.role is None and is_behind and re.fullmatch(_NUMERAL, number.text) is not None


def _has_other(name: Term, number: Term, text: str) -> bool:
    numbered = {found[1] for found in re.finditer(rf"(?<= {re.escape(name.stems)}) ({_NUMERAL})(?= )", text)}
    return bool(numbered) and number.stems not in numbered


def lower_ranks(question: Question, ranked: Ranked) -> list[str]:
    """What a "who is" asks for where the fact has only a lower rank: the minister, and it is the deputy."""
    if question.kind is not Kind.WHO or not _LOWER.isdisjoint(map(stem, question.words)):
        return []
    said = ranked.candidate.columns.statement.split()
    lower = {rank for before, rank in pairwise(said) if before in _LOWER}
    full = {rank for before, rank in pairwise(said) if before not in _LOWER}
    return [term.text for term in question.focus if term.stems.split()[-1] in lower - full]


def _other_ranks(ranked: Ranked) -> list[str]:
    """The lower rank that is asked for where the fact has the full one: a semi-final, and it is the final."""
    pairs = pairwise(ranked.matches)
    return [
        one.term.text
        for one, other in pairs
        if one.term.stems in _LOWER and one.alternative is None and other.alternative
    ]
