"""The transparency log: a Merkle tree (RFC 6962, RFC 9162) over the audit events, whose heads are signed and public.

The audit chain shows its operator that nothing was changed. The tree shows it to everybody else: whoever kept one
signed head can have it proven, with a few hashes, that today's log is that one with events added behind it.
"""
