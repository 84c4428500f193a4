"""What speaks against a fact that has the words of a question: it tells of another thing than is asked."""

import re
from collections.abc import Sequence
from itertools import pairwise

from kzun import edtf
from kzun.fact import Fact
from kzun.search.columns import NAMES
from kzun.search.contraries import PAST, is_brief
from kzun.search.index import Candidate, Index
from kzun.search.kinds import FORMS_OF_BE, deed, end_of_phrase, subject, wants_yes_or_no
from kzun.search.question import Question, Term
from kzun.search.ranking import Match, Ranked, gap
from kzun.search.reading import PARTICLES, Evidence
from kzun.search.reply import Kind
from kzun.search.slots import YEAR
from kzun.search.text import fold, stem, stems
from kzun.search.thesaurus import Bond

BOUND = 28  # characters between a role and whose it is, at most: "representative of Kazakhstan to the UN"
TELLING = 0.13  # the share of the question's weight from which a name must be in the fact that answers
_PLACING = frozenset("in at from of about".split())
_REDUCED = r"[,;] ([a-z]+) (?:on|in|at)\b"
_IN_YEARS = frozenset(("in", "during", "since", "by"))
_OF_ONE_WORD = frozenset((Evidence.EXACT, Evidence.FORM))
_COPULAS = frozenset(map(stem, FORMS_OF_BE))
_PLAIN_KINDS = frozenset((Kind.DATE, Kind.WHERE, Kind.COUNT, Kind.VALUE, Kind.DURATION))
_OF_DEEDS = frozenset((Kind.DATE, Kind.WHERE, Kind.REASON))
_OF_DOERS = frozenset("did does do has have had will".split())
_PASSIVE = frozenset("was were been".split())
_BECOME = stem("become")
_SUCCESSIONS = frozenset(
    map(
        stem,
        "before after predecessor successor succeed succeeded follow followed replace replaced previous over "
        "oust ousted hand handed then once when inherit inherited pass favour resign stood down".split(),
    )
)
_TURNS = frozenset(map(stem, "next last previous upcoming".split()))
_SPAN = rf" (?:from|{stem('since')}|until) (?:[a-z]+ )?(?:{YEAR}) | (?:{YEAR}) to "  # in stems
_BEGINNINGS = frozenset(
    map(
        stem,
        "become became elected appointed crowned admitted gained inaugurated sworn succeeded promoted "
        "reclassified".split(),
    )
)
_TOPIC = NAMES.index("topic_words")
_PLANNED = frozenset(
    map(
        stem,
        "propose suggest plan intend promise pledge vow hope threaten offer meant want try tried attempt "
        "call".split(),
    )
)
_PROCEDURE = stem("procedure")
_PROPOSAL = rf" (?:{'|'.join(sorted(_PLANNED))}) (?:[a-z0-9]+ ){{0,4}}(?:that|to) "
_PLAN = rf"{_PROPOSAL}| should | would | {_PROCEDURE} for "
_PLANNING = _PLANNED.union(
    ("should", "would", _PROCEDURE)
)  # without one of them, the pattern need not be tried
_GOVERNING = frozenset(map(stem, "to would should be".split()))  # of a verb, which stands behind them
_HEADS = frozenset(map(stem, "president head chief director leader chairman chair".split()))
_OF_EVENTS = frozenset((Kind.DATE, Kind.COUNT, Kind.DURATION))


def tells_of_another(question: Question, ranked: Ranked, index: Index) -> bool:
    """Whether the fact is about somebody else, or about something else that the same one did or is."""
    if any(_is_about_another(match, question, ranked, index) for match in ranked.matches):
        return True
    if _lacks_year(question, ranked, index):
        return True
    lacks = (
        _lacks_name, _lacks_deed, _lacks_change, _lacks_becoming, _lacks_turn, _lacks_order, _lacks_role,
        _lacks_treatment, _is_but_named, _is_done_by_another,
    )  # fmt: skip
    return is_brief(ranked) and any(lacking(question, ranked) for lacking in lacks)


def tells_of_no_doer(question: Question, ranked: Ranked, fact: Fact) -> bool:
    """Whether the people of the fact are none of whom the question is: "who shot", and they were shot."""
    return is_brief(ranked) and (
        _is_unbound(question, ranked)
        or _is_suffered(question, ranked, fact)
        or _lacks_succession(question, ranked)
    )


