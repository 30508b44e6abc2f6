"""Amounts, measures, ordinals and long numbers as a person says them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.language import Forms, Language
from pipeline.sentences import GERMAN_COUNTED
from pipeline.speak import grammar, numbers
from pipeline.speak.dates import year_said
from pipeline.speak.written import Word, at

_EURO = frozenset({"€", "eur", "euro", "euros", "євро", "евро", "avro", "يورو", "یورو"})
_NUMERIC = re.compile(r"\d[\d.,]*(?:[-–—]\d[\d.,]*)?(?:,[-–—])?")


def joined(words: Sequence[Word], index: int) -> tuple[int, str]:
    """A number whose thousands are set apart by spaces: "1 200 €" is three words."""
    word, count, text = words[index], 1, words[index].core
    if not re.fullmatch(r"[1-9]\d{0,2}", word.core):
        return 1, text
    while (
        not words[index + count - 1].close
        and re.fullmatch(r"\d{3}(?:,\d\d)?€?", following := at(words, index + count).core)
        and (at(words, index + count).bound or _is_euro(at(words, index + count + 1)) or following.endswith("€"))
    ):
        text += following
        count += 1
    return count, text


def _is_euro(word: Word) -> bool:
    return word.key in _EURO or word.core.startswith("€/")


def amount(words: Sequence[Word], index: int, language: Language) -> tuple[int, str] | None:
    """Returns:
    How many words it takes and what is said, or None.
    """
    word, before = words[index], at(words, index - 1)
    if word.key in _EURO and not word.close:
        count, text = joined(words, index + 1) if index + 1 < len(words) else (0, "")
        said = numbers.amount(text, before, language) if _NUMERIC.fullmatch(text) else None
        if said and not _is_euro(at(words, index + 1 + count)):
            return 1 + count, word.open + said + words[index + count].close
        return None
    count, text = joined(words, index)
    per = ""
    last = words[index + count - 1]
    if match := re.fullmatch(r"(?P<n>€?[\d.,–—-]+€?)(?:/(?P<per>\w+))?", text):
        text, per = match["n"], match["per"] or ""
    if "€" not in text:
        if last.close not in ("", "-", ",-", ",–", ",—") or not _is_euro(following := at(words, index + count)):
            return None
        text += last.close
        per = following.core.partition("/")[2]
        count, last = count + 1, following
    said = numbers.amount(text.strip("€"), before, language) if _NUMERIC.fullmatch(text.strip("€")) else None
    if not said:
        return None
    ending = f" {language.spoken.per or ','} {per}" if per else ""
    return count, word.open + said + ending + last.close


def measure(words: Sequence[Word], index: int, language: Language) -> tuple[int, str] | None:
    """ "50 %", "5km", "10 Std.", "20 °C". Returns as above."""
    word, before, units = words[index], at(words, index - 1), language.spoken.units
    if word.core == "%" and "%" in units and _NUMERIC.fullmatch(at(words, index + 1).core) and not word.close:
        following = words[index + 1]
        said = numbers.measure(following.core, units["%"], before, language)
        return (2, word.open + said + following.close) if said else None
    glued = re.fullmatch(r"%?(?P<n>\d[\d.,]*(?:[-–—]\d[\d.,]*)?)(?P<unit>\D*)", word.core)
    if not glued:
        return None
    unit = glued["unit"]
    if word.core.startswith("%"):
        if unit:
            return None
        unit = "%"
    last = index + 1 == len(words)
    if unit:
        key, close = _unit(unit, word.close, last, units)
        said = numbers.measure(glued["n"], units[key], before, language) if key else None
        return (1, word.open + said + close) if said else None
    count, text = joined(words, index)
    following = at(words, index + count)
    if words[index + count - 1].close or not following.core:
        return None
    key, close = _unit(following.core, following.close, index + count + 1 == len(words), units)
    said = numbers.measure(text, units[key], before, language) if key else None
    return (count + 1, word.open + said + close) if said else None


def _unit(core: str, close: str, last: bool, units: Mapping[str, Forms]) -> tuple[str, str]:
    """The pack's key for a unit, and the punctuation that is left; "Std." ends a sentence or not."""
    if core + "." in units and close.startswith("."):
        return core + ".", close if last and close == "." else close[1:]
    return (core, close) if core in units else ("", close)


def ordinal(words: Sequence[Word], index: int, language: Language) -> str | None:
    """German and Turkish "2. OG", Russian "2-й", Turkish "9'da"; the last word of a sentence is no ordinal."""
    word, code = words[index], language.code
    before, after = at(words, index - 1).key, at(words, index + 1).key
    if code == "tr" and (match := re.fullmatch(r"(%?)(\d+)['’](\w+)", word.core)):
        said = grammar.turkish_suffixed(match[2], match[3])
        return f"{word.open}{'yüzde ' if match[1] else ''}{said}{word.close}"
    if code in ("ru", "uk") and (match := grammar.SUFFIXED.fullmatch(word.core)):
        if "-" in word.core or len(match[2]) > 1:
            said_or_none = grammar.slavic_suffixed(int(match[1]), match[2], after, code)
            return word.open + said_or_none + word.close if said_or_none else None
        return None
    for form, feminine in ((language.spoken.ordinal, False), (language.spoken.ordinal_feminine, True)):
        if form and (match := re.fullmatch(form, word.core)):
            return word.open + grammar.ordinal(int(match[1]), language, feminine=feminine) + word.close
    if code == "de" and (glued := re.fullmatch(r"(\d{1,2})\.([^\W\d]\w*)", word.core)):
        noun = language.spoken.words.get(glued[2], glued[2])
        return f"{word.open}{grammar.german_ordinal(int(glued[1]), before, glued[2].casefold())} {noun}{word.close}"
    if word.close != "." or not re.fullmatch(r"\d{1,2}", word.core) or index + 1 == len(words):
        return None
    if code == "tr" and words[index + 1].core[:1].isalpha():
        return word.open + grammar.turkish(int(word.core), "ordinal")
    if code != "de":
        return None
    said = grammar.german_ordinal(int(word.core), before, after)
    if not index and after not in GERMAN_COUNTED:
        said = said[:-1] + "ns,"
    return word.open + said


def plain(words: Sequence[Word], index: int, language: Language) -> tuple[int, str] | None:
    """Any other number: inflected, without marks between thousands, long ones figure by figure. Returns as above."""
    word, before, after = words[index], at(words, index - 1), at(words, index + 1)
    spoken = language.spoken
    if re.fullmatch(r"\d+", word.core):
        count, text = joined(words, index)
        if count > 1:
            return count, word.open + text + words[index + count - 1].close
        if (len(text) > 4 and not text.endswith("000")) or (len(text) > 1 and text.startswith("00")):
            return 1, word.open + numbers.digits(text) + word.close
        if re.fullmatch(r"19\d\d", text) and (year := year_said(int(text), language)) != text:
            return 1, word.open + year + word.close
        said = numbers.counted(text, before, after if not word.close else at([], 0), language)
        return (1, word.open + said + word.close) if said != text else None
    if re.fullmatch(r"\d{1,2}\.\d{1,3}", word.core) and before.key in spoken.rooms.split() and spoken.dot:
        return 1, word.open + word.core.replace(".", f" {spoken.dot} ") + word.close
    if re.fullmatch(r"[1-9]\d{0,2}(?:[.,]\d{3})+", word.core):
        return 1, word.open + re.sub(r"\D", "", word.core) + word.close
    if spoken.comma and re.fullmatch(r"\d+,\d{1,2}", word.core):
        return 1, word.open + word.core.replace(",", f" {spoken.comma} ") + word.close
    return None
