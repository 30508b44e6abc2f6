"""The stage where a person has spoken: a recording becomes the sentences of the film, each with its own sound.

Nothing is guessed silently: what does not fit the text is an error that says which line, where in the recording, and
what to do; what cannot be proved is a note in the report.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.characters import visible
from pipeline.files import write_atomic
from pipeline.language import Language
from pipeline.model import Consent, Gender, Segment, Speech, SpokenSegment, Utterance, VoiceInfo
from pipeline.speak import murmur, normalise, silent
from pipeline.speak.align import timed
from pipeline.speak.matching import JOINED, Item, Match, match
from pipeline.speak.pitch import pitch, sounds_like
from pipeline.speak.reading import Line, judge
from pipeline.speak.recording import RATE, Piece, Recording, decode
from pipeline.speak.stage import trim, wav

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.speak.reference import Reference

CALM = 13.0
"""Characters a second of a person who reads aloud; only a beginning, the pace is found."""
LEVEL, PEAK = -22.0, -1.5
"""dBFS of every sentence's loud parts; and what no sample exceeds. The film's loudness is set later."""
LOUDER = 20.0
"""dB that a sentence is raised at most."""
AROUND = 0.06
"""Seconds kept before and after what is spoken: a consonant begins and a vowel ends softly."""
LONGEST_PAUSE = 0.8
"""Seconds: a longer pause inside a sentence, where a page was turned, is shortened to this."""
PARTS = {"intro": "Vorstellung", "request": "Bitte"}
"""What need not be in the recording: each of its sentences is heard, or shown."""
_MOST_SENTENCES = 7
_SNAP, _SNAP_HEARD = 0.3, 0.08
"""Seconds within which a sentence ends where the voice is softest: near where it should by length; and by sound, where
a reference tells the words apart."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A recording that lies beside a script."""

    path: Path
    consent: Consent
    lines: tuple[int, ...]
    """Of every unit the line in the file of its text."""


