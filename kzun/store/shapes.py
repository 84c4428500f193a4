"""The formats in which files of facts are imported."""

from enum import StrEnum


class Shape(StrEnum):
    """The formats that can be read back."""

    TOML = "toml"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
