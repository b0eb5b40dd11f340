#!/usr/bin/env python3
"""Checks a pack or a licence's folder of Doublet offline: ``python3 check_pack.py FILE.zip``.

One file, Python 3.8 or later, standard library only, no network. It knows nothing of Doublet's own code: the zip is
read byte by byte, hashes come from hashlib, Ed25519 (RFC 8032) and the Merkle tree (RFC 6962) are written out below.

Exit codes: 0 everything holds, 1 something does not, 2 wrong usage or no such file.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import struct
import sys
import zlib

# --- Ed25519, as RFC 8032 section 5.1 and its appendix write it

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def add(a, b):
    """The sum of two points in extended coordinates."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    i, j, k, m = f - e, h - g, h + g, f + e
    return (i * j % P, k * m % P, j * k % P, i * m % P)


def times(scalar, point):
    """A multiple of a point."""
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point, scalar = add(point, point), scalar >> 1
    return result


def same(a, b):
    """Whether two points are equal."""
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def x_of(y, sign):
    """The x of a point on the curve; None where there is none."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P:
        return None
    return P - x if (x & 1) != sign else x


def point(data):
    """A point from its 32 bytes; None where they are none."""
    number = int.from_bytes(data, "little")
    y = number & ((1 << 255) - 1)
    x = x_of(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = x_of(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def is_signed(public, message, signature):
    """Did the holder of this key sign this message?"""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, r = point(public), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    k = int.from_bytes(digest, "little") % ORDER
    return same(times(s, BASE), add(r, times(k, key)))


# --- what is wrong, in words


class Wrong(Exception):
    """Something does not hold."""


def must(holds, words):
    """Go on only if it holds."""
    if not holds:
        raise Wrong(words)


# --- the zip, byte by byte: every byte has one value that it can have

LOCAL, CENTRAL, END = "<4s5H3I2H", "<4s6H3I5H2I", "<4s4H2IH"
SAME_DAY = 33  # 1 January 1980


def take(data, at, length, what):
    """Some bytes, which must be there."""
    must(at + length <= len(data), f"The zip ends in the middle of {what}.")
    return data[at : at + length]


def opened(data):
    """The files of the zip in their order. Anything that the house does not write like this is refused."""
    files, entries, at = {}, [], 0
    while take(data, at, 4, "an entry") == b"PK\3\4":
        head = struct.unpack(LOCAL, take(data, at, 30, "an entry"))
        name = take(data, at + 30, head[9], "a name")
        body = take(data, at + 30 + head[9], head[7], "a file")
        must(
            head[1:6] == (20, 0, 0, 0, SAME_DAY),
            f"The zip has a header that the house does not write, at byte {at}.",
        )
        must(head[7] == head[8] and head[10] == 0, f"The zip has sizes that do not fit, at byte {at}.")
        must(zlib.crc32(body) == head[6], f"The check sum of a file in the zip is wrong, at byte {at}.")
        must(all(32 < byte < 127 for byte in name), "The zip has a name that the house does not write.")
        shown = name.decode("ascii")
        must(shown not in files, f"The zip has {shown} twice.")
        files[shown] = body
        entries.append((at, name, head))
        at += 30 + head[9] + head[7]
    start = at
    for where, name, head in entries:
        row = struct.unpack(CENTRAL, take(data, at, 46, "its list"))
        expected = (b"PK\1\2", 20 | 3 << 8, *head[1:9], head[9], 0, 0, 0, 0, 0o644 << 16, where)
        listed = take(data, at + 46, len(name), "its list")
        must(
            row == expected and listed == name,
            "The zip's own list does not fit {}.".format(name.decode("ascii")),
        )
        at += 46 + len(name)
    count = len(entries)
    end = struct.pack(END, b"PK\5\6", 0, 0, count, count, at - start, start, 0)
    must(data[at:] == end, "The zip does not end as the house ends one.")
    roots = {name.partition("/")[0] for name in files}
    must(len(roots) == 1, "The zip does not have one folder.")
    return {name.partition("/")[2]: body for name, body in files.items()}


# --- JSON and signatures


def read_json(files, name):
    """A JSON file, written the one way in which the house writes it."""
    must(name in files, f"{name} is missing.")
    try:
        data = json.loads(files[name].decode("utf-8"))
    except ValueError:
        raise Wrong(f"{name} is no JSON.") from None
    return data


def utf16(text):
    """How RFC 8785 orders keys."""
    return text.encode("utf-16-be", "surrogatepass")


def in_order(data):
    """The same data with its keys in that order."""
    if isinstance(data, dict):
        return {key: in_order(data[key]) for key in sorted(data, key=utf16)}
    return [in_order(value) for value in data] if isinstance(data, list) else data


def canonical(data):
    """The bytes that are hashed and signed (RFC 8785)."""
    return json.dumps(in_order(data), separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def from_b64(text):
    """Base64url without padding, in its one right form."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except ValueError:
        raise Wrong("A signature is not written as one.") from None
    must(base64.urlsafe_b64encode(data).rstrip(b"=").decode() == text, "A signature is not written as one.")
    return data


