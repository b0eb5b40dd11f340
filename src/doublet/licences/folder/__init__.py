"""One licence's folder: who agreed to what, when, and in which words, in the order in which it happened.

The same chapters are the page that people read and the files that they take away. Each reader gets what
that reader may see: a brand is told of her consent by its hash, and never reads her other doors in it.
"""
