"""Commands as processes of their own, which can be made to die at any line of what writes."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
STORE = """\ufefftitle = "The anniversary stamp" # not the envelope\r
\r
# What it costs.\r
[value]\r
statement = "The stamp has a face value of 700 tenge." # so it says\r
value = 700\r
unit = "tenge"   # since 1993\r
\r
# The end."""
DIES = """
import os, signal, sys
left = int(sys.argv.pop(1))
watched = tuple(sys.argv.pop(1).split())

def at_line(frame, event, argument):
    global left
    left -= event == "line"
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    return at_line

def at_call(frame, event, argument):
    return at_line if frame.f_code.co_filename.endswith(watched) else None

sys.settrace(at_call)
from kzun.cli import main
status = main()
sys.settrace(None)
print(left, file=sys.stderr)
sys.exit(status)
"""


def environ(home: Path, **others: str) -> dict[str, str]:
    """Of the caller's variables only PATH, so that none of them decides what a test sees."""
    own = {
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "XDG_DATA_HOME": str(home),
        "XDG_CACHE_HOME": str(home),
    }
    return {"PATH": os.environ["PATH"], **own, **others}


def kzun(home: Path, *words: str, **others: str) -> subprocess.CompletedProcess[bytes]:
    """The command, run to its end; what stands on its standard input is nothing."""
    return subprocess.run(
        [sys.executable, "-m", "kzun", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environ(home, **others),
        check=False,
    )


def kzun_that_dies(
    home: Path, line: int, *words: str, watched: str = "writer.py"
) -> subprocess.CompletedProcess[bytes]:
    """The command, killed before the given line of the watched files that it comes to, from 1."""
    return subprocess.run(
        [sys.executable, "-c", DIES, str(line), watched, *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environ(home),
        check=False,
    )
