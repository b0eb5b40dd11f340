"""Where a body's joints are in a photo: 33 points, how sure each is, and a rough person mask."""

from __future__ import annotations

from doublet.engines.pose.find import Pose, find
from doublet.engines.pose.names import Joint

__all__ = ["Joint", "Pose", "find"]
