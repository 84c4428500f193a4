"""Dated facts as events of a calendar, in iCalendar (RFC 5545)."""

from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from kzun.edtf import Date, Precision
from kzun.fact import Fact
from kzun.views.links import web_link
from kzun.views.plain import plain

if TYPE_CHECKING:
    from icalendar import Event

Days: TypeAlias = tuple[date, date]

_LEAP_YEAR = 1972  # yearly events begin in one, so that 29 February has a first time
_ONE_DAY = timedelta(days=1)
_SHORTEST_YEAR = timedelta(days=365)


def ics(facts: Iterable[Fact], today: Date, *, yearly: bool = False) -> str:
    """A calendar with an all-day event for each fact that has days; `today` is when it was made.

    With `yearly`, each comes again in every year, and says in which it was first.
    """
    from icalendar import Calendar  # only for this format: no other needs it

    calendar = Calendar()
    calendar.add("prodid", "-//kzun//kzun//EN")
    calendar.add("version", "2.0")
    for fact in facts:
        if days := days_of(fact):
            calendar.add_component(_event(fact, days, today, yearly=yearly))
    text: bytes = calendar.to_ical()
    return text.decode()


def days_of(fact: Fact) -> Days | None:
    """The first and the last day of a fact that states both; None for months, years and open ends."""
    if fact.date is None:
        return None
    if fact.date.every_year:
        yearly = date(_LEAP_YEAR, *fact.date.every_year)
        return yearly, yearly
    first, last = fact.date.earliest, fact.date.latest
    if first is None or last is None or fact.date.precision is not Precision.DAY:
        return None
    if first.year < MINYEAR or last.year >= MAXYEAR:
        return None  # year 0 is none of `datetime`, and after 9999-12-31 there is no day to end on
    return date(*first), date(*last)


def _event(fact: Fact, days: Days, today: Date, *, yearly: bool) -> "Event":
    from icalendar import Event

    first, last = days
    recurs = fact.date is not None and fact.date.recurs
    again = yearly or recurs
    if again and last - first >= _SHORTEST_YEAR:
        last = first  # or it would run into its own return
    event = Event()
    event.add("uid", f"{fact.id}@kzun")
    event.add("dtstamp", datetime.fromisoformat(str(today)).replace(tzinfo=UTC))
    event.add("dtstart", first)
    event.add("dtend", last + _ONE_DAY)  # which is exclusive: RFC 5545, 3.6.1
    event.add("summary", plain(fact.statement) + (f" ({first.year})" if yearly and not recurs else ""))
    event.add("description", _grounds(fact))
    event.add("categories", [fact.topic])
    event.add("transp", "TRANSPARENT")  # or the day would count as busy: RFC 5545, 3.8.2.7
    if again:
        event.add("rrule", {"freq": "yearly"})
    if fact.date and not all(end.is_sure for end in fact.date.ends):
        event.add("status", "TENTATIVE")
    if link := web_link(fact.source.source.url if fact.source else None):
        event.add("url", link)
    return event


def _grounds(fact: Fact) -> str:
    """What tells where the fact comes from: its id, and its source."""
    if fact.source is None:
        return fact.id
    source = fact.source.source
    return plain(f"{fact.id} \N{MIDDLE DOT} {source.title or source.id}")
