"""A licence for machines: a verifiable credential, an ODRL agreement, an AdCP rights constraint, status lists.

Each form says what the contract says and no more, names nobody, and is written from the frozen terms.
"""
