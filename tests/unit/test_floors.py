"""The house has floors: a module imports from floors below it or from its own folder, and nothing else."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.readme import README, ROOT

# From the ground up. A name with a slash at its end is a folder: its modules may import one another.
FLOORS = (
    ("problem",),
    ("errors",),
    ("edtf", "rules"),
    ("fact",),
    ("search/", "store/"),
    ("kept",),
    ("factbase", "writing", "views/"),
    ("config", "editor", "help", "pager", "waiting"),
    ("about", "completion", "shells"),
    ("commands/",),
    ("cli",),
    ("__main__",),
)

LIBRARIES = {
    "typer": {
        "cli",
        "commands/options",
        "commands/looking",
        "commands/checking",
        "commands/editing",
        "completion",
        "help",
        "shells",
    },
    "rich": {"views/screen", "waiting"},
    "tomli": {"store/document", "store/locate", "writing"},
    "tomli_w": {"store/composing", "views/documents"},
    "tomlkit": {"store/editing"},
    "filelock": {"store/writer"},
    "icalendar": {"views/events"},
    "rapidfuzz": {"search/spelling"},
    "Stemmer": {"search/text"},
    "anyascii": {"search/text", "views/legible"},
    "platformdirs": {"store/stores"},
}
SQL = {"search/index", "search/indexing", "search/updating", "kept"}  # those that speak it, and its keeper
DISTRIBUTIONS = {"PyStemmer": "Stemmer", "tomli-w": "tomli_w"}  # whose modules have other names

MODULES = {
    path.relative_to(ROOT / "kzun").with_suffix("").as_posix(): path
    for path in sorted((ROOT / "kzun").rglob("*.py"))
    if path.name != "__init__.py"
}


def imports(path: Path) -> set[str]:
    """What a file imports, anywhere in it, as dotted names."""
    return set(_imports(ast.parse(path.read_text(encoding="utf-8"))))


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def inner_imports(name: str) -> set[str]:
    """The modules of kzun that a module imports."""
    dotted = {one.replace("/", "."): one for one in MODULES}
    found = (each.removeprefix("kzun.") for each in imports(MODULES[name]) if each.startswith("kzun."))
    return {dotted[each] for each in found if each in dotted}


def outer_imports(path: Path) -> set[str]:
    """The libraries that a file imports, by the first part of their names."""
    return {each.partition(".")[0] for each in imports(path)} - {"kzun"}


def room(name: str) -> str:
    """What stands in the table of floors for a module: its folder, or itself."""
    folder, slash, _ = name.partition("/")
    return folder + slash


def floor(name: str) -> int:
    """How high a module stands; an error for one that has no place in the table."""
    (found,) = (height for height, rooms in enumerate(FLOORS) if room(name) in rooms)
    return found


@pytest.mark.parametrize("name", MODULES)
def test_a_module_stands_on_a_floor(name: str) -> None:
    assert sum(room(name) in rooms for rooms in FLOORS) == 1


@pytest.mark.parametrize("name", MODULES)
def test_the_picture_in_the_readme_has_each_module(name: str) -> None:
    picture = README.partition("## How it is built")[2].split("```")[1]
    rooms = {re.split(r"[ /.]", one[3:], maxsplit=1)[0]: one for one in re.split(r"\n(?=...\S)", picture)}
    place = rooms[room(name).removesuffix("/")]

    assert re.search(rf"\b{name.rpartition('/')[2]}\b", place)


def test_nothing_stands_on_a_floor_that_is_not_there() -> None:
    assert {one for rooms in FLOORS for one in rooms} == set(map(room, MODULES))


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_from_below_or_from_its_own_folder(name: str) -> None:
    up = {
        other
        for other in inner_imports(name)
        if floor(other) >= floor(name) and not (room(name).endswith("/") and room(other) == room(name))
    }

    assert up == set()


@pytest.mark.parametrize("name", MODULES)
def test_views_do_not_see_the_store(name: str) -> None:
    if name.startswith("views/"):
        assert not {other for other in inner_imports(name) if other.startswith("store/")}


def test_no_two_modules_need_each_other() -> None:
    left = {name: inner_imports(name) - {name} for name in MODULES}
    while free := {name for name, needs in left.items() if not needs}:
        left = {name: needs - free for name, needs in left.items() if name not in free}

    assert left == {}


@pytest.mark.parametrize("name", MODULES)
def test_a_library_is_used_where_it_is_said_to_be(name: str) -> None:
    used = outer_imports(MODULES[name]) - sys.stdlib_module_names

    assert used == {library for library, places in LIBRARIES.items() if name in places}


@pytest.mark.parametrize("name", MODULES)
def test_sql_is_spoken_in_the_index_alone(name: str) -> None:
    assert "sqlite3" not in outer_imports(MODULES[name]) or name in SQL


def test_a_package_opens_no_door_of_its_own() -> None:
    front = ROOT / "kzun" / "__init__.py"  # that of the library, which opens when somebody knocks
    doors = {str(path): imports(path) for path in (ROOT / "kzun").rglob("__init__.py") if path != front}

    assert not any(doors.values())


def test_each_dependency_is_used_and_each_library_is_declared() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {re.split("[<>=~!]", one)[0] for one in declared}

    assert {DISTRIBUTIONS.get(name, name) for name in names} == LIBRARIES.keys()
