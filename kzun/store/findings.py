"""What is to be said of facts, put at its place in their files."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kzun.problem import Problem, Severity
from kzun.store.document import Document, read_document
from kzun.store.locate import KeyPath, Position, locate
from kzun.store.paths import shown


class Finding(NamedTuple):
    """Something about a fact, at a key or array item of it."""

    fact: str  # id
    path: KeyPath  # () is the fact as a whole, ("asks", 0) the first item of its `asks`
    severity: Severity
    code: str
    text: str


def placed(findings: Iterable[Finding], paths: Mapping[str, Path]) -> tuple[Problem, ...]:
    """The findings as problems, sorted; `paths` says in which file each fact stands.

    Each file is read again, once: places are too many to be kept for facts of which nothing is to be said.
    A file that has become unreadable since has them at line 1, column 1.
    """
    by_path: defaultdict[Path, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_path[paths[finding.fact]].append(finding)
    return tuple(sorted(problem for path, found in by_path.items() for problem in _placed_in(path, found)))


def _placed_in(path: Path, findings: Sequence[Finding]) -> Iterator[Problem]:
    document = read_document(path)
    keys = [(finding.fact.partition(".")[2], *finding.path) for finding in findings]
    places = locate(document.text, keys) if isinstance(document, Document) else {}
    for finding, key in zip(findings, keys, strict=True):
        place = places.get(key, Position(1, 1))
        yield Problem(shown(path), *place, finding.severity, finding.code, finding.text)
