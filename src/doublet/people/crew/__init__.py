"""The crew of the source photos: who took them, did hair and make-up, or styled. No account; a secret link each."""
