"""Known words that a misspelt word may stand for; the one module that uses rapidfuzz."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kzun.search.text import MAX_WORD

_EDITS = ((6, 1), (11, 2), (MAX_WORD, 3))  # up to how many letters, how many edits
SHORTEST = 4  # letters; a shorter word is one edit from too many others
_MOVABLE, _MOVED = 6, 2  # letters of a word of which one may stand elsewhere, and how many edits that is
_LACKING = 3  # letters of a word that may lack one: "tok" for "took"
_LEAST = 0.65  # the quality under which another word is just another word
_MOST_NEAR = 24  # words as near as that, each of which may be known twice
_MOST = 4  # corrections that are worth a look
# Words, first names and abbreviations of three letters, which stand for themselves though no fact has them.
_WHOLE = frozenset(
    """
    ace act ado aft age aid ail aim air ale ant ape apt arc ark arm art ash ask asp ate awe axe bad
    bag ban bar bat bay bed bee beg bet bib bid big bin bit boa bob bog bow box boy bra bud bug bun
    bus buy cab cam can cap car cat cob cod cog con cop cot cow coy cry cub cue cup cur cut dab dad dam
    day den dew die dig dim din dip doe dog don dot dry dub dud due dug dye ear eat ebb eel egg ego elf
    elk elm emu end era eve ewe eye fad fan far fat fax fed fee fen few fez fig fin fir fit fix flu fly
    foe fog fox fry fun fur gab gag gap gas gay gel gem get gig gin god got gum gun gut guy gym hat hay
    hen hip hit hog hop hot hub hue hug hut ice icy ill imp ink inn ion ire ivy jab jag jam jar jaw jay
    jet jib jig job jog joy jug keg key kid kin kit lab lad lag lap law lax leg lid lie lip lit log
    lot low mad man map mat maw men mid mix mob mop mow mud mug nap net nib nil nod nun nut oak oar oat
    odd oil old orb ore our owe owl own pad pal pan par pat paw pay pea peg pen pep pet pew pie pig pin
    pip pit ply pod pop pot pox pry pub pun pup rag ram ran rap rat raw ray red rib rid rig rim rip rob
    rod roe rot row rub rug rum run rut rye sac sad sag sap sat saw sea set sew sex shy sic sin sip sir
    sit ski sky sly sob son sow soy spa spy sty sub sue sum sun tab tag tan tap tar tax tea ten tic
    tie tin tip toe tom ton top tow toy try tub tug urn use van vat vet vex via vow wad wag war wax web
    wed wet wig win wit woe wok won woo yak yam yap yen yew zip zoo
    abe ada ali amy ann ava ben cal dan dee eli fay flo gil gus hal ian ida ike ira jan jed jim joe jon
    kay ken kim lee len leo les liz lou mae max may meg mel mia moe nat ned nia pam rex ron roy sal sam
    sid tad ted tim val viv zoe
    aba abc aca acc aec afc afl aig aol apa api asa bbc bmw bsa cbc cbs cdc cfc cgi cia cis cnn cpu csa
    dea dhl dna dsl ecb eec efa eta etf faa fao fbi fda fia fis gdr gmt gps gre hbo hiv hsc iba ibm icc
    icj ilo imf ioc irs isa iso itv iua jfk kfc kgb lcd led lse mba mit mlb mtv nba nbc nfl nhl nhs nra
    nsa oas odi osa pbs pdf pga plo pri raf rna sas sdp sec sim sls sms spd ssr tnt tsa tva uae ufc ufo
    uno upu usb usc usm wto wwf zdf
    """.split()
)


class Correction(NamedTuple):
    """A known word, and how far it lies from what was typed."""

    word: str
    distance: int  # optimal string alignment: insertions, deletions, substitutions, swaps of neighbours
    quality: float  # 0 to 1


def corrections(word: str, known: list[str], frequency: Callable[[str], int]) -> list[Correction]:
    """The nearest of the known words, best first; frequent words before rare ones.

    The distance is optimal string alignment (Damerau 1964, restricted), at most 1 up to 6 letters, 2 up to
    11, then 3; of 6 letters, one may also stand at another place. A word of 4 letters wants a swap, or an
    edit that keeps its first letter. One of 3 may lack a letter behind its first.
    """
    if len(word) < _LACKING or not word.isalpha() or word in _WHOLE:
        return []
    from rapidfuzz import process  # 18 ms to import: only when a word is unknown
    from rapidfuzz.distance import OSA

    most = next(edits for letters, edits in _EDITS if len(word) <= letters)
    reach = max(most, _MOVED) if len(word) == _MOVABLE else most
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=reach, limit=2 * _MOST_NEAR)
    distances = {
        other: int(distance)
        for other, distance, _ in near
        if _is_likely(word, other) and (distance <= most or _is_moved(word, other))
    }
    found = [
        Correction(other, distance, _quality(word, other, distance)) for other, distance in distances.items()
    ]
    likely = [one for one in found if one.quality >= _LEAST]
    return sorted(likely, key=lambda one: (-round(one.quality, 2), -frequency(one.word)))[:_MOST]


def _quality(word: str, other: str, distance: int) -> float:
    """The share of the letters that are right; a wrong first letter that is not swapped counts twice."""
    is_mended = word[0] == other[0] or sorted(word) == sorted(other)
    return 1 - (distance + (not is_mended)) / (max(len(word), len(other)) + 1)


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The one of a few words that is a single edit away, if there is one."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=1)
    return found[0] if found else None


def most_alike(wanted: str, names: Sequence[str], limit: int = 3) -> tuple[str, ...]:
    """The names that are written most like `wanted`, best first."""
    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler

    found = process.extract(wanted, names, scorer=JaroWinkler.similarity, score_cutoff=0.7, limit=limit)
    return tuple(name for name, _, _ in found)


def _is_moved(word: str, other: str) -> bool:
    """Whether a letter behind the first stands at another place: "phyton"."""
    places = range(1, len(word))
    return word[0] == other[0] and any(
        word[:one] + word[one + 1 :] == other[:two] + other[two + 1 :] for one in places for two in places
    )


def _is_likely(word: str, other: str) -> bool:
    if len(other) < SHORTEST - 1:
        return False
    if len(word) > SHORTEST:
        return True
    if len(word) == _LACKING:
        return len(other) > len(word) and word[0] == other[0]
    return sorted(word) == sorted(other) or word[0] == other[0]