def tells_of_a_plan(question: Question, ranked: Ranked) -> bool:
    """Whether a fact that has what is asked, by a "when was it founded", has it as proposed or promised."""
    place = deed(question.words) if question.kind is Kind.WHO else -1
    is_of_place = question.kind is Kind.WHERE and question.head < 0
    is_of_event = (question.kind in _OF_EVENTS or is_of_place) and not PAST.isdisjoint(question.words)
    said = ranked.candidate.columns.statement.split()
    if not (place >= 0 or is_of_event) or _PLANNING.isdisjoint(said) or not is_brief(ranked):
        return False
    found = re.search(_PLAN, ranked.candidate.columns.statement)
    if found is None or _is_asked_at(found.start(), ranked):
        return False
    terms = (match.term for match in ranked.matches if place < 0 or match.term.has(place))
    places = [_places(term, said) for term in terms if term.role is None and not term.is_name]
    is_said = any(places) or place >= 0  # else it stands among the keywords only
    return bool(places) and (not is_said or any(_are_governed(each, said) for each in places))


def _is_asked_at(place: int, ranked: Ranked) -> bool:
    """Whether what stands at a place of the fact is, or belongs to, what the question says."""
    spans = (
        (at, at + len(match.alternative.stems) + 1)
        for match in ranked.matches
        if match.alternative
        for at in match.places
    )
    return any(start <= place < end for start, end in spans)


def _places(term: Term, said: Sequence[str]) -> list[int]:
    """Where a term, or what may stand for it, stands in a statement, by the number of the stem."""
    forms = {one.first for one in term.alternatives if one.evidence is not Evidence.PART}
    return [at for at, cut in enumerate(said) if cut in forms]


def _are_governed(places: Sequence[int], said: Sequence[str]) -> bool:
    """Whether a deed stands nowhere but behind "to", "would", "be", "let her" or "procedures for"."""
    governed = (
        said[at - 1] in _GOVERNING or "let" in said[max(0, at - 3) : at] or _PROCEDURE in said[:at]
        for at in places
    )
    return bool(places) and all(governed)


def _lacks_year(question: Question, ranked: Ranked, index: Index) -> bool:
    """Whether a figure is asked for a year, and the fact is of no time: it may be another then."""
    lacking = {term.text for term in ranked.lacking} if question.kind in (Kind.COUNT, Kind.VALUE) else set()
    timed = (year for before, year in pairwise(question.words) if before in _IN_YEARS and year in lacking)
    years = [year for year in timed if re.fullmatch(YEAR, year)]
    if not years:
        return False
    fact = index.fact(ranked.candidate.number)
    as_of = fact.as_of
    is_known = as_of is not None and any(as_of.may_overlap(edtf.parse(year)) for year in years)
    return fact.date is None and not is_known


def _is_about_another(match: Match, question: Question, ranked: Ranked, index: Index) -> bool:
    """Whether the fact lacks a name that no fact has, or that people or bodies of other facts have."""
    term = match.term
    before = question.words[max(0, term.position - 2) : term.position]
    # Written small, a name is told by where it stands: "the mission in geneva".
    is_placed = not term.is_known and term.role is None and not _PLACING.isdisjoint(before[-1:])
    if _is_first_name(match, ranked, index):
        return True
    if match.alternative or not (term.is_name or is_placed):
        return False
    if not term.is_known or before[-1:] == ("about",):
        return True
    names = (term.stems, *index.kin(term.stems, Bond.NAME))
    return _is_telling(match, question) and any(map(index.is_somebody, names))


def _is_first_name(match: Match, ranked: Ranked, index: Index) -> bool:
    """Whether the fact has the first name of somebody with another surname, and they are known elsewhere."""
    found, (first, *others) = match.alternative, match.term.stems.split()
    if found is None or found.evidence is not Evidence.PART or found.stems != first or not others:
        return False
    return f"; {first} " in ranked.candidate.columns.names and index.is_somebody(match.term.stems)


