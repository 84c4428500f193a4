"""From a raw thesaurus to lines that can be used."""

from collections.abc import Iterator

from kzun.fact import Flaw, Gate, Table, toml_type

_FAMILIES = ("words", "names", "forms")
_PAIRS = ("contrary",)
_LISTS = ("light", "stop")
_KEYS = (*_FAMILIES, *_PAIRS, *_LISTS)

_PAIR = 2
_FEWEST = {"names": (1, "a string or more")}  # a name alone is at least no misspelt word
_FEW = (_PAIR, "two strings or more")


def read_thesaurus(table: Table) -> tuple[Table, tuple[Flaw, ...]]:
    """The lines that hold, under their keys, and what is wrong with the others."""
    gate = Gate(table)
    gate.refuse_unknown_keys(_KEYS)
    lists = {key: list(gate.texts(key)) for key in _LISTS if key in table}
    found = {key: tuple(_lines(key, table[key])) for key in (*_FAMILIES, *_PAIRS) if key in table}
    families = {key: [line for line in lines if isinstance(line, list)] for key, lines in found.items()}
    flaws = (flaw for lines in found.values() for flaw in lines if isinstance(flaw, Flaw))
    return {**families, **lists}, (*gate.flaws, *flaws)


def _lines(key: str, lines: object) -> Iterator[list[str] | Flaw]:
    if not isinstance(lines, list):
        yield Flaw((key,), "wrong-type", f"{key} wants array of arrays, not {toml_type(lines)}")
        return
    for number, line in enumerate(lines):
        if isinstance(line, list):
            yield from _line(key, number, line)
        else:
            yield Flaw((key, number), "wrong-type", f"{key} wants arrays of strings, not {toml_type(line)}")


def _line(key: str, number: int, line: list[object]) -> Iterator[list[str] | Flaw]:
    gate = Gate({key: line})
    fewest, wanted = _FEWEST.get(key, _FEW)
    members = list(gate.texts(key))
    if gate.flaws:
        yield from (flaw._replace(path=(key, number, *flaw.path[1:])) for flaw in gate.flaws)
    elif key in _PAIRS and len(line) != _PAIR:
        yield Flaw((key, number), "wrong-type", f"a line of {key} wants two strings, not {len(line)}")
    elif len(line) < fewest:
        yield Flaw((key, number), "wrong-type", f"a line of {key} wants {wanted}, not {len(line)}")
    else:
        yield members
