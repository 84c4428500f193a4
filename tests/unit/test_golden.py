"""Every answer in every format, as it stands in `tests/golden`, a file each.

After a wanted change, `KZUN_UPDATE_GOLDEN=1 pytest tests/unit/test_golden.py` writes the files anew and skips
their tests; what it has changed is then for a reader of the diff to judge.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kzun.views.formats import Format, Surface, draw
from tests.builders import RESULTS, TODAY

GOLDEN = Path(__file__).parents[1] / "golden"
ENDINGS = {Format.MARKDOWN: "md"}
CALENDARS = ("timeline", "timeline-on", "timeline-years")
SCREENS = {
    "60.txt": (60, False, "utf-8"),
    "80.txt": (80, False, "utf-8"),  # also that of NO_COLOR and of a dumb terminal
    "120.txt": (120, False, "utf-8"),
    "200.txt": (200, False, "utf-8"),
    "80.color.txt": (80, True, "utf-8"),
    "120.ascii.txt": (120, False, "ascii"),
}


def drawings() -> Iterator[tuple[str, str, Format, Surface]]:
    """The file name, the result's name, the format and the surface of each drawing."""
    for name in RESULTS:
        for form in set(Format) - {Format.TEXT, Format.ICS}:
            yield f"{name}.{ENDINGS.get(form, form)}", name, form, Surface(80, color=False, today=TODAY)
        for ending, (width, color, encoding) in SCREENS.items():
            yield f"{name}.{ending}", name, Format.TEXT, Surface(width, color, TODAY, encoding)
    for name in CALENDARS:
        yield f"{name}.ics", name, Format.ICS, Surface(80, color=False, today=TODAY)


DRAWINGS = sorted(drawings())


@pytest.mark.parametrize(("file", "name", "form", "surface"), DRAWINGS, ids=[file for file, *_ in DRAWINGS])
def test_an_answer_is_drawn_as_its_golden_file_shows(
    file: str, name: str, form: Format, surface: Surface
) -> None:
    drawn = draw(RESULTS[name], form, surface).encode()

    if os.environ.get("KZUN_UPDATE_GOLDEN"):
        (GOLDEN / file).write_bytes(drawn)
        pytest.skip("written anew")
    assert drawn.decode() == (GOLDEN / file).read_bytes().decode()


def test_the_golden_folder_holds_these_files_and_no_other() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {file for file, *_ in DRAWINGS} != set()
