# ruff: noqa: T201 - it prints a table
"""Measures kzun on stores of several sizes, beside other programs: `python tests/benchmarks/run.py`.

It prints a table for the README: times as medians of whole processes, each with its ratio to `python -c
pass` in the same rounds. Compare ratios; the times are of the machine and of what else it did. `--million`
adds a store of 1,000,000 facts, which takes half an hour.
"""

import argparse
import datetime as dt
import os
import platform
import pty
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

KZUN = (str(Path(sys.executable).with_name("kzun")),)
PASS = (sys.executable, "-c", "pass")
TYPER = """
import typer
app = typer.Typer(add_completion=False, rich_markup_mode=None)
@app.command()
def one(words: list[str]) -> None:
    print(words)
@app.command()
def two(words: list[str]) -> None:
    print(words)
app()
"""
SIZES = (100, 10_000, 100_000)
MILLION = 1_000_000
PER_FILE = 50
ROUNDS = 21
CHANGES = 11
QUESTIONS = 2_000
VOCABULARY = 60_000
SYLLABLES = [consonant + vowel for consonant in "bcdfghjklmnprstvz" for vowel in "aeiou"]


# A new process counts the memory of the one that made it as its own, so that a small one has to make it.
LAUNCHER = """
import os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, _, usage = os.wait4(child, 0)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss, file=sys.stderr)
"""


class Corpus(NamedTuple):
    """Words by rank, of which each stands half as often as that of half its rank (Zipf 1949)."""

    words: list[str]
    weights: list[float]
    chance: random.Random

    def some(self, number: int) -> str:
        """So many words."""
        return " ".join(self.chance.choices(self.words, cum_weights=self.weights, k=number))


class Case(NamedTuple):
    """A command to be timed."""

    name: str
    words: Sequence[str]
    on_terminal: bool = False


