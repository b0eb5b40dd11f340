"""Picture files in a folder that somebody named."""

from __future__ import annotations

from pathlib import Path

from doublet.kernel.refusals import BadInput

ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif")


def pictures_in(folder: Path) -> list[Path]:
    """The picture files of a folder, in order of their names.

    Raises:
        BadInput: there is no such folder, or no picture in it.
    """
    if not folder.is_dir():
        raise BadInput("no_such_folder", f"There is no folder {folder}.", hint="Check the path.")
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in ENDINGS and file.is_file())
    if not files:
        raise BadInput(
            "no_pictures", f"{folder} holds no pictures.", hint=f"Known endings: {', '.join(ENDINGS)}."
        )
    return files
