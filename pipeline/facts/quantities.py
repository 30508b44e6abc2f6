"""Amounts of money, percentages, § references, floors and plain numbers, after rewriting."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.facts.fold import Line, fold
from pipeline.facts.model import FactKind

NUMBER = r"(?:\d{1,3}(?:[., ']\d{3})+(?![\d])(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?)"
_EURO = fold(
    r"€|(?:eur|euros?(?:'\w+)?|euro(?:ya|luk)|avro'?\w*|евро|євро|(?:ال)?يورو|یورو|اورو|ایرو|ewro\w*|yuu?roo?\w{0,3}|ዩሮ|ዮሮ|ኤውሮ|ኦይሮ|ኢውሮ)(?!\w)"
).text
_CENT = fold(r"(?:cents?|centimes?|cêntimos?|цент(?:а|и|ів|ов|ами)?|سنت(?:ا|ات)?|senti?|ሰንቲም|ሳንቲም|ሴንት)(?!\w)").text
PERCENT = re.compile(
    r"(?<!\w)(?:"
    + fold(
        r"prozent\w*|percent|per cent|pour ?cent|por cento|процент\w*|відсот\w*|في المئة|في المائة|بالمئة|بالمائة|درصد"
        r"|فیصد|فی صد|سلنه|ji sedî|yüzde|له سلو څخه|په سلو کې|boqolkiiba|boqolley|[ብ]?ሚእታዊት|ካብ ሚእቲ"
    ).text
    + r")(?!\w)"
)
_AND = fold(
    r" ?(?:-|bis|und|oder|to|and|or|à|et|ou|ile|ve|veya|до|и|и|або|или|і|та|إلى|و|تا|او|تر|a|e|û|heta|"
    r"ilaa|iyo|ama|ክሳብ|ክሳዕ|ን|ወይ) ?"
).text
_DASH = r"(?:,[-]{1,2})?"
_AMOUNT = re.compile(
    rf"(?:(?P<low>(?<![\d.,]){NUMBER}){_AND})?"
    rf"(?P<n>(?<![\d.,]){NUMBER}){_DASH} ?(?:{_EURO})(?: ?(?P<c>\d\d)(?![\d.,:]))?"
    rf"|€ ?(?P<pre>{NUMBER})(?:{_AND}€? ?(?P<high>{NUMBER}))?|\beur (?P<code>{NUMBER})"
)
_CENTS = re.compile(rf"(?<![\d.,])(?P<n>\d+) ?(?:{_CENT})")
_PERCENTAGE = re.compile(rf"(?<![\d.,])(?P<n>{NUMBER}) ?%|% ?(?P<pre>{NUMBER})")

_SECTION_WORD = fold(
    r"§§?|paragraph(?:e|en|s)?|paragraf\w*|sections?|articles?|articulos?|artigos?|art\.|madde\w*|стат(?:ь\w*|ей|т\w*)"
    r"|параграф\w*|ст\.|(?:[وبلف]?ال|لل)?(?:مادة|فقرة|بند)"
    r"|مادهٔ?|ماده|بند|پاراگراف|فقره|ماده|parágrafos?|xala?|bend\w*|qodob\w*|faqrad\w*|ዓንቀጽ|ዓንቀጻት"
).text
_SECTION = re.compile(
    rf"(?<!\w)(?:{_SECTION_WORD}) ?(?:nr\. ?|№ ?)?(?P<n>\d+(?: ?[a-z](?![\w]))?)"
    rf"(?:{_AND}(?:{_SECTION_WORD})? ?(?P<o>\d+[a-z]?(?!\w)))?"
)
_BOOK = re.compile(r"\bsgb[ -](?P<n>[ivx]+|\d+)\b")
_BOOKS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv")
_ROMAN = {roman: str(number) for number, roman in enumerate(_BOOKS, 1)}
_SECTION_AFTER = re.compile(r"(?<![\w])(?P<n>\d+[a-z]?)(?:\.|'\w+)? (?:madde\w*|paragraf\w*)")

_FLOOR_WORD = fold(
    r"og\b|obergescho(?:ss|ß)\w*|stockwerk\w*|stock\b|etagen?\b|floors?|stor(?:e?y|ies)|étages?|kat(?:ta|"
    r"[ıi]n\w*|a|[ıi]|tad[ıi]r)?\b|этаж\w*|поверс\w*|поверх\w*"
    r"|الطابق|طابق|الدور|طبقه|طبقۀ|طبقهی|منزل|پوړ|andar|piso|qat\w*|dabaq\w*|fooq\w*|ደርቢ|ፎ[ቅቕ]"
).text
_ORDINAL = r"(?:\.º|\.|st|nd|rd|th|er|re|ème|eme|e|º|ª|-?й|-?му|-?ому|-?м|-?го|'?inci|\.? ?ه|م|emîn|yem|em|mîn|an)?"
_FLOOR = re.compile(
    rf"(?<![\d.,:/])(?P<n>\d{{1,2}}){_ORDINAL} (?:{_FLOOR_WORD})|"
    rf"(?<!\w)(?:{_FLOOR_WORD}) ?(?:nr\. ?|no\. ?|№ ?)?(?P<a>\d{{1,2}})(?!\d|[.,:]\d)"
)
_GROUND = re.compile(
    fold(
        r"(?<!\w)(?:eg|erdgescho(?:ss|ß)|ground floor|rez-de-chaussée|zemin kat\w*|rés-do-chão|térreo|(?:الطابق|"
        r"الدور) ال[اأ]رضي|طبقه همکف|همکف|منزل (?:اول )?زمینی|"
        r"dabaq\w* (?:hoose|dhulka)|(?:ናይ )?ባይታ ደርቢ|ባይታዊ ደርቢ|ምድ[ሪረ] ?ቤት)(?!\w)"
    ).text
)

_PLAIN = re.compile(rf"(?P<n>{NUMBER})")
_CODE = re.compile(r"(?<![\w])(?:[a-zавсенкмортх]-?\d{1,3}|\d{1,4}[a-z]|[a-z]{1,3}\d{1,4})(?![\w@])")
_LOOKALIKE = str.maketrans("авсенкмортх", "abcehkmoptx")
_COUNTED = re.compile(r"\d+(?:st|nd|rd|th|er|re|e|x|h|m|an|a|em)")


def amounts(line: Line) -> Iterator[tuple[FactKind, int, int, str]]:
    for match in _AMOUNT.finditer(line.text):
        for group in ("low", "n", "pre", "high", "code"):
            if match[group]:
                value = number(match[group])
                if group == "n" and match["c"]:
                    value += f".{match['c']}"
                start, end = match.span(group) if group in ("low", "high") else _rest(match, group)
                yield "amount", start, end, f"EUR {float(value):.2f}"
    for match in _CENTS.finditer(line.text):
        yield "amount", *match.span(), f"EUR {int(match['n']) / 100:.2f}"
    for match in _PERCENTAGE.finditer(line.text):
        yield "percent", *match.span(), number(match["n"] or match["pre"])


def _rest(match: re.Match[str], group: str) -> tuple[int, int]:
    return (match.start(group) if group == "n" else match.start()), (match.end(group) if match["high"] else match.end())


def sections(line: Line) -> Iterator[tuple[FactKind, int, int, str]]:
    for match in (*_SECTION.finditer(line.text), *_SECTION_AFTER.finditer(line.text)):
        groups = match.groupdict()
        end = match.end() if not groups.get("o") else match.end("n")
        yield "section", match.start(), end, groups["n"].replace(" ", "")
        if groups.get("o"):
            yield "section", *match.span("o"), groups["o"]
    for match in _BOOK.finditer(line.text):
        yield "section", *match.span(), f"SGB {_ROMAN.get(match['n'], match['n'])}"


def floors(line: Line) -> Iterator[tuple[FactKind, int, int, str]]:
    for match in _FLOOR.finditer(line.text):
        yield "floor", *match.span(), str(int(match["n"] or match["a"]))
    for match in _GROUND.finditer(line.text):
        yield "floor", *match.span(), "0"


def plain(line: Line) -> Iterator[tuple[FactKind, int, int, str]]:
    """Course levels and rooms ("A2", "12b") first, then every number that is left."""
    for match in _CODE.finditer(line.text):
        if not _COUNTED.fullmatch(match[0]):
            yield "code", *match.span(), match[0].translate(_LOOKALIKE).replace("-", "").upper()
            line = line.without(*match.span())
    for match in _PLAIN.finditer(line.text):
        # room 004 is not room 4
        yield "number", *match.span("n"), match["n"] if re.fullmatch(r"0\d+", match["n"]) else number(match["n"])


def number(figures: str) -> str:
    """ "1.234,50" and "1,234.50" → "1234.50" → "1234.5"; "1.234" is thousands in every language here."""
    whole, fraction = figures, ""
    if match := re.fullmatch(r"(.*)[.,](\d{1,2}|\d{4,})", figures):
        whole, fraction = match[1], match[2].rstrip("0")
    whole = re.sub(r"\D", "", whole).lstrip("0") or "0"
    return f"{whole}.{fraction}" if fraction else whole
