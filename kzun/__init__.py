"""Answers plain questions from a folder of hand-edited facts, with their sources.

>>> import kzun
>>> base = kzun.FactBase.open([":bundled:"])
>>> reply = base.search("what is the stamp value")
>>> reply.answer.text, reply.answer.facts[0].id
('700 tenge', 'stamp.value')
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kzun.edtf import Date as Date
    from kzun.edtf import parse as parse_date
    from kzun.errors import KzunError as KzunError
    from kzun.fact import Fact as Fact
    from kzun.fact import Source as Source
    from kzun.fact import Topic as Topic
    from kzun.factbase import FactBase as FactBase
    from kzun.problem import Problem as Problem
    from kzun.search.filter import Filter as Filter
    from kzun.search.reply import Answer as Answer
    from kzun.search.reply import Hit as Hit
    from kzun.search.reply import Kind as Kind
    from kzun.search.reply import Outcome as Outcome
    from kzun.search.reply import Reply as Reply

_HOMES = {
    "Answer": "search.reply",
    "Date": "edtf",
    "Fact": "fact",
    "FactBase": "factbase",
    "Filter": "search.filter",
    "Hit": "search.reply",
    "Kind": "search.reply",
    "KzunError": "errors",
    "Outcome": "search.reply",
    "Problem": "problem",
    "Reply": "search.reply",
    "Source": "fact",
    "Topic": "fact",
    "parse_date": "edtf",
}

__all__ = (
    "Answer",
    "Date",
    "Fact",
    "FactBase",
    "Filter",
    "Hit",
    "Kind",
    "KzunError",
    "Outcome",
    "Problem",
    "Reply",
    "Source",
    "Topic",
    "parse_date",
)


if not TYPE_CHECKING:  # or a type checker would take any name for one of these

    def __getattr__(name: str) -> object:
        """A public name, loaded when it is first used, so that `import kzun` costs nothing."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name.removesuffix("_date"))
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return sorted(__all__)
