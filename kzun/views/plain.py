"""Text without the characters that a terminal, a table or an encoder would trip over."""

import re

# C0 and C1 controls and DEL; the separators of lines and paragraphs; Unicode's property Bidi_Control.
_CONTROLS = (
    r"\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # but for \n
)
_SURROGATES = r"\ud800-\udfff"
_OBEYED = f"\r\n|[\n{_CONTROLS}]"
_LONE = f"[{_SURROGATES}]"
_ESCAPED = f"[{_CONTROLS}]"


def plain(text: str) -> str:
    r"""The text with a space for each control character; a line break of two characters is one.

    >>> plain("a\tb\r\nc\x1b[31m")
    'a b c [31m'
    """
    if text.isprintable():
        return text  # as nearly always, which spares the patterns: those characters are all not printable
    return encodable(re.sub(_OBEYED, " ", text))


def encodable(text: str) -> str:
    r"""The text with U+FFFD for each lone surrogate, which an argument can hold and a file cannot."""
    return re.sub(_LONE, "\ufffd", text)


def escape_controls(code: str) -> str:
    r"""JSON or TOML in which control characters, newlines apart, are `\uXXXX`.

    Both notations know this escape, and have such characters nowhere but in strings. Neither knows lone
    surrogates, which some readers refuse even when they are escaped.

    >>> escape_controls('"қазақ\x9b\u202e"')
    '"қазақ\\u009b\\u202e"'
    """
    return re.sub(_ESCAPED, lambda found: f"\\u{ord(found[0]):04x}", encodable(code))
