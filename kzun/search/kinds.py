"""For what kind of thing the words of a question ask."""

from collections.abc import Sequence
from itertools import pairwise

from kzun.search.reply import Kind
from kzun.search.text import stem

_CALLINGS = """
    author writer president minister founder director ambassador inventor speaker king queen actor actress
    singer artist player coach scientist senator politician astronaut explorer engineer physicist chemist
    economist journalist poet painter composer novelist philosopher judge lawyer
"""
_KIND_NOUNS = {
    Kind.DATE: "year years date dates day days month months time century decade when",
    Kind.WHO: f"""
        who person people man woman organisation organization body company agency team band group member
        nation leader {_CALLINGS}
    """,
    Kind.WHERE: """
        where city cities country countries place places region regions town towns location state states
        continent area areas zone zones street building river island village
    """,
    Kind.VALUE: """
        price cost value size area population number amount percentage percent share weight height length
        depth distance temperature speed age score rate total elevation mass quantity sum
    """,
    Kind.REASON: "reason reasons cause causes why purpose",
}
# Nouns that say more than their kind: a fact that does not mention a building tells of none.
PARTICULAR = frozenset(map(stem, f"street building river island village {_CALLINGS}".split()))
_NOUN_KINDS = {stem(noun): kind for kind, nouns in _KIND_NOUNS.items() for noun in nouns.split()}
_MEASURES = frozenset(
    "big large tall high deep wide old fast heavy hot cold far small short thick strong powerful much".split()
)
FORMS_OF_BE = frozenset("is are was were be been being".split())
COPULAS = frozenset("is are was were s".split())
_AUXILIARIES = frozenset("did do does has have had can could will would".split())
_BEGINNINGS = frozenset("is are was were did do does has have had".split())
_ADVERBS = frozenset("first originally initially once ever then also else actually really".split())
_SPANS = frozenset("years months weeks days hours minutes decades centuries time".split())
_ARTICLES = frozenset("the a an".split())
_QUESTION_WORDS = frozenset("what which when where who whom whose why how".split())
_PREPOSITIONS = frozenset("of for to with from among in at on by as between about that".split())
# "Which place used for tests" is one that somebody else uses.
_STATES = frozenset("used called named known based located situated".split())
_NO_DEEDS = COPULAS.union(_AUXILIARIES, _ARTICLES, _PREPOSITIONS, _QUESTION_WORDS)
_BEFORE_ADJECTIVES = _ARTICLES.union(_PREPOSITIONS, "very its his her their our my whose and or".split())
_POSSESSIVES = ("'s", "’s", "s'", "s’")
_LONGEST_NAMING = 4  # words of "which musical instrument", up to the auxiliary
_TOWARDS = frozenset("for of to with from among".split())
_PLURALS = frozenset("people children men women feet mice teeth staff personnel police cattle folk".split())
_DIRECT = {
    "when": Kind.DATE,
    "where": Kind.WHERE,
    "who": Kind.WHO,
    "whom": Kind.WHO,
    "whose": Kind.WHO,
    "why": Kind.REASON,
}


def asked(read: Sequence[str]) -> tuple[Kind | None, int]:
    """The kind that the words ask for, and the place of the noun that names it (-1 if none does).

    >>> asked("in what year did it open".split())
    (<Kind.DATE: 'date'>, 2)
    >>> asked("stamp how many printed".split())
    (<Kind.COUNT: 'count'>, -1)
    >>> asked("support the aspirations of whom".split())
    (<Kind.TEXT: 'text'>, -1)
    >>> asked("stamp".split())
    (None, -1)
    """
    if list(read[:2]) == ["was", "it"]:
        return None, -1  # "was it she who signed"
    for position, word in enumerate(read):
        if word in ("when", "where") and _is_conjunction(read, position):
            continue
        if word == "how":
            return _asked_how(read, position)
        is_towards = position > 0 and read[position - 1] in _TOWARDS
        if word == "whom" and is_towards and read[:2] not in (["to", "whom"], ["with", "whom"]):
            return Kind.TEXT, -1
        if word in _DIRECT:
            return _DIRECT[word], -1
        if word in ("what", "which"):
            return _asked_which(read, position)
        if read[position : position + 2] == ["number", "of"]:
            return Kind.COUNT, _plural(read, position + 2)
        if word in ("list", "name") and position == 0 and len(read) > 1 and read[1] != "of":
            return Kind.LIST, -1
    return (None, -1) if wants_yes_or_no(read) else _asked_by_noun(read)


