"""From IPA symbols to mouth shapes, and from timed phonemes to one mouth shape a frame."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import inf

from pipeline.model import Timed
from pipeline.speak.swell import STEP

LETTERS = {
    # Lips pressed together.
    "closed": "p b m ɓ ʙ ʘ",
    # Lower lip at the upper teeth; lips that only come near each other look the same from the front.
    "f": "f v ɱ ʋ ⱱ ɸ β",
    "th": "θ ð",
    # Tip of the tongue behind the teeth, jaw a little open; with the palatals that lift the front of the tongue.
    "t": "t d n l ɫ ɬ ɮ ɭ ʈ ɖ ɳ ɗ ɲ ʎ ǀ ǁ ǂ ǃ",
    # Teeth nearly together, lips spread.
    "s": "s z ts dz ʦ ʣ",
    # Teeth nearly together, lips pushed forward.
    "sh": "ʃ ʒ ʂ ʐ ɕ ʑ ɧ tʃ dʒ tɕ dʑ tʂ dʐ ʧ ʤ ʨ ʥ",
    # Made far back: the lips only stay slightly open.
    "k": "k g ɡ ŋ h x ɣ q ħ ʕ ʔ c ɟ ʄ ɢ ʛ ɠ ɴ ʟ ɰ χ ʁ ʀ ɦ ʜ ʢ ʡ",
    "r": "r ɾ ɹ ɻ ɽ ɺ ɚ ɝ",
    "a": "a ɐ ɑ æ ʌ ɶ",
    "e": "e ɛ ε ə ɜ ɘ ɤ",
    # Lips spread and narrow: close vowels without rounding, j, and ç, which keeps their shape ("ich").
    "i": "i ɪ ɨ ᵻ ɯ j ʝ ç",
    "o": "o ɔ ɒ ø œ ɵ ɞ",
    "u": "u ʊ y ʏ ʉ ᵿ w ʍ ɥ",
}
"""Mouth shape → the IPA letters it stands for: all that espeak-ng and Piper give for the languages of the packs."""

VISEMES = ("rest", *LETTERS)
"""The 14 mouth shapes. `rest`: closed in a light smile."""

TABLE = {letter: viseme for viseme, letters in LETTERS.items() for letter in letters.split()}

LEAD = 0.025
"""Seconds by which lips run ahead of the sound. Rounded to frames at 25 fps this gives 5 … 45 ms: never late, and far
from the 125 ms at which early lips are noticed (ITU-R BT.1359)."""
PAUSE = 0.12
"""Seconds of silence from which the mouth rests; a shorter gap is a stop or a word boundary."""

SWELLING: dict[str, tuple[tuple[float, str], ...]] = {
    "a": ((0.35, "k"), (0.6, "e"), (inf, "a")),
    "e": ((0.5, "i"), (0.75, "e"), (inf, "a")),
    "i": ((0.35, "k"), (0.65, "i"), (inf, "e")),
    "o": ((0.5, "u"), (inf, "o")),
    "u": ((0.6, "u"), (inf, "o")),
}
"""Vowel → up to which loudness it takes which shape: a loud vowel opens the mouth wider than a soft one. Loudness as
`pipeline.speak.swell` gives it. Rounded lips stay round, spread ones spread."""

OPENING = {
    "rest": 0.0, "closed": 0.0, "f": 0.4, "th": 0.56, "t": 0.55, "s": 0.54, "sh": 0.42, "k": 0.61, "r": 0.55,
    "a": 1.0, "e": 0.87, "i": 0.67, "o": 0.79, "u": 0.49,
}  # fmt: skip
"""How far the lips are apart in each shape, as a part of the widest; measured in the drawing of Maja, and much the same
in every avatar."""

_WEIGHT = {"closed": 1.0, "f": 1.0, "rest": 1.0, "k": 0.5, "t": 0.7, "s": 0.8, "r": 0.8}
_VOWELS = {"a", "e", "i", "o", "u"}
_CONSONANTS = {"th", "t", "s", "sh", "k", "r"}
_LABIALS = {"closed", "f"}
_MARKS = {"Lm", "Mn", "Nd"}
_SHUT = {"closed", "rest"}
_SMALLER = {"a": "e", "o": "u"}


@dataclass(frozen=True, slots=True)
class _Sound:
    start: float
    end: float
    """In frames, lips already ahead of the sound."""
    viseme: str

    @property
    def length(self) -> float:
        return self.end - self.start

    def within(self, frame: int) -> float:
        """The part of a frame that it fills."""
        return max(0.0, min(self.end, frame + 1) - max(self.start, frame))


def letters(symbol: str) -> list[str]:
    """The IPA letters of one symbol, affricates together: "ˈt͡ʃʼaː" → ["tʃ", "a"]. Empty for silence and pure marks.

    Stress, length, tone, tie bars, ejectives, aspiration, palatalisation, nasalisation and espeak's "(en)" are dropped.
    """
    text = unicodedata.normalize("NFC", re.sub(r"\([\w-]+\)", "", symbol))
    # A letter of the table may itself be composed ("ç"); any other is reduced to its base.
    bases = (c if c in TABLE else unicodedata.normalize("NFD", c)[0] for c in text)
    plain = "".join(c for c in bases if c.isalpha() and unicodedata.category(c) not in _MARKS)
    found = []
    while plain:
        size = 2 if plain[:2] in TABLE else 1
        found.append(plain[:size])
        plain = plain[size:]
    return found


def shapes(symbol: str) -> tuple[str, ...]:
    """The mouth shapes of one symbol in order; two for a diphthong: "aɪ" → ("a", "i"). What is unknown gives "k"."""
    found = (TABLE.get(letter) or TABLE.get(letter.lower(), "k") for letter in letters(symbol))
    return tuple(viseme for viseme, _ in groupby(found))


def track(phonemes: Sequence[Timed[str]], frames: int, fps: int, loudness: Sequence[float]) -> list[str]:
    """One mouth shape per frame.

    Every p, b, m closes the lips for at least one frame, every f and v shows; a vowel of two frames or more reaches its
    shape, as wide as it is loud; other short sounds may vanish, so that nothing flickers; from `PAUSE` seconds of
    silence on the mouth rests.

    Args:
        phonemes: IPA symbols in order, seconds from the first frame. Silence is a gap or a symbol without letters.
        frames: How many to return.
        fps: Frames a second.
        loudness: Of the voice, one value a `STEP` from the first frame on; where it is missing or 0 all vowels have the
            shapes of the table.
    """
    if frames <= 0:
        return []
    sounds = _sounds(_spoken(phonemes), frames, fps, loudness)
    owners = _owners(sounds, frames)
    _show_what_must(sounds, owners, fps)
    _drop_short_consonants(sounds, owners)
    _calm(sounds, owners)
    return _soften([sounds[owner].viseme for owner in owners])


def _spoken(phonemes: Sequence[Timed[str]]) -> Iterator[Timed[str]]:
    """Only what has letters. Piper times marks on their own: stress belongs to the next sound, others to the last."""
    held: Timed[str] | None = None
    stressed: float | None = None
    for phoneme in phonemes:
        if letters(phoneme.value):
            if held:
                yield held
            held = Timed(phoneme.start if stressed is None else stressed, phoneme.end, phoneme.value)
            stressed = None
        elif phoneme.value and all(c in "ˈˌ" for c in phoneme.value):
            stressed = phoneme.start if stressed is None else stressed
        elif held and phoneme.value and all(unicodedata.category(c) in _MARKS or c == "˞" for c in phoneme.value):
            held = Timed(held.start, phoneme.end, held.value + phoneme.value)
    if held:
        yield held


def _sounds(spoken: Iterator[Timed[str]], frames: int, fps: int, loudness: Sequence[float]) -> list[_Sound]:
    """Fills the whole film without a gap, diphthongs cut in two."""
    sounds: list[_Sound] = []
    heard = float("-inf")  # end of the last sound, seconds

    def fill(until: float, viseme: str) -> None:
        start = sounds[-1].end if sounds else -LEAD * fps
        if until > start or viseme in _LABIALS:
            sounds.append(_Sound(start, max(start, until), viseme))

    def finish() -> None:
        """No lead into silence: lips do not shut before the sound has ended."""
        if sounds:
            sounds[-1] = replace(sounds[-1], end=max(sounds[-1].end, heard * fps))

    for phoneme in spoken:
        pause = phoneme.start - heard >= PAUSE
        if pause:
            finish()
        fill((phoneme.start - LEAD) * fps, "rest" if pause else "k")
        parts = shapes(phoneme.value)
        for n, viseme in enumerate(parts, 1):
            length = (phoneme.end - phoneme.start) / len(parts)
            for until, shape in _swelling(viseme, phoneme.start + length * (n - 1), length, 2 / fps, loudness):
                fill((until - LEAD) * fps, shape)
        heard = phoneme.end
    finish()
    fill(frames, "rest")
    return sounds


def _swelling(
    viseme: str, start: float, length: float, shortest: float, loudness: Sequence[float]
) -> Iterator[tuple[float, str]]:
    """A vowel opens as the voice swells, in parts of `shortest` seconds or more. Gives each part's end, seconds, and
    its shape."""
    levels = SWELLING.get(viseme)
    parts = max(1, int(length / shortest)) if levels else 1
    for n in range(parts):
        first, until = (start + length * share / parts for share in (n, n + 1))
        heard = loudness[int(first / STEP) : max(int(first / STEP) + 1, round(until / STEP))]
        level = sum(heard) / len(heard) if heard else 0.0
        yield until, next(shape for most, shape in levels if level <= most) if levels and level else viseme


def _owners(sounds: Sequence[_Sound], frames: int) -> list[int]:
    """Which sound shapes the mouth in each frame: the one that fills most of it, what is seen better counting more."""
    best = [(0.0, 0)] * frames
    for n, sound in enumerate(sounds):
        if sound.viseme in _LABIALS and sound.length < 1:
            continue  # gets its frame in `_show_what_must`
        for frame in range(max(0, int(sound.start)), min(frames, int(sound.end) + 1)):
            best[frame] = max(best[frame], (sound.within(frame) * _WEIGHT.get(sound.viseme, 1.0), n))
    return [n for _, n in best]


def _show_what_must(sounds: Sequence[_Sound], owners: list[int], fps: int) -> None:
    """Every labial and every vowel of two frames gets a frame; pressed lips last, they win where two want the same."""
    for wanted in ({"f"}, {"closed"}):
        shown = set(owners)
        for n, sound in enumerate(sounds):
            frame = int(sound.start + LEAD * fps)  # in which the sound begins to be heard
            if sound.viseme in wanted and n not in shown and frame < len(owners):
                owners[frame] = n
                if owners[frame - 1] > n and frame:  # what comes after it must not be seen before it
                    owners[frame - 1] = n - 1
    shown = set(owners)
    for n, sound in enumerate(sounds):
        if sound.viseme in _VOWELS and n not in shown and sound.length >= 2:
            frames = range(max(1, int(sound.start)), min(len(owners) - 1, int(sound.end) + 1))
            free = [
                frame
                for frame in frames
                if owners[frame - 1] < n < owners[frame + 1]
                and (sounds[owners[frame]].viseme not in _LABIALS or owners[frame] == owners[frame + 1])
            ]
            if free:
                owners[max(free, key=sound.within)] = n


def _runs(sounds: Sequence[_Sound], owners: Sequence[int]) -> list[tuple[int, int, str]]:
    """Stretches of one shape: first frame, frame after the last, shape."""
    runs, at = [], 0
    for viseme, group in groupby(sounds[owner].viseme for owner in owners):
        size = len(list(group))
        runs.append((at, at + size, viseme))
        at += size
    return runs


def _drop_short_consonants(sounds: Sequence[_Sound], owners: list[int]) -> None:
    """A consonant under one frame between vowels is not seen; the coming vowel takes its place, as lips run ahead."""
    for start, end, viseme in _runs(sounds, owners)[1:-1]:
        if viseme in _CONSONANTS and end - start == 1 and sounds[owners[start]].length < 1:
            before, after = sounds[owners[start - 1]].viseme, sounds[owners[end]].viseme
            if {before, after} <= _VOWELS:
                owners[start] = owners[end]


def _calm(sounds: Sequence[_Sound], owners: list[int]) -> None:
    """No shape for a single frame between two equal ones: a long enough sound gets a second frame, another yields."""
    for _ in range(3):  # a change can make the next flicker; three sweeps settle all that real speech gives
        runs = _runs(sounds, owners)
        for (first, _, _), (at, end, viseme), (_, last, _) in zip(runs, runs[1:], runs[2:], strict=False):
            before, after = sounds[owners[at - 1]].viseme, sounds[owners[end]].viseme
            if end - at > 1 or before != after or viseme in _LABIALS or sounds[owners[at]].viseme != viseme:
                continue
            sound = sounds[owners[at]]
            reached = viseme not in _CONSONANTS and sound.length >= 2  # such a vowel may leave its neighbour one frame
            spare = 2 if reached else 3
            free = [frame for frame, size in ((at - 1, at - first), (end, last - end)) if size >= spare]
            if free and sound.length >= (1.5 if viseme in _CONSONANTS else 1):
                owners[max(free, key=sound.within)] = owners[at]
            elif not reached:
                owners[at] = owners[at - 1]


def _soften(track: list[str]) -> list[str]:
    """A wide vowel that is long enough opens and narrows over a smaller shape; shutting from wide open always does."""
    soft = list(track)
    at = 0
    before = ""
    for viseme, group in groupby(track):
        end = at + len(list(group))
        after = track[end] if end < len(track) else ""
        if small := _SMALLER.get(viseme):
            # Never "e t e" out of "a t e": the same smaller shape on both sides of a single frame would flicker.
            flickers = after not in _LABIALS and track[end + 1 : end + 2] == [small]
            if end - at >= (3 if after in _SHUT else 4) and not flickers:
                soft[end - 1] = small
            flickers = before not in _LABIALS and soft[max(0, at - 2) : at - 1] == [small]
            if end - at >= (4 if before in _SHUT else 5) and not flickers:
                soft[at] = small
        at, before = end, viseme
    return soft
