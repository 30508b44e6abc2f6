"""Language packs: what one language needs, read from assets/languages/<code>.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from pipeline import keys
from pipeline.characters import readable, visible
from pipeline.errors import InputError
from pipeline.job import digest
from pipeline.model import Address, Gender, VoiceKind

LONGEST = 400
"""Characters of a fixed text; a request is two sentences."""
ASSETS = Path(__file__).resolve().parent.parent / "assets"


@dataclass(frozen=True, slots=True)
class Wording:
    """The fixed words of a film. `{name}` stands for the avatar's name, nothing else is replaced."""

    label: str
    """Stands beside the capital letters "AI": picture and voice are made by a machine."""
    label_human: str
    """The same where a recorded person speaks: picture by AI, voice human."""
    label_silent: str
    """The same where nobody speaks: picture by AI."""
    intro_female: str
    intro_male: str
    """Spoken first: name, virtual, made with artificial intelligence."""
    intro_picture_female: str
    intro_picture_male: str
    """The same where the voice is no machine's: says that the picture is made with artificial intelligence."""
    voice_human: str
    """Follows it where a recorded person speaks: the voice is a human being's."""
    role_female: str
    role_male: str
    """On the name tag: "virtual colleague"."""
    request: str
    """Spoken last and shown on the end card: say when booking that you need an interpreter. Promises nothing."""
    contact: str
    """Heads the contact line of the end card."""
    note_machine: str
    """Machine-translated, not checked by a person."""
    note_unchecked: str
    """Not checked by a person."""
    draft: str
    """Draft, not checked."""

    def intro(self, gender: Gender, name: str, voice: VoiceKind = "synthetic") -> str:
        female, male = self.intro_female, self.intro_male
        if voice != "synthetic":
            female, male = self.intro_picture_female, self.intro_picture_male
        said = (female if gender == "female" else male).replace("{name}", name)
        return f"{said} {self.voice_human}" if voice == "human" else said

    def labelled(self, voice: VoiceKind) -> str:
        """The words beside "AI"."""
        return {"synthetic": self.label, "human": self.label_human, "none": self.label_silent}[voice]

    def role(self, gender: Gender) -> str:
        return self.role_female if gender == "female" else self.role_male


