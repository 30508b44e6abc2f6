"""The values that travel from stage to stage. Frozen; imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

T = TypeVar("T")

Address = Literal["du", "Sie"]
Gender = Literal["female", "male"]
Origin = Literal["source", "supplied", "memory", "machine"]
ReviewState = Literal["source", "approved", "unchecked", "machine"]
"""What the screen must admit: the staff's own text; approved by a named reviewer; written by someone, approved by
no one; translated by a machine (at least one unit), approved by no one."""
Policy = Literal["required", "label"]
Device = Literal["cpu", "cuda"]
"""Where models run, as far as they can choose."""
SegmentKind = Literal["intro", "script", "request"]
VoiceKind = Literal["synthetic", "human", "none"]
"""Who speaks in a film: a machine, a recorded person, nobody. Label and introduction say which."""
Verdict = Literal["heard", "misheard", "not checked"]
Format = Literal["16x9", "9x16", "1x1"]
"""Width to height of a picture: for screens, for phones, for messengers."""


@dataclass(frozen=True, slots=True)
class Timed(Generic[T]):
    """Something that holds from `start` to `end`, both in seconds."""

    start: float
    end: float
    value: T


# ---------------------------------------------------------------- ingest


@dataclass(frozen=True, slots=True)
class Value:
    """An entry of front matter."""

    text: str
    """Exactly as written: `to: no` is "no", not False."""
    line: int
    """1-based line in the file."""


@dataclass(frozen=True, slots=True)
class Consent:
    """Who reads a text aloud lets their voice be used for its film."""

    name: str
    date: str
    """ISO 8601."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A line of a paragraph: what languages are aligned by."""

    text: str
    line: int
    """1-based line in its file."""
    paragraph: int
    """0-based; a pause is longer where it changes."""
    picture: str = ""
    """Name of a file beside the script, shown while its paragraph is spoken. The text says what is to be seen: it is
    translated and stands in the transcript, and nobody speaks it."""


@dataclass(frozen=True, slots=True)
class Script:
    """What the staff wrote."""

    path: Path
    title: str
    language: str
    to: tuple[str, ...]
    """Languages asked for in the front matter; may be empty."""
    avatar: str
    """Name of a folder in assets/avatars; empty where the front matter names none."""
    contact: str
    """Shown on the end card; empty where the front matter has none."""
    review: Policy | None
    """Front matter may only tighten the service's policy."""
    units: tuple[Unit, ...]
    urgent: bool = False
    """Its films are made before all others."""
    code: str = ""
    """What a code to scan on the end card says, "tel:…" or "https://…"; empty where the front matter has none."""
    consent: Value | None = None
    """Of the person whose recording in the script's own language lies beside it; read only where there is one."""
    recording: str = ""
    """The file's name, where this is the transcript of one."""
    checked: str = ""
    """Who compared the transcript with the recording; empty: nobody has."""
    formats: tuple[Format, ...] = ()
    """Asked for in the front matter; may be empty."""
    small: bool | None = None
    """Whether small copies for messengers are asked for; None: the front matter does not say."""


@dataclass(frozen=True, slots=True)
class Supplied:
    """A translation that lay beside the script: `termin.uk.md` beside `termin.md`."""

    path: Path
    language: str
    title: str
    """Empty where its front matter has none."""
    avatar: str
    """Empty: the script's avatar speaks this language too."""
    units: tuple[Unit, ...]
    consent: Value | None = None
    """Of the person whose recording in this language lies beside the script; read only where there is one."""


# ---------------------------------------------------------------- translate


@dataclass(frozen=True, slots=True)
class TranslatedUnit:
    text: str
    origin: Origin
    engine: str = ""
    """Which machine, e.g. "firefox en-pt"; empty unless a machine translated."""
    bridge: str = ""
    """The text the machine started from when it was not the script: "en supplied", "en approved" or "en machine"."""


@dataclass(frozen=True, slots=True)
class Translation:
    """The script in one language, unit by unit; the script's own language is a Translation of origin `source`."""

    language: str
    title: str
    avatar: str
    units: tuple[TranslatedUnit, ...]
    findings: tuple[str, ...] = ()
    """What only a person can judge, in German for the report: a name that was transliterated."""


@dataclass(frozen=True, slots=True)
class Approval:
    """A named reviewer stands for exactly the text with this hash."""

    by: str
    when: str
    """ISO 8601, UTC."""
    text_hash: str
    """SHA-256 over everything the film says and shows in that language."""


# ---------------------------------------------------------------- speak


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence to be spoken and captioned."""

    kind: SegmentKind
    unit: int
    """Index of the unit it belongs to; -1 for the intro and the request."""
    text: str
    """As written; captions show exactly this."""
    pause: float
    """Silence after it, seconds."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One spoken sentence as an engine gives it."""

    samples: NDArray[np.float32]
    """float32 in [-1, 1], shape (n,), mono."""
    sample_rate: int
    """Hertz."""
    words: tuple[Timed[str], ...]
    """The whitespace-separated words of the *written* text, in order, all of them; seconds from the first sample.
    Empty where the engine cannot tell: then the stage aligns them."""
    phonemes: tuple[Timed[str], ...]
    """IPA symbols, seconds from the first sample; empty where the engine cannot tell."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a sentence is to be spoken."""

    pace: float = 1.0
    """Times slower than the voice's calm speed."""
    take: int = 0
    """Another reading of the same words: where chance has a part in an engine, each take has its own."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the ear made of one utterance."""

    verdict: Verdict
    heard: str
    """What it understood; empty where it was not asked."""
    error: float
    """Character error rate, 0 … 1 and more."""
    de: str = ""
    """Why it was not checked, or what was misheard."""
    en: str = ""


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """Which voice spoke; goes into the report."""

    engine: str
    """"piper", "coqui" or "espeak"; "recording" for a person; empty for no voice."""
    name: str
    gender: Gender
    licence: str
    stand_in: bool
    """A robotic substitute, because no better voice is installed."""
    kind: VoiceKind = "synthetic"


