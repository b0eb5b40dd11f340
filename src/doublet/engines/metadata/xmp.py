"""The XMP packet: written as plain RDF/XML, read without trusting a byte of it."""

from __future__ import annotations

from lxml import etree

from doublet.engines.metadata.fields import NO_DATA_MINING, Fields, Found

SIGNATURE = b"http://ns.adobe.com/xap/1.0/\x00"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XML = "http://www.w3.org/XML/1998/namespace"
_SPACES = {
    "rdf": _RDF,
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
}
# Our field -> its XMP property and how RDF wraps it ("" for a plain value).
_PROPERTIES = {
    "source_type": ("Iptc4xmpExt:DigitalSourceType", ""),
    "ai_system": ("Iptc4xmpExt:AISystemUsed", ""),
    "ai_system_version": ("Iptc4xmpExt:AISystemVersionUsed", ""),
    "ai_prompt": ("Iptc4xmpExt:AIPromptInformation", ""),
    "asset_id": ("Iptc4xmpExt:DigImageGUID", ""),
    "licence_id": ("plus:ModelReleaseID", "Bag"),
    "data_mining": ("plus:DataMining", ""),
    "status_url": ("xmpRights:WebStatement", ""),
    "usage_terms": ("xmpRights:UsageTerms", "Alt"),
    "description": ("dc:description", "Alt"),
    "credit": ("photoshop:Credit", ""),
    "created": ("xmp:CreateDate", ""),
}
_LONGEST_PACKET = 60_000
_LONGEST_VALUE = 500


def packet(fields: Fields) -> bytes:
    """The XMP packet that says `fields`, that the rights are managed, and that data mining is prohibited."""
    values = {name: str(getattr(fields, name)) for name in _PROPERTIES if name != "data_mining"}
    values |= {"data_mining": NO_DATA_MINING, "created": fields.created.isoformat(timespec="seconds")}
    root = etree.Element("{adobe:ns:meta/}xmpmeta", nsmap={"x": "adobe:ns:meta/"})
    rdf = etree.SubElement(root, f"{{{_RDF}}}RDF", nsmap=_SPACES)
    about = etree.SubElement(rdf, f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})
    etree.SubElement(about, _tag("xmpRights:Marked")).text = "True"
    for name, (prop, wrapping) in _PROPERTIES.items():
        if not values[name]:
            continue
        node = etree.SubElement(about, _tag(prop))
        if wrapping:
            node = etree.SubElement(etree.SubElement(node, _tag(f"rdf:{wrapping}")), _tag("rdf:li"))
            if wrapping == "Alt":
                node.set(f"{{{_XML}}}lang", "x-default")
        node.text = values[name]
    head = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'.encode()
    return head + etree.tostring(root, encoding="utf-8") + b'<?xpacket end="r"?>'


def parse(data: bytes) -> Found:
    """What a packet says; an empty answer for one that is broken, too long, or brings a document type."""
    if len(data) > _LONGEST_PACKET or b"<!" in data:
        return Found()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data.strip(b"\x00 \r\n\t"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return Found()
    return Found(**{name: _value(root, prop) for name, (prop, _) in _PROPERTIES.items()})


def _tag(prop: str) -> str:
    prefix, name = prop.split(":")
    return f"{{{_SPACES[prefix]}}}{name}"


def _value(root: etree._Element, prop: str) -> str:
    tag = _tag(prop)
    for about in root.iter(_tag("rdf:Description")):
        if text := about.get(tag):
            return _plain(text)
        node = about.find(tag)
        if node is not None:
            item = node.find(f".//{_tag('rdf:li')}")
            return _plain((node if item is None else item).text or node.get(_tag("rdf:resource")) or "")
    return ""


def _plain(text: str) -> str:
    return "".join(char for char in text.strip()[:_LONGEST_VALUE] if char.isprintable())