Forms = str | Mapping[str, str]
"""A word, or one for each of CLDR's plural categories ("other" for those that are missing)."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """How written forms are said. Empty string: the voice reads the form well by itself."""

    time: Forms = ""
    """"{hour}" and "{minute}" without leading zeros: "{hour} Uhr {minute}"; the plural is that of the hour."""
    full_hour: Forms = ""
    """"{hour} Uhr"."""
    at: str = ""
    """The sign @."""
    dot: str = ""
    """The full stop inside addresses."""
    hyphen: str = ""
    slash: str = ""
    section: str = ""
    """The sign §."""
    euro: Forms = ""
    cent: Forms = ""
    to: str = ""
    """The dash between two numbers or times."""
    until: str = ""
    """The same between two times of day; empty: as `to`."""
    until_day: str = ""
    """The same between two dates or days of the week; empty: as `to`."""
    since: str = ""
    """Words for "from" before a time; the first is said where a range has none of them: Russian "с"."""
    oh: str = ""
    """Said before minutes below ten, where "nine five" would be no time or "vinte e cinco" another number."""
    plus: str = ""
    comma: str = ""
    """Between a number and its decimals."""
    per: str = ""
    """The slash between two units: "5 €/Monat"."""
    underscore: str = ""
    sections: str = ""
    """The sign §§; empty: as `section`."""
    amount: str = "{euro} {cents}"
    """Euros and cents: "{euro}" and "{cent}" are number and word, "{cents}" the number alone."""
    before_time: str = ""
    """Lower-case words before "9.30" that tell a time of day from a room."""
    with_hour: str = ""
    """Lower-case words after a bare hour: "о 9 годині"."""
    rooms: str = ""
    """Lower-case words before a number with a full stop inside that is no date: "Zimmer 2.14"."""
    ordinal: str = ""
    """A regular expression for ordinals that the voice cannot read; its group is the number."""
    ordinal_feminine: str = ""
    day_range: str = ""
    """ "{from}" and "{to}": "{from} bis {to}"."""
    hours: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Words before a time → hour in figures → how it is said; the key "" where none of them stands there."""
    after: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Words before a number → the number → how it is said."""
    before: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Words after a number → the number → how it is said: "1 Stunde" → "eine"."""
    minutes: Mapping[str, str] = field(default_factory=dict)
    """Minutes in figures, or a plural category of CLDR → how they are said; "{n}" is the number."""
    units: Mapping[str, Forms] = field(default_factory=dict)
    """Signs after a number → the word, or its template: "yüzde {n}"."""
    days: Mapping[str, str] = field(default_factory=dict)
    """Short names of days: "Mo" → "Montag"."""
    day_cases: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Days as they are said at the beginning and the end of a range, where they are inflected."""
    patterns: Mapping[str, str] = field(default_factory=dict)
    """Regular expressions for a whole word without the punctuation around it → what is said for it."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Abbreviations and their full words: "z. B." → "zum Beispiel"."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Small words that say where a line or a caption may break. "al-" stands for every word that begins so, "-ung" for
    every one that ends so. A language without them is cut at marks and by the length of its words."""

    titles: tuple[str, ...] = ()
    """Never apart from the name after them: "Frau"."""
    joining: tuple[str, ...] = ()
    """A phrase begins with them: conjunctions, relative pronouns."""
    leading: tuple[str, ...] = ()
    """Close to the word after them: articles, prepositions, possessives."""
    trailing: tuple[str, ...] = ()
    """Close to the word before them: units, postpositions, particles; never apart from a number."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A person who speaks the language stands for exactly the fixed words with this hash."""

    reviewed_by: str
    date: str
    """ISO 8601."""
    sha256: str
    """`wording_sha256` of what was signed."""


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    """As in front matter and file names: "uk", "prs"."""
    name: str
    """In itself: "Українська"."""
    german: str
    english: str
    direction: Literal["ltr", "rtl"]
    bcp47: str
    """For manifests and HTML: "uk", "fa-AF", "kmr-Latn"."""
    locale: str
    """CLDR, for babel; empty: none."""
    fonts: tuple[str, ...]
    """Font families, best first; the last covers Latin."""
    caption_chars: int
    """Longest caption line, characters (Netflix: 42, Russian 39)."""
    reading_speed: int
    """Characters a second that viewers can read (Netflix: 17, Arabic script 20)."""
    espeak: str
    """Voice of espeak-ng; empty: it cannot speak this language."""
    reference: str
    """Voice of espeak-ng that is never heard: what it pronounces tells the times of words in a person's recording or
    of another engine. Its own language or the nearest; empty: there is none."""
    whisper: str
    """Whisper's code; empty: it does not know this language."""
    argos: str
    firefox: str
    """The engines' own codes; empty: the engine does not have this language."""
    num2words: str
    """num2words' code; empty: it does not have this language."""
    abbreviations: tuple[str, ...]
    """Written with a full stop that ends no sentence: "z. B.", "Str."."""
    voices_female: tuple[str, ...]
    voices_male: tuple[str, ...]
    """Weights of voices, best first, e.g. "piper:uk_UA-ukrainian_tts-medium#0" (after "#": speaker number)."""
    names: Mapping[str, str]
    """How the avatars' names are written in this language: {"maja": "Майя"}."""
    du: Wording
    sie: Wording
    spoken: Spoken
    phrases: Phrases = field(default_factory=Phrases)
    voices_unknown: tuple[str, ...] = ()
    """Weights of voices of which nobody has said whether they are a woman's or a man's: none speaks before the house
    has listened and named it in its settings ([speech.voices])."""
    pronunciation: Mapping[str, str] = field(default_factory=dict)
    """Written word → how the house wants it said; from the settings, never in a pack."""
    signature: Signature | None = None
    """Under the fixed wording, and only one that holds."""
    void: Signature | None = None
    """One that does not hold: the words were changed after it. Without a name where even that cannot be read."""

    def wording(self, address: Address) -> Wording:
        return self.du if address == "du" else self.sie

    def voices(self, gender: Gender) -> tuple[str, ...]:
        return self.voices_female if gender == "female" else self.voices_male


