"""What a brief's words can touch: the subjects, by the names that refusals and questions use."""

from __future__ import annotations

SUBJECTS = {
    "nudity": "nudity or sex",
    "minors": "looking under age",
    "identity": "another skin tone, age or face",
    "swim": "swimwear",
    "lingerie": "lingerie",
    "fur": "fur or exotic leather",
    "shoulders": "bare arms and shoulders",
    "legs": "bare legs",
    "midriff": "a bare midriff",
    "neckline": "a low neckline",
    "back": "a bare back",
    "sheer": "see-through cloth",
    "alcohol": "bars and alcohol",
    "tobacco": "tobacco",
    "gambling": "gambling",
    "politics": "politics",
    "faith": "faith",
    "adults": "other people in the picture",
    "animals": "animals",
    "body_shape": "altering her body",
    "lying": "lying down",
}
ALWAYS_CLOSED = ("nudity", "minors", "identity")
UNREAD = "unread"  # words in a language or a script that nothing here reads
LANGUAGES = ("en", "fr", "es", "it", "pt", "de", "zh")
