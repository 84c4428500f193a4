"""An index that is brought up to date is the one that would be made anew."""

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from kzun import kept
from kzun.errors import EmptyStoreError
from kzun.factbase import FactBase
from kzun.search import updating

WORDS = st.sampled_from("ford weir Tarn river opened opening bridge 1931 non-tidal long".split())
TEXTS = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
FIELDS: dict[str, st.SearchStrategy[object]] = {
    "date": st.sampled_from(["1931", "1931-05", "../1990"]),
    "value": st.one_of(st.integers(1, 9), TEXTS),
    "who": st.lists(TEXTS, max_size=2),
    "keywords": st.lists(WORDS, max_size=2),
    "asks": st.lists(TEXTS, max_size=1),
    "see": st.just(["a.one"]),
    "source": st.sampled_from(["book", "lost"]),
}
ODD: dict[str, st.SearchStrategy[object]] = {
    "see": st.lists(st.sampled_from(["a.one", "b.two", "c.three"]), max_size=1),
    "colour": st.just("red"),
}


def stores(
    fields: Mapping[str, st.SearchStrategy[object]], *always: str
) -> st.SearchStrategy[dict[str, Any]]:
    """Files of facts of these fields; a fact of the first file is `always` there."""
    fact = st.fixed_dictionaries({"statement": TEXTS}, optional=dict(fields))
    facts = st.dictionaries(st.sampled_from(["one", "two", "three", "four"]), fact, max_size=4)
    first = st.fixed_dictionaries(dict.fromkeys(always, fact), optional={"two": fact})
    other = st.one_of(st.none(), st.just("[broken"), facts, facts)
    return st.fixed_dictionaries({"a": first, "b": other, "c": other, "sub/d": other})


STORE = st.one_of(stores(FIELDS, "one"), stores(FIELDS, "one"), stores(FIELDS | ODD))


def write(store: Path, files: Mapping[str, object]) -> None:
    """Make the files of a store what they are here; None for one that is not there."""
    for name, content in files.items():
        path = store / f"{name}.toml"
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_text(content if isinstance(content, str) else toml(content), encoding="utf-8")


def toml(facts: object) -> str:
    """Facts as a file of them, which has another title for each number of them, and none for one."""
    assert isinstance(facts, dict)
    lines = [f'title = "The weir of {len(facts)} fords"'] if len(facts) != 1 else []
    for key, fields in facts.items():
        lines.append(f"[{key}]")
        lines += [f"{name} = {value!r}" for name, value in fields.items()]
    return "\n".join(lines)


SAME = ("words", "stems", "items", "sources", "phrases")
TABLES = {
    **{table: f"SELECT * FROM {table} ORDER BY 1, 2" for table in SAME},  # noqa: S608 - of constants
    "spellings": "SELECT * FROM spellings ORDER BY 1, 2, 3",
    "facts": """
        SELECT id, document, earliest, latest, people, places, slots, length FROM facts ORDER BY number
    """,
    "files": "SELECT store, name, topic, title, summary, is_whole FROM files ORDER BY first",
    "links": "SELECT target, id FROM links JOIN facts ON number = fact ORDER BY 1, 2",
    "terms": "SELECT term, id, col, offset FROM temp.stood JOIN facts ON number = doc ORDER BY 1, 2, 3, 4",
    "about": "SELECT value FROM about WHERE name IN ('size', 'note problems') ORDER BY name",
}


def tables(cache: Path) -> dict[str, list[object]]:
    """All that stands in the one index of a folder, but for the numbers of facts."""
    (path,) = cache.glob("*.index")
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIRTUAL TABLE temp.stood USING fts5vocab(main, terms, instance)")
    rows = {name: connection.execute(query).fetchall() for name, query in TABLES.items()}
    connection.close()
    return rows


def opened(store: Path, cache: Path) -> FactBase | None:
    """The facts of a store; None where there are none, nor a problem."""
    try:
        return FactBase.open([str(store)], environ={}, cache=cache)
    except EmptyStoreError:
        return None


@pytest.fixture(scope="module")
def updates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[object]]:
    """What was brought up to date, under a thesaurus of a few words: the real one takes most of the time."""
    words = tmp_path_factory.mktemp("words") / "words.toml"
    words.write_text('stop = ["the"]\nforms = [["open", "opened"]]\n', encoding="utf-8")
    done: list[object] = []

    update = updating.update

    def counted(*about: Any) -> None:
        update(*about)
        done.append(about)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "words_path", lambda: words)
        for module in ("indexing", "updating"):
            patch.setattr(f"kzun.search.{module}.ROOM", 2)  # so that files grow out of theirs, too
        patch.setattr("kzun.search.updating.update", counted)
        yield done


@given(before=STORE, after=STORE, is_read=st.booleans())
def test_a_store_that_changes_is_indexed_as_if_it_had_been_so_from_the_start(
    updates: list[object], before: dict[str, object], after: dict[str, object], *, is_read: bool
) -> None:
    with TemporaryDirectory() as folder:
        store, kept_long, kept_now = (Path(folder) / name for name in ("store", "long", "now"))
        store.mkdir()
        (store / "sources.toml").write_text('[book]\ntitle = "A book"\n', encoding="utf-8")
        write(store, before)
        first = opened(store, kept_long)
        if first and not is_read:  # while somebody reads an index, it is left as it is, and a copy is changed
            first.close()
        write(store, after)
        bases = [opened(store, cache) for cache in (kept_long, kept_now)]
        event(f"brought up to date: {bool(updates)}")
        updates.clear()
        if all(bases):
            assert tables(kept_long) == tables(kept_now)
        else:
            assert bases == [None, None]
