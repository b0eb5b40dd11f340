"""What a reader that did not write the paper finds of PDF/A-2b in it, sealed and unsealed.

This is no validator: colour spaces, font programs and page content are not looked into. What an archive
asks first is: it says that it is 2b, it stands alone, nothing in it runs, and every letter can be shown and read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from doublet.engines.document import contract, development_identity, seal
from doublet.engines.document.tests.samples import CONTRACT

PDFA = "{http://www.aiim.org/pdfa/ns/id/}"


@pytest.fixture(scope="module", params=["plain", "sealed"])
def paper(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PdfFileReader:
    data = contract(CONTRACT)
    if request.param == "sealed":
        folder: Path = tmp_path_factory.mktemp("keys")
        data = seal(data, development_identity(folder), reason="r", name="n")
    return PdfFileReader(io.BytesIO(data))


def everything(paper: PdfFileReader) -> Iterator[Any]:
    """Every object that can be reached from the trailer, once."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [paper.root]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, generic.IndirectObject):
            if (thing.idnum, thing.generation) in seen:
                continue
            seen.add((thing.idnum, thing.generation))
            thing = thing.get_object()
        yield thing
        if isinstance(thing, generic.DictionaryObject):
            waiting.extend(thing.raw_get(key) for key in thing)
        elif isinstance(thing, generic.ArrayObject):
            waiting.extend(thing.raw_get(place) for place in range(len(thing)))


def dictionaries(paper: PdfFileReader) -> list[generic.DictionaryObject]:
    return [thing for thing in everything(paper) if isinstance(thing, generic.DictionaryObject)]


def test_it_says_that_it_is_pdfa_2b(paper: PdfFileReader) -> None:
    xmp = etree.fromstring(paper.root["/Metadata"].data)
    told = {name: value for node in xmp.iter() for name, value in node.attrib.items()}
    told |= {node.tag: node.text for node in xmp.iter() if node.text and node.text.strip()}
    assert told[f"{PDFA}part"] == "2"
    assert told[f"{PDFA}conformance"] == "B"


def test_its_colours_are_those_of_a_profile_in_the_file(paper: PdfFileReader) -> None:
    intents = paper.root["/OutputIntents"]
    assert len(intents) == 1
    intent = intents[0]
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].data[36:40] == b"acsp"  # the mark of an ICC profile


def test_every_letter_can_be_shown_and_read_without_a_font_of_the_reader(paper: PdfFileReader) -> None:
    fonts = [each for each in dictionaries(paper) if each.get("/Type") == "/Font"]
    whole = [font for font in fonts if "/DescendantFonts" in font]
    described = [each for each in dictionaries(paper) if each.get("/Type") == "/FontDescriptor"]
    assert whole
    assert all("/ToUnicode" in font for font in whole)
    assert all(set(each) & {"/FontFile", "/FontFile2", "/FontFile3"} for each in described)
    assert len(described) >= len(whole)


def test_nothing_in_it_runs_leaves_or_is_locked(paper: PdfFileReader) -> None:
    assert not paper.encrypted
    assert paper.trailer["/ID"]
    forbidden = {"/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Rendition"}
    for each in dictionaries(paper):
        assert each.get("/S") not in forbidden
        assert not {"/AA", "/JS", "/XFA", "/EF"} & set(each)
        assert each.get("/Filter") not in ("/LZWDecode", "/Crypt")
