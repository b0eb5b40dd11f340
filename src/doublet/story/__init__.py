"""The story that `doublet demo` plays: fictional people, through the same actions that pages and API use."""
