"""A problem of a store's file, at its place; a value, so that all of them are reported."""

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How bad it is: an error keeps a fact out of the answers, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Problem(NamedTuple):
    """One finding, printed as compilers print theirs."""

    path: str
    line: int  # 1-based
    column: int  # 1-based, in characters
    severity: Severity
    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.severity}[{self.code}]: {self.text}"
