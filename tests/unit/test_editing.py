import pytest

from kzun.errors import UnplaceableEditError
from kzun.store.editing import with_field, without_fact, without_field


def unspaced(text: str) -> str:
    """Without the spaces, which tomlkit sets in inline tables now so and now so."""
    return text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "field", "value", "new"),
    [
        ("[b]", ("unit",), "mm", '[b]\nunit = "mm"\n'),
        ("b.value = 7\n", ("unit",), "mm", 'b.value = 7\nb.unit = "mm"\n'),
        ("b = { value = 7 }\n", ("unit",), "mm", 'b = { value = 7 , unit = "mm"}\n'),
        ("[b]\nextra = { a = 1 }\n", ("extra", "c", "d"), 2, "[b]\nextra = { a = 1 , c = { d = 2 }}\n"),
        ("[b.extra]\na = 1\n", ("extra", "c d"), 2, '[b.extra]\na = 1\n"c d" = 2\n'),
        ("[b]\nx = 1\n[b.source]\nid = 'a'\n[c]\n", ("source",), "d", '[b]\nsource = "d"\nx = 1\n[c]\n'),
        ("[b]\nwho = ['A', 'B'] # both\n", ("who",), ["B", "C"], "[b]\nwho = ['B', \"C\"] # both\n"),
        ("[b]\nwho = ['A']\n", ("who",), ["B"], '[b]\nwho = ["B"]\n'),
        (
            "[b]\nwho = [ # people\n  'A', # first\n  'B' # last\n  # end\n]\n",
            ("who",),
            ["A", "B", "C"],
            "[b]\nwho = [ # people\n  'A', # first\n  'B', # last\n  # end\n  \"C\"\n]\n",
        ),
        (
            "[b]\nwho = [\n  'A'\n  , 'B#]' # b\n]\n",
            ("who",),
            ["A", "B#]", "C"],
            '[b]\nwho = [\n    "A",\n    "B#]",\n    "C",\n]\n',  # rather than a part of the comment
        ),
    ],
)
def test_a_field_is_set_where_the_fact_is_written(
    text: str, field: tuple[str, ...], value: object, new: str
) -> None:
    assert unspaced(with_field(text, "b", field, value)) == unspaced(new)


def test_a_part_that_is_spread_over_tables_is_not_set_at_once() -> None:
    with pytest.raises(UnplaceableEditError, match=r"extra\.a of b cannot be changed alone"):
        with_field("[b.extra.a]\nc = 1\n", "b", ("extra", "a"), 2)


@pytest.mark.parametrize(
    ("text", "field", "new"),
    [
        ("[b]\nsource = { id = 'a', at = 'c' } # d\n", ("source", "at"), "[b]\nsource = { id = 'a' } # d\n"),
        ("[b]\nsource = { id = 'a' } # d\n", ("source", "at"), "[b]\nsource = { id = 'a' } # d\n"),
        ("[b]\nsource = 'a'\n", ("source", "at"), "[b]\nsource = 'a'\n"),
        ("b = { unit = 'a', who = [] }\n", ("unit",), "b = { who = [] }\n"),
        ("[b]\n[b.extra]\n# kept\na = 1\n", ("extra",), "[b]\n# kept\n"),
        ("[b]\n", ("extra",), "[b]\n"),
    ],
)
def test_a_field_is_unset_where_the_fact_is_written(text: str, field: tuple[str, ...], new: str) -> None:
    assert unspaced(without_field(text, "b", field)) == unspaced(new)


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("# a\n[a]\n\n[b]\nx = 1\n\n\n[c]\n", "# a\n[a]\n\n[c]\n"),
        ("# b\n[b]\n\n# c\n[c]\n", "# b\n\n# c\n[c]\n"),
        ("[b]\nx = 1", ""),
        ("b.x = 1\n[a]\n[b.extra]\ny = 1\n[c]\n", "[a]\n[c]\n"),
        ("[a]\n", "[a]\n"),
    ],
)
def test_a_fact_is_removed_wherever_it_is_written(text: str, new: str) -> None:
    assert without_fact(text, "b") == new
