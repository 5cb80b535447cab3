"""What the kit shows a channel: short and long, of all letters, with and without options."""

from core.delivery.channel import Option, Shown

SENTENCES = (
    "Du kan få veiledning hos et karrieresenter, og det koster ingenting.",
    "Ta med vitnemål og attester hvis du har dem.",
    "Åpningstidene er mandag til fredag kl. 9-15, men ikke på helligdager.",
    "Du bestemmer selv hva du vil dele, og kan når som helst be om et menneske.",
)
SAMI = (
    "Don oaččut rávvagiid karrieraguovddážis, ja dat lea nuvttá.",
    "Váldde mielde duođaštusaid jos dus leat.",
    "Čáhppes, ŋuorra, šaldi, biŧŧá, žirá ja đ-bustávva leat buot mielde.",
)
# Several signs each, that are one letter to whoever reads them: joined, a pair, with a skin tone, with a dot above.
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
FLAG, WAVE, ACCENTED = "\U0001f1f3\U0001f1f4", "\U0001f44b\U0001f3fd", "q\u0307"
SMILES = tuple(f"Velkommen {FAMILY} hit {FLAG}, sier {WAVE} ordet {ACCENTED} nummer {n}." for n in range(40))
OPTIONS = tuple(Option(f"key_{n}", f"Valg nummer {n}, med en lang tittel som tar plass", str(n)) for n in range(1, 10))


def short(text: str = "Hei! Hva vil du ha hjelp til?") -> tuple[Shown, ...]:
    """One short notice."""
    return (Shown("1.1", "notice", text),)


def long(sentences: tuple[str, ...] = SENTENCES, times: int = 12) -> tuple[Shown, ...]:
    """A text that is too long for most channels, of words that can all be told apart."""
    return short(" ".join(f"{n}{word}" for n, word in enumerate((" ".join(sentences * times)).split())))


def unbroken(letter: str = "a", times: int = 900) -> tuple[Shown, ...]:
    """One word, longer than any message."""
    return short(letter * times)


def with_options(count: int = 9) -> tuple[Shown, ...]:
    """A notice, and a question with options, whose text is complete as always."""
    options = OPTIONS[:count]
    text = "\n".join(["Hva vil du?", *(f"{option.digit} {option.title}" for option in options)])
    asked = Shown("2.1", "question", text, "Hva vil du?", options, "Vi spør for å hjelpe.", "want")
    return (Shown("2.0", "notice", "Takk. Det er lagret."), asked)


def all_shown() -> tuple[tuple[Shown, ...], ...]:
    """Everything, a turn each."""
    return (short(), long(), long(SAMI), short(" ".join(SMILES)), unbroken(), with_options(), with_options(2))
