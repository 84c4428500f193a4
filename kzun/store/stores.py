"""Which stores a command reads."""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import kzun
from kzun.errors import MissingStoreError

BUNDLED = ":bundled:"  # the name of the bundled store where stores are named
VARIABLE = "KZUN_FACTS"
CACHE_VARIABLE = "KZUN_CACHE_DIR"

PACKAGE = Path(kzun.__file__).parent


def chosen_stores(named: Sequence[str], environment: Mapping[str, str]) -> tuple[Path, ...]:
    """The stores to read, the most important first: those of `--facts`, else of KZUN_FACTS, else the default.

    The default is the user's own store, where it exists, over the bundled one. Whether a named store
    exists is found out by whoever reads it. Raises MissingStoreError for an empty name.
    """
    names = named or split_paths(environment.get(VARIABLE, ""))
    if names:
        return tuple(dict.fromkeys(_named_store(name) for name in names))
    defaults = (user_store(), bundled_store())
    return tuple(path for path in defaults if os.path.exists(path))  # noqa: PTH110 - Path.exists can raise


def split_paths(joined: str, separator: str = os.pathsep) -> tuple[str, ...]:
    """The paths of a list that is written like PATH; empty ones are dropped.

    `:bundled:` is one name, although it holds what separates names: between two separators, or an
    end, it is taken whole.

    >>> split_paths("/home/me/facts::bundled:", separator=":")
    ('/home/me/facts', ':bundled:')
    >>> split_paths("bundled:facts", separator=":")
    ('bundled', 'facts')
    """
    if not joined:
        return ()
    other = f"[^{re.escape(separator)}]"
    return tuple(re.findall(rf"(?<!{other}){BUNDLED}(?!{other})|{other}+", joined))


def user_store() -> Path:
    """The user's own store, where new facts are written; it need not exist."""
    if sys.platform == "linux":
        return _xdg_folder(os.environ, "XDG_DATA_HOME", "~/.local/share") / "kzun" / "facts"
    import platformdirs  # 6 ms to import: only where the folders are other ones

    return platformdirs.user_data_path("kzun") / "facts"


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """Where indexes are kept; it need not exist. None where the user has no place of their own."""
    if environment.get(CACHE_VARIABLE):
        return Path(environment[CACHE_VARIABLE])
    if sys.platform == "linux":
        folder = _xdg_folder(environment, "XDG_CACHE_HOME", "~/.cache") / "kzun"
    else:
        import platformdirs

        folder = platformdirs.user_cache_path("kzun")
    return folder if folder.is_absolute() else None


def bundled_store(package: Path = PACKAGE) -> Path:
    """The store that comes with the program: in the package, or beside it in a checkout."""
    packaged = package / "facts"
    return packaged if packaged.is_dir() else package.parent / "facts"


def words_path() -> Path:
    """The thesaurus of general English, which lies under every store."""
    return PACKAGE / "words.toml"


def _named_store(name: str) -> Path:
    if not name:
        raise MissingStoreError("an empty path")
    return bundled_store() if name == BUNDLED else Path(name)


def _xdg_folder(environment: Mapping[str, str], variable: str, default: str) -> Path:
    """A folder of the XDG Base Directory Specification 0.8, as platformdirs has it: an absolute one."""
    folder = Path(environment.get(variable, "").strip())
    return folder if folder.is_absolute() else Path(os.path.expanduser(default))  # noqa: PTH111 - if it can