def main() -> None:
    """Make the stores, measure everything, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--million", action="store_true", help="a store of 1,000,000 facts, too")
    parser.add_argument("--sizes", type=int, nargs="*", help="other numbers of facts")
    chosen = parser.parse_args()
    sizes = tuple(chosen.sizes or SIZES) + ((MILLION,) if chosen.million else ())
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KZUN_CACHE_DIR"] = str(Path(folder) / "cache")
        print_table(sizes, {size: measured(Path(folder) / str(size), size) for size in sizes})


def print_table(sizes: Sequence[int], columns: dict[int, dict[str, str]]) -> None:
    """A row for each thing that was measured, a column for each store."""
    print(f"| {dt.date.today()}, {machine()} |" + "".join(f" {size:,} facts |" for size in sizes))  # noqa: DTZ011
    print("|---|" + "---|" * len(sizes))
    for name in columns[sizes[0]]:
        print(f"| {name} |" + "".join(f" {columns[size].get(name, '')} |" for size in sizes))


def machine() -> str:
    """What it was measured on."""
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"


def corpus(seed: int) -> Corpus:
    """Invented words, the same in every run."""
    chance = random.Random(seed)  # noqa: S311 - it keeps no secret
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))] = None
    return Corpus(list(words), list(accumulate(1 / rank for rank in range(2, VOCABULARY + 2))), chance)


def write_store(store: Path, size: int) -> None:
    """A store of this many facts, in files of fifty."""
    store.mkdir()
    words = corpus(1)
    sources = (f'[s{number}]\ntitle = "{words.some(4)}"\n' for number in range(PER_FILE))
    (store / "sources.toml").write_text("\n".join(sources), encoding="utf-8")
    for file in range(size // PER_FILE):
        facts = "\n".join(fact(words, number) for number in range(PER_FILE))
        (store / f"t{file}.toml").write_text(f'title = "{words.some(3)}"\n\n{facts}', encoding="utf-8")


def fact(words: Corpus, number: int) -> str:
    """A fact of twelve words, with a date, a figure, a name, keywords, a question and a source."""
    chance = words.chance
    lines = [f"[f{number}]", f'statement = "{words.some(12).capitalize()}."']
    if chance.random() < 1 / 2:
        lines.append(
            f"date = {chance.randint(1900, 2020)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        )
    if chance.random() < 1 / 2:
        lines.append(f'value = {chance.randint(1, 99_999)}\nunit = "{words.some(1)}"')
    if chance.random() < 1 / 2:
        lines.append(f'who = ["{words.some(2).title()}"]')
    keywords = ", ".join(f'"{word}"' for word in words.some(3).split())
    lines.append(f'keywords = [{keywords}]\nasks = ["what {words.some(4)}"]')
    lines.append(f'source = "s{chance.randrange(PER_FILE)}"\n')
    return "\n".join(lines)


def measured(store: Path, size: int) -> dict[str, str]:
    """What was measured with one store, by name."""
    print(f"measuring {size:,} facts", file=sys.stderr)
    write_store(store, size)
    facts = ("--facts", str(store))
    build, most = cost((*KZUN, "list", "-n", "1", *facts))
    (index,) = Path(os.environ["KZUN_CACHE_DIR"]).glob("*.index")
    question = a_question(store)
    query = (*KZUN, "search", *question.split(), *facts)
    _, memory = cost(query)
    medians = timed(cases(store, question))
    base = medians["`python -c pass`"]
    update = update_time(store, query)
    found = {
        **{name: f"{1000 * median:.0f} ms, {median / base:.1f}" for name, median in medians.items()},
        "first build, CPU; memory": f"{build:.1f} s, {build / base:,.0f}; {most:.0f} MB",
        "one changed file, over a warm query": f"{1000 * update:.0f} ms, {update / base:.1f}",
        "memory of a warm query": f"{memory:.0f} MB",
        "index, bytes a fact": f"{index.stat().st_size / size:,.0f}",
        "batch, questions a second": f"{batch(store):,.0f}",
    }
    index.unlink()
    return found


def update_time(store: Path, query: Sequence[str]) -> float:
    """How much longer a query takes, in seconds, when a file of fifty facts has changed."""
    changed = store / "t0.toml"
    text = changed.read_text(encoding="utf-8")
    differences = []
    for number in range(CHANGES):
        warm = seconds(Case("", query))
        changed.write_text(text.replace('statement = "', f'statement = "Word{number} ', 3), encoding="utf-8")
        differences.append(seconds(Case("", query)) - warm)
        seconds(Case("", query))
    return statistics.median(differences)


def a_question(store: Path) -> str:
    """Four words of a fact."""
    text = (store / "t1.toml").read_text(encoding="utf-8")
    statement = text.partition('statement = "')[2].partition('"')[0]
    return " ".join(statement.strip(".").lower().split()[::3])


def cases(store: Path, question: str) -> Iterator[Case]:
    """What is timed."""
    facts = ("--facts", str(store))
    words = question.split()
    misspelt = [word[:1] + word[2:3] + word[1:2] + word[3:] for word in words]
    yield Case("`python -c pass`", PASS)
    yield Case("a Typer program of two commands", (sys.executable, "-c", TYPER, "one", "word"))
    yield Case("`kzun search`, piped", (*KZUN, "search", *words, *facts))
    yield Case("... with typing errors", (*KZUN, "search", *misspelt, *facts))
    yield Case("`kzun search` on a terminal", (*KZUN, "search", *words, *facts), on_terminal=True)
    yield Case("... with typing errors ", (*KZUN, "search", *misspelt, *facts), on_terminal=True)
    yield Case("`kzun show ID`, piped", (*KZUN, "show", "t1.f3", *facts))
    if program := shutil.which("sqlite3"):
        yield Case("`sqlite3`, FTS5 of the same", (program, str(plain_index(store)), _query(question)))
    if program := shutil.which("rg"):
        yield Case("`rg`, one word", (program, "--no-config", words[0], str(store)))
    if program := shutil.which("fzf"):
        shell = f"cat {store}/*.toml | {program} -f '{question}' | head -5"
        yield Case("`fzf -f`", ("sh", "-c", shell))


def plain_index(store: Path) -> Path:
    """An FTS5 file of the lines of the same facts."""
    path = store.with_suffix(".fts")
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS facts USING fts5(statement)")
        lines = (
            (line,)
            for file in store.glob("*.toml")
            for line in file.read_text(encoding="utf-8").splitlines()
            if line.startswith("statement")
        )
        connection.executemany("INSERT INTO facts VALUES (?)", lines)
    connection.close()
    return path


def _query(question: str) -> str:
    terms = " OR ".join(question.split())
    return f"SELECT statement FROM facts WHERE facts MATCH '{terms}' ORDER BY rank LIMIT 5"  # noqa: S608


def timed(wanted: Iterator[Case]) -> dict[str, float]:
    """The medians of the cases, in turns, so that a busy minute spoils none more than the others."""
    all_cases = tuple(wanted)
    times: dict[str, list[float]] = {case.name: [] for case in all_cases}
    for turn in range(ROUNDS + 1):
        for case in all_cases:
            took = seconds(case)
            if turn:  # the first one fills caches
                times[case.name].append(took)
    return {name: statistics.median(each) for name, each in times.items()}


def seconds(case: Case) -> float:
    """How long a command takes."""
    start = time.perf_counter()
    if case.on_terminal:
        _on_terminal(case.words)
    else:
        subprocess.run(case.words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def _on_terminal(words: Sequence[str]) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(words, stdout=theirs, stderr=subprocess.DEVNULL):
        os.close(theirs)
        try:
            while os.read(ours, 65536):
                pass
        except OSError:  # Linux says so when the other side is closed
            pass
    os.close(ours)


def cost(words: Sequence[str]) -> tuple[float, float]:
    """The seconds of CPU and the megabytes at most that a command takes."""
    launch = (sys.executable, "-c", LAUNCHER, *words)
    told = subprocess.run(launch, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True, text=True)
    took, most = map(float, told.stderr.split()[-2:])
    return took, most / (2**20 if sys.platform == "darwin" else 2**10)


def batch(store: Path) -> float:
    """How many questions one core answers in a second of its time, of four words of the store each."""
    words = corpus(1)._replace(chance=random.Random(3))  # noqa: S311
    questions = store.with_suffix(".txt")
    questions.write_text("".join(f"what {words.some(4)}\n" for _ in range(QUESTIONS)), encoding="utf-8")
    took, _ = cost((*KZUN, "search", "--batch", str(questions), "--facts", str(store)))
    return QUESTIONS / took


if __name__ == "__main__":
    main()
