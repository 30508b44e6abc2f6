"""What is wrong with an avatar.svg as it is written, without drawing it."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from pipeline.scene import check_svg
from pipeline.scene.avatar import available, load
from pipeline.scene.rig import GROUPS
from tests.scene.designer import SVG, english, group

INKSCAPE = SVG.replace("<svg ", '<svg xmlns:i="http://www.inkscape.org/namespaces/inkscape" ')


def renamed(name: str, attributes: str) -> str:
    """Maja with another id, or a label, for one group."""
    return INKSCAPE.replace(f'<g id="{name}"', f"<g {attributes}")


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
            renamed("mouth-a", 'id="Mouth-A"'),
            '"mouth-a" is missing. Is it "Mouth-A"? The id must be exactly "mouth-a".',
        ),
        (renamed("mouth-a", 'id="mouth-a-1-3"'), '"mouth-a" is missing. Is it "mouth-a-1-3"?'),
        (renamed("mouth-a", 'id="g9" i:label="Mouth_A"'), 'only the label "Mouth_A": change its ID too, to "mouth-a"'),
        (renamed("mouth-a", 'id="mouth-i-1"'), 'The group "mouth-a" is missing.\n'),
        (
            renamed("arm-wave", 'id="layer7" i:label="arm-wave"'),
            'The group "layer7" has only the label "arm-wave": change its ID too, to "arm-wave"',
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
    assert any(says in f"{fault}\n" for fault in told(svg)), says


@pytest.mark.parametrize(
    ("drawn", "says"),
    [
        ('<g id="g77" i:label="glasses"/>', 'has only the label "glasses": change its ID too, to "glasses"'),
        ('<g id="g77" i:label="Brille"/>', 'has only the label "Brille": change its ID too, to "glasses"'),
        ('<g id="brille"/>', 'Is it "brille"? The id must be exactly "glasses"'),
        ('<g id="Glasses"/>', 'Is it "Glasses"? The id must be exactly "glasses"'),
        ('<g id="glases"/>', 'Is it "glases"?'),
        ('<path id="glasses" d="M0,0h9v9z"/>', "this id is a <path>: group it and give the id to the group"),
        ('<path i:label="Brille" d="M0,0h9v9z"/>', "so labelled is a <path>: group it"),
    ],
)
def test_glasses_that_would_vanish_are_told(drawn: str, says: str) -> None:
    (found,) = told(INKSCAPE.replace("</svg>", f"{drawn}</svg>"))
    assert found.startswith('The group "glasses" is missing.')
    assert says in found


@pytest.mark.parametrize("around", ["", "glasses"])
def test_what_only_sounds_like_glasses_is_nothing(around: str) -> None:
    """Inside another group it is drawn; beside the real ones it is a draft."""
    inner = '<g id="Brille"><path d="M0,0h9v9z"/></g>'
    if around:
        assert told(SVG.replace("</svg>", f'<g id="glasses"><path d="M0,0h9v9z"/></g>{inner}</svg>')) == []
    else:
        assert told(SVG.replace('<g id="nose">', f'{inner}<g id="nose">')) == []


def test_one_layer_around_them_all_is_one_fault() -> None:
    first, last = SVG.index('<g id="hair-back">'), SVG.rindex("</svg>")
    (found,) = told(f'{SVG[:first]}<g id="layer1" transform="translate(0,60)">{SVG[first:last]}</g></svg>')
    assert found.startswith(f'{len(GROUPS) - 1} groups (hair-back, body, head, hair-front …) lie in "layer1", whose')


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
