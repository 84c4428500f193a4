"""What stands at the path of a store, and how a path is shown."""

import os
from pathlib import Path

from kzun.errors import MissingStoreError, UnreadableError

SUFFIX = ".toml"


def is_folder(root: Path) -> bool:
    """Whether a store is a folder, else it is a file. Raises MissingStoreError and UnreadableError."""
    try:
        root.stat()
        if root.is_dir():
            os.scandir(root).close()
            return True
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MissingStoreError(shown(root)) from error
    except OSError as error:
        raise UnreadableError(shown(root), refusal(error)) from error
    if root.is_file() and root.suffix == SUFFIX:
        return False
    raise UnreadableError(shown(root), "it is neither a folder nor a TOML file")


def is_there(path: Path) -> bool:
    """Whether there is anything at a path, as far as the system says."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists can raise


def shown(path: Path) -> str:
    """The path as it can be printed; file names are bytes, and need not be UTF-8."""
    return os.fsencode(path).decode(errors="backslashreplace")


def refusal(error: OSError) -> str:
    """Why the system refused."""
    return error.strerror or str(error)
