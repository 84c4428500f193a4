"""What the codes of problems mean, and how to mend what they name."""

from typing import NamedTuple

from kzun.problem import Severity


class Rule(NamedTuple):
    """A code of `kzun check`."""

    code: str
    severity: Severity
    meaning: str
    fix: str


_E, _W = Severity.ERROR, Severity.WARNING
RULES = (
    Rule("unreadable", _E, "The system refuses to read a file or folder.", "Look at its owner and mode."),
    Rule("encoding", _E, "A file, or its name, is not UTF-8.", "Save it as UTF-8."),
    Rule(
        "syntax",
        _E,
        "A file is not TOML 1.0.",
        "Mend what stands at the place; the rest of the file is not read.",
    ),
    Rule("too-deep", _E, "Arrays or tables nest too deep.", "Flatten them."),
    Rule("duplicate-stem", _E, "Two files of a store have one stem.", "Rename one of them, or join them."),
    Rule("bad-id", _E, "A topic or key is no id.", "Use small letters, digits and single hyphens."),
    Rule("taken-id", _E, "Another fact has this id.", "Give it another key, or edit the one that is there."),
    Rule("duplicate-id", _E, "A file to import has an id twice.", "Give one of the facts another key."),
    Rule(
        "other-source",
        _E,
        "A source to import is described otherwise in sources.toml.",
        "Make them agree, or give it another id.",
    ),
    Rule("unknown-key", _E, "A key that the format does not know.", "Correct it, or put it under `extra`."),
    Rule("missing-key", _E, "A required key is missing.", "Add it."),
    Rule("wrong-type", _E, "A value is of a wrong type.", "Write it as the type that the problem names."),
    Rule("empty", _E, "A value is empty.", "Leave the key out."),
    Rule("bad-date", _E, "A date is no EDTF date.", "Write it as 1992-03-02, 1992-03, 1992 or 1991/1992."),
    Rule("bad-number", _E, "A number that not every reader can take.", "Write it as a string."),
    Rule(
        "unknown-source",
        _E,
        "A fact names a source that no file describes.",
        "Add a table `[its-id]` with a `title` to sources.toml.",
    ),
    Rule("dangling-see", _E, "A `see` names no fact.", "Correct the id, or remove it."),
    Rule("no-source", _W, "A fact does not say where it comes from.", "Add `source`."),
    Rule("one-way-see", _W, "A `see` is not returned.", "Add this fact to the `see` of the other."),
    Rule("needless-keyword", _W, "A keyword stands in the statement already.", "Remove the keyword."),
    Rule("after-source", _W, "A fact is dated after the source that tells of it.", "Look at both dates."),
    Rule(
        "contrary-values",
        _W,
        "Two facts are asked the same and have different values.",
        "Ask each more closely.",
    ),
    Rule("other-figure", _W, "A statement says other figures than `value`.", "Make them agree."),
    Rule("other-date", _W, "A statement says other years than `date`.", "Make them agree."),
    Rule(
        "hides", _W, "A fact hides one of the same id in another store.", "Rename it, unless that is meant."
    ),
    Rule(
        "missed-ask",
        _W,
        "Another fact is found first by a question of this one.",
        "Add keywords, or reword it.",
    ),
    Rule(
        "answered-decline",
        _W,
        "A question that must not be answered is.",
        "Look at the fact that answers it.",
    ),
)


def fix_of(code: str) -> str | None:
    """How to mend what has this code; None for a code that is not known."""
    return next((rule.fix for rule in RULES if rule.code == code), None)