def _is_telling(match: Match, question: Question) -> bool:
    """Whether a term is of such weight that it tells what the question is about, and not who says it."""
    at = match.term.position
    return match.share >= TELLING and question.words[max(0, at - 2) : at] != ("according", "to")


def _lacks_name(question: Question, ranked: Ranked) -> bool:
    """Whether the fact lacks a name of some weight: "when did Velm join", and it is when Tarn did."""
    unmet = [match for match in ranked.matches if match.term.is_name and not match.alternative]
    return any(_is_telling(match, question) for match in unmet) or (
        bool(unmet) and wants_yes_or_no(question.words)
    )


def _lacks_deed(question: Question, ranked: Ranked) -> bool:
    """Whether the fact says nothing of what somebody has done, by a "who chaired the session"."""
    if question.kind not in (Kind.WHO, Kind.WHERE):
        return False
    place, asks_who = deed(question.words), "who" in question.words
    deeds = (term for term in ranked.lacking if term.has(place))
    # Light words make a weighty phrase: "who called it off" is no matter of calling.
    return any(term.role is None or (asks_who and term.length > 1) for term in deeds)


def _lacks_change(question: Question, ranked: Ranked) -> bool:
    """Whether the fact says nothing of what befell a thing, by a "when (or where, or why) was it closed"."""
    if question.kind not in _OF_DEEDS or _PASSIVE.isdisjoint(question.words):
        return False
    last = len(question.words) - 1
    is_participle = question.words[last].endswith("ed") or question.words[last] in PARTICLES
    lacking = [term for term in ranked.lacking if term.role is None]
    if is_participle and any(term.has(last) for term in lacking):
        return True
    of_office = {last - 1, end_of_phrase(question.words, 1) - 2}  # "elected mayor", "elected mayor of Velm"
    made = [term for term in lacking if term.stems in _BEGINNINGS and any(map(term.has, of_office))]
    return bool(made) and not _tells_of_beginning(ranked)


def _lacks_treatment(question: Question, ranked: Ranked) -> bool:
    """Whether the fact says nothing of what was done to those that a "how many were arrested" counts."""
    if question.kind is not Kind.COUNT:
        return False
    pairs = enumerate(pairwise(question.words), 1)
    done = [at for at, (was, word) in pairs if was == "been" or (was in _PASSIVE and word.endswith("ed"))]
    return any(term.role is None and any(map(term.has, done)) for term in ranked.lacking)


def _lacks_becoming(question: Question, ranked: Ranked) -> bool:
    """Whether a "when did she become mayor" meets a mayor, but neither a beginning nor a span of time."""
    if question.kind is not Kind.DATE or all(term.stems != _BECOME for term in ranked.lacking):
        return False
    return not _tells_of_beginning(ranked)


def _tells_of_beginning(ranked: Ranked) -> bool:
    """Whether a fact says that somebody became what they were, or has a span of time."""
    columns = ranked.candidate.columns
    is_span = re.search(_SPAN, f"{columns.statement}{columns.figures}") is not None
    return is_span or not _BEGINNINGS.isdisjoint(columns.statement.split())


def _lacks_turn(question: Question, ranked: Ranked) -> bool:
    """Whether the fact does not say which of several it is of, by a "when is the next election"."""
    return question.kind in _PLAIN_KINDS and any(
        term.stems in _TURNS and question.words[term.position - 1 : term.position] == ("the",)
        for term in ranked.lacking
    )


def _lacks_order(question: Question, ranked: Ranked) -> bool:
    """Whether the fact does not say that somebody was the first, by a "who was the first mayor"."""
    places = subject(question.words) if question.kind is Kind.WHO else range(0)
    return any(term.extreme and term.position in places for term in ranked.lacking)


def _lacks_role(question: Question, ranked: Ranked) -> bool:
    """Whether the fact lacks what is asked for by a "who is the president of it", "in which street"."""
    is_role = question.kind is Kind.WHERE or (question.kind is Kind.WHO and question.head < 0)
    focus = question.focus if is_role else ()
    return bool(focus) and not any(match.is_own for match in ranked.matches if match.term in focus)


