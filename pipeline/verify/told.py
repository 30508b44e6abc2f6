"""What was found out about a bare file, in plain words: each layer, and a sentence or two for all of it."""

from __future__ import annotations

from pathlib import Path

from pipeline import language as packs
from pipeline.characters import visible
from pipeline.seal import manifest as manifests
from pipeline.seal import xmp as packets
from pipeline.verify.verdict import GERMAN, PICTURES, Found, Known, Layer, Open, Status


def manifest(found: Found) -> Layer:
    name, manifest = "manifest", found.manifest
    if manifest is None:
        return Layer(name, False, "keine Unterschrift in der Datei", "no signature in the file")
    signer, reasons = visible(manifest.signer), visible("; ".join(manifest.reasons))
    if manifest.state == "trusted":
        if manifest.claim is None:
            de, en = "aber in einer Form, die diese Lotse-Version nicht kennt", "in a form unknown to this version"
            return Layer(name, True, f"gültig („{signer}“), {de}", f'valid ("{signer}"), but {en}')
        return Layer(name, True, f"gültig und vertraut, von „{signer}“", f'valid and trusted, by "{signer}"')
    if manifest.state == "valid":
        if not found.root:
            de = f"in sich gültig, nennt sich „{signer}“; ohne Wurzelzertifikat ist nicht zu prüfen, ob das stimmt"
            en = f'valid in itself, calls itself "{signer}"; without a root certificate nobody can check that'
            return Layer(name, None, de, en)
        de = f"gültige Unterschrift, nennt sich „{signer}“, aber nicht unter dieser Wurzel"
        return Layer(name, False, de, f'valid signature, calls itself "{signer}", but not under this root')
    de, en = f"verändert seit der Unterschrift, oder beschädigt ({reasons})", f"changed since signing ({reasons})"
    return Layer(name, False, de, en)


def xmp(path: Path) -> Layer:
    found = packets.read(path)
    if found in (manifests.SYNTHETIC, manifests.COMPOSITE):
        return Layer("XMP", True, "sagt: von KI gemacht", "says: made by AI")
    if found:
        return Layer("XMP", False, f"sagt etwas anderes: {visible(found)}", f"says something else: {visible(found)}")
    return Layer("XMP", False, "keine Angabe in den Metadaten", "no statement in the metadata")


def watermark(found: Found, *, media: bool) -> Layer:
    name = "watermark"
    if found.mark:
        number = f"{found.mark.film_id:08x}"
        return Layer(name, True, f"gefunden: Film {number}", f"found: film {number}")
    if not found.key:
        de, en = (
            "nicht beurteilbar: Nur die Einrichtung hat den Schlüssel",
            "not judgeable: only the service has the key",
        )
        return Layer(name, None, de, en)
    if not media:
        return Layer(name, False, "kein lesbares Bild", "no picture that can be read")
    return Layer(name, False, "keines mit dem eigenen Schlüssel", "none with the service's own key")


def fingerprint(found: Found, log: Path | None) -> Layer:
    name = "fingerprint"
    if log is None:
        return Layer(name, None, "nicht beurteilbar: kein Verzeichnis der Filme", "not judgeable: no log of films")
    if found.match is None:
        de, en = "keiner im Verzeichnis (Entwürfe stehen nicht darin)", "none in the log (drafts are not in it)"
        return Layer(name, False, de, en)
    differ = f"{found.match.distance:.0%}"
    when = found.match.entry.when
    de, en = f"erkannt: veröffentlicht am {when}", f"recognised: published on {when}"
    return Layer(name, True, f"{de} (Abweichung {differ})", f"{en} (difference {differ})")


def pixels(found: Found, unjudged: Open | None) -> Layer:
    judged = [gate for gate in found.gates if gate.name in PICTURES]
    if unjudged:
        return Layer("pixels", None, f"nicht beurteilbar: {unjudged.de}", f"not judgeable: {unjudged.en}")
    if wrong := [gate.name for gate in judged if not gate.passed]:
        de, en = names(wrong)
        return Layer("pixels", False, f"nicht so, wie es sein muss: {de}", f"not as it must be: {en}")
    frames = next(gate.measured for gate in judged if gate.name == "label").partition(";")[0]
    german = frames.replace("of", "von").replace("frames", "Bildern")
    return Layer("pixels", True, f"Kennzeichnung in jedem Bild zu sehen ({german})", f"label in every frame ({frames})")


