"""Which words ask for which quantity, and which units measure it."""

import pytest

from kzun.search.measures import Quantity, quantities_said, quantity_asked


@pytest.mark.parametrize(
    ("unit", "quantity"),
    [
        ("hectares", Quantity.AREA),
        ("km²", Quantity.AREA),
        ("square miles", Quantity.AREA),
        ("km", Quantity.LENGTH),
        ("kg", Quantity.MASS),
        ("degrees Celsius", Quantity.TEMPERATURE),
        ("people", Quantity.PEOPLE),
        ("weeks", Quantity.TIME),
        ("tenge", Quantity.MONEY),
    ],
)
def test_a_unit_measures_a_quantity(unit: str, quantity: Quantity) -> None:
    assert quantities_said(unit) == {quantity}


def test_an_unknown_unit_measures_nothing_known() -> None:
    assert quantities_said("rounds") == frozenset()


def test_a_word_that_fits_any_quantity_asks_for_none() -> None:
    assert quantity_asked(["how", "big"]) is None


def test_money_is_a_quantity_of_its_own() -> None:
    assert quantity_asked(["how", "much", "money"]) is Quantity.MONEY
