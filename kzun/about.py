"""What this installation is: its version, its settings, and where each of them comes from."""

import platform
import sys
from collections.abc import Iterator, Mapping

from kzun.config import Setting, color_of, format_of, limit_of, pager_of, read_config
from kzun.store.stores import CACHE_VARIABLE, VARIABLE, cache_folder, chosen_stores, user_store


def version_line() -> str:
    """The name and the number."""
    from importlib.metadata import version  # 15 ms to import

    return f"kzun {version('kzun')}"


def settings(environ: Mapping[str, str]) -> Iterator[str]:
    """A line for each setting, with its origin in brackets. Raises ConfigError for a file with flaws."""
    config = read_config(environ)
    yield _line("python", Setting(platform.python_version(), sys.executable))
    state = "read" if config.path and config.path.exists() else "no such file"
    yield _line("config", Setting(str(config.path or "none"), state if config.path else "KZUN_CONFIG"))
    named = () if environ.get(VARIABLE) else config.stores
    origin = VARIABLE if environ.get(VARIABLE) else str(config.path) if named else "default"
    for place, store in enumerate(chosen_stores(named, environ)):
        yield _line("" if place else "stores", Setting(str(store), origin))
    if origin == "default" and not user_store().exists():
        yield _line("", Setting(str(user_store()), "default, once it is there"))
    named_cache = CACHE_VARIABLE if environ.get(CACHE_VARIABLE) else "default"
    yield _line("cache", Setting(str(cache_folder(environ) or ""), named_cache))
    yield _line("format", format_of(config))
    yield _line("color", color_of(environ, config))
    yield _line("pager", pager_of(environ, config))
    yield _line("limit", limit_of(config))


def _line(name: str, setting: Setting) -> str:
    return f"{name:<8}{setting.value or 'none'} ({setting.origin})"
