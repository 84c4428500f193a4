"""The library: `from kzun import FactBase`, whose results are what the views draw."""

import subprocess
import sys

import pytest

import kzun
from kzun import FactBase, Filter, Outcome, parse_date
from kzun.search.reply import Reply
from kzun.views.formats import Format, Surface, draw
from kzun.views.results import Timeline

TODAY = parse_date("2022-10-28")


def test_every_public_name_can_be_imported() -> None:
    assert [name for name in kzun.__all__ if getattr(kzun, name).__module__.startswith("kzun.")] == list(
        kzun.__all__
    )
    assert dir(kzun) == sorted(kzun.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'kzun' has no attribute 'Factbase'"):
        _ = kzun.Factbase  # type: ignore[attr-defined]


def test_importing_the_package_loads_none_of_it() -> None:
    program = "import sys, kzun; print([name for name in sys.modules if name.startswith('kzun.')])"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)

    assert done.stdout == "[]\n"


def test_results_are_the_objects_that_views_draw() -> None:
    base = FactBase.open([":bundled:"], today=TODAY)
    surface = Surface(80, color=False, today=TODAY)

    reply = base.search("what is the stamp value")
    facts = base.timeline(keep=Filter(topics=("accession",)), on=(3, 2))

    assert isinstance(reply, Reply)
    assert reply.outcome is Outcome.ANSWERED
    assert draw(reply, Format.TEXT, surface).startswith("700 tenge\n")
    assert draw(Timeline(facts), Format.TSV, surface).count("\n") == len(facts)
    assert base.show("stamp.value")[0].value == 700
