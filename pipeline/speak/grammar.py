"""How figures are inflected where a language asks for it; the forms themselves stand in the packs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.language import Forms, Language

_GERMAN_FEMININE = frozenset({
    "etage", "klasse", "woche", "tür", "stunde", "straße", "person", "seite", "schicht",
})  # fmt: skip
_GERMAN_NEUTER = frozenset({
    "og", "ug", "stockwerk", "obergeschoss", "untergeschoss", "quartal", "halbjahr", "lebensjahr", "mal", "kind",
    "zimmer", "haus", "semester", "schuljahr",
})  # fmt: skip
_GERMAN_WEAK = frozenset({
    "am", "im", "zum", "zur", "vom", "beim", "ab", "bis", "seit", "nach", "dem", "den", "des", "einem", "einer",
    "jedem", "jeden", "diesem", "diesen", "ihrem", "ihren", "deinem", "unserem", "und", "oder",
})  # fmt: skip

_HARD = ("ый", "ой", "ий")
_SLAVIC: Mapping[str, Mapping[str, tuple[str, str]]] = {
    # case → ending after a hard stem, after a soft one (третий, третій)
    "ru": {
        "m": ("", ""), "f": ("ая", "ья"), "n": ("ое", "ье"), "genitive": ("ого", "ьего"), "dative": ("ому", "ьему"),
        "locative": ("ом", "ьем"), "feminine": ("ой", "ьей"), "accusative": ("ую", "ью"), "plural": ("ые", "ьи"),
        "instrumental": ("ым", "ьим"), "many": ("ых", "ьих"),
    },
    "uk": {
        "m": ("", ""), "f": ("а", "я"), "n": ("е", "є"), "genitive": ("ого", "ього"), "dative": ("ому", "ьому"),
        "locative": ("ому", "ьому"), "feminine": ("ої", "ьої"), "in": ("ій", "ій"), "accusative": ("у", "ю"),
        "plural": ("і", "і"), "instrumental": ("им", "ім"), "many": ("их", "іх"),
    },
}  # fmt: skip
_SUFFIXES = {
    "ru": {
        "я": "f", "ая": "f", "е": "n", "ое": "n", "го": "genitive", "ого": "genitive", "му": "dative", "ому": "dative",
        "м": "locative", "ом": "locative", "ю": "accusative", "ую": "accusative", "ые": "plural", "х": "many",
        "ых": "many", "ой": "feminine", "ей": "feminine", "ым": "instrumental", "й": "m", "ый": "m", "ий": "m",
    },
    "uk": {
        "й": "m", "ий": "m", "а": "f", "га": "f", "ша": "f", "та": "f", "ма": "f", "я": "f", "тя": "f", "е": "n",
        "ге": "n", "ше": "n", "те": "n", "є": "n", "тє": "n", "го": "genitive", "ого": "genitive", "му": "dative",
        "ому": "dative", "ї": "feminine", "ої": "feminine", "у": "accusative", "гу": "accusative",
        "шу": "accusative", "ту": "accusative", "ю": "accusative", "тю": "accusative", "і": "plural", "ті": "plural",
        "х": "many", "их": "many", "м": "instrumental", "им": "instrumental", "ій": "in",
    },
}  # fmt: skip
SUFFIXED = re.compile(r"(\d{1,4})-?([а-яіїє]{1,2})")
_ZEROTH = {"ru": "нулевой", "uk": "нульовий"}
_DAY_CASE = {"по": "n", "на": "n", "к": "dative"}
_YEAR_CASE = {"году": "locative", "год": "m", "рік": "m", "році": "locative"}
_TURKISH = re.compile(
    "sıfır|birinci|bir|ikinci|iki|üçüncü|üç|dördüncü|dört|beşinci|beş|altmışıncı|altmış|altıncı|altı|yedinci|yedi|"
    "sekizinci|sekiz|dokuzuncu|dokuz|milyonuncu|milyon|onuncu|on|yirminci|yirmi|otuzuncu|otuz|kırkıncı|kırk|ellinci|"
    "elli|yetmişinci|yetmiş|sekseninci|seksen|doksanıncı|doksan|yüzüncü|yüz|bininci|bin"
)


def german_ordinal(number: int, before: str, after: str) -> str:
    """ "im 2. OG" → "zweiten", "der 2. Stock" → "zweite", "2. OG" → "zweites", "1. März" → "erster".

    Args:
        number: The number.
        before: Lower-case word before it, or empty.
        after: Lower-case word after it, or empty.
    """
    from num2words import num2words

    stem: str = num2words(number, lang="de", to="ordinal")
    if before in _GERMAN_WEAK:
        return stem + "n"
    if before in ("der", "die", "das", "dieser", "diese", "dieses", "jede") or after in _GERMAN_FEMININE:
        return stem
    return stem + ("s" if after in _GERMAN_NEUTER else "r")


def slavic_ordinal(number: int, case: str, code: str) -> str:
    """Russian and Ukrainian: the last word of an ordinal takes the ending of the case.

    Args:
        case: A key of the table above: "m", "f", "n", "genitive" …
    """
    from num2words import num2words

    # num2words has no Ukrainian "zeroth", and counts one thousand in every year.
    ordinal: str = num2words(number, lang=code, to="ordinal") if number else _ZEROTH[code]
    ordinal = re.sub("^одна (?=ты|ти)", "", ordinal)
    hard, soft = _SLAVIC[code][case]
    if case == "m":
        return ordinal
    if ordinal.endswith(("третий", "третій")):
        return ordinal[:-2] + soft
    return ordinal[:-2] + hard if ordinal.endswith(_HARD) else ordinal


def slavic_suffixed(number: int, suffix: str, after: str, code: str) -> str | None:
    """ "2-й" → "второй", "2-й" before "странице" → "второй" of the other gender, "2-га" → "друга"."""
    case = _SUFFIXES[code].get(suffix)
    # "на 1-й странице": the same letter is written for an oblique feminine.
    if suffix == "й" and after.endswith(("е", "и", "і") if code == "ru" else ("і", "ії")):
        case = "feminine" if code == "ru" else "in"
    return slavic_ordinal(number, case, code) if case else None


def slavic_day(day: int, before: str, code: str) -> str:
    """The day before a month's name: "третьего октября", "по пятое октября"."""
    return slavic_ordinal(day, _DAY_CASE.get(before, "genitive"), code)