def is_calling(word: str) -> bool:
    """Whether a word says what somebody is.

    >>> is_calling("ministers"), is_calling("bridge")
    (True, False)
    """
    return _kind_of(word) is Kind.WHO


def wants_yes_or_no(read: Sequence[str]) -> bool:
    """Whether a question begins with its verb, and so asks whether something is true.

    >>> wants_yes_or_no("did it open in spring".split()), wants_yes_or_no("did it open when".split())
    (True, False)
    """
    is_begun = len(read) > 1 and read[0] in _BEGINNINGS and read[1] != "you"  # "do you know the date"
    return is_begun and _QUESTION_WORDS.isdisjoint(read)


def _is_conjunction(read: Sequence[str], position: int) -> bool:
    """Whether a "when" inside a question joins two clauses: "costs rise when the builder does what"."""
    return position > 0 and not _QUESTION_WORDS.isdisjoint(read[position + 1 :])


def _asked_how(read: Sequence[str], position: int) -> tuple[Kind, int]:
    after = read[position + 1] if position + 1 < len(read) else ""
    match after:
        case "many":
            return Kind.COUNT, _plural(read, position + 2)
        case "long" | "soon":
            return Kind.DURATION, -1
        case "much" if read[position + 2 : position + 3] == ["time"]:
            return Kind.DURATION, -1
        case _ if after in _MEASURES:
            return Kind.VALUE, -1
        case _:
            return Kind.TEXT, -1


def _plural(read: Sequence[str], start: int) -> int:
    """The place of the first plural noun within a few words, -1 if there is none: "how many were printed"."""
    places = range(start, min(start + 4, len(read)))
    return next((place for place in places if is_plural(read[place])), -1)


def is_plural(word: str) -> bool:
    """Whether a word looks like a plural noun.

    >>> is_plural("farmers"), is_plural("people"), is_plural("was"), is_plural("class")
    (True, True, False, False)
    """
    return word in _PLURALS or (
        len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    )


def _asked_which(read: Sequence[str], position: int) -> tuple[Kind, int]:
    start = position + 1
    if start == len(read):
        return Kind.TEXT, -1
    if read[start] in COPULAS:
        return _asked_what_is(read, start + 1)
    if read[start] in _AUXILIARIES and (read[-1] == "cost" or read[-2:] == ["sell", "for"]):
        return Kind.VALUE, -1
    if read[start] in _AUXILIARIES:
        return (Kind.REASON, -1) if stem(read[start]) in _NOUN_KINDS else (Kind.TEXT, -1)
    place = _naming(read, start, tuple(Kind))
    if place < 0:
        return Kind.TEXT, _end_of_naming(read, start)
    kind = _kind_of(read[place]) or Kind.TEXT
    if read[place] == "area" and "which" in read[:place]:
        return (Kind.WHERE if read[:1] == ["in"] else Kind.TEXT), place
    return Kind.TEXT if kind is Kind.VALUE and is_plural(read[place]) else kind, place


def _asked_what_is(read: Sequence[str], start: int) -> tuple[Kind, int]:
    """Of "what is", the kind that a noun before the first preposition names: "what is its value in"."""
    end = end_of_phrase(read, start)
    for place in range(start, end):
        kind = _kind_of(read[place])
        if kind is Kind.DATE or (kind is Kind.VALUE and not is_plural(read[place])):
            return kind, place
    place = _naming(read, end + 2, (Kind.WHO,)) if read[end - 1 : end + 2] == ["name", "of", "the"] else -1
    return (Kind.WHO, place) if place >= 0 else (Kind.TEXT, -1)  # "what is the name of the man who"


