"""What writers have done, in words and as a diff."""

from collections.abc import Iterable, Sequence
from difflib import unified_diff
from shlex import join
from typing import NamedTuple

_MOST = 3  # files that are named; of more their number


class Rewritten(NamedTuple):
    """A file before and after."""

    path: str
    old: str
    new: str


def diff(files: Iterable[Rewritten]) -> str:
    r"""The changes of files as `patch` takes them.

    >>> print(diff([Rewritten("a.toml", "", "[b]\n")]), end="")
    --- a.toml
    +++ a.toml
    @@ -0,0 +1 @@
    +[b]
    """
    return "".join(line for file in files for line in _diff(file))


def done(
    verb: str,
    facts: Sequence[str],
    places: Sequence[str],
    kept: int = 0,
    *,
    shows: str | None = None,
    stores: Sequence[str] = (),
) -> str:
    """A line about what was written where, of many facts their number; and one that `shows` a fact.

    >>> places = ["my facts/stamp.toml:4"]
    >>> print(done("added", ["stamp.value"], places, shows="stamp.value", stores=["my facts"]), end="")
    added stamp.value to my facts/stamp.toml:4
    show it: kzun show stamp.value --facts 'my facts'
    """
    passed_over = f" ({kept} there already)" if kept else ""
    if not facts:
        return f"nothing {verb}{passed_over}\n"
    what = facts[0] if len(facts) == 1 else f"{len(facts)} facts"
    preposition = {"added": "to", "removed": "from"}.get(verb, "in")
    listed = ", ".join(places) if len(places) <= _MOST else f"{len(places)} files"
    where = f" {preposition} {listed}" if places else ""
    named = (word for store in stores for word in ("--facts", store))
    hint = f"show it: {join(['kzun', 'show', shows, *named])}\n" if shows else ""
    return f"{verb} {what}{where}{passed_over}\n{hint}"


def _diff(file: Rewritten) -> Iterable[str]:
    lines = unified_diff(_lines(file.old), _lines(file.new), file.path, file.path)
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """At line feeds alone, as `patch` sees them."""
    return [f"{line}\n" for line in text.split("\n")[:-1]] + list(filter(None, text.rsplit("\n", 1)[-1:]))
