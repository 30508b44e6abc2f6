"""The digital source type in XMP, for programs that know no C2PA: a packet in an MP4's uuid box, at the file's end.

The end is the only place where a box moves nothing: chunk offsets and fast start stay as they are.
"""

from __future__ import annotations

import os
import re
import shutil
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4
from xml.etree import ElementTree as ET

from pipeline.errors import LotseError

BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
"""XMP specification, part 3: the uuid of an XMP box in ISO media files."""
_LARGEST = 1 << 20
_IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_XMP = "http://ns.adobe.com/xap/1.0/"
_META = "adobe:ns:meta/"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int
    """Of its header, bytes from the file's start."""
    content: int
    end: int


def write(film: Path, target: Path, *, source_type: str, title: str, language: str, software: str) -> None:
    """Writes the film with one XMP packet, whole or not at all; an older packet is taken out. `target` may be `film`.

    Args:
        source_type: IPTC digital source type, a URI.
        language: BCP 47.

    Raises:
        LotseError: The film is no whole MP4, or the folder cannot take it.
    """
    packet = _packet(source_type, title, language, software)
    temporary = target.with_name(f".{uuid4().hex}.tmp")
    try:
        shutil.copyfile(film, temporary)
        with temporary.open("r+b") as file:
            boxes = list(_boxes(file))
            size = file.seek(0, os.SEEK_END)
            if not boxes or boxes[0].kind != b"ftyp" or boxes[-1].end != size or _open_ended(file, boxes[-1]):
                raise LotseError(
                    "Die Filmdatei ist keine vollständige MP4-Datei. Bitte neu erzeugen.",
                    "The film file is not a whole MP4. Render it again.",
                    path=film,
                )
            for box in boxes:
                if _is_packet(file, box):
                    # Renamed, not removed: removing would move what lies behind it.
                    file.seek(box.start + 4)
                    file.write(b"free")
            file.seek(size)
            file.write(struct.pack(">I4s", 24 + len(packet), b"uuid") + BOX + packet)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except OSError as error:
        raise LotseError(
            f"Der Film lässt sich nicht schreiben ({error.strerror or error}). Prüfen Sie Platz und Rechte.",
            f"The film cannot be written ({error.strerror or error}). Check free space and permissions.",
            path=target,
            retry=True,
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def read(film: Path) -> str | None:
    """The digital source type in the film's XMP; None where there is none, or nothing that can be read.

    Raises:
        LotseError: There is no such file.
    """
    try:
        with film.open("rb") as file:
            for box in _boxes(file):
                if _is_packet(file, box) and box.end - box.content <= _LARGEST:
                    file.seek(box.content + len(BOX))
                    return _source_type(file.read(box.end - box.content - len(BOX)))
    except OSError as error:
        raise LotseError(
            f"Die Datei lässt sich nicht lesen ({error.strerror}).",
            f"The file cannot be read ({error.strerror}).",
            path=film,
        ) from error
    return None


def _boxes(file: BinaryIO) -> Iterator[_Box]:
    """The boxes of the uppermost level (ISO 14496-12, 4.2); stops where a size is impossible."""
    size = file.seek(0, os.SEEK_END)
    start = 0
    while start + 8 <= size:
        file.seek(start)
        length, kind = struct.unpack(">I4s", file.read(8))
        header = 8
        if length == 1:
            large = file.read(8)
            length, header = (struct.unpack(">Q", large)[0], 16) if len(large) == 8 else (0, 16)
        elif length == 0:
            length = size - start
        if length < header or start + length > size:
            return
        yield _Box(kind, start, start + header, start + length)
        start += length


def _open_ended(file: BinaryIO, box: _Box) -> bool:
    """A box of size 0 reaches to the end of the file, so nothing can follow it."""
    file.seek(box.start)
    return file.read(4) == bytes(4)


def _is_packet(file: BinaryIO, box: _Box) -> bool:
    if box.kind != b"uuid":
        return False
    file.seek(box.content)
    return file.read(len(BOX)) == BOX


def _packet(source_type: str, title: str, language: str, software: str) -> bytes:
    for prefix, uri in (("x", _META), ("rdf", _RDF), ("dc", _DC), ("xmp", _XMP), ("Iptc4xmpExt", _IPTC)):
        ET.register_namespace(prefix, uri)
    meta = ET.Element(f"{{{_META}}}xmpmeta")
    about = ET.SubElement(ET.SubElement(meta, f"{{{_RDF}}}RDF"), f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})
    ET.SubElement(about, f"{{{_IPTC}}}DigitalSourceType").text = source_type
    ET.SubElement(about, f"{{{_XMP}}}CreatorTool").text = _NOT_XML.sub("", software)
    names = ET.SubElement(ET.SubElement(about, f"{{{_DC}}}title"), f"{{{_RDF}}}Alt")
    for code in ("x-default", language):
        ET.SubElement(names, f"{{{_RDF}}}li", {_LANG: code}).text = _NOT_XML.sub("", title)
    languages = ET.SubElement(ET.SubElement(about, f"{{{_DC}}}language"), f"{{{_RDF}}}Bag")
    ET.SubElement(languages, f"{{{_RDF}}}li").text = language
    body = ET.tostring(meta, encoding="unicode")
    return f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>{body}<?xpacket end="r"?>'.encode()


def _source_type(packet: bytes) -> str | None:
    if b"<!" in packet:  # a document type or entities: nothing XMP needs, and a way to make a reader work for ever
        return None
    try:
        root = ET.fromstring(packet.strip(b"\0 \r\n\t"))
    except (ET.ParseError, ValueError, LookupError):  # the last: an encoding that there is not
        return None
    name = f"{{{_IPTC}}}DigitalSourceType"
    for element in root.iter():
        if element.tag == name:
            return (element.text or element.get(f"{{{_RDF}}}resource") or "").strip() or None
        if element.get(name):
            return element.get(name)
    return None