@dataclass(frozen=True, slots=True)
class SpokenSegment:
    """A segment with its sound on disk."""

    segment: Segment
    sound: str
    """File name inside the speech folder: WAV, mono, 16 bit, at the speech's sample rate; empty where nobody speaks."""
    duration: float
    """Seconds, measured from the samples; time to read it where nobody speaks."""
    words: tuple[Timed[str], ...]
    phonemes: tuple[Timed[str], ...]
    hearing: Hearing | None = None
    """None: nothing was spoken by a machine."""
    voice: str = ""
    """Another voice than the speech's, because that one could not be understood."""


@dataclass(frozen=True, slots=True)
class Speech:
    language: str
    voice: VoiceInfo
    sample_rate: int
    """Hertz; 0 where nobody speaks."""
    segments: tuple[SpokenSegment, ...]
    notes: tuple[str, ...] = ()
    """What only a person can judge, in German for the report: a sentence too quick to be read along."""


# ---------------------------------------------------------------- scene


@dataclass(frozen=True, slots=True)
class Pose:
    """A quantised state of the avatar: equal poses share one picture."""

    viseme: str = "rest"
    lids: int = 0
    """0 open … 3 closed."""
    gaze: tuple[int, int] = (0, 0)
    """Columns right and rows down of the iris, each -1 … 1."""
    brows: int = 0
    """0 neutral, 1 on their way, 2 raised."""
    breath: int = 0
    """0 … 7: how far the shoulders have risen."""
    tilt: int = 0
    """Head turned in its plane, -3 … 3 steps, positive to the picture's right."""
    arm: Literal["", "wave", "offer"] = ""
    nod: int = 0
    """0 … 2: how far the head has sunk."""
    reach: int = 8
    """1 … 8: how much of its way up the arm has come, in eighths of the time it takes."""
    swing: int = 0
    """Arm turned about its lower end, -2 … 2 steps, positive to the picture's right."""


@dataclass(frozen=True, slots=True)
class Caption:
    lines: tuple[str, ...]
    """One or two lines, logical order."""
    beside_card: bool = False
    """Stands beside the end card, in a narrower zone."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture or a clip beside the avatar."""

    file: str
    """Its name beside the script."""
    sha256: str
    words: str
    """What is to be seen, in the film's language."""


@dataclass(frozen=True, slots=True)
class EndCard:
    """The request to say when booking that an interpreter is needed."""

    request: str
    """Its first sentence, in the film's language, as spoken."""
    german: str
    """The first sentence for the reception; empty in a German film."""
    contact: str
    """Heading and contact of the service, parts separated by " · "; empty where the settings have none."""
    offer: str = ""
    """What the service offers, in its own words and in the film's language; empty: nothing is promised."""
    code: str = ""
    """What a code to scan says, "tel:…" or "https://…"; empty: there is none."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that will be seen and heard, and when. Times in seconds from the first frame."""

    language: str
    avatar: str
    width: int
    """Pixels."""
    height: int
    fps: int
    duration: float
    """Seconds, a whole number of frames: `len(poses) / fps`."""
    voice: VoiceKind
    sounds: tuple[Timed[str], ...]
    """Sound files of the speech folder."""
    sentences: tuple[Timed[str], ...]
    """Every sentence as written, the introduction first, the request last; one without a sound of its own is only
    shown."""
    captions: tuple[Timed[Caption], ...]
    poses: tuple[Pose, ...]
    """One per frame; empty in the signed manifest, which need not say how somebody blinked."""
    intro: Timed[str]
    """The spoken and captioned self-introduction."""
    name_tag: Timed[str]
    """While the tag is large; afterwards it stays small."""
    end_card: Timed[EndCard]
    label: str
    """The words beside "AI"."""
    note: str
    """The review state in the film's language; empty where nothing is to be admitted."""
    draft: tuple[str, ...]
    """The words across a draft, German and the film's language; empty for a film."""
    pictures: tuple[Timed[Picture], ...] = ()
    """Beside the avatar, one at a time."""

    @property
    def frames(self) -> int:
        return round(self.duration * self.fps)


# ---------------------------------------------------------------- render, verify


@dataclass(frozen=True, slots=True)
class Film:
    path: Path
    duration: float
    """Seconds, as probed."""
    width: int
    height: int
    fps: float
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One proof on the finished file."""

    name: str
    passed: bool
    measured: str
    """The value with its unit, for people."""
    required: str
    de: str = ""
    """Why it failed and what to do; empty where it passed."""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    language: str
    film: Film
    film_sha256: str
    gates: tuple[Gate, ...]

    @property
    def passed(self) -> bool:
        return bool(self.gates) and all(gate.passed for gate in self.gates)
