"""Settings that mean to hide the label, and switches that are not there."""

from __future__ import annotations

import json

import pytest

from tests.films import Service
from tests.no_way_around.attempts import disclosed, edit, picture, refused

pytest_plugins = ["tests.films"]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_frames")]

LOOKS = {
    "wall in the colours of the label": ("background", (1920, 1080, (16, 34, 43, 255)), "#10222b", "#10222b"),
    "logo that cannot be seen, white on white": ("logo", (9, 4000, (0, 0, 0, 0)), "#ffffff", "#ffffff"),
}


@pytest.mark.parametrize(("key", "shown", "accent", "background"), LOOKS.values(), ids=LOOKS)
def test_a_look_that_means_to_hide_the_label(
    key: str, shown: tuple[int, int, tuple[int, int, int, int]], accent: str, background: str, made: Service
) -> None:
    path = picture(made.root / "bild.png", *shown)
    colours = f'[service.colours]\naccent = "{accent}"\nbackground = "{background}"\n'
    edit(made.config, "[review]\n", f"{colours}[review]\n")
    edit(made.config, "[service]\n", f"[service]\n{key} = {json.dumps(str(path))}\n")
    assert disclosed(made).composite


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\nbroken", b"<svg/>"])
def test_a_logo_that_is_no_picture(content: bytes, made: Service) -> None:
    (made.root / "logo.png").write_bytes(content)
    edit(made.config, "[service]\n", '[service]\nlogo = "logo.png"\n')
    assert "Logo ist kein Bild" in refused(made)


@pytest.mark.parametrize(
    "line",
    [
        'colours.label = "#ffffff"',
        'colours.ink = "#ffffff"',
        'colours.accent = "white"',
        'colours.accent = "#fff0"',
        "label = false",
        'logo_position = "top right"',
        "logo_size = 1920",
        "disclosure = false",
        "watermark = false",
    ],
)
def test_settings_have_no_switch_and_no_colour_for_the_label(line: str, service: Service) -> None:
    edit(service.config, "[service]\n", f"[service]\n{line}\n")
    refused(service)