def read_signed(token, kind, keys):
    """What a compact JWS says, and the id of the key that signed it."""
    try:
        text = token.decode("ascii")
        must(text.endswith("\n") and text.count(".") == 2, "A signed file is not written as one.")
        header_text, payload_text, signature_text = text[:-1].split(".")
        header, payload = json.loads(from_b64(header_text)), json.loads(from_b64(payload_text))
    except ValueError:
        raise Wrong("A signed file is not written as one.") from None
    must(isinstance(header, dict) and header.get("typ") == kind, f"A signed file is not of the kind {kind}.")
    must(header.get("alg") == "EdDSA", "A signed file is signed in a way that this program does not know.")
    key = keys.get(header.get("kid"))
    must(key is not None, "A signed file names a key that is not among the keys.")
    message = (header_text + "." + payload_text).encode("ascii")
    must(is_signed(key, message, from_b64(signature_text)), f"The signature of a file ({kind}) is wrong.")
    return payload, header["kid"]


def keys_in(jwks):
    """The Ed25519 keys of a JWK set by their ids."""
    try:
        return {key["kid"]: from_b64(key["x"]) for key in jwks["keys"] if key["crv"] == "Ed25519"}
    except (KeyError, TypeError):
        raise Wrong("The keys are not written as a JWK set.") from None


# --- the Merkle tree of RFC 6962


def node(left, right):
    """The hash of two subtrees."""
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(first, end, ranges, leaves):
    """The hash over these places, from what is given of it."""
    if (first, end) in ranges:
        return ranges.pop((first, end))
    if end - first == 1:
        must(first in leaves, f"The proof has a gap at event {first + 1}.")
        return leaves.pop(first)
    must(end > first, "The proof is of an empty log.")
    middle = first + (1 << ((end - first - 1).bit_length() - 1))
    return node(root_of(first, middle, ranges, leaves), root_of(middle, end, ranges, leaves))


def is_consistent(old, new, path, old_root, new_root):
    """Is the log of `old` events the beginning of that of `new`? (RFC 9162 section 2.1.4.2)"""
    if old == new:
        return not path and old_root == new_root
    steps = ([old_root] if old & (old - 1) == 0 else []) + path
    if not 0 < old < new or not steps:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    was = now = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            was, now = node(step, was), node(step, now)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            now = node(now, step)
        place, last = place >> 1, last >> 1
    return last == 0 and was == old_root and now == new_root


# --- the checks


def check_files(files, manifest):
    """Every file is listed with its hash, and nothing else is there."""
    listed = {row["path"]: row for row in manifest["files"]}
    must(len(listed) == len(manifest["files"]), "The manifest lists a file twice.")
    extra = sorted(set(files) - set(listed) - {"manifest.json", "manifest.jws"})
    must(not extra, "The manifest does not list {}.".format(", ".join(extra)))
    for name, row in listed.items():
        must(name in files, f"{name} is listed, and missing.")
        fits = len(files[name]) == row["bytes"] and hashlib.sha256(files[name]).hexdigest() == row["sha256"]
        must(fits, f"{name} is not the file that was signed.")
    return len(listed)


def check_events(events):
    """Each event has the hash that it must have and follows from the one before it, where that is here too.

    Answers how many were withheld, how many follow each other, and the leaves by their places.
    """
    leaves, withheld, linked, before = {}, 0, 0, None
    for event in events:
        seq = event["seq"]
        must(before is None or seq > before["seq"], f"The events are not in their order, at event {seq}.")
        if "withheld" in event:
            withheld, day = withheld + 1, event["day"]
        else:
            content = {name: value for name, value in event.items() if name != "digest"}
            right = hashlib.sha256(canonical(content)).hexdigest() == event["digest"]
            must(right, f"Event {seq} was changed after it was written.")
            day = event["at"][:10]
        if before is not None and seq == before["seq"] + 1:
            must(
                event["previous"] == before["digest"],
                f"Event {seq} does not follow from the one before it.",
            )
            linked += 1
        text = "\n".join(["doublet-event-v1", str(seq), day, event["kind"], event["digest"], ""])
        leaves[seq - 1] = hashlib.sha256(b"\0" + text.encode("utf-8")).digest()
        before = event
    return withheld, linked, leaves


