"""What is wrong with an avatar.svg as it is written, without drawing it."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from pipeline.scene import check_svg
from pipeline.scene.avatar import available, load
from pipeline.scene.rig import GROUPS
from tests.scene.designer import SVG, english, group


def told(svg: str) -> list[str]:
    return english(check_svg.faults(ElementTree.fromstring(svg)))


@pytest.mark.parametrize("name", available())
def test_the_built_in_drawings_have_no_fault(name: str) -> None:
    assert told(load(name).drawing.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("svg", "says"),
    [
        (SVG.replace("viewBox", "viewbox"), 'no SVG with a usable viewBox ("")'),
        (SVG.replace("-560 0 1120 1000", "-560 0 -1120 1000"), "no SVG with a usable viewBox"),
        (SVG.replace(group("head"), group("head") * 2), 'There are 2 groups "head"'),
        (SVG.replace('<g id="brows-0">', '<g id="x"><path id="brows-0" d="M0,0"/>'), "is a <path>: group it"),
        (
            SVG.replace('<g id="arm-wave">', '<g id="layer7" i:label="arm-wave">').replace(
                "<svg ", '<svg xmlns:i="http://www.inkscape.org/namespaces/inkscape" '
            ),
            'Only the label of the group "layer7" is called so',
        ),
        (SVG.replace('<g id="iris">', '<g id="iris-2">') + "", 'The group "iris" is missing. Is it "iris-2"?'),
        (
            SVG.replace('<g id="iris">', "<g>").replace("</svg>", '<g id="iris"><path d="M0,0h9v9z"/></g></svg>'),
            '"iris" does not lie inside "eyes"',
        ),
        (
            SVG.replace(group("mouth-a"), "").replace('<g id="nose">', group("mouth-a") + '<g id="nose">'),
            '"mouth-a" lies inside "head" and would always be seen',
        ),
        (
            SVG.replace(group("body"), f'<g id="layer1" transform="translate(0,9)">{group("body")}</g>'),
            '"body" lies in "layer1", whose properties (transform) do not apply',
        ),
    ],
)
def test_groups(svg: str, says: str) -> None:
    assert any(says in fault for fault in told(svg)), says


def test_inkscapes_layers_do_no_harm() -> None:
    namespace = 'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
    layer = f'<g {namespace} inkscape:groupmode="layer" inkscape:label="Ebene 1" style="display:inline" id="layer1">'
    first, last = SVG.index('<g id="hair-back">'), SVG.rindex("</svg>")
    paper = SVG[:first].replace('width="1120" height="1000"', 'width="296.3mm" height="264.6mm"')
    assert told(f"{paper}{layer}{SVG[first:last]}</g></svg>") == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('<image width="90" height="90" xlink:href="data:image/png;base64,iVBO"/>', "must be unmistakably drawn"),
        ("<script>1</script>", "a program (<script>)"),
        ("<style>.a{fill:#f00}</style>", "a stylesheet"),
        ("<text>Hallo</text>", "convert it to paths"),
        ('<path d="M0,0h9v9z" fill="hsl(0,100%,50%)"/>', "turns black"),
        ('<path d="M0,0h9v9z" style="fill:#ff000080"/>', "turns black"),
        ('<path d="M0,0h9v9z" style="fill:#f00!important"/>', "turns black"),
        ('<path d="M0,0h9v9z" opacity="50%"/>', "a number without unit"),
        ('<circle r="2em"/>', "a number without unit"),
        ('<path d="M0,0h9v9z" style="mix-blend-mode:multiply"/>', "no effect"),
        ('<path d="M0,0h9v9z" style="paint-order:stroke fill markers"/>', "no effect"),
        ('<path d="M0,0h9v9z" style="filter:blur(5px)"/>', "no effect"),
        ('<path d="M0,0h9v9z" style="transform:scale(2)"/>', "no effect"),
        ('<path d="M0,0h9" marker-end="url(#shine)"/>', "no effect"),
        ('<path d="M0,0h9v9z" fill="url(#nowhere)"/>', '"#nowhere" in "head" is not found'),
        ('<path d="M0,0h9v9z" fill="url(other.svg#a)"/>', "another file"),
        ('<use xlink:href="other.svg#a"/>', "another file"),
        ('<use href="#nose"/>', 'only "xlink:href"'),
    ],
)
def test_what_skia_does_not_draw(content: str, says: str) -> None:
    (found,) = told(SVG.replace('<g id="nose">', f'{content}<g id="nose">'))
    assert says in found


def test_what_inkscape_writes_and_skia_draws() -> None:
    plain = (
        '<path style="fill:#d99a79;fill-opacity:0.5;stroke:none;paint-order:fill markers stroke" d="M0,300h2v2z"/>'
        '<path fill="url(#face-light)" stroke="rgb(20%,10%,10%)" stroke-width="1px" d="M0,300h2v2z" marker="none"/>'
    )
    assert told(SVG.replace('<g id="nose">', f'{plain}<g id="nose">')) == []


def test_every_group_is_asked_for() -> None:
    found = told('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"/>')
    assert found == [f'The group "{name}" is missing.' for name in GROUPS]
