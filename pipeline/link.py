"""What a code to scan may say: a call or a safe page."""

from __future__ import annotations

import re

LIMIT = 100
"""Characters. With error correction M that is at most version 6: 41 modules and the quiet zone, 6 pixels each."""
ALLOWED = (
    f"„tel:+49301234567“ oder eine Adresse wie „https://example.org/termin“, bis {LIMIT} Zeichen ohne Umlaute",
    f'"tel:+49301234567" or an address such as "https://example.org/termin", up to {LIMIT} ASCII characters',
)
"""What is possible, in German and English."""
_TEL = re.compile(r"tel:\+?[0-9](?:-?[0-9]){2,19}")
_HTTPS = re.compile(
    r"https://(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(?::[0-9]{1,5})?(?:[/?#][!-~]*)?"
)
"""The host comes first: in "https://bank.example@evil.example" people read another one than the phone opens."""


def allowed(text: str) -> bool:
    """Whether a code may say this: a call or a safe page. Any other scheme could do something on a client's phone."""
    return len(text) <= LIMIT and bool(_TEL.fullmatch(text) or _HTTPS.fullmatch(text))