def slavic_year(year: int, after: str, code: str) -> str:
    """The year before "года", "году", "год", "року", "році", "рік"."""
    return slavic_ordinal(year, _YEAR_CASE.get(after, "genitive"), code)


def turkish(number: int, form: str = "cardinal") -> str:
    """In words with spaces between them; num2words writes them together."""
    from num2words import num2words

    return " ".join(_TURKISH.findall(num2words(number, lang="tr", to=form)))


def turkish_suffixed(figures: str, suffix: str) -> str:
    """ "9'da" → "dokuzda", "112'yi" → "yüz on ikiyi", "4'üncü" → "dördüncü": the suffix belongs to the last word."""
    suffix = suffix.lstrip("'’")
    if counting := re.match("[ıiuü]?nc[ıiuü]", suffix):
        return turkish(int(figures), "ordinal") + suffix[counting.end() :]
    return turkish(int(figures)) + suffix


def plural(forms: Forms, number: str, language: Language) -> str:
    """What is counted in the form that goes with the number, "1.5" written with a full stop."""
    if isinstance(forms, str):
        return forms
    from babel import Locale

    value = int(number) if number.isdecimal() else float(number)
    return forms.get(Locale.parse(language.locale).plural_form(value), forms["other"])


def ordinal(number: int, language: Language, *, feminine: bool = False) -> str:
    """As num2words has it; a Portuguese feminine ends in -a."""
    from num2words import num2words

    said: str = num2words(number, lang=language.num2words, to="ordinal")
    return re.sub(r"o\b", "a", said) if feminine else said


def inflected(figures: str, table: Mapping[str, str]) -> str | None:
    """The form of a number in a table of some: itself, or tens and ones ("двадцати" + "одного")."""
    if figures in table:
        return table[figures]
    tens, ones = f"{figures[:1]}0", figures[1:]
    if len(figures) == 2 and ones != "0" and tens in table and ones in table:
        return f"{table[tens]} {table[ones]}"
    return None


def beside(tables: Mapping[str, Mapping[str, str]], word: str) -> Mapping[str, str]:
    """The table whose key holds the word; keys are words with spaces between them. Else that of the empty key."""
    if word:
        for words, table in tables.items():
            if word in words.split():
                return table
    return tables.get("", {})
