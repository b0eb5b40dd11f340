"""What an operator may set, by environment variables that begin with ``DOUBLET_`` or a ``.env`` file."""

from __future__ import annotations

from pydantic_settings import BaseSettings, SettingsConfigDict


class Options(BaseSettings):
    """One instance's options; every default works on a fresh machine."""

    model_config = SettingsConfigDict(env_prefix="DOUBLET_", env_file=".env", extra="ignore")

    debug: bool = False
    site_url: str = "http://127.0.0.1:8000"
    hosts: str = "127.0.0.1,localhost"
    database_url: str = ""
    platform_name: str = "Doublet"
    platform_commission_bp: int = 500
    late_interest_bp: int = 0
    platform_iban: str = ""
    roster_fairness: int = 0
    lease_seconds: int = 90
    engines: str = "drape"
    engine_seconds: int = 900
    email_host: str = ""
    email_port: int = 587
    email_user: str = ""
    email_password: str = ""
    email_from: str = "doublet@localhost"
    require_challenge: bool = True
    identity_vendor: str = "doublet.twins.vendors.Manual"
    require_mfa: bool = True
    identity_checker: str = "doublet.people.identity_vendors.NoVendor"
    stripe_key: str = ""
    stripe_webhook_secret: str = ""
    stripe_url: str = "https://api.stripe.com"
    stripe_payout_key: str = ""
    stripe_payout_webhook_secret: str = ""
    payout_minimum: int = 0
    timestamp_url: str = ""
    backups: str = ""
    signing_chain: str = ""
    signing_key: str = ""
    trust_list: str = ""
