"""Which channel a delivered file was made for: the part that delivers tells it (it stands later in the house)."""

from __future__ import annotations

_channels: dict[str, str] = {}


def made_for(profile: str, channel: str) -> None:
    """Files of this delivery profile are for this channel."""
    _channels[profile] = channel


def channel_of(profile: str) -> str | None:
    """The channel of a delivered file; None for a master, which is for no place yet."""
    return _channels.get(profile)
