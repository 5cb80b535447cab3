"""What each problem is called, in the languages of those who build front-ends. The code never changes."""

from collections.abc import Mapping

# In nb, nn, en.
TITLES: Mapping[str, tuple[str, str, str]] = {
    "validation_failed": (
        "Noe i forespørselen er feil",
        "Noko i førespurnaden er feil",
        "Something in the request is wrong",
    ),
    "idempotency_mismatch": (
        "Den nøkkelen er brukt før, med et annet innhold",
        "Den nøkkelen er brukt før, med eit anna innhald",
        "That key was used before, with other content",
    ),
    "language_incomplete": (
        "Kartleggingen er ikke ferdig oversatt til dette språket",
        "Kartlegginga er ikkje ferdig omsett til dette språket",
        "The journey is not complete in this language",
    ),
    "code_invalid": ("Koden gjelder ikke", "Koden gjeld ikkje", "The code is not valid"),
    "unauthorized": (
        "Nøkkelen eller tokenet mangler eller er ukjent",
        "Nøkkelen eller tokenet manglar eller er ukjent",
        "The key or token is missing or unknown",
    ),
    "token_expired": (
        "Tokenet er utløpt. Hent et nytt",
        "Tokenet har gått ut. Hent eit nytt",
        "The token has expired. Get a new one",
    ),
    "forbidden": (
        "Nøkkelen gir ikke adgang til dette",
        "Nøkkelen gir ikkje tilgang til dette",
        "The key does not allow this",
    ),
    "not_found": ("Fant det ikke", "Fann det ikkje", "Not found"),
    "method_not_allowed": (
        "Adressen tar ikke imot denne metoden",
        "Adressa tek ikkje imot denne metoden",
        "The address does not take this method",
    ),
    "content_too_large": ("Forespørselen er for stor", "Førespurnaden er for stor", "The request is too large"),
    "slot_full": ("Tiden er fullbooket", "Tida er fullbooka", "That time is fully booked"),
    "too_late": (
        "Samtalen begynner straks, og kan ikke endres",
        "Samtalen byrjar straks, og kan ikkje endrast",
        "The call is about to begin, and cannot be changed",
    ),
    "item_changed": (
        "Dette i planen er endret siden du leste det",
        "Dette i planen er endra sidan du las det",
        "This item of the plan was changed since you read it",
    ),
    "conflict": ("Noen andre var raskere", "Nokon andre var raskare", "Somebody else was faster"),
    "code_locked": (
        "For mange feil koder. Vent litt før du prøver igjen",
        "For mange feil kodar. Vent litt før du prøver igjen",
        "Too many wrong codes. Wait before you try again",
    ),
    "rate_limited": (
        "For mange forespørsler. Vent litt før du prøver igjen",
        "For mange førespurnader. Vent litt før du prøver igjen",
        "Too many requests. Wait before you try again",
    ),
    "unavailable": (
        "Tjenesten er borte et øyeblikk. Ingenting ble gjort",
        "Tenesta er borte ein augneblink. Ingenting vart gjort",
        "The service is away for a moment. Nothing was done",
    ),
    "internal": ("Noe gikk galt hos oss", "Noko gjekk gale hos oss", "Something went wrong here"),
}