def _about(film: Known | None) -> tuple[str, str]:
    """The film in a few words, with a leading blank; empty where nothing is known."""
    if film is None:
        return "", ""
    pack = next((pack for pack in map(packs.load, packs.codes()) if pack.bcp47 == film.language), None)
    title = visible(film.title)
    number = "" if film.film_id is None else f"{film.film_id:08x}"
    german = (title and f"„{title}“", pack.german if pack else film.language, film.when and f"vom {film.when}", number)
    english = (title and f'"{title}"', pack.english if pack else film.language, film.when and f"of {film.when}", number)
    return f" ({', '.join(filter(None, german))})", f" ({', '.join(filter(None, english))})"


def sentence(found: Found, status: Status, film: Known | None, *, media: bool) -> tuple[str, str]:
    """What came of it, in German and English.

    Args:
        media: There is a picture in the file that can be read.
    """
    manifest, claim = found.manifest, found.claim
    about_de, about_en = _about(film)
    if status == 4:
        return _stranger(found, media=media)
    if claim:
        kind_de, kind_en = ("Entwurf", "draft") if claim.draft else ("Film", "film")
        signer = visible(manifest.signer) if manifest else ""
        own_de, own_en = f"Ein {kind_de} von „{signer}“{about_de}", f'A {kind_en} by "{signer}"{about_en}'
        if found.key:
            own_de, own_en = f"Ein eigener {kind_de}{about_de}", f"A {kind_en} of this service{about_en}"
        if status == 0:
            return (
                f"{own_de}: Alles, was sich an der Datei prüfen lässt, ist bewiesen.",
                f"{own_en}: everything that can be checked in the file is proved.",
            )
        wrong_de, wrong_en = names([gate.name for gate in found.gates if not gate.passed] or ["stream"])
        return (
            f"{own_de}, aber nicht so, wie er sein muss: {wrong_de}. Bitte nicht vorführen, sondern neu erzeugen.",
            f"{own_en}, but not as it must be: {wrong_en}. Do not show it; render it again.",
        )
    if manifest and manifest.state == "trusted":
        why_de, why_en = "aber diese Lotse-Version kann nicht lesen, was er von sich sagt", "but cannot be read here"
    elif found.foreign:
        signer = visible(manifest.signer) if manifest else ""
        why_de, why_en = f"aber fremd unterschrieben („{signer}“)", f'but signed by somebody else ("{signer}")'
    elif manifest:
        why_de, why_en = "aber seit der Unterschrift verändert oder beschädigt", "but changed since signing, or damaged"
    else:
        why_de = "aber als Kopie ohne Unterschrift: Ob er noch alles zeigt, ist nicht bewiesen"
        why_en = "but a copy without its signature: whether it still shows everything is not proved"
    return (
        f"Ein eigener Film{about_de}, {why_de}. Bitte nur den Film aus dem Ausgabeordner vorführen.",
        f"A film of this service{about_en}, {why_en}. Show only the film from the output folder.",
    )


def names(of: list[str]) -> tuple[str, str]:
    """Of gates and layers, in German and English."""
    return ", ".join(GERMAN[name] for name in of), ", ".join(of)


def _stranger(found: Found, *, media: bool) -> tuple[str, str]:
    manifest = found.manifest
    if manifest and manifest.signer:
        signer = visible(manifest.signer)
        kind_de, kind_en = ("Lotse-Film", "Lotse film") if manifest.claim else ("Film", "film")
        state_de, state_en = "einer gültigen", "a valid"
        if manifest.state == "invalid":
            state_de, state_en = "einer nicht mehr gültigen", "a broken"
        root_de = "nicht unter dieser Wurzel" if found.root else "ohne Wurzelzertifikat beweist sie nichts"
        root_en = "not under this root" if found.root else "without a root certificate it proves nothing"
        return (
            f"Kein Film dieser Einrichtung: ein {kind_de} mit {state_de} Unterschrift, die „{signer}“ nennt, "
            f"{root_de}.",
            f'No film of this service: a {kind_en} with {state_en} signature that names "{signer}", {root_en}.',
        )
    if not media:
        return "Kein Film: Die Datei enthält kein lesbares Video.", "No film: the file holds no video that can be read."
    return (
        "Kein Lotse-Film, soweit sich das prüfen lässt: keine der Kennzeichnungen ist zu finden.",
        "Not a Lotse film as far as can be checked: none of the marks is to be found.",
    )
