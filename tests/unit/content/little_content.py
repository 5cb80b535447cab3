"""A small content folder without faults, in which faults are planted."""

from pathlib import Path

FILES = {
    "particulars.yaml": """\
nav_phone: {value: 55 55 33 33, source: nav.no, checked_on: 2026-11-20, recheck_by: 2027-02-18, status: ok}
adult_age: {value: 19, source: lovdata.no, checked_on: 2026-11-20, recheck_by: 2027-02-18, status: open}
""",
    "journeys/work.yaml": """\
journey: work
title: {nb: Jobb, nn: Jobb, en: Work}
languages: [nb, nn, en]
result_after: 2
sections:
  - {section: all, text: {nb: Alt, nn: Alt, en: All}}
questions:
  - question: situation
    section: all
    type: single
    text: {nb: Hva passer?, nn: Kva passar?, en: What fits?}
    short: {nb: Situasjon, nn: Situasjon, en: Situation}
    why: {nb: Hjelpen er ulik., nn: Hjelpa er ulik., en: Help differs.}
    topic: {nb: situasjonen, nn: situasjonen, en: your situation}
    source: own
    groups:
      - group: in_work
        text: {nb: Har jobb, nn: Har jobb, en: Have a job}
        options:
          - option: sick_listed
            text: {nb: Sykmeldt, nn: Sjukmeld, en: On sick leave}
            said: {nb: du er sykmeldt, nn: du er sjukmeld, en: you are on sick leave}
      - group: learning
        text: {nb: Skole, nn: Skule, en: School}
        options:
          - option: pupil
            text: {nb: Elev, nn: Elev, en: Pupil}
            said: {nb: du er elev, nn: du er elev, en: you are a pupil}
  - question: age
    section: all
    type: number
    from: 13
    to: 99
    text: {nb: Hvor gammel?, nn: Kor gammal?, en: How old?}
    short: {nb: Alder, nn: Alder, en: Age}
    why: {nb: Alder teller., nn: Alder tel., en: Age counts.}
    topic: {nb: alder, nn: alder, en: age}
    said: {nb: 'du er {value} år', nn: 'du er {value} år', en: 'you are {value}'}
    source: own
  - question: health
    section: all
    type: yes_no
    private: yes
    skip_when: {is: {situation: sick_listed}}
    text: {nb: Er helsen et hinder?, nn: Er helsa eit hinder?, en: Is health in the way?}
    short: {nb: Helse, nn: Helse, en: Health}
    why: {nb: Du kan be om mer., nn: Du kan be om meir., en: You can ask for more.}
    topic: {nb: helsen, nn: helsa, en: your health}
    source: own
    options:
      - {option: yes, text: {nb: Ja, nn: Ja, en: Yes}, said: {nb: den er det, nn: ho er det, en: it is}}
      - {option: no, text: {nb: Nei, nn: Nei, en: No}, said: {nb: helsen er bra, nn: helsa er bra, en: it is not}}
  - question: help_with
    section: all
    type: multi
    private: yes
    text: {nb: Vil du ha hjelp?, nn: Vil du ha hjelp?, en: Would you like help?}
    short: {nb: Hjelp, nn: Hjelp, en: Help}
    why: {nb: Vi viser det du velger., nn: Vi viser det du vel., en: We show what you choose.}
    topic: {nb: hjelp, nn: hjelp, en: help}
    source: own
    options:
      - {option: money, text: {nb: Penger, nn: Pengar, en: Money}, said: {nb: du vil, nn: du vil, en: you do}}
      - {option: none, exclusive: yes, text: {nb: Nei takk, nn: Nei takk, en: No}, said: {nb: nei, nn: nei, en: no}}
facts:
  - {fact: young, when: {at_most: {age: 17}}}
  - {fact: learner, when: {any: [{is: {situation: pupil}}, {fact: young}]}}
implied:
  - {when: {is: {situation: sick_listed}}, answers: {health: yes}}
stops:
  - {stop: gate, before: health, channels: [sms, phone]}
""",
    "rules/work.yaml": """\
journey: work
suggested_help:
  - rule: hindrance
    gives: needs_more_help
    reason: {nb: Be om en samtale, nn: Be om ein samtale, en: Ask for a talk}
    versions:
      - valid_to: 2023-12-31
        when: {is: {health: yes}}
        source: nav.no
        checked_on: 2026-11-20
      - valid_from: 2024-01-01
        when: {any: [{is: {health: yes}}, {not_sure: health}]}
        source: nav.no
        checked_on: 2026-11-20
  - rule: good
    gives: good_prospects
    reason: {nb: Du klarer deg, nn: Du klarer deg, en: You manage}
    when: {all: [{at_least: {age: 18}}, {is: {health: no}}]}
    source: nav.no
    checked_on: 2026-11-20
  - rule: otherwise
    gives: needs_guidance
    reason: {nb: Snakk med noen, nn: Snakk med nokon, en: Talk with someone}
    source: own
    checked_on: 2026-11-20
results:
  - {result: good_prospects, title: {nb: A, nn: A, en: A}, text: {nb: A, nn: A, en: A}}
  - {result: needs_guidance, title: {nb: B, nn: B, en: B}, text: {nb: B, nn: B, en: B}}
  - {result: needs_more_help, title: {nb: C, nn: C, en: C}, text: {nb: C, nn: C, en: C}}
needs:
  - need: health
    title: {nb: Helse, nn: Helse, en: Health}
    effect: {nb: Jobben kan tilpasses, nn: Jobben kan tilpassast, en: Work can be adapted}
    source: own
    checked_on: 2026-11-20
    levels:
      - {level: 2, when: {is: {health: yes}}}
      - {level: 1, when: {not_sure: health}}
""",
    "pathways/32-clarification.yaml": """\
pathway: clarification
number: 32
place: need
for: {need: {health: 2}}
offer: needs_human
provider: nav_office
title: {nb: Avklaring, nn: Avklaring, en: Clarification}
summary: {nb: En samtale., nn: Ein samtale., en: A talk.}
first_step: {nb: 'Ring {particular.nav_phone}', nn: 'Ring {particular.nav_phone}', en: 'Call {particular.nav_phone}'}
who_does: citizen
steps:
  - {who: citizen, text: {nb: Ring., nn: Ring., en: Call.}}
source: nav.no
checked_on: 2026-11-20
""",
    "providers/national.yaml": """\
providers:
  - provider: nav_office
    kind: nav_office
    name: {nb: Nav, nn: Nav, en: Nav}
    source: nav.no
    checked_on: 2026-11-20
""",
    "texts/system.yaml": """\
texts:
  progress: {nb: '{n} av {N}', nn: '{n} av {N}', en: '{n} of {N}'}
  option_not_sure: {nb: Vet ikke, nn: Veit ikkje, en: Not sure}
""",
    "urgent.yaml": """\
intro: {nb: Ring., nn: Ring., en: Call.}
classes:
  - urgent: life
    title: {nb: Livet, nn: Livet, en: Life}
    lines:
      - text: {nb: 'Ring {particular.nav_phone}', nn: 'Ring {particular.nav_phone}', en: 'Call {particular.nav_phone}'}
""",
}


def write(folder: Path, files: dict[str, str] | None = None) -> Path:
    """Write the files into the folder."""
    for name, text in (FILES if files is None else files).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder
