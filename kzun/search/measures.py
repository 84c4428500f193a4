"""Which words ask for which quantity, and which units measure it: an area is no number of people."""

from collections.abc import Container, Iterable
from enum import StrEnum

from kzun.search.text import stem, words


class Quantity(StrEnum):
    """A quantity with units of its own."""

    AREA = "area"
    LENGTH = "length"
    MASS = "mass"
    MONEY = "money"
    PEOPLE = "people"
    TEMPERATURE = "temperature"
    TIME = "time"


_ASKED = {
    Quantity.AREA: "area areas surface acreage",
    Quantity.LENGTH: """
        length height depth width distance elevation altitude diameter radius tall high deep wide far
    """,
    Quantity.MASS: "weight weigh weighs mass heavy",
    Quantity.MONEY: "money price cost sum fee fare salary wage revenue turnover budget expensive",
    Quantity.PEOPLE: "population inhabitants",
    Quantity.TEMPERATURE: "temperature hot cold warm",
    Quantity.TIME: "age old duration lifespan",
}
_UNITS = {
    Quantity.AREA: """
        hectare hectares ha acre acres km2 m2 km² m² sqm sqkm square
    """,
    Quantity.LENGTH: """
        metre metres meter meters kilometre kilometres kilometer kilometers centimetre centimetres millimetres
        mile miles foot feet inch inches yard yards km cm mm m
    """,
    Quantity.MASS: """
        gram grams kilogram kilograms kg tonne tonnes ton tons pound pounds ounce ounces g mg stone lb lbs
        kilo kilos carat carats
    """,
    Quantity.MONEY: """
        euro euros dollar dollars cent cents pounds tenge rouble roubles ruble rubles yen yuan franc francs
        krona kronor krone kroner lira rupee rupees peso pesos eur usd gbp kzt rub pence penny shilling
        shillings guinea guineas crowns marks guilder guilders zloty koruna forint hryvnia leu lev dinar
        dinars dirham dirhams riyal riyals rand naira baht ringgit taka manat lari dram shekel shekels reais
    """,
    Quantity.PEOPLE: "people persons inhabitants residents citizens individuals men women children",
    Quantity.TEMPERATURE: "degree degrees degc degf celsius fahrenheit kelvin",
    Quantity.TIME: """
        second seconds minute minutes hour hours day days night nights week weeks month months year years
        decade decades century centuries age aged
    """,
}
_PRICES = frozenset("cost costs price prices salary salaries wage wages fee fees fare fares".split())
_SHARES = frozenset("share percent percentage per proportion part fraction half".split())
_LONG = frozenset((Quantity.LENGTH, Quantity.TIME))
_TOLD_BY_UNITS = frozenset((Quantity.AREA, Quantity.LENGTH, Quantity.MASS, Quantity.TEMPERATURE))
_DISTANCES = frozenset("km kilometre kilometres kilometer kilometers mile miles".split())
_ACROSS = frozenset("width height depth wide tall high deep".split())
_OF_TEXTS = frozenset("pages words lines verses chapters episodes".split())
_ASKED_BY = {word: quantity for quantity, listed in _ASKED.items() for word in listed.split()}


def quantity_asked(asking: Iterable[str]) -> Quantity | None:
    """The quantity that folded words ask for.

    >>> quantity_asked(["how", "tall"]), quantity_asked(["value"])
    (<Quantity.LENGTH: 'length'>, None)
    """
    return next((_ASKED_BY[word] for word in asking if word in _ASKED_BY), None)


def asks_for_price(asking: Iterable[str]) -> bool:
    """Whether folded words ask for a sum of money, and for no share of one.

    >>> asks_for_price("total cost of the fair".split()), asks_for_price("share of the cost".split())
    (True, False)
    """
    return not _PRICES.isdisjoint(asking) and _SHARES.isdisjoint(asking)


def quantities_said(text: str) -> frozenset[Quantity]:
    """The quantities of which a text, such as a unit, has a unit; "square metres" are no metres.

    >>> sorted(quantities_said("square metres")), sorted(quantities_said("pounds"))
    ([<Quantity.AREA: 'area'>], [<Quantity.MASS: 'mass'>, <Quantity.MONEY: 'money'>])
    """
    said = set(words(text))
    found = frozenset(quantity for quantity, units in _UNITS.items() if not said.isdisjoint(units.split()))
    return found - {Quantity.LENGTH} if Quantity.AREA in found else found


def is_measured(asking: Iterable[str], unit: str, said: Container[str]) -> bool:
    """Whether a unit tells the quantity that folded words ask for, and no stem that is said is of another.

    >>> is_measured(["height"], "feet", {"summit"}), is_measured(["height"], "feet", {"long"})
    (True, False)
    >>> is_measured(["temperature"], "°C", {"iron"}), is_measured(["width"], "km", {"road"})
    (True, False)
    """
    asking = tuple(asking)
    quantity = quantity_asked(asking)
    if quantity not in _TOLD_BY_UNITS or quantity not in quantities_said(unit):
        return False
    if quantity is not Quantity.LENGTH:
        return True
    is_said = any(stem(word) in said for word in (*_ASKED[Quantity.LENGTH].split(), "long"))
    return not is_said and not is_too_far(asking, unit)


def is_too_far(asking: Iterable[str], unit: str) -> bool:
    """Whether folded words ask for a width or a height, and the unit is of distances.

    >>> is_too_far(["how", "wide"], "km"), is_too_far(["how", "wide"], "metres")
    (True, False)
    """
    return not (_ACROSS.isdisjoint(asking) or _DISTANCES.isdisjoint(words(unit)))


def measures_length(unit: str) -> bool:
    """Whether a unit can say how long something is or lasts.

    >>> measures_length("metres"), measures_length("pages"), measures_length("golf balls")
    (True, True, False)
    """
    return not (_LONG.isdisjoint(quantities_said(unit)) and _OF_TEXTS.isdisjoint(words(unit)))
