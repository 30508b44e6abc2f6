"""Times of day as a person says them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.language import Language
from pipeline.speak import grammar
from pipeline.speak.dates import since
from pipeline.speak.written import DASHES, Word, at

TIME = re.compile(r"(?P<hour>[01]?\d|2[0-4])(?:[:.h](?P<minute>[0-5]\d)|h)(?:h|(?P<suffix>['’]\w+))?")
_HOUR = re.compile(r"(?P<hour>[01]?\d|2[0-4])(?P<minute>)(?P<suffix>)")
_NOON = frozenset({"am", "pm", "a.m", "p.m"})
_MORNING = frozenset({"am", "a.m"})
_TEENS = range(13, 20)


def time(words: Sequence[Word], index: int, language: Language) -> tuple[int, str] | None:
    """A time of day or a range of them.

    Returns:
        How many words it takes and what is said, or None.
    """
    spoken, word = language.spoken, words[index]
    if not spoken.time:
        return None
    texts, count = DASHES.split(word.core), 1
    if at(words, index + 1).dash and not word.close and TIME.fullmatch(at(words, index + 2).core):
        texts, count = [word.core, at(words, index + 2).core], 3
    elif at(words, index + 1).key == "h" and not word.close and _HOUR.fullmatch(word.core):
        minute = at(words, index + 2).core
        more = re.fullmatch(r"[0-5]\d", minute) and not at(words, index + 1).close
        texts, count = [f"{word.core}h{minute if more else ''}"], 3 if more else 2
    elif len(texts) == 2 and at(words, index + 1).key == "h" and not word.close:
        texts, count = [texts[0], f"{texts[1]}h"], 2
    before, after = at(words, index - 1), at(words, index + count)
    times = [TIME.fullmatch(text) or _HOUR.fullmatch(text) for text in texts]
    if len(times) > 2 or not all(times) or not any(TIME.fullmatch(text) for text in texts):
        return None
    if any("." in text for text in texts) and not _is_time(words, index, count, language):
        return None
    said = []
    for number, match in enumerate(times):
        assert match is not None
        lead = before.key if not number else spoken.until
        if len(times) == 2 and not number and spoken.since:
            lead = spoken.since.split()[0]
        said.append(_clock(match, lead, language, after))
    text = said[0]
    if len(said) == 2:
        text = f"{since(before.key, language)}{said[0]} {spoken.until or spoken.to} {said[1]}"
    last = times[-1]
    if language.code == "en" and after.key in _MORNING and last and int(last["minute"] or 0) in _TEENS:
        # Run together, "thirteen a.m." is heard as "thirty a.m."; "p.m." does not run on from an n.
        text += ","
    return count, word.open + text + words[index + count - 1].close


def _is_time(words: Sequence[Word], index: int, count: int, language: Language) -> bool:
    """With a full stop it may be a room, a price or a chapter."""
    spoken = language.spoken
    if at(words, index - 1).key in spoken.rooms.split():
        return False
    near = {at(words, other).key for other in (index - 1, *range(index + count, index + count + 3))}
    return bool(near & (literals(language) | set(spoken.before_time.split()) | _NOON))


def _clock(match: re.Match[str], before: str, language: Language, after: Word) -> str:
    spoken = language.spoken
    hour, minute, suffix = str(int(match["hour"])), int(match["minute"] or 0), match["suffix"] or ""
    said = grammar.beside(spoken.hours, before).get(hour) or spoken.hours.get("", {}).get(hour, hour)
    template = grammar.plural(spoken.time if minute else spoken.full_hour, hour, language)
    if not minute and after.key in _NOON:
        template = "{hour}"
    minutes = _minutes(minute, before, language)
    if suffix and language.code == "tr":
        # "9.30'da": the suffix goes with what is said last.
        if minute:
            minutes = grammar.turkish_suffixed(str(minute), suffix)
        else:
            said = grammar.turkish_suffixed(hour, suffix)
        suffix = ""
    return template.replace("{hour}", said).replace("{minute}", minutes) + suffix


def _minutes(minute: int, before: str, language: Language) -> str:
    spoken, figures = language.spoken, str(minute)
    # "с девяти тридцати": after "from" as after "until".
    lead = spoken.until if before in spoken.since.split() else before
    said = grammar.inflected(figures, grammar.beside(spoken.after, lead)) or figures
    if minute < 10 and spoken.oh:
        said = f"{spoken.oh} {said}"
    if spoken.minutes:
        form = spoken.minutes.get(figures) or grammar.plural(spoken.minutes, figures, language)
        said = form.replace("{n}", said)
    return said


def hour(words: Sequence[Word], index: int, language: Language) -> str | None:
    """A bare hour where the language inflects it: "з 9 до 12", "о 9 годині", "до 17 години"."""
    spoken, word = language.spoken, words[index]
    before, after, end = at(words, index - 1).key, at(words, index + 1).key, spoken.until
    leads = {*spoken.since.split(), *spoken.before_time.split(), end}
    if not _HOUR.fullmatch(word.core) or before not in leads:
        return None
    named = {key: table for key, table in spoken.hours.items() if key}
    said = grammar.beside(named, before).get(str(int(word.core)))
    if said is None:
        return None
    if after == end and _HOUR.fullmatch(at(words, index + 2).core):
        known = _ends(words, index + 2, language)
    elif before == end and at(words, index - 2).core.isdecimal() and at(words, index - 3).key in spoken.since.split():
        known = _ends(words, index, language)
    else:
        known = after in spoken.with_hour.split() or before in spoken.before_time.split()
    return word.open + said + word.close if known else None


def _ends(words: Sequence[Word], index: int, language: Language) -> bool:
    """Whether what follows the number is not what it counts."""
    after = at(words, index + 1)
    counts = after.core[:1].isalpha() and not words[index].close
    return not counts or after.key in language.spoken.with_hour.split() or len(after.core) == 1


def literals(language: Language) -> set[str]:
    """The words beside a time that its template says itself: "Uhr"."""
    template = language.spoken.full_hour
    text = template if isinstance(template, str) else " ".join(template.values())
    return set(text.replace("{hour}", " ").casefold().split())
