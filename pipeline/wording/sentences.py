"""A pack's fixed words as numbered sentences that a person can judge: what each is for, in plain German."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from pipeline.language import Language
from pipeline.model import Address

ADDRESSES: tuple[Address, ...] = ("du", "Sie")

FIELDS: dict[str, tuple[str, int]] = {
    "label": ("Steht in jedem Bild neben den Buchstaben „AI“: Bild und Stimme hat eine KI gemacht.", 34),
    "label_human": ("Dasselbe, wenn ein Mensch spricht: Das Bild hat eine KI gemacht, die Stimme nicht.", 34),
    "label_silent": ("Dasselbe, wenn niemand spricht: Das Bild hat eine KI gemacht, Ton gibt es keinen.", 34),
    "intro_female": ("Damit stellt sich die weibliche Figur vor. Statt {name} wird ihr Name gesagt.", 105),
    "intro_male": ("Damit stellt sich die männliche Figur vor. Statt {name} wird sein Name gesagt.", 105),
    "intro_picture_female": (
        "Damit stellt sich die weibliche Figur vor, wenn keine Maschine für sie spricht: Das Bild ist von einer KI.",
        105,
    ),
    "intro_picture_male": (
        "Damit stellt sich die männliche Figur vor, wenn keine Maschine für sie spricht: Das Bild ist von einer KI.",
        105,
    ),
    "voice_human": ("Folgt darauf, wenn ein Mensch spricht: Die Stimme ist die eines Menschen.", 50),
    "role_female": ("Steht auf dem Namensschild der weiblichen Figur.", 24),
    "role_male": ("Steht auf dem Namensschild der männlichen Figur.", 24),
    "request": (
        "Wird am Ende gesprochen; der erste Satz steht groß auf der Schlusstafel und wird am Empfang vorgezeigt. "
        "Er verspricht nichts, auch nichts Kostenloses.",
        190,
    ),
    "contact": ("Überschrift über Telefon und Adresse der Einrichtung.", 24),
    "note_machine": ("Steht im Bild, wenn eine Maschine übersetzt und niemand geprüft hat.", 56),
    "note_unchecked": ("Steht im Bild, wenn niemand die Übersetzung geprüft hat.", 56),
    "draft": ("Steht quer über Entwürfen, die niemand vorführen soll.", 40),
}
"""Field of `Wording` → what it is for, and how many characters have room on the picture, or time to be spoken."""
NAME_LIMIT = 16


@dataclass(frozen=True, slots=True)
class Sentence:
    number: int
    """1-based, on the form."""
    field: str
    """Of `Wording`; "name" for an avatar's name."""
    addresses: tuple[Address, ...]
    """One of them where the language has other words for du and Sie."""
    avatar: str
    """Whose name it is; else empty."""
    about: str
    """For staff and native speakers, in German."""
    german: str
    now: str
    """The present words."""
    limit: int
    """Characters."""

    @property
    def where(self) -> str:
        return f"Satz {self.number}"


def sentences(pack: Language, german: Language) -> tuple[Sentence, ...]:
    """Equal for equal shapes of pack; where du and Sie share their words, one sentence stands for both."""
    found: list[Sentence] = []
    for field, (about, limit) in FIELDS.items():
        words: dict[Address, str] = {address: asdict(pack.wording(address))[field] for address in ADDRESSES}
        shared = len(set(words.values())) == 1
        for addresses in (ADDRESSES,) if shared else tuple((address,) for address in ADDRESSES):
            spoken_to = "" if shared else f" Anrede: {addresses[0]}."
            source = asdict(german.wording(addresses[-1]))[field]
            found.append(
                Sentence(len(found) + 1, field, addresses, "", about + spoken_to, source, words[addresses[0]], limit)
            )
    for avatar, name in pack.names.items():
        about = f"Name der Figur „{german.names[avatar]}“, so geschrieben, dass man ihn richtig ausspricht."
        found.append(Sentence(len(found) + 1, "name", ADDRESSES, avatar, about, german.names[avatar], name, NAME_LIMIT))
    return tuple(found)


def corrected(pack: Language, corrections: dict[Sentence, str]) -> Language:
    """The pack with other words; its signature is gone, because it stood for the old ones."""
    changes: dict[Address, dict[str, Any]] = {"du": {}, "Sie": {}}
    names = dict(pack.names)
    for sentence, text in corrections.items():
        if sentence.avatar:
            names[sentence.avatar] = text
            continue
        for address in sentence.addresses:
            changes[address][sentence.field] = text
    return replace(
        pack,
        du=replace(pack.du, **changes["du"]),
        sie=replace(pack.sie, **changes["Sie"]),
        names=names,
        signature=None,
        void=None,
    )
