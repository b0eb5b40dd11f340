"""The measured numbers as tables in Markdown, ready for the docs."""

from __future__ import annotations

from typing import Any

_NEGATIVES = (
    "other colours", "other colours, grey", "other colours, 200 pixels", "other garments", "other photos",
    "restyled", "others",
)  # fmt: skip


def tell(measured: dict[str, Any]) -> None:
    """Print a table for every part that was measured."""
    rows = measured.get("survival", {}) | measured.get("recall", {})
    if rows:
        print("\n".join(_recall(rows)), end="\n\n")
    if measured.get("survival"):
        print("\n".join(_survival(measured)), end="\n\n")
    if any(part in measured for part in _NEGATIVES):
        print("\n".join(_negatives(measured)), end="\n\n")
    for part in ("register", "unmarked", "upload", "search"):
        if part in measured:
            print(f"{part}: " + ", ".join(f"{name} {value:g}" for name, value in measured[part].items()))


def _recall(rows: dict[str, Any]) -> list[str]:
    lines = [
        "| change | copies | PDQ alone | register alone | register and watermark | of the shoot | another |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, row in rows.items():
        shares = (row[what] / row["asked"] for what in ("peer", "same", "led"))
        words = " | ".join(f"{share:.2f}" for share in shares)
        lines.append(f"| {name} | {row['asked']} | {words} | {row['shoot']} | {row['wrong']} |")
    means = (
        sum(row[what] / row["asked"] for row in rows.values()) / len(rows) for what in ("peer", "same", "led")
    )
    lines.append("| **mean** | | " + " | ".join(f"**{mean:.3f}**" for mean in means) + " | | |")
    return lines


def _survival(measured: dict[str, Any]) -> list[str]:
    decibel = sorted(look["decibel"] for look in measured["looks"])
    similarity = sorted(look["similarity"] for look in measured["looks"])
    lines = [
        f"{len(decibel)} pictures at {decibel[0]:.1f} to {decibel[-1]:.1f} dB, "
        f"SSIM {similarity[0]:.3f} to {similarity[-1]:.3f}",
        "",
        "| change | copies | payload, with the register | copies | exact payload, blind |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, row in measured["survival"].items():
        blind = f"{row['blindly']} | {row['blind'] / row['blindly']:.2f}" if row["blindly"] else "0 |"
        lines.append(f"| {name} | {row['asked']} | {row['marked'] / row['asked']:.3f} | {blind} |")
    return lines


def _negatives(measured: dict[str, Any]) -> list[str]:
    lines = [
        "| pictures that are not registered | asked | register alone: the same | a sibling | traced to the end "
        "| named by looks | named by a mark | PDQ |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for part in _NEGATIVES:
        if part in measured:
            row = measured[part]
            numbers = ("asked", "same", "sibling", "traced", "by_looks", "by_mark", "peer")
            lines.append(f"| {part} | " + " | ".join(str(row[number]) for number in numbers) + " |")
    return lines