def subject(read: Sequence[str]) -> range:
    """The places of what is asked about after "who is" or "what is", up to the first preposition.

    >>> subject("who is the head of the choir".split())
    range(2, 4)
    >>> subject("when did it open".split())
    range(0, 0)
    """
    for start in range(1, len(read)):
        if read[start - 1] in ("who", "what") and (read[start] in COPULAS or read[start] in _ARTICLES):
            return range(start + 1, end_of_phrase(read, start + 1))
    return range(0)


def deed(read: Sequence[str]) -> int:
    """The place of the verb behind "who" or "which country", which says what somebody has done; else -1.

    >>> deed("who chaired the session".split()), deed("who is the chair".split())
    (1, -1)
    >>> deed("which country left the guild".split()), deed("which country did it leave".split())
    (2, -1)
    """
    is_person = "who" in read
    doer = read.index("who") if is_person else _doer(read)
    behind = (at for at in range(doer + 1, len(read)) if not _is_adverb(read, at))
    place = next(behind, -1) if doer >= 0 else -1
    is_none = place < 0 or read[place] in _NO_DEEDS or (read[place] in _STATES and not is_person)
    return -1 if is_none else place


def _doer(read: Sequence[str]) -> int:
    """The place of the noun of "which country" or "which UN agencies"."""
    if not read or read[0] not in ("which", "what"):
        return -1
    return _naming(read, 1, (Kind.WHO, Kind.WHERE))


def _naming(read: Sequence[str], start: int, kinds: Sequence[Kind]) -> int:
    """The place of the noun that names one of these kinds, here or one word on; -1 if none does."""
    return next((at for at in range(start, min(start + 2, len(read))) if _kind_of(read[at]) in kinds), -1)


def _is_adverb(read: Sequence[str], at: int) -> bool:
    """Whether a word is an adverb before a verb, as it is not in "who supply the town"."""
    after = read[at + 1 : at + 2]
    is_before_verb = bool(after) and after[0] not in _ARTICLES and after[0] not in _PREPOSITIONS
    return read[at] in _ADVERBS or (read[at].endswith("ly") and is_before_verb)


def is_at_first(text: str) -> bool:
    """Whether a question has "first" for "at first", and asks for no first of several.

    >>> is_at_first("when did the bridge first open"), is_at_first("when was the town's first fair")
    (True, False)
    """
    said = text.lower().split()
    at = said.index("first") if "first" in said else 0
    before = said[at - 1] if at else ""
    is_adjective = before in _BEFORE_ADJECTIVES or before.endswith(_POSSESSIVES)
    return not is_adjective and not (_AUXILIARIES | COPULAS).isdisjoint(said[:at])


def end_of_phrase(read: Sequence[str], start: int) -> int:
    """The place of the first preposition or question word from here on, or the end."""
    ends = (at for at in range(start, len(read)) if read[at] in _PREPOSITIONS or read[at] in _QUESTION_WORDS)
    return next(ends, len(read))


def _end_of_naming(read: Sequence[str], start: int) -> int:
    """The place of the noun behind "which": the word before an auxiliary that comes soon, else the first."""
    soon = range(start + 1, min(start + _LONGEST_NAMING + 1, len(read)))
    return next((at - 1 for at in soon if read[at] in COPULAS or read[at] in _AUXILIARIES), start)


def _kind_of(word: str) -> Kind | None:
    """The kind that a noun names."""
    return None if word in _QUESTION_WORDS else _NOUN_KINDS.get(stem(word))


def _asked_by_noun(read: Sequence[str]) -> tuple[Kind | None, int]:
    """Of words that are no question, the kind that their first or last noun names: "stamp price"."""
    said = read[:-1] if read[-1:] == ["name"] else read
    if len(said) > 1 and said[-1] == "by":
        return Kind.WHO, -1
    if len(read) > 1 and read[0] in _SPANS and read[1] == "between":
        return Kind.DURATION, -1
    if ("date", "of") in (pairs := list(pairwise(read))):
        return Kind.DATE, pairs.index(("date", "of"))
    for place in (len(read) - 1, 0):
        kind = _NOUN_KINDS.get(stem(read[place])) if len(read) > 1 else None
        if kind in (Kind.DATE, Kind.VALUE, Kind.REASON):
            return kind, place
    return None, -1
