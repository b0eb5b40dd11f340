"""Text without disguise: small plain letters, each of which knows where it stood in the text as typed.

Full-width and mathematical letters, accents, invisible signs, look-alikes of other alphabets, digits for letters
(b1kini) and signs between letters (b.i.k.i.n.i) are undone, so that word lists find what a reader sees.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LOOK_ALIKES = str.maketrans(
    {
        **dict(zip("авекмнорстухіјѕԁһԛԝгєӏ", "abekmhopctyxijsdhqwrel", strict=True)),
        **dict(zip("αβγειηκμνορτυχωϲ", "abyeinkmvoptuxwc", strict=True)),
        **dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True)),
        **dict(zip("ıłøđɡɑħƙɩɵ", "ilodgahkio", strict=True)),
        "œ": "oe",
        "æ": "ae",
    }
)
_DIGITS = str.maketrans("0134578@$€!|", "oieastbaseii")
_LETTER = "a-z"
_HAN = "\u3400-\u9fff"
_PAUSES = ',;:()[]«»“”„"、，；：（）—–…·'
_APOSTROPHES = "'’‘ʼ`´"
_ENDS = ".!?\n。！？"
_BETWEEN = re.compile(rf"(?<=[{_LETTER}])[\x1f.](?=[{_LETTER}])|(?<=[{_HAN}])[\x1f. ,]+(?=[{_HAN}])")
_SPELLED = re.compile(rf"(?<![{_LETTER}])(?:[{_LETTER}][ \x1f.,]{{1,2}}){{3,}}[{_LETTER}](?![{_LETTER}])")
_MIXED = re.compile(
    rf"[{_LETTER}0-9@$€!|]*(?:[{_LETTER}][0-9@$€|!]|[0-9@$€|!][{_LETTER}])[{_LETTER}0-9@$€!|]*"
)


@dataclass(frozen=True)
class Plain:
    """Plain text. `origin[i]` is where its sign i stood in the text as typed."""

    text: str
    origin: tuple[int, ...]

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text as typed that a place in the plain text came from."""
        return self.origin[start], self.origin[end - 1] + 1


def readings(text: str) -> tuple[Plain, ...]:
    """The ways in which a text can be read: as it stands, and with disguises undone. The first is the plain one."""
    raw = _letters(text)
    found = [_spaced(raw)]
    joined = _without(raw, _BETWEEN)
    joined = _without(joined, re.compile(r"[ \x1f.,]"), within=_SPELLED)
    for one in ("i", "l"):
        found.append(_spaced(_undigit(joined, one)))
    unique: dict[str, Plain] = {}
    for reading in found:
        unique.setdefault(reading.text, reading)
    return tuple(unique.values())


def fold(phrase: str) -> str:
    """One phrase of a list as `readings` would write it."""
    return " ".join(_spaced(_letters(phrase)).text.split())


def _letters(text: str) -> Plain:
    signs, origin = [], []
    for place, char in enumerate(text):
        inside = char == "!" and text[place + 1 : place + 2].isalpha()  # a letter in disguise, no end
        for small in char if inside else _undressed(char):
            signs.append(small)
            origin.append(place)
    return Plain("".join(signs), tuple(origin))


def _undressed(char: str) -> str:
    if char in _ENDS:
        return "."
    if char in _PAUSES:
        return ","
    if char in _APOSTROPHES:
        return " "
    opened = unicodedata.normalize("NFKD", char).casefold()
    kept = "".join(
        sign for sign in opened if unicodedata.category(sign) not in ("Mn", "Me", "Cf", "Cc", "Co")
    )
    plain = unicodedata.normalize("NFKD", kept).translate(_LOOK_ALIKES)
    return "".join(sign if _matters(sign) else "\x1f" if not sign.isspace() else " " for sign in plain)


def _matters(sign: str) -> bool:
    return sign.isalnum() or sign in "@$€!|.," or unicodedata.category(sign) == "So"


def _without(plain: Plain, pattern: re.Pattern[str], *, within: re.Pattern[str] | None = None) -> Plain:
    spans = [match.span() for match in within.finditer(plain.text)] if within else [(0, len(plain.text))]
    gone = {
        place
        for start, end in spans
        for match in pattern.finditer(plain.text, start, end)
        for place in range(*match.span())
    }
    kept = [place for place in range(len(plain.text)) if place not in gone]
    return Plain("".join(plain.text[place] for place in kept), tuple(plain.origin[place] for place in kept))


def _undigit(plain: Plain, one: str) -> Plain:
    read = _MIXED.sub(
        lambda match: (
            match[0].replace("1", one).translate(_DIGITS) if re.search(r"[a-z]", match[0]) else match[0]
        ),
        plain.text,
    )
    return Plain(read, plain.origin)


def _spaced(plain: Plain) -> Plain:
    return Plain(re.sub(r"[\x1f@$€!|]", " ", plain.text), plain.origin)
