"""Who may have an account and on what terms. Pure: no database, no clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from doublet.kernel.refusals import BadInput, Refused

ADULT = 18
OLDEST = 120
MOST_COMMISSION_BP = 2000

# What a token may do for its account. No scope covers signing: that needs the person (rule FWA-05).
SCOPES: dict[str, str] = {
    "read": "Read what this account can see",
    "capture": "Upload capture photos and garments",
    "offers": "Write briefs, offers and counters",
    "studio": "Queue shots and read frames",
    "review": "Approve and reject frames",
    "money": "Note payments, plan payouts, read bank statements",
    "operate": "Change the rulebook and say what the operator is",
}

_CODES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS "
    "BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE "
    "EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM "
    "HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC "
    "LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA "
    "NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW "
    "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO "
    "TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
)
_COUNTRIES = frozenset(_CODES.split())


def age_on(birth_date: date, today: date) -> int:
    """Full years lived. Who was born on 29 February turns a year older on 1 March."""
    return today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day))


def age_rule(birth_date: date, today: date) -> None:
    """Rule MIN-01: only adults, and no parent or agent can override that.

    Raises:
        BadInput: a date in the future, or of somebody over 120.
        Refused: under 18 today.
    """
    if birth_date > today or age_on(birth_date, today) > OLDEST:
        raise BadInput(
            "implausible_birth_date",
            f"{birth_date:%d %B %Y} cannot be a birth date.",
            rule="MIN-01",
            hint="Check day, month and year.",
        )
    if age_on(birth_date, today) < ADULT:
        raise Refused(
            "under_age",
            "Accounts are for people of 18 and over. Nothing that you typed was kept.",
            rule="MIN-01",
            hint="Nobody can allow an exception: neither a parent nor an agency.",
        )


def clean_name(text: str, what: str, most: int = 120) -> str:
    """A name in any script, on one line, without invisible direction marks.

    Raises:
        BadInput: empty, too long, or with characters that no name has.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    unseen = any(
        unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn") for char in _without_joiners(name)
    )
    if not name or unseen or not any(char.isalnum() for char in name):
        raise BadInput(
            "name_unusable", f"{what} cannot be used.", hint="Write it as it stands in a document."
        )
    if len(name) > most:
        raise BadInput("name_too_long", f"{what} has more than {most} characters.", hint="Shorten it.")
    return name


def _without_joiners(name: str) -> str:
    """Several scripts (Persian, Hindi, Malayalam) need zero-width joiners to spell a name."""
    return name.replace("\u200c", "").replace("\u200d", "")


def clean_address(typed: str) -> str:
    """A postal address as lines, tidied; empty where nothing was typed.

    Raises:
        BadInput: one line is no address, and neither are more than six or signs that cannot be printed.
    """
    lines = [" ".join(line.split()) for line in typed.splitlines() if line.strip()]
    if not lines:
        return ""
    if not 2 <= len(lines) <= 6 or max(map(len, lines)) > 80 or not all(map(str.isprintable, lines)):
        raise BadInput(
            "address_unreadable",
            "A postal address has two to six lines of at most 80 letters.",
            hint="Write street, town with its code, and country on lines of their own.",
        )
    return "\n".join(lines)


def clean_place(text: str, *, parts: bool = True) -> str:
    """An ISO 3166 code: ``FR``, or with its part where law differs, ``US-NY``.

    Raises:
        BadInput: not such a code.
    """
    code = text.strip().upper()
    shape = r"[A-Z]{2}(-[A-Z0-9]{1,3})?" if parts else r"[A-Z]{2}"
    if not re.fullmatch(shape, code) or code[:2] not in _COUNTRIES:
        raise BadInput(
            "place_unknown",
            f"“{text.strip()[:12]}” is not a country code.",
            hint="Two letters, such as FR; in the United States with the state, such as US-NY."
            if parts
            else "Two letters, such as FR.",
        )
    return code


def clean_territories(typed: Iterable[str]) -> list[str]:
    """Where a mandate holds, in order and once each: countries, parts of them, and ``EU``; none is everywhere."""
    named = [code for text in typed if (code := text.strip().upper())]
    if "WORLD" in named:
        return []
    return sorted({code if code == "EU" else clean_place(code) for code in named})


def commission_rule(basis_points: int) -> None:
    """Rule FWA-06: an agency takes between nothing and a fifth.

    Raises:
        Refused: outside that.
    """
    if not 0 <= basis_points <= MOST_COMMISSION_BP:
        raise Refused(
            "commission_too_high",
            f"A commission of {basis_points / 100:g} % is not allowed.",
            rule="FWA-06",
            hint=f"All commissions together stay at or below {MOST_COMMISSION_BP // 100} %.",
        )


def token_rule(scopes: list[str], days: int) -> None:
    """A token has at least one known scope and lives for at most a year.

    Raises:
        BadInput: otherwise.
    """
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        named = unknown[0][:20] if unknown else "nothing"
        raise BadInput(
            "scope_unknown", f"A token cannot be for {named}.", hint=f"Choose from {', '.join(SCOPES)}."
        )
    if not 1 <= days <= 366:
        raise BadInput("token_days", f"A token cannot live for {days} days.", hint="Choose 1 to 366 days.")
