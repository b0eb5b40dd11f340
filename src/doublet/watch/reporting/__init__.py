"""Reports without an account: a picture of somebody who did not allow it, and what happens to it."""
