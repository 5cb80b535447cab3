"""What colleagues call somebody whose name nobody knows: two words that can be said aloud, always the same.

A case has a reference, which changes with the case; a list of ninety people needs a name for the person, and one that
is remembered. It is made of their id alone, so it is kept nowhere, and goes with them. No word of it is a given name,
or says anything of anybody. Two people may come to have the same: the reference that stands beside tells them apart.
"""

from hashlib import blake2b

# Berries, plants, birds and animals, then what there is in a landscape: written the same in bokmål and nynorsk.
LIVING = """
abbor alke bergfrue bever bjørnebær bjørnekam blåbær blåklokke blåmeis bokfink bringebær brisling dvergbjørk dvergfalk
einer einstape ekorn elg elgsau enghumle engkall fiskemåke fiskeørn fjellrype fjellsmelle fjellvåk fløyfugl fossekall
fuglevikke geitrams gluttsnipe grevling gråand gråmåke gråspett gråtrost gullris hare havhest havsule havørn hegre
heilo hestehov humle hyse kattefot klokkelyng kløver knoppurt kongle kreps krikkand krypvier kråkefot krøkebær kvinand
laks laksand lerke liljekonvall linerle lirype lomvi lunde lyng løvmeis makrell marikåpe markmus maure mose mosehumle
multe musøre myrsnipe myrull måke nise nype nøtteskrike orrfugl orrhane oter piggsvin prestekrage reinlav reinrose
rype røyr røyskatt skarv skjell skogdue spove steinbit steinkobbe steinskvett stokkand storspove stær svale svartand
svartmeis svarttrost sørsmelle tang tangsprell teist tiriltunge tistel tiur tjeld toppmeis trane trost tyttebær ugle
vendelrot vier vipe åkerbær ærfugl
"""
LAND = """
bakke bekk bre bru bukt dal egg eid eng fjell fjord flate fonn foss gard glimt grend haug holme hylle høgd kam kilde
kile klynge knaus koll krok kyst lagune li lysning myr nes odde os pynt rabbe renne rygg sand skar skjær skog skrent
sky slette sti strand stryk stø sund tange tind tjern topp tråkk tun ur utsyn varde vidde vik vind våg åker ås øy
"""
FIRST, SECOND = tuple(LIVING.split()), tuple(LAND.split())


def alias(person: str) -> str:
    """As in *Multe Skjær*."""
    drawn = blake2b(person.encode(), digest_size=8, person=b"alias").digest()
    first = FIRST[int.from_bytes(drawn[:4], "big") % len(FIRST)]
    second = SECOND[int.from_bytes(drawn[4:], "big") % len(SECOND)]
    return f"{first.capitalize()} {second.capitalize()}"
