"""The stages in order. All that happens to a script stands in `make`, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline import approval, report, stages, state, version
from pipeline import language as packs
from pipeline.attempt import Outcome, held, keep, settled
from pipeline.errors import InputError
from pipeline.files import slug, write_atomic
from pipeline.job import Order
from pipeline.model import Segment
from pipeline.offer import offer
from pipeline.publish import publish
from pipeline.version import Review, Version
from pipeline.wording import house
from pipeline.work import Work

OLD_FILM_DE = "Der schon veröffentlichte Film zeigt noch den alten Text; bitte bis zur Freigabe nicht mehr vorführen."
OLD_FILM_EN = "The film published earlier still shows the old text; do not show it until the new one is approved."


def render(work: Work, languages: Sequence[str]) -> tuple[Outcome, ...]:
    """Makes the films, one language after the other; one that fails harms no other.

    Raises:
        BusyError: Another process is working on one of them right now.
        MachineError: The disk is full, a program is missing or was killed; what was finished before stands.
    """
    order = work.job.order() or Order(work.script.path, work.places)
    codes = tuple(dict.fromkeys((*order.languages, *languages)))
    asked_for = replace(
        order,
        script=work.script.path,
        places=work.places,
        title=work.script.title,
        avatar=work.avatar,
        formats=work.asked_formats,
        small=work.asked_small,
        languages=codes,
    )
    work.job.remember(asked_for)
    requests = [state.ask(work.job.language(code)).request for code in languages]
    return tuple(_rendered(work, *asked) for asked in zip(languages, requests, strict=True))


def _rendered(work: Work, code: str, request: int) -> Outcome:
    with held(work.job, code, request, work.progress) as progress:
        outcome = settled(code, lambda: make(replace(work, progress=progress), code))
    assert outcome
    keep(work.job, outcome, request)
    return outcome


def words(work: Work, code: str) -> None:
    """The half of the way that needs models: what is said is translated and spoken; `make` finds it done."""
    made, _, segments = _text(work, code)
    stages.speak(work, made, segments)


def _text(work: Work, code: str) -> tuple[Version, Review, tuple[Segment, ...]]:
    """What will be said and shown, and how far it has been reviewed."""
    from pipeline.translate.stage import UnfinishedError
    from pipeline.verify import clips

    stages.Steps(work, code)("translate")
    clips.refuse(work.script, work.formats)
    try:
        made = version.build(work, code)
    except UnfinishedError as error:
        if error.translation.language == code:  # not of the English that it starts from
            offer(work, error.translation, error)
        raise
    offer(work, made.translation)
    segments = stages.narration(work, made)
    version.check_fonts(work, made, segments)
    version.check_said(made)
    approval.redeem(work, made)
    return made, version.review(work, made), tuple(segments)


def make(work: Work, code: str) -> Outcome:
    """One language from the script to the output folder."""
    from pipeline.cut import cuts
    from pipeline.seal.keys import ensure
    from pipeline.verify import clips

    made, reviewed, segments = _text(work, code)
    unsigned = made.pack.signature is None
    draft = work.policy == "required" and (reviewed.state in ("unchecked", "machine") or unsigned)
    own_keys = ensure(work.settings.paths.state / "keys", work.settings.service.name)

    speech = stages.speak(work, made, segments)
    films, small = cuts(work, made, reviewed, speech, own_keys, draft=draft)
    stages.Steps(work, code)("publish")
    spent = work.job.spent(code) + sum(cut.cpu_seconds for cut in films)
    beside = report.beside(work, made, reviewed, films, small, speech, draft=draft, cpu_seconds=spent)
    if not draft:
        for cut in films:
            stages.log(work, cut.sealed, cut.fingerprint, cut.claim)
    title = slug(work.script.title)
    path = publish({cut.name: cut.report for cut in films}, work.places, title, draft=draft, beside=beside)
    next_de, next_en = _next(work, made, reviewed, draft=draft)
    clip_de, clip_en = clips.unseen(films[0].timeline, work.script.path.parent)
    old = draft and work.places.language(title, code, draft=False).exists()
    old_de, old_en = (OLD_FILM_DE, OLD_FILM_EN) if old else ("", "")
    # What a reviewer may approve is what could be seen, not what the script has become since.
    write_atomic(work.job.language(code) / "seen", made.text_hash)
    return Outcome(
        code,
        "draft" if draft else "film",
        path,
        films[0].report.film.duration,
        origin=report.origin(made.translation),
        voice=f"{speech.voice.engine} {speech.voice.name}".strip(),
        stand_in=speech.voice.stand_in,
        de=" ".join(filter(None, (reviewed.de, old_de, next_de, clip_de, *(copy.de for copy in small)))),
        en=" ".join(filter(None, (reviewed.en, old_en, next_en, clip_en, *(copy.en for copy in small)))),
    )


def _next(work: Work, made: Version, reviewed: Review, *, draft: bool) -> tuple[str, str]:
    """What a person must know or do now."""
    code = made.pack.code
    said: list[tuple[str, str]] = []
    if made.voice == "none":
        said.append(report.unspoken(work, made))
    if draft and code != work.script.language and not reviewed.approval:
        said.append(_ask_for_approval(work, made))
    # With an approval in hand, the review has said so already.
    if (draft or made.pack.void) and not reviewed.approval:
        said.append(house.told(made.pack, work.settings.paths.state))
    if work.settings.service.offer and not made.end_card.offer:
        german, english = packs.called(code)
        said.append(
            (
                f"Die Schlusstafel zeigt kein Angebot: In lotse.toml ([service.offer]) fehlt ein Satz für {german}.",
                f"The end card makes no offer: there is no sentence for {english} in lotse.toml ([service.offer]).",
            )
        )
    return " ".join(filter(None, (de for de, _ in said))), " ".join(filter(None, (en for _, en in said)))


def _ask_for_approval(work: Work, made: Version) -> tuple[str, str]:
    code, listed = made.pack.code, work.settings.review.reviewers.get(made.pack.code, ())
    if not listed:
        return (
            f"Für {made.pack.german} darf noch niemand freigeben: bitte in lotse.toml eintragen ([review.reviewers]).",
            f"Nobody may approve {made.pack.english} yet: add a name in lotse.toml under [review.reviewers].",
        )
    command = f'lotse approve "{work.script.path}" --lang {code} --by "{listed[0]}"'
    return (
        f"Bitte ansehen und dann freigeben: {command}",
        f"Watch it, then approve it: {command}",
    )


def approve(work: Work, code: str, by: str) -> Outcome:
    """A listed reviewer stands for the text of the last draft; then the film is published.

    Raises:
        InputError: The name is not listed for this language, or no draft shows exactly this text.
    """
    pack = packs.load(code)
    if code == work.script.language and work.script.recording and not work.script.checked:
        raise InputError(
            "Eine Abschrift wird nicht freigegeben, sondern geprüft: Tragen Sie hinter „checked:“ den Namen ein.",
            'A transcript is not approved but checked: enter the name after "checked:" in the front matter.',
            path=work.script.path,
        )
    if code == work.script.language:
        raise InputError(
            f"{pack.german} ist die Sprache des Skripts, Ihr eigener Text: Er braucht keine Freigabe.",
            f"{pack.english} is the language of the script, your own text: it needs no approval.",
        )
    approval.may(work.settings, code, by)
    made = version.build(work, code)
    seen = work.job.language(code) / "seen"
    if not seen.exists() or seen.read_text(encoding="utf-8") != made.text_hash:
        command = f"lotse render {work.script.path} --to {code}"
        raise InputError(
            f"Es gibt noch keinen Entwurf mit genau diesem Text. Bitte zuerst „{command}“ aufrufen und ihn prüfen.",
            f'There is no draft yet with exactly this text. First call "{command}" and review it.',
            path=work.script.path,
        )
    approval.approve(work, made, by)
    return render(work, [code])[0]
