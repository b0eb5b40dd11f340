"""The measured numbers as tables in Markdown, ready for the docs."""

from __future__ import annotations

from typing import Any


def tell(measured: dict[str, Any]) -> None:
    """Print a table for every part that was measured."""
    for part, words in (("recall", _recall), ("survival", _survival)):
        if part in measured:
            print("\n".join(words(measured)), end="\n\n")
    for part in ("siblings", "restyled", "others"):
        if part in measured:
            each = measured[part]
            print(
                f"{part}: {each['asked']} asked, {each['same']} called the same, "
                f"{each['sibling']} called siblings; PDQ {each['peer']}"
            )
    for part in ("upload", "search"):
        if part in measured:
            print(f"{part}: " + ", ".join(f"{name} {value:g}" for name, value in measured[part].items()))


def _recall(measured: dict[str, Any]) -> list[str]:
    rows = measured["recall"]
    lines = ["| change | asked | same | leads first | PDQ alone |", "| --- | --- | --- | --- | --- |"]
    for name, row in rows.items():
        shares = (row[what] / row["asked"] for what in ("same", "led", "peer"))
        lines.append(f"| {name} | {row['asked']} | " + " | ".join(f"{share:.2f}" for share in shares) + " |")
    means = (
        sum(row[what] / row["asked"] for row in rows.values()) / len(rows) for what in ("same", "led", "peer")
    )
    lines.append("| **mean** | | " + " | ".join(f"**{mean:.3f}**" for mean in means) + " |")
    return lines


def _survival(measured: dict[str, Any]) -> list[str]:
    looks = measured["looks"]
    decibel = sorted(look["decibel"] for look in looks)
    similarity = sorted(look["similarity"] for look in looks)
    lines = [
        f"{len(looks)} pictures at {decibel[0]:.1f} to {decibel[-1]:.1f} dB, SSIM {similarity[0]:.3f} to {similarity[-1]:.3f}",
        "",
        "| change | copies | blind | with the register | seconds, blind | seconds, register |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, row in measured["survival"].items():
        asked = row["asked"]
        lines.append(
            f"| {name} | {asked} | {row['blind'] / asked:.2f} | {row['helped'] / asked:.2f} | "
            f"{row['blind_s'] / asked:.1f} | {row['helped_s'] / asked:.1f} |"
        )
    found = sum(bool(each[0]) for each in measured["unmarked"])
    valid = sum(bool(each[1]) for each in measured["unmarked"])
    lines += [
        "",
        f"Without a mark: {len(measured['unmarked'])} read, {found} looked like one, {valid} with valid check bits",
    ]
    return lines