def check_log(files, keys):
    """The signed tree head, and that every event is in its tree. Answers lines, and the head."""
    head, _ = read_signed(files.get("log/tree-head.jws", b""), "doublet-tree-head+jws", keys)
    events, proof = read_json(files, "log/events.json"), read_json(files, "log/proof.json")
    withheld, linked, leaves = check_events(events)
    ranges = {(first, end): bytes.fromhex(text) for first, end, text in proof["ranges"]}
    size = head["tree_size"]
    must(proof["tree_size"] == size, "The proof is for another tree than the signed one.")
    root = root_of(0, size, ranges, leaves)
    must(not ranges and not leaves, "The proof has more in it than the tree has.")
    must(
        root.hex() == head["root_sha256"] == proof["root_sha256"],
        "The events are not in the log that was signed.",
    )
    whole = len(events) - withheld
    lines = [
        f"{len(events)} events: each stands in the log of {size} events that was signed on {head['at']}.",
        f"{whole} of them are told whole, and none of those was changed; {linked} follow directly on another.",
    ]
    if withheld:
        lines.append(
            f"{withheld} are told by number, day, kind and hash alone; what else stands beside them is not proven."
        )
    return lines, head


def check_later(head, later, keys):
    """That the log only grew between this pack and a later head (an answer of /log/proof/consistency)."""
    newer, _ = read_signed(later["head"]["signed"].encode() + b"\n", "doublet-tree-head+jws", keys)
    path = [bytes.fromhex(step) for step in later["path"]]
    sizes = head["tree_size"], newer["tree_size"]
    roots = bytes.fromhex(head["root_sha256"]), bytes.fromhex(newer["root_sha256"])
    must(
        is_consistent(*sizes, path, *roots),
        "The later log is not this one with events added: it was rewritten.",
    )
    return (
        f"The log of {newer['tree_size']} events is this one with events added behind it, and nothing else."
    )


def check(data, known, later):
    """Everything. Answers what was proven and what was not."""
    files = opened(data)
    jwks = known if known is not None else read_json(files, "jwks.json")
    keys = keys_in(jwks)
    manifest = read_json(files, "manifest.json")
    kind = "doublet-pack+jws" if "pack" in manifest else "doublet-folder+jws"
    signed, key = read_signed(files.get("manifest.jws", b""), kind, keys)
    must(signed == manifest, "manifest.json is not the list that was signed.")
    text = json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    must(text.encode("utf-8") == files["manifest.json"], "manifest.json is not written as it was.")
    proven = [f"{check_files(files, manifest)} files: each is the one that {manifest['issuer']} signed."]
    open_ = []
    if "log/tree-head.jws" in files:
        lines, head = check_log(files, keys)
        proven += lines
        same_log = (
            head["tree_size"] == manifest["tree_size"] and head["root_sha256"] == manifest["root_sha256"]
        )
        must(same_log, "The manifest names another log than the signed one.")
        if later is not None:
            proven.append(check_later(head, later, keys))
        else:
            asked = f"{head['log']}/proof/consistency?old={head['tree_size']}"
            open_.append(
                f"Whether the log was rewritten since: fetch {asked} and name the file with --later."
            )
    else:
        must("pack" not in manifest, "log/tree-head.jws is missing.")
        open_.append("That its events stand in the public log: a folder carries no proof of it; a pack does.")
    if known is None:
        open_.insert(
            0,
            f"Whose key it is. It is the key in the zip itself, {key}: fetch the instance's "
            "/.well-known/jwks.json and name it with --keys.",
        )
    else:
        proven.append(f"The key is one that you brought: {key}.")
    open_.append("That what was written down is true, and that nothing was left out of a table.")
    return manifest, proven, open_


def load(name):
    """A file of the person's own, as JSON."""
    if name is None:
        return None
    with open(name, encoding="utf-8") as file:
        return json.load(file)


def main(argv=None):
    """Check one file. Answers the exit code."""
    parser = argparse.ArgumentParser(description="Check a pack or a licence's folder of Doublet, offline.")
    parser.add_argument("file", help="the zip")
    parser.add_argument(
        "--keys", help="the instance's jwks.json, fetched by you and not by who gave you the zip"
    )
    parser.add_argument("--later", help="the answer of /log/proof/consistency for this pack's log")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    args = parser.parse_args(argv)
    try:
        with open(args.file, "rb") as file:
            data = file.read()
        known, later = load(args.keys), load(args.later)
    except (OSError, ValueError) as error:
        print(f"This cannot be read: {error}", file=sys.stderr)
        return 2
    try:
        manifest, proven, not_proven = check(data, known, later)
    except Wrong as wrong:
        return told(args.json, False, [], [], str(wrong))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, struct.error, RecursionError):
        return told(args.json, False, [], [], "It is not written as the house writes a pack.")
    what = manifest.get("pack", "folder")
    return told(args.json, True, proven, not_proven, f"This {what} holds together.")


def told(as_json, holds, proven, not_proven, words):
    """Say it, for people or for machines. Answers the exit code."""
    if as_json:
        print(
            json.dumps({"holds": holds, "words": words, "proven": proven, "not_proven": not_proven}, indent=2)
        )
    else:
        print("{} {}".format("OK." if holds else "NOT AS SIGNED.", words))
        for title, lines in (("Proven", proven), ("Not proven", not_proven)):
            if lines:
                print(f"\n{title}:")
                for line in lines:
                    print(f"  - {line}")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
