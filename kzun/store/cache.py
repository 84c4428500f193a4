"""The user's cache folder, in which a file stands for a set of stores; all of it can be thrown away."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISVTX, S_ISDIR
from typing import NamedTuple
from zlib import crc32

from kzun.store.stamps import Stamp, as_bytes, may_hide_a_change, stamped

_SUFFIX = ".index"
_UNFINISHED = ".part"
_DAY = 86_400_000_000_000  # nanoseconds
_KEPT = 30 * _DAY  # unused
_OTHERS = 0o077  # what a mode allows to others than the owner


class Look(NamedTuple):
    """How the files of some stores looked at a time."""

    time: int  # nanoseconds
    stamps: list[Stamp]

    def __bytes__(self) -> bytes:
        """Equal as long as no file changes, comes or goes."""
        return as_bytes(self.stamps)

    def digests(self, since: int) -> bytes:
        """What stands in the files of which the stamps could hide a change after `since`."""
        racy = [path for path, *rest in self.stamps if may_hide_a_change((path, *rest), since)]
        return b"\n".join(map(_digest, racy))


def look_at(roots: Sequence[Path], words: Path) -> Look:
    """How the files that make up a fact base look now, its thesaurus and the program included.

    Raises MissingStoreError and UnreadableError for a root that is not there or cannot be listed.
    """
    now = time.time_ns()
    return Look(now, stamped(roots, (words,)))