def _is_but_named(question: Question, ranked: Ranked) -> bool:
    """Whether the fact has but a name of what is asked: "when was Mira born", and it is when she won."""
    weighty = [
        match for match in ranked.matches if match.term.role is None and not _is_frame(match.term, question)
    ]
    is_of_deed = question.kind in _OF_DEEDS  # which has to be in the fact; of what, the title may say
    met = [match.term for match in weighty if _is_met(match) and (match.is_own or not is_of_deed)]
    return question.kind in _PLAIN_KINDS and 0 < len(met) < len(weighty) and all(term.is_name for term in met)


def _is_done_by_another(question: Question, ranked: Ranked) -> bool:
    """Whether a "when did Velm buy it" meets what somebody bought from Velm."""
    said = ranked.candidate.columns.statement
    auxiliaries = [at for at, word in enumerate(question.words) if word in _OF_DOERS]
    behind = auxiliaries[0] + 1 if auxiliaries else len(question.words)
    behind += question.words[behind : behind + 1] == ("the",)
    doers = [match for match in ranked.matches if match.term.is_name and match.term.position == behind]
    deeds = [match.places[0] for match in ranked.matches if match.places and not match.term.is_name]
    places = [place for match in doers for place in match.places if place < len(said)]
    return bool(places and deeds) and all(
        min(deeds) < place and said.endswith((" from", " from the"), 0, place) for place in places
    )


def _lacks_succession(question: Question, ranked: Ranked) -> bool:
    """Whether the fact says nothing of who came before or after, by a "who was mayor before Mira Solen"."""
    columns = ranked.candidate.columns
    said = f"{columns.statement}{columns.keywords}".split()
    return question.neighbour is not None and _SUCCESSIONS.isdisjoint(said)


def _is_met(match: Match) -> bool:
    """Whether the fact has a term, or of a phrase the word that weighs most, which stands last."""
    found = match.alternative
    is_part = found is not None and found.evidence is Evidence.PART
    return found is not None and (not is_part or found.stems == match.term.stems.split()[-1])


def _is_frame(term: Term, question: Question) -> bool:
    """Whether a term only says for what kind of thing the question is."""
    return question.asks_by(term) or (term == question.head_term and term.length == 1)


def _is_unbound(question: Question, ranked: Ranked) -> bool:
    """Whether a "who is the president of Russia" meets a president and a Russia that lie apart."""
    if question.kind is not Kind.WHO or question.head >= 0:
        return False
    place, focus = deed(question.words), question.focus
    met = [match for match in ranked.matches if match.places]
    roles = [match for match in met if match.term in focus or _is_role(match, place)]
    others = [match for match in met if match not in roles and match.term.is_name]
    owners = [match for match in others if not _is_of_topic(match, ranked.candidate)]
    return bool(roles and owners) and all(gap(role, owner) > BOUND for role in roles for owner in owners)


def _is_role(match: Match, place: int) -> bool:
    """Whether a deed, such as "who heads it", is met by another word, such as "President"."""
    found = match.alternative
    return match.term.has(place) and found is not None and found.stems in _HEADS


def _is_of_topic(match: Match, candidate: Candidate) -> bool:
    """Whether a match stands in the id of the fact, too, and so is what the whole of it is about."""
    start, end = candidate.ends[_TOPIC - 1], candidate.ends[_TOPIC]
    return match.is_titled or any(start <= place < end for place in match.places)


def _is_suffered(question: Question, ranked: Ranked, fact: Fact) -> bool:
    """Whether a "who shot Kennedy" meets a Kennedy who was shot, and nobody by whom."""
    if question.kind is not Kind.WHO:
        return False
    place, said = deed(question.words), ranked.candidate.columns.statement.split()
    met = [match.alternative for match in ranked.matches if match.alternative and match.term.has(place)]
    verbs = [one.first for one in met if one.evidence in _OF_ONE_WORD and one.first in said]
    at = said.index(verbs[0]) if verbs else 0
    if not at or "by" in said[at:]:
        return False
    if _COPULAS.isdisjoint(said[max(0, at - 2) : at]):
        reduced = re.findall(_REDUCED, fold(fact.statement))  # "a pact, signed on 3 March"
        return not fact.who and verbs[0] in map(stem, reduced)
    return not fact.who or any(stems(name)[-1] in said[:at] for name in fact.who if stems(name))
