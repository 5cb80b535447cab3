"""A code spelled out, as it is read aloud over a telephone: one name a letter, digits as they are."""

from channels.web.visit import Visit

NORWEGIAN = (
    "Anna Bernhard Cæsar David Edit Fredrik Gustav Harald Ivar Johan Karin Ludvig Martin Nils Olivia Petter Quintus "
    "Rikard Sigrid Teodor Ulrik Viktor Wilhelm Xerxes Yngling Zakarias"
)
ENGLISH = (
    "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo "
    "Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu"
)
NAMES = {
    language: {name[0]: name for name in names.split()}
    for language, names in (("nb", NORWEGIAN), ("nn", NORWEGIAN), ("en", ENGLISH))
}


def spelled(visit: Visit, code: str) -> str:
    """As in *K som i Karin, F som i Fredrik, 7*."""
    names = NAMES[visit.language]
    return ", ".join(
        visit.say("web_code_letter", letter=sign, name=names[sign]) if sign in names else sign
        for sign in code
        if sign.isalnum()
    )
