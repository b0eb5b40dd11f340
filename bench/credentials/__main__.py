"""``python -m bench.credentials``: every kind of file against the rubric, its size, its time, a second reader.

The second reader (c2pa-ts) is fetched with npm into a folder of its own by ``--fetch``. A target that is missed ends
the run with status 1.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.credentials.samples import Sample, samples
from bench.credentials.timing import Measured, measure
from rich.console import Console
from rich.table import Table

from doublet.engines import metadata
from doublet.engines.signer import Identity, development_identity, media_type, read
from doublet.engines.signer.tests import rubric

MOST_ADDED = 5_000
MOST_RATIO = 1.1
_READER = Path(rubric.__file__).with_name("second_reader.mjs")
_PACKAGE = "@trustnxt/c2pa-ts@0.9.4"


def main() -> None:
    """Read the words, sign, measure, tell."""
    words = argparse.ArgumentParser(prog="python -m bench.credentials", description=__doc__)
    words.add_argument(
        "--second",
        type=Path,
        default=Path(tempfile.gettempdir()) / "doublet-second-reader",
        help="its folder",
    )
    words.add_argument("--fetch", action="store_true", help="fetch the second reader with npm first")
    words.add_argument("--corpus", type=Path, help="folder of files signed by others: one verdict each")
    given = words.parse_args()
    console = Console(width=140)
    with tempfile.TemporaryDirectory() as folder:
        identity = development_identity(Path(folder) / "c2pa")
        made = samples(identity)
        second = _second_opinions(made, given.second, Path(folder), fetch=given.fetch)
        faults = _kinds(made, second, identity, console)
        faults += _times(measure(identity), console)
    if given.corpus:
        _verdicts(given.corpus, console)
    console.print("\n".join(faults) or "Every target holds.")
    sys.exit(1 if faults else 0)


def _kinds(made: list[Sample], second: dict[str, str], identity: Identity, console: Console) -> list[str]:
    table = Table("file", "traits of 31", "bytes added", "verdict", "IPTC source type", "second reader")
    faults = []
    for sample in made:
        kind = media_type(sample.data)
        wrong = rubric.failing(rubric.crjson(sample.data, kind))
        report = read(sample.data, kind, identity=identity)
        said = metadata.read(sample.data).source_type.rsplit("/", 1)[-1]
        opinion = second.get(sample.kind, "not asked")
        added = f"{sample.added:,}"
        table.add_row(sample.kind, str(31 - len(wrong)), added, report.verdict, said or "LOST", opinion)
        faults += [f"{sample.kind}: {trait}" for trait in wrong]
        faults += [] if report.ours and said else [f"{sample.kind}: not read back"]
        faults += [f"{sample.kind}: the second reader says {opinion}"] if "." in opinion else []
    if made[0].added > MOST_ADDED:
        faults.append(f"{made[0].kind}: {made[0].added} bytes added, more than {MOST_ADDED}")
    console.print(table)
    return faults


def _times(found: list[Measured], console: Console) -> list[str]:
    table = Table("what", "here, ms of CPU", "library alone", "ratio")
    for each in found:
        table.add_row(each.what, f"{each.ours:.1f}", f"{each.alone:.1f}", f"{each.ratio:.2f}")
    console.print(table)
    slow = found[0]
    return [] if slow.ratio <= MOST_RATIO else [f"{slow.what}: {slow.ratio:.2f} times the library alone"]


def _second_opinions(made: list[Sample], where: Path, folder: Path, *, fetch: bool) -> dict[str, str]:
    """By kind, what the second reader says; empty where it is not here."""
    if fetch and shutil.which("npm"):
        command = ["npm", "install", "--ignore-scripts", "--no-audit", "--prefix", str(where), _PACKAGE]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    if not (where / "node_modules/@trustnxt/c2pa-ts").is_dir() or not shutil.which("node"):
        return {}
    names = {f"{number}.{media_type(each.data)[6:]}": each for number, each in enumerate(made)}
    for name, each in names.items():
        (folder / name).write_bytes(each.data)
    command = ["node", str(_READER), str(where), *(str(folder / name) for name in names)]
    said = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)  # noqa: S603
    return {names[Path(path).name].kind: ", ".join(wrong) or "holds" for path, wrong in said.items()}


def _verdicts(folder: Path, console: Console) -> None:
    table = Table("file", "verdict", "what failed")
    for file in sorted(folder.iterdir()):
        data = file.read_bytes() if file.is_file() else b""
        if kind := media_type(data):
            report = read(data, kind)
            table.add_row(file.name, report.verdict, ", ".join(report.problems))
    console.print(table)


main()
