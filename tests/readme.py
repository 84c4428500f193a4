"""The README as tests read it: its blocks, the files that it shows, and its examples with what they print."""

import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PATH = ROOT / "README.md"
README = PATH.read_text(encoding="utf-8")

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EXAMPLE = re.compile(r"^\$ (.*\n(?:> .*\n)*)((?:(?!\$ ).*\n)*)", re.MULTILINE)
_FILE = re.compile(r"\A# (\S+\.toml)\n")


class Example(NamedTuple):
    """A command and what it prints."""

    command: str
    output: str


def blocks(language: str) -> list[str]:
    """The fenced blocks in this language, in order."""
    return [text for name, text in _BLOCK.findall(README) if name == language]


def examples() -> list[Example]:
    """What stands behind each `$ `, a line that begins with `> ` being more of the command."""
    found = _EXAMPLE.findall("".join(blocks("console")))
    return [Example(_unfolded(command), output) for command, output in found]


def _unfolded(command: str) -> str:
    return command.replace("\n> ", "\n").removesuffix("\n")


def files() -> dict[str, str]:
    """The TOML blocks that begin with a path in a comment, by their paths."""
    named = {found[1]: block for block in blocks("toml") if (found := _FILE.match(block))}
    return {path: text.partition("\n")[2] for path, text in named.items()}


def lay_out(folder: Path) -> None:
    """Put into a folder what the examples read: the facts of the checkout, and the files of the README."""
    copytree(ROOT / "facts", folder / "facts")
    for path, text in files().items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def environment(home: Path) -> dict[str, str]:
    """Of the caller's variables only PATH, behind the scripts of this interpreter; 80 columns, no colour."""
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "KZUN_PAGER": "cat",
    }


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a POSIX shell makes of a command in a folder that is laid out for it."""
    return subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=environment(folder / "home"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=60,
    )


def retold() -> str:
    """The README with what its examples print now."""
    return _BLOCK.sub(lambda block: _retold_block(block) if block[1] == "console" else block[0], README)


def _retold_block(block: re.Match[str]) -> str:
    return f"```console\n{_EXAMPLE.sub(_retold_example, block[2])}```"


def _retold_example(example: re.Match[str]) -> str:
    with TemporaryDirectory() as folder:
        lay_out(Path(folder))
        return f"$ {example[1]}{run(_unfolded(example[1]), Path(folder)).stdout}"


if __name__ == "__main__":
    PATH.write_text(retold(), encoding="utf-8")
