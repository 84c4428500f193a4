"""Which stores a command reads: those named in the call, in the environment, or by default."""

import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from kzun.errors import MissingStoreError
from kzun.store import stores
from kzun.store.stores import bundled_store, chosen_stores, split_paths, user_store, words_path

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own store, which exists."""
    path = tmp_path / "own"
    path.mkdir()
    monkeypatch.setattr(stores, "user_store", lambda: path)
    return path


def test_stores_named_in_the_call_count_for_more_than_those_of_the_environment() -> None:
    assert chosen_stores(["b", "a"], {"KZUN_FACTS": "c"}) == (Path("b"), Path("a"))


def test_stores_of_the_environment_count_for_more_than_the_default(own: Path) -> None:
    assert chosen_stores([], {"KZUN_FACTS": "b:a"}) == (Path("b"), Path("a"))
    assert own.exists()


@pytest.mark.parametrize("environment", [{}, {"KZUN_FACTS": ""}, {"KZUN_FACTS": "::"}, {"FACTS": "a"}])
def test_by_default_the_own_store_lies_over_the_bundled_one(own: Path, environment: dict[str, str]) -> None:
    assert chosen_stores([], environment) == (own, bundled_store())


def test_a_default_store_that_does_not_exist_is_left_out(own: Path) -> None:
    own.rmdir()

    assert chosen_stores([], {}) == (bundled_store(),)


def test_a_list_without_the_bundled_store_leaves_it_out() -> None:
    assert chosen_stores([":bundled:", "a"], {}) == (bundled_store(), Path("a"))
    assert chosen_stores(["a"], {}) == (Path("a"),)


def test_a_path_in_the_call_may_hold_what_separates_paths_in_the_environment() -> None:
    assert chosen_stores(["a:b"], {}) == (Path("a:b"),)


def test_a_store_that_is_named_twice_is_read_once() -> None:
    assert chosen_stores(["a", "b", "./a", ":bundled:", ":bundled:"], {}) == (
        Path("a"),
        Path("b"),
        bundled_store(),
    )


def test_an_empty_name_is_no_store() -> None:
    with pytest.raises(MissingStoreError, match=r"^no store at an empty path$"):
        chosen_stores(["a", ""], {})


@pytest.mark.parametrize(
    ("joined", "paths"),
    [
        ("", ()),
        (":", ()),
        ("a", ("a",)),
        ("/a:b:c d", ("/a", "b", "c d")),
        (":a::b:", ("a", "b")),
        (":bundled:", (":bundled:",)),
        ("a::bundled:", ("a", ":bundled:")),
        (":bundled::a", (":bundled:", "a")),
        ("a::bundled::b", ("a", ":bundled:", "b")),
        (":bundled:::bundled:", (":bundled:", ":bundled:")),
        ("a:::bundled:::b", ("a", ":bundled:", "b")),
        ("bundled", ("bundled",)),
        ("a:bundled:b", ("a", "bundled", "b")),
        ("a:bundled:", ("a", "bundled")),
        (":bundled:b", ("bundled", "b")),
    ],
)
def test_paths_are_joined_like_those_of_path_and_bundled_is_one_of_them(
    joined: str, paths: tuple[str, ...]
) -> None:
    assert split_paths(joined, separator=":") == paths


def test_the_separator_is_that_of_the_system() -> None:
    assert split_paths("C:\\a;:bundled:;b", separator=";") == ("C:\\a", ":bundled:", "b")


@pytest.mark.parametrize("folder", ["", " ", "/data", "/data/../home"])
@pytest.mark.parametrize("system", [sys.platform, "another"])
def test_the_own_store_is_a_folder_of_the_users_data(
    folder: str, system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", folder)
    monkeypatch.setattr(sys, "platform", system)

    assert user_store() == platformdirs.user_data_path("kzun") / "facts"


@pytest.mark.skipif(sys.platform != "linux", reason="only there the variable counts")
@pytest.mark.parametrize("folder", ["relative", "~/data", "."])
def test_a_folder_of_the_users_data_that_is_not_absolute_does_not_count(
    folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", folder)

    assert user_store() == Path.home() / ".local/share/kzun/facts"


def test_the_bundled_store_lies_in_the_package_or_beside_it(tmp_path: Path) -> None:
    package = tmp_path / "kzun"
    assert bundled_store(package) == tmp_path / "facts"

    (package / "facts").mkdir(parents=True)
    assert bundled_store(package) == package / "facts"


def test_the_bundled_store_of_a_checkout_is_its_facts() -> None:
    assert bundled_store() == CHECKOUT / "facts"
    assert (bundled_store() / "stamp.toml").is_file()


def test_the_general_thesaurus_comes_with_the_package() -> None:
    assert words_path() == CHECKOUT / "kzun" / "words.toml"
    assert words_path().is_file()


def test_where_the_own_store_lies_is_not_looked_up_for_named_stores() -> None:
    code = (
        "import sys; from kzun.store.stores import chosen_stores;"
        "chosen_stores(['a'], {}), chosen_stores([], {'KZUN_FACTS': 'a'});"
        "sys.exit('platformdirs' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, check=False).returncode == 0
