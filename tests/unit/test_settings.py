"""What an operator sets is checked before anything starts, all of it at once."""

import pytest

from adapters.settings import FaultySettings, read_settings

KEY = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="


def faults(**given: object) -> str:
    with pytest.raises(FaultySettings) as told:
        read_settings(**given)
    return str(told.value)


def test_without_any_it_is_a_demonstration_on_this_machine_alone() -> None:
    settings = read_settings()
    assert (settings.environment, settings.host, settings.on_sqlite) == ("demo", "127.0.0.1", True)


def test_every_fault_is_named_in_one_message() -> None:
    told = faults(port=99999, public_url="veivalg.no", database_url="mysql://x", opening_hours="always")
    for name in ("VEIVALG_PORT", "VEIVALG_PUBLIC_URL", "VEIVALG_DATABASE_URL", "VEIVALG_OPENING_HOURS"):
        assert name in told


def test_production_needs_a_key_and_tls() -> None:
    told = faults(environment="production")
    for name in ("VEIVALG_MASTER_KEY", "VEIVALG_PUBLIC_URL", "VEIVALG_SMS"):
        assert name in told
    safe = {"master_key": KEY, "public_url": "https://veivalg.example.org", "sms": "none", "voice": "none"}
    assert read_settings(environment="production", **safe).secure


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"sms": "twilio", "sms_number": "+4759440000"}, "VEIVALG_TWILIO_ACCOUNT"),
        ({"sms": "twilio", "twilio_account": "AC1", "twilio_token": "one,two"}, "VEIVALG_SMS_NUMBER"),
        ({"sms": "generic", "sms_number": "2222"}, "VEIVALG_SMS_PROVIDER"),
        ({"voice": "twilio", "twilio_account": "AC1", "twilio_token": "one"}, "VEIVALG_VOICE_NUMBER"),
    ],
)
def test_an_account_is_whole_or_refused(given: dict[str, object], named: str) -> None:
    assert named in faults(**given)


@pytest.mark.parametrize("sender", ["Veivalg", "NAV 55", "+47 594 VEI"])
def test_a_sender_that_nobody_can_answer_is_refused(sender: str) -> None:
    """(case 33)"""
    told = faults(sms="twilio", sms_number=sender, twilio_account="AC1", twilio_token="one")
    assert "VEIVALG_SMS_NUMBER: must be a number" in told


@pytest.mark.parametrize("number", ["2222", "+47 594 40 000", "+4759440000"])
def test_a_number_can_be_answered(number: str) -> None:
    assert read_settings(sms_number=number).sms_number == number


@pytest.mark.parametrize("keys", ["demo", "demo:abc", "sk_live_secret", "demo:" + 64 * "G"])
def test_a_server_key_is_kept_as_its_hash_alone(keys: str) -> None:
    told = faults(chat_keys=keys)
    assert "VEIVALG_CHAT_KEYS" in told
    assert keys not in told


def test_a_faulty_key_is_told_of_and_never_shown() -> None:
    told = faults(master_key="c2VjcmV0IGtleQ==")
    assert "32 bytes" in told
    assert "c2VjcmV0" not in told


def test_several_keys_stand_beside_each_other_while_they_are_changed() -> None:
    assert len(read_settings(master_key=f"{KEY}, {KEY}").master_key) == 2


@pytest.mark.parametrize("hours", ["always", "mon 9-15", "mon 25:00-26:00", "mon-fri", "monday 09:00-15:00"])
def test_hours_that_cannot_be_read_are_refused(hours: str) -> None:
    assert "mon-fri 09:00-15:00" in faults(opening_hours=hours)


def test_what_is_shown_holds_no_secret() -> None:
    shown = read_settings(master_key=KEY, database_url="postgresql://anna:se:c@ret@db/veivalg").shown()
    assert shown["master_key"] == "1 set"
    assert shown["database_url"] == "postgresql://anna:…@db/veivalg"


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"oidc_issuer": "https://login.example"}, "VEIVALG_OIDC_CLIENT_ID"),
        ({"oidc_issuer": "http://login.example", "oidc_client_id": "veivalg"}, "VEIVALG_OIDC_ISSUER"),
        ({"oidc_issuer": "http://127.0.0.1.login.example", "oidc_client_id": "veivalg"}, "VEIVALG_OIDC_ISSUER"),
        ({"oidc_issuer": "https://login.example?a=b", "oidc_client_id": "veivalg"}, "VEIVALG_OIDC_ISSUER"),
        ({"oidc_client_secret": "secret", "oidc_client_key": "key.jwk"}, "not both"),
    ],
)
def test_staff_sign_in_at_a_whole_provider_or_nowhere(given: dict[str, object], named: str) -> None:
    told = faults(**given)
    assert named in told
    assert "secret" not in told.lower().replace("client_secret", "")


def test_in_production_staff_sign_in_over_tls_and_we_prove_who_asks() -> None:
    safe = {"master_key": KEY, "public_url": "https://veivalg.example.org", "sms": "none", "voice": "none"}
    here = {"oidc_issuer": "http://127.0.0.1:9000", "oidc_client_id": "veivalg"}
    told = faults(environment="production", **safe, **here)
    assert "VEIVALG_OIDC_ISSUER must begin with https://" in told
    assert "VEIVALG_OIDC_CLIENT_SECRET or VEIVALG_OIDC_CLIENT_KEY" in told
    assert read_settings(**here).oidc_issuer == "http://127.0.0.1:9000"
    whole = {"oidc_issuer": "https://login.example/realm/", "oidc_client_id": "veivalg", "oidc_client_secret": "s3cret"}
    settings = read_settings(environment="production", **safe, **whole, oidc_acr="high, substantial")
    assert settings.oidc_acr == ("high", "substantial")
    assert "s3cret" not in repr(settings)
    assert "s3cret" not in repr(settings.shown())
