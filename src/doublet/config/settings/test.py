"""Settings under test: a home of its own, a fast password hash, mail kept in memory."""

import os
import tempfile

# Every test process has a home of its own, whatever the shell says: tests never touch real data.
os.environ["DOUBLET_HOME"] = tempfile.mkdtemp(prefix="doublet-test-")
os.environ.setdefault(
    "DOUBLET_MODELS", os.path.join(os.path.dirname(__file__), "..", "..", "..", "..", "var", "models")
)

from doublet.config.settings.base import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  (whitenoise warns where it is missing)
# Most tests are about something else; those of the challenge selfie switch it on.
REQUIRE_CHALLENGE = False
# Most tests are about something else; those of the second factor switch it on.
REQUIRE_MFA = False
