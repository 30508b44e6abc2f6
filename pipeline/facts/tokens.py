"""Facts in Latin letters and figures that no language changes: e-mail, URL, telephone, IBAN, street, names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from pipeline.facts.fold import Line
from pipeline.facts.model import FactKind

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(
    r"https?://[^\s<>()\x00]*[\w/]|(?<![\w.@])www\.[^\s<>()\x00]*[\w/]"
    r"|(?<![\w.@])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:de|org|com|net|eu|info|example|berlin|hamburg|koeln|bayern|nrw|"
    r"app|io|gov|gouv|fr|at|ch|online)"
    r"(?:/[^\s<>()\x00]*[\w/])?(?![\w@])"
)
_IBAN = re.compile(r"(?<!\w)[a-z]{2}\d{2}(?: ?[\da-z]{4}){3,6}(?: ?[\da-z]{1,3})?(?!\w)")
_PHONE = re.compile(r"(?<![\w.,:/-])(?:\+|00 ?|\(?0)\(?\d(?:[ ()/.-]{0,3}\d)+")
_SHORT = re.compile(r"(?<![\w.,:/+-])(?:116[ .-]?\d{3}|11[0-9])(?![\d]|[.,:]\d| \d{3}(?!\d))")
_END = "straße|strasse|str\\.|str|weg|platz|allee|gasse|ring|damm|ufer|chaussee|markt|hof|steig|promenade|graben|wall"
_FEMININE = "strasse|gasse|allee|chaussee|promenade"
_BEFORE = "am|an der|im|zum|zur|unter den"
_NAMED = (
    rf"(?:(?P<before>{_BEFORE}) )?(?:[a-zäöüßé.-]+(?:{_END})|[a-zäöüßé-]+(?:er|e|en) (?:{_END}))"
    rf"|(?:{_BEFORE}) [a-zäöüß-]*(?:{_END}|bahnhof|park|see|berg|tal|feld|linden|kirche|schule)"
)
"""Last what is no street without its preposition: "am markt", "unter den linden"."""
_NUMBER = r",? ?(?:nr\.?|no\.?|n°|nº|№|numara|номер|رقم|شماره|lambark?\w*|lr\.?|ቁጽሪ(?: ገዛ)?)? ?"
_STREET, _GERMAN_STREET = (
    re.compile(
        rf"(?P<street>{_NAMED}){_NUMBER}(?P<n>\d{{1,4}}(?:[a-h](?!\w)| [a-h]{end})?"
        rf"(?: ?[-/] ?\d{{1,4}}[a-h]?)?)(?!\d|[.,:]\d)"
    )
    for end in (r"(?=[,.;:)]|$)", r"(?!\w)")
)
"""In other languages a letter after the number may be a word: Portuguese "27 e ..."."""
_STREET_AFTER = re.compile(rf"(?<![\w.,:])(?P<n>\d{{1,4}}[a-h]?),? (?P<street>[a-zäöüßé.-]+(?:{_END}))(?!\w)")
_POSTCODE = re.compile(r"(?<![\w.,/+-])(?P<n>\d{5}),? (?P<town>[a-zäöüß]{3,})")
_CAPITALS = re.compile(r"(?<![\w@./-])(?:[A-ZÄÖÜ]{2,}[A-ZÄÖÜ0-9]*|[A-Za-zäöü]+[a-zäöüß][A-ZÄÖÜ]\w*)(?![\w@])")
_NO_NAMES = frozenset({
    "OG", "EG", "UG", "DG", "PLZ", "EUR", "IBAN", "BIC", "SGB", "AM", "PM", "NR", "II", "III", "IV", "VI", "VII",
           "IX", "XII",
})  # fmt: skip


def addresses_of_the_net(line: Line, written: str) -> Iterator[tuple[FactKind, int, int, str]]:
    for match in _EMAIL.finditer(line.text):
        yield "email", *match.span(), match[0].rstrip(".-")
        line = line.without(*match.span())
    for match in _URL.finditer(line.text):
        start, end = line.span(*match.span())
        host, _, path = re.sub(r"(?i)^(?:https?://)?(?:www\.)?", "", written[start:end]).partition("/")
        yield "url", *match.span(), "/".join([host.lower(), *([path.rstrip("/")] if path.rstrip("/") else [])])
    for match in _IBAN.finditer(line.text):
        if len(re.sub(r"\D", "", match[0])) >= 10:
            yield "code", *match.span(), match[0].replace(" ", "").upper()


def phones(line: Line) -> Iterator[tuple[FactKind, int, int, str]]:
    for match in _PHONE.finditer(line.text):
        if len(re.sub(r"\D", "", match[0])) >= 6:
            yield "phone", *match.span(), _international(match[0])
            line = line.without(*match.span())
    for match in _SHORT.finditer(line.text):
        yield "phone", *match.span(), re.sub(r"\D", "", match[0])


def _international(written: str) -> str:
    """E.164 as far as the library can read it, else its figures: a number with a figure missing is a fact too."""
    from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, parse

    try:
        return str(format_number(parse(written, "DE"), PhoneNumberFormat.E164))
    except NumberParseException:
        return re.sub(r"\D", "", written)


def places(line: Line, written: str, language: str) -> Iterator[tuple[FactKind, int, int, str]]:
    """Streets with a house number ("marktstrasse 12a") and postcodes; only where the street begins with a capital.

    A preposition before it may belong to its name ("wir sind Am Rathausplatz 3") or to the sentence: one in small
    letters stands in brackets, "(am) rathausplatz 3".
    """
    for pattern in (_GERMAN_STREET if language == "de" else _STREET, _STREET_AFTER):
        for match in pattern.finditer(line.text):
            begin = written[line.spans[match.start("street")][0] : line.spans[match.end("street") - 1][1]]
            if begin[0].isupper() or begin.split()[-1][0].isupper():
                name, before = street(match["street"]), match.groupdict().get("before")
                if before and begin[0].islower():
                    name = f"({before}){name.removeprefix(before)}"
                yield "address", *match.span(), f"{name} {re.sub(' ', '', match['n'])}"
                line = line.without(*match.span())
    for match in _POSTCODE.finditer(line.text):
        if written[line.spans[match.start("town")][0]].isupper():
            yield "address", *match.span("n"), match["n"]


def street(folded: str) -> str:
    """As others write it: "Marktstr." is Marktstrasse; "der Langen Straße" and "am Langen Weg" are Lange Strasse and
    Langer Weg. A feminine name in -er is that of a town (Bremer Straße) and is not declined."""
    name = re.sub(r"str(?:\.|asse|aße)?$", "strasse", folded.replace("ß", "ss"))
    name = re.sub(rf"(?<=\w)en(?= (?:{_FEMININE})$)", "e", name)
    return re.sub(rf"(?<=\w)(?:en|e)(?= (?!{_FEMININE})(?:{_END})$)", "er", name)


def streets(address: str) -> frozenset[str]:
    """All that an address found by `places` may be, with and without a preposition in brackets."""
    return frozenset((re.sub(r"[()]", "", address), re.sub(r"^\([^)]*\) ", "", address)))


def bare(address: str) -> str:
    """An address without the preposition that it begins with."""
    return re.sub(rf"^(?:{_BEFORE}) ", "", address)


def names(written: str, known: Collection[str] = ()) -> Iterator[tuple[int, int, str]]:
    """Capital and inner-capital tokens (BAMF, WhatsApp) and the service's own list, as written."""
    for name in known:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", written):
            yield match.start(), match.end(), name
    for match in _CAPITALS.finditer(written):
        if match[0] not in _NO_NAMES and match[0] not in known:
            yield match.start(), match.end(), match[0]