def wording_sha256(language: Language) -> str:
    """Of all that a signature stands for: code, fixed words in both addresses, the avatars' names."""
    return digest([language.code, asdict(language.du), asdict(language.sie), dict(language.names)])


def signed(language: Language, signature: Signature | None) -> Language:
    """With the signature, or with a void one where it does not fit the words."""
    fits = signature is not None and signature.sha256 == wording_sha256(language)
    return replace(language, signature=signature if fits else None, void=None if fits else signature)


def codes() -> tuple[str, ...]:
    """All languages that have a pack, sorted."""
    return tuple(sorted(path.stem for path in (ASSETS / "languages").glob("*.toml")))


@cache
def load(code: str) -> Language:
    """Reads one pack as it comes with Lotse; `Work.pack` lays the house's own wording over it.

    Raises:
        InputError: There is no such language, or its pack has a wrong key.
    """
    path = ASSETS / "languages" / f"{code}.toml"
    if code not in codes():
        raise InputError(*no_such(code))
    return _parse(tomllib.loads(path.read_text(encoding="utf-8")), path)


def called(code: str) -> tuple[str, str]:
    """What messages call a language, in German and English: "Ukrainisch (uk)"; a code that there is not stays one."""
    if code not in codes():
        return code, code
    pack = load(code)
    return f"{pack.german} ({code})", f"{pack.english} ({code})"


def no_such(code: str, known: Sequence[str] = ()) -> tuple[str, str]:
    """That there is no such language, which is nearest and which there are, in German and English.

    Args:
        known: Those that are possible here; otherwise all.
    """
    known = known or codes()
    names = [called(one) for one in known]
    hint_de, hint_en = keys.hint(code, known)
    code = visible(code)
    return (
        f"Die Sprache „{code}“ gibt es hier nicht.{hint_de} Möglich sind: {', '.join(de for de, _ in names)}.",
        f'There is no language "{code}" here.{hint_en} Known are: {", ".join(en for _, en in names)}.',
    )


def _parse(data: dict[str, Any], path: Path) -> Language:
    """`wording` holds what du and Sie share; `wording.du` and `wording.sie` override it."""
    wording, signature = data.pop("wording", {}), data.pop("signature", None)
    du, sie = wording.pop("du", {}), wording.pop("sie", {})
    data |= {
        "du": build(Wording, wording | du, path),
        "sie": build(Wording, wording | sie, path),
        "spoken": build(Spoken, data.get("spoken", {}), path),
        "phrases": build(Phrases, {key: tuple(words) for key, words in data.get("phrases", {}).items()}, path),
    }
    language: Language = build(Language, {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}, path)
    if language.code != path.stem or language.direction not in get_args(Literal["ltr", "rtl"]):
        raise InputError("code oder direction stimmt nicht.", "code or direction is wrong.", path=path)
    texts = [
        (field.name, getattr(wording, field.name))
        for wording in (language.du, language.sie)
        for field in fields(Wording)
    ]
    for name, text in [*texts, *((f"names.{avatar}", name) for avatar, name in language.names.items())]:
        if not readable(text, LONGEST):
            raise InputError(
                f"„{name}“ ist leer oder nicht zu lesen: „{visible(str(text))}“. Ohne diese Worte entsteht kein Film.",
                f'"{name}" is empty or cannot be read: "{visible(str(text))}". There is no film without these words.',
                path=path,
            )
    return signed(language, build(Signature, signature, path) if signature else None)


def build(cls: type[Any], data: dict[str, Any], path: Path) -> Any:
    """Raises:
    InputError: A key is unknown or missing.
    """
    known = {field.name for field in fields(cls)}
    if unknown := sorted(set(data) - known):
        raise InputError(f"Unbekannter Schlüssel: {unknown[0]}.", f"Unknown key: {unknown[0]}.", path=path)
    try:
        return cls(**data)
    except TypeError as error:
        raise InputError(f"Es fehlt etwas: {error}.", f"Something is missing: {error}.", path=path) from error
