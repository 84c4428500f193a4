"""Rows with a separator between their cells: TSV for pipes, CSV for spreadsheets."""

from collections.abc import Iterable
from io import StringIO

from kzun.views.plain import plain
from kzun.views.records import Row, Table

_FORMULA_STARTS = ("=", "+", "-", "@")


def tsv(rows: Iterable[Row]) -> str:
    """A line for each row, without headers; no cell is quoted, cut or coloured."""
    return "".join("\t".join(map(plain, row)) + "\n" for row in rows)


def csv(table: Table) -> str:
    """Headers and rows as in RFC 4180, but for lines that end as in Unix.

    A cell that a spreadsheet would take for a formula gets a `'` before it; see OWASP, CSV Injection.
    """
    from csv import writer  # only for this format: it takes 1 ms to import

    lines = StringIO()
    rows = ([_guarded(plain(cell)) for cell in row] for row in table.rows)
    writer(lines, lineterminator="\n").writerows(filter(None, [table.headers, *rows]))
    return lines.getvalue()


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
