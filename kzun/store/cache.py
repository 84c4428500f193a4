"""The user's cache folder: a file for each set of stores, which whoever finds it lacking makes again."""

import json
import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from stat import S_ISVTX
from typing import NamedTuple
from zlib import adler32, crc32

from kzun.store.stamps import Stamp, as_bytes, racy, stamped
from kzun.store.stores import PACKAGE

_SUFFIX = ".index"
_UNFINISHED = ".part"
_DAY = 86_400_000_000_000  # nanoseconds
_KEPT = 30 * _DAY  # without being used
_ABANDONED = _DAY  # a file that nobody finishes
_FOR_OTHERS = 0o077  # the bits of a mode that let in others than the owner


class Look(NamedTuple):
    """How the files behind an answer looked at a moment: those of the stores, and kzun's own."""

    time: int  # nanoseconds
    stamps: list[Stamp]

    def __bytes__(self) -> bytes:
        """Equal as long as no file changes, comes or goes."""
        return as_bytes(self.stamps)

    def written(self) -> bytes:
        """The stamps for `read_stamps`."""
        return json.dumps(self.stamps).encode()

    def digests(self, since: int) -> dict[str, str]:
        """By path, what stands in the files of which the stamps could hide a change after `since`."""
        return {path: _digest(path) for path, *_ in racy(self.stamps, since)}


def look_at(roots: Sequence[Path], words: Path) -> Look:
    """How the stores, the thesaurus under them and kzun itself look now.

    Raises MissingStoreError and UnreadableError for a root that is not there or cannot be listed.
    """
    now = time.time_ns()
    return Look(now, stamped(roots, words, PACKAGE))


class Shelf(NamedTuple):
    """The place of the file for one set of stores."""

    folder: Path
    path: Path

    def is_fresh(self, look: Look, stamps: bytes, digests: bytes) -> bool:
        """Whether what stands here was made of files that look as they did, by the two notes of its maker.

        A file that changed in the tick in which it was read is read again, and has to be the same. The time
        of this file says since when the stamps are known to be true.
        """
        if bytes(look) != stamps:
            return False
        since = self.path.stat().st_mtime_ns
        doubtful = look.digests(since)
        if _unlike(doubtful, digests):
            return False
        self._note_use(look.time if doubtful else since)
        return True

    def hidden_changes(self, look: Look, digests: bytes) -> set[str]:
        """The files, by path, of which the stamps could hide a change, and that read otherwise than noted."""
        return _unlike(look.digests(self.path.stat().st_mtime_ns), digests)

    def settle(self, look: Look) -> None:
        """Say that what stands here was made of files as they looked then."""
        os.utime(self.path, ns=(look.time, look.time))

    def fill(self, look: Look, write: Callable[[Path], None]) -> None:
        """Have the file written beside its place, then put it there in one step; OSError where that fails."""
        part = self.path.with_suffix(f".{os.getpid()}{time.monotonic_ns():x}{_UNFINISHED}")
        try:
            os.close(os.open(part, os.O_CREAT | os.O_EXCL, 0o600))
            write(part)
            os.utime(part, ns=(look.time, look.time))
            part.replace(self.path)
        finally:
            part.unlink(missing_ok=True)
        _tidy(self.folder)

    def clear(self) -> None:
        """Remove the file, if that can be done."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def _note_use(self, since: int) -> None:
        now, status = time.time_ns(), self.path.stat()
        is_due = now - status.st_atime_ns > _DAY
        if is_due or since != status.st_mtime_ns:
            with suppress(OSError):
                os.utime(self.path, ns=(now, since))
        if is_due:
            _tidy(self.folder)


def read_stamps(written: bytes) -> list[Stamp]:
    """What `Look.written` gave; ValueError for anything else."""
    return [(*stamp,) for stamp in json.loads(written)]


def _unlike(digests: dict[str, str], noted: bytes) -> set[str]:
    known = json.loads(noted or b"{}")
    return {path for path, digest in digests.items() if known.get(path) != digest}


def shelf(folder: Path | None, roots: Sequence[Path], python: str) -> Shelf | None:
    """The place for these stores as they are named; None where the folder is none for private things.

    A folder of another user is not used, nor is one that all may write in; one's own is closed to others.
    None, too, where the working folder has gone, from which relative names lead.
    """
    if folder is None or not _is_private(folder):
        return None
    try:
        absolute = [str(root.absolute()) for root in roots]
    except FileNotFoundError:
        return None
    named = (str(PACKAGE), python, *map(str, roots), *absolute)
    return Shelf(folder, folder / f"{crc32(os.fsencode(chr(0).join(named))):08x}{_SUFFIX}")


def _is_private(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        link, status = folder.lstat(), folder.stat()
        if hasattr(os, "getuid") and {link.st_uid, status.st_uid} != {os.getuid()}:
            return False
        if status.st_mode & S_ISVTX:
            return False
        if os.name == "posix" and status.st_mode & _FOR_OTHERS:
            folder.chmod(0o700)
    except OSError:
        return False
    return True


def _tidy(folder: Path) -> None:
    """Remove what has not been used for long, and what was never finished."""
    now = time.time_ns()
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            longest = {_SUFFIX: _KEPT, _UNFINISHED: _ABANDONED}.get(Path(entry.name).suffix)
            with suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                if longest and now - max(status.st_atime_ns, status.st_mtime_ns) > longest:
                    os.unlink(entry.path)  # noqa: PTH108 - what scandir gives is no Path


def _digest(path: str) -> str:
    """What tells the content of a file from what it was a moment ago; empty for one that cannot be read.

    Two sums and the length: nobody forges them here, and hashlib takes 4 ms to import.
    """
    with suppress(OSError):
        content = Path(path).read_bytes()
        return f"{len(content)} {crc32(content)} {adler32(content)}"
    return ""
