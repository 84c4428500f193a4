"""Which facts a command is about: by topic, person, place and time."""

from typing import NamedTuple

from kzun.edtf import Date


class Filter(NamedTuple):
    """All conditions hold together; within one, any of its alternatives is enough."""

    topics: tuple[str, ...] = ()
    who: tuple[str, ...] = ()  # people and organisations, in any spelling that the store knows
    where: tuple[str, ...] = ()
    start: Date | None = None  # facts that may lie on or after its first day
    end: Date | None = None  # facts that may lie on or before its last day