def speak(
    segments: Sequence[Segment],
    reading: Reading,
    gender: Gender,
    language: Language,
    folder: Path,
    progress: Callable[[int, int], None] | None = None,
) -> Speech:
    """Args:
        segments: All sentences, in order; introduction and request may be missing in the recording.
        gender: Of the avatar; a voice that sounds otherwise is told in a note.
        folder: Where the WAVs go: mono, 16 bit, at RATE; made if it is not there.

    Raises:
        InputError: It is no recording of this text, or not one that can be used.
        MachineError: ffmpeg is missing, or the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    plain = folder / ".reading.tmp"
    try:
        recording = decode(reading.path, plain)
        return _Reader(recording, reading, gender, language, folder, progress).speech(segments)
    finally:
        plain.unlink(missing_ok=True)


class _Reader:
    def __init__(
        self,
        recording: Recording,
        reading: Reading,
        gender: Gender,
        language: Language,
        folder: Path,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self._recording, self._reading, self._gender = recording, reading, gender
        self._language, self._folder, self._progress = language, folder, progress

    def speech(self, segments: Sequence[Segment]) -> Speech:
        groups = _groups(segments)
        texts = [" ".join(segments[n].text for n in group) for group in groups]
        reference = self._reference(texts)
        seconds = reference.seconds if reference else [self._expected(text) for text in texts]
        items = [
            Item(length, bool(part), len(group), part)
            for length, group, part in zip(seconds, groups, _parts(segments, groups), strict=True)
        ]
        pieces = self._recording.pieces
        found = match(pieces, items, reference.unlike if reference else None)
        notes = judge(self._recording, items, found, self._lines(segments, groups), reference, self._reading.path)
        spoken: list[SpokenSegment] = []
        for together, run in found.stretches():
            own = [segments[n] for group in together for n in groups[group]]
            if run is None:
                spoken += [silent.shown(segment, self._language) for segment in own]
            else:
                spoken += self._sentences(own, pieces[slice(*run)], len(spoken))
            if self._progress:
                self._progress(len(spoken), len(segments))
        name = self._reading.consent.name
        voice = VoiceInfo("recording", name, self._gender, "", stand_in=False, kind="human")
        return Speech(
            self._language.code, voice, RATE, tuple(spoken), (*self._told(reference, found, segments, groups), *notes)
        )

    def _reference(self, texts: Sequence[str]) -> Reference | None:
        from pipeline.speak import espeak
        from pipeline.speak.reference import Reference

        if not self._language.reference or not espeak.installed():
            return None
        return Reference(self._recording, texts, self._language)

    def _expected(self, text: str) -> float:
        said = " ".join(part.text for part in normalise.spoken(text, self._language))
        return max(0.3, len(said) / CALM)

    def _lines(self, segments: Sequence[Segment], groups: Sequence[Sequence[int]]) -> list[Line]:
        lines = []
        for group in groups:
            first = segments[group[0]]
            number = self._reading.lines[first.unit] if first.kind == "script" else 0
            lines.append(Line(number, " ".join(segments[n].text for n in group)))
        return lines

    def _told(
        self,
        reference: Reference | None,
        found: Match,
        segments: Sequence[Segment],
        groups: Sequence[Sequence[int]],
    ) -> list[str]:
        """What only a person can judge."""
        if reference:
            how = f"nach dem Klang, mit einer Vergleichsstimme ({_german(self._language)})"
        else:
            how = "nur nach Pausen und Länge; bitte anhören, ob jede Zeile zu ihrem Untertitel passt"
        notes = [f"Die Aufnahme wurde dem Text zugeordnet {how}."]
        unread: list[str] = []
        for part, name in PARTS.items():
            runs = {n: run for n, run in enumerate(found.runs) if segments[groups[n][0]].kind == part}
            if any(runs.values()):
                unread += [f"„{visible(segments[groups[n][0]].text)}“" for n, run in runs.items() if run is None]
            elif runs:
                unread.append(name)
        if unread:
            notes.append(f"Nicht in der Aufnahme, daher nur zu lesen: {' und '.join(unread)}.")
        hertz = pitch(self._recording)
        heard = sounds_like(hertz)
        if heard and heard != self._gender:
            whose, figure = ("einer Frau", "ein Mann") if heard == "female" else ("einem Mann", "eine Frau")
            notes.append(
                f"Die Stimme der Aufnahme klingt nach {whose} (Tonhöhe {hertz:.0f} Hz), die Figur ist {figure}. "
                "Eine andere Figur: „avatar: …“ im Kopf des Textes."
            )
        return notes

    # -------------------------------------------------------------- one line

    def _sentences(self, segments: Sequence[Segment], pieces: Sequence[Piece], number: int) -> list[SpokenSegment]:
        spoken: list[SpokenSegment] = []
        for members, run in self._parted(segments, pieces):
            own = segments[members[0] : members[1]]
            spoken += self._together(own, pieces[run[0] : run[1]], number + len(spoken))
        return spoken

    def _parted(
        self, segments: Sequence[Segment], pieces: Sequence[Piece]
    ) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """Sentences that stand alone, or that the reader ran together, with their pieces."""
        seconds, count = [self._expected(segment.text) for segment in segments], len(segments)
        whole = ((0, count), (0, len(pieces)))
        if count == 1 or count > _MOST_SENTENCES:
            return [whole]
        best: tuple[float, list[tuple[tuple[int, int], tuple[int, int]]]] = (float("inf"), [whole])
        for cuts in product((False, True), repeat=count - 1):
            edges = [0, *(n for n, cut in enumerate(cuts, 1) if cut), count]
            members = list(pairwise(edges))
            found = match(pieces, [Item(sum(seconds[first:end]), sentences=end - first) for first, end in members])
            cost = found.cost + JOINED * (count - len(members))
            if not found.dropped and None not in found.runs and cost < best[0]:
                runs = [run for run in found.runs if run]
                best = (cost, list(zip(members, runs, strict=True)))
        return best[1]

    def _together(self, segments: Sequence[Segment], pieces: Sequence[Piece], number: int) -> list[SpokenSegment]:
        """One stretch of sound, cut without a gap where it holds several sentences: no cut is heard."""
        sound, spans = self._stretch(pieces)
        edges = _edges(sound, *self._borders(segments, sound, spans))
        spoken = []
        for n, (segment, first, end) in enumerate(zip(segments, edges, edges[1:], strict=False)):
            part = sound[first:end]
            utterance = timed(Utterance(part, RATE, (), ()), segment.text, self._language)
            if not utterance.phonemes:
                utterance = replace(utterance, phonemes=murmur.phonemes(part, RATE))
            if len(segments) == 1:
                utterance = trim(utterance, segment.text)
            name = f"{number + n:04}.wav"
            write_atomic(self._folder / name, wav(utterance.samples, RATE))
            last = n == len(segments) - 1
            spoken.append(
                SpokenSegment(
                    segment if last else replace(segment, pause=0.0),
                    name,
                    len(utterance.samples) / RATE,
                    utterance.words,
                    utterance.phonemes,
                )
            )
        return spoken

    def _borders(
        self, segments: Sequence[Segment], sound: NDArray[np.float32], spans: Sequence[tuple[float, float]]
    ) -> tuple[list[float], float]:
        """About where in a stretch each sentence but the last ends, and how far from there it may be; seconds."""
        from pipeline.speak import espeak

        if len(segments) == 1:
            return [], 0.0
        if not self._language.reference or not espeak.installed():
            return _by_length(spans, [self._expected(segment.text) for segment in segments]), _SNAP
        text = " ".join(segment.text for segment in segments)
        words = timed(Utterance(sound, RATE, (), ()), text, self._language).words
        firsts = accumulate(len(segment.text.split()) for segment in segments[:-1])
        return [(words[first - 1].end + words[first].start) / 2 for first in firsts], _SNAP_HEARD

    def _stretch(self, pieces: Sequence[Piece]) -> tuple[NDArray[np.float32], list[tuple[float, float]]]:
        """The sound of some pieces, levelled, and where in it somebody speaks, seconds."""
        import numpy as np

        all_pieces, samples = self._recording.pieces, self._recording.samples
        at = all_pieces.index(pieces[0])
        before = all_pieces[at - 1].end if at else 0.0
        after = all_pieces[at + len(pieces)].start if at + len(pieces) < len(all_pieces) else len(samples) / RATE
        start = max(pieces[0].start - AROUND, (before + pieces[0].start) / 2)
        end = min(pieces[-1].end + AROUND, (after + pieces[-1].end) / 2)
        parts, spans, clock_ = [], [], 0.0
        for n, piece in enumerate(pieces):
            first = start if not n else piece.start - _kept(pieces[n - 1].end, piece.start)
            last = end if n == len(pieces) - 1 else piece.end + _kept(piece.end, pieces[n + 1].start)
            part = samples[round(first * RATE) : round(last * RATE)].astype(np.float32) / 32768
            spans.append((clock_ + piece.start - first, clock_ + piece.end - first))
            parts.append(part)
            clock_ += len(part) / RATE
        sound = np.concatenate(parts)
        speech = np.concatenate([sound[round(a * RATE) : round(b * RATE)] for a, b in spans])
        step = RATE // 50
        power = (speech[: len(speech) // step * step].reshape(-1, step) ** 2).mean(axis=1)
        loud = 10 * np.log10(np.percentile(power, 80) + 1e-10) if power.size else LEVEL
        gain = min(10 ** (min(LEVEL - loud, LOUDER) / 20), 10 ** (PEAK / 20) / max(float(np.abs(sound).max()), 1e-6))
        sound *= gain
        for count, edge in ((round((pieces[0].start - start) * RATE), 1), (round((end - pieces[-1].end) * RATE), -1)):
            # The room's own noise comes and goes softly.
            ramp = (1 - np.cos(np.linspace(0, np.pi, max(count, 1), dtype=np.float32))) / 2
            sound[::edge][: len(ramp)] *= ramp[: len(sound)]
        return sound.astype(np.float32), spans


def _german(language: Language) -> str:
    """The language that the reference speaks: its own, or one that sounds like it."""
    code = language.reference.partition("-")[0]
    if code == language.code:
        return language.german
    from babel import Locale

    return f"{Locale('de').languages.get(code, code)}, ähnlich wie {language.german}"


def _groups(segments: Sequence[Segment]) -> list[list[int]]:
    """The sentences of each unit; each sentence of the introduction and of the request alone, for it may be unread."""
    groups: list[list[int]] = []
    for n, segment in enumerate(segments):
        if n and segment.kind == segments[n - 1].kind == "script" and segment.unit == segments[n - 1].unit:
            groups[-1].append(n)
        else:
            groups.append([n])
    return groups


def _parts(segments: Sequence[Segment], groups: Sequence[Sequence[int]]) -> list[str]:
    """Of each group the key in PARTS; empty for a line of the text."""
    return [kind if (kind := segments[group[0]].kind) in PARTS else "" for group in groups]


def _kept(end: float, start: float) -> float:
    """Of a pause, what stays on either side, seconds."""
    return min(start - end, LONGEST_PAUSE) / 2


def _by_length(spans: Sequence[tuple[float, float]], expected: Sequence[float]) -> list[float]:
    """Where each sentence but the last ends if all are read at one pace, seconds."""
    whole, said, ends = sum(end - start for start, end in spans), 0.0, []
    for length in expected[:-1]:
        said += length
        target, left = 0.0, whole * said / sum(expected)
        for start, end in spans:
            target = start + min(left, end - start)
            if left <= end - start:
                break
            left -= end - start
        ends.append(target)
    return ends


def _edges(sound: NDArray[np.float32], targets: Sequence[float], reach: float) -> list[int]:
    """Samples at which the sentences of one stretch begin and end: where the voice is softest near the targets."""
    import numpy as np

    step = RATE // 100
    blocks = sound[: len(sound) // step * step].reshape(-1, step)
    level = np.convolve((blocks**2).mean(axis=1), np.ones(3) / 3, "same")
    edges = [0]
    for target in targets:
        first = max(edges[-1] // step + 5, round((target - reach) * 100))
        last = min(len(level) - 5, round((target + reach) * 100))
        softest = first + int(np.argmin(level[first:last])) if last > first else min(first, len(level))
        edges.append(softest * step)
    return [*edges, len(sound)]
