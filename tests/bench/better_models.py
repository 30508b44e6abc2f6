"""Names of the models that the demo's languages would like best: a Piper voice each, and Argos pairs over English."""

from pipeline import language
from pipeline.ingest import companions, read_script
from pipeline.language import ASSETS


def main() -> None:
    script = ASSETS / "demo" / "termin.md"
    beside = companions(script)
    names = []
    for code in read_script(script).to:
        pack = language.load(code)
        for voices in (pack.voices_female, pack.voices_male):
            names += [voices[0].partition("#")[0]] if voices else []
        if pack.argos and code not in beside and code not in ("de", "en"):
            names += ["argos:de-en", f"argos:en-{pack.argos}"]
    print(" ".join(dict.fromkeys(names)))


if __name__ == "__main__":
    main()
