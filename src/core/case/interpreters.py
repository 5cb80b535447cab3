"""Languages that an interpreter can be asked for: a closed list, so that nothing else is ever kept as one."""

from core.errors import Invalid
from core.text import LANGUAGES

# The code of ISO 639, then its names in bokmål, nynorsk and English; then other names that people call it by.
NAMES = """
aa afar afar Afar
ab abkhasisk abkhasisk Abkhaz
af afrikaans afrikaans Afrikaans
ak akan akan Akan; twi; ashanti
am amharisk amharisk Amharic; amarisk; etiopisk
ar arabisk arabisk Arabic; العربية
as assamesisk assamesisk Assamese
ay aymara aymara Aymara
az aserbajdsjansk aserbajdsjansk Azerbaijani; azeri
ba basjkirsk basjkirsk Bashkir
be belarusisk belarusisk Belarusian; hviterussisk; kviterussisk
bg bulgarsk bulgarsk Bulgarian
bm bambara bambara Bambara
bn bengali bengali Bengali; bangla
bo tibetansk tibetansk Tibetan
br bretonsk bretonsk Breton
bs bosnisk bosnisk Bosnian
ca katalansk katalansk Catalan
ce tsjetsjensk tsjetsjensk Chechen
ckb sorani sorani Sorani; kurdisk sorani; sorani kurdisk; central kurdish
cs tsjekkisk tsjekkisk Czech
cy walisisk walisisk Welsh
da dansk dansk Danish
de tysk tysk German; deutsch
din dinka dinka Dinka
dz dzongkha dzongkha Dzongkha
ee ewe ewe Ewe
el gresk gresk Greek
en engelsk engelsk English
eo esperanto esperanto Esperanto
es spansk spansk Spanish; español; castellano
et estisk estisk Estonian; estlandsk
eu baskisk baskisk Basque
fa persisk persisk Persian; farsi; فارسی
ff fula fula Fula; fulani
fi finsk finsk Finnish
fil filipinsk filippinsk Filipino; filippinsk
fo færøysk færøysk Faroese
fr fransk fransk French; français
fy frisisk frisisk Frisian
ga irsk irsk Irish
gd skotsk-gælisk skotsk-gælisk Gaelic
gl galisisk galisisk Galician
gn guaraní guaraní Guarani
gu gujarati gujarati Gujarati
ha hausa hausa Hausa
haz hazaragi hazaragi Hazaragi
he hebraisk hebraisk Hebrew
hi hindi hindi Hindi
hr kroatisk kroatisk Croatian
ht haitisk haitisk Haitian; kreolsk; haitian creole
hu ungarsk ungarsk Hungarian
hy armensk armensk Armenian
id indonesisk indonesisk Indonesian
ig igbo igbo Igbo
is islandsk islandsk Icelandic
it italiensk italiensk Italian
ja japansk japansk Japanese
jv javanesisk javanesisk Javanese
ka georgisk georgisk Georgian
ki kikuyu kikuyu Kikuyu
kk kasakhisk kasakhisk Kazakh
kl grønlandsk grønlandsk Greenlandic
km khmer khmer Khmer; kambodsjansk
kmr kurmanji kurmanji Kurmanji; kurdisk kurmanji; kurmanji kurdisk; kurmandji; badini; bahdini
kn kannada kannada Kannada
ko koreansk koreansk Korean
krl karelsk karelsk Karelian
ks kashmiri kashmiri Kashmiri
ku kurdisk kurdisk Kurdish; kurdî
kvn kvensk kvensk Kven
ky kirgisisk kirgisisk Kyrgyz
la latin latin Latin
lb luxembourgsk luxembourgsk Luxembourgish
lg luganda luganda Luganda; ganda
ln lingala lingala Lingala
lo laotisk laotisk Lao
lt litauisk litauisk Lithuanian
lv latvisk latvisk Latvian
mg gassisk gassisk Malagasy
mi maori maori Maori
mk makedonsk makedonsk Macedonian
ml malayalam malayalam Malayalam
mn mongolsk mongolsk Mongolian
mr marathi marathi Marathi
ms malayisk malayisk Malay
mt maltesisk maltesisk Maltese
my burmesisk burmesisk Burmese
ne nepali nepali Nepali; nepalsk
nl nederlandsk nederlandsk Dutch; flamsk; hollandsk
no norsk norsk Norwegian; nb; nn; bokmål; nynorsk
nsl norsk·tegnspråk norsk·teiknspråk Norwegian·Sign·Language; tegnspråk; teiknspråk; sign language
ny chichewa chichewa Chichewa; nyanja
om oromo oromo Oromo; oromifa; afaan oromoo
or odia odia Odia
pa punjabi punjabi Punjabi; panjabi
pl polsk polsk Polish; polski
prs dari dari Dari; afghansk
ps pashto pashto Pashto; pashtu; pasjto
pt portugisisk portugisisk Portuguese; português
qu quechua quechua Quechua
rn kirundi kirundi Kirundi; rundi
ro rumensk rumensk Romanian; română; moldovsk
rom romani romani Romani; romanes
ru russisk russisk Russian; русский
rw kinyarwanda kinyarwanda Kinyarwanda; rwandisk
sd sindhi sindhi Sindhi
se nordsamisk nordsamisk Northern·Sami; samisk; sami
sg sango sango Sango
si singalesisk singalesisk Sinhala
sk slovakisk slovakisk Slovak
sl slovensk slovensk Slovene; slovenian
sma sørsamisk sørsamisk Southern·Sami
smj lulesamisk lulesamisk Lule·Sami
sms skoltesamisk skoltesamisk Skolt·Sami
sn shona shona Shona
so somali somali Somali; somalisk; soomaali
sq albansk albansk Albanian; shqip
sr serbisk serbisk Serbian
st sotho sotho Sotho
su sundanesisk sundanesisk Sundanese
sv svensk svensk Swedish
sw swahili swahili Swahili; kiswahili
ta tamil tamil Tamil; tamilsk
te telugu telugu Telugu
tg tadsjikisk tadsjikisk Tajik
th thai thai Thai; thailandsk
ti tigrinja tigrinja Tigrinya; tigrinya; tigrinsk; eritreisk; ትግርኛ
tig tigre tigre Tigre
tk turkmensk turkmensk Turkmen
tl tagalog tagalog Tagalog
tn tswana tswana Tswana
tr tyrkisk tyrkisk Turkish; türkçe
ts tsonga tsonga Tsonga
tt tatarisk tatarisk Tatar
ug uigurisk uigurisk Uyghur
uk ukrainsk ukrainsk Ukrainian; українська
ur urdu urdu Urdu
uz usbekisk usbekisk Uzbek
vi vietnamesisk vietnamesisk Vietnamese
wo wolof wolof Wolof
xh xhosa xhosa Xhosa
yi jiddisch jiddisch Yiddish
yo yoruba yoruba Yoruba
yue kantonesisk kantonesisk Cantonese
zh kinesisk kinesisk Chinese; mandarin; 中文
zu zulu zulu Zulu
"""


def _read() -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    names: dict[str, tuple[str, ...]] = {}
    codes: dict[str, str] = {}
    for line in NAMES.strip().splitlines():
        first, *others = line.split("; ")
        code, *told = first.split()
        names[code] = tuple(name.replace("·", " ") for name in told)
        codes |= {one.casefold(): code for one in (code, *names[code], *others)}
    return names, codes


BY_CODE, CODES = _read()


def read_interpreter(given: str) -> str:
    """The code of the language that somebody wrote, by its name or code; Invalid when it is none that is known here."""
    written = " ".join(given.casefold().strip(" .!").split())
    if not written:
        return ""
    if written not in CODES:
        raise Invalid("interpreter_unknown")
    return CODES[written]


def interpreter_name(code: str, language: str) -> str:
    """What the language of an interpreter is called in another one; empty for none."""
    return BY_CODE[code][LANGUAGES.index(language)] if code in BY_CODE else ""
