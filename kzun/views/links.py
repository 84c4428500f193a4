"""Addresses that may be followed: of the web, and nothing else."""

import re
from urllib.parse import quote

_WEB = re.compile(r"https?://[!-~]+", re.IGNORECASE)
_AS_WRITTEN = "%/:?#[]@!$&*+,;=~"  # what stands for itself, beside letters, digits and -._


def web_link(url: str | None) -> str | None:
    """The address in printable ASCII; None for one that is not `http` or `https`.

    >>> web_link("https://kk.wikipedia.org/wiki/Семей (қала)")
    'https://kk.wikipedia.org/wiki/%D0%A1%D0%B5%D0%BC%D0%B5%D0%B9%20%28%D2%9B%D0%B0%D0%BB%D0%B0%29'
    >>> web_link("javascript:alert(1)")
    """
    quoted = quote(url or "", safe=_AS_WRITTEN, errors="replace")
    return quoted if _WEB.fullmatch(quoted) else None
