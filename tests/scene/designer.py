"""Maja, as Nadia, as a designer may have spoilt her: copies of her files with one thing changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from pipeline.scene.avatar import AVATARS
from pipeline.scene.check_groups import Words
from pipeline.scene.drawing import Drawing
from pipeline.scene.rig import GROUPS

SVG = (AVATARS / "maja" / "avatar.svg").read_text(encoding="utf-8")
TOML = (AVATARS / "maja" / "avatar.toml").read_text(encoding="utf-8").replace('name = "Maja"', 'name = "Nadia"')


def group(name: str) -> str:
    """The source of one of Maja's groups; they all stand at the top of the file."""
    found = re.search(rf'<g id="{name}".*?\n</g>\n', SVG, re.DOTALL)
    assert found
    return found[0]


def filled(name: str, content: str) -> str:
    """Maja with another content in one group."""
    return SVG.replace(group(name), f'<g id="{name}">{content}</g>\n')


def as_in(name: str, other: str) -> str:
    """Maja with one group that draws what another one does."""
    return SVG.replace(group(name), group(other).replace(f'<g id="{other}"', f'<g id="{name}"', 1))


def moved(name: str, transform: str) -> str:
    """Maja with one group transformed."""
    inner = group(name).removeprefix(f'<g id="{name}"')
    return SVG.replace(group(name), f'<g id="{name}"><g transform="{transform}"><g{inner}</g></g>\n')


def drawing(root: Path, svg: str) -> Drawing:
    assert svg != SVG, "nothing was changed"
    path = root / "avatar.svg"
    path.write_text(svg, encoding="utf-8")
    return Drawing(path, GROUPS)


def english(found: Iterable[Words]) -> list[str]:
    """The English words, when all are there in German too."""
    told = list(found)
    assert all(de and en and de != en for de, en in told)
    return [en for _, en in told]
