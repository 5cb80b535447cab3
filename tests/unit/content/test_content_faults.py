"""Every fault is reported where it stands, with what to do; nothing half-loads."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from tests.unit.content.little_content import FILES, write

from adapters.content.compile import compile_release
from adapters.content.fault import ContentFaults
from adapters.content.load import check_content, load_content, read_content, release_from
from adapters.content.tree import read_files
from core.errors import NotFound

JOURNEY, RULES, PATHWAY = "journeys/work.yaml", "rules/work.yaml", "pathways/32-clarification.yaml"
PROVIDERS, TEXTS, URGENT, PARTICULARS = (
    "providers/national.yaml",
    "texts/system.yaml",
    "urgent.yaml",
    "particulars.yaml",
)


@dataclass(frozen=True)
class Planted:
    """A fault put into a file: what is replaced by what, and the words that the report points at."""

    label: str
    file: str
    old: str
    new: str
    at: str  # the words that stand at the reported line and column
    says: str


PLANTED = [
    Planted(
        "option misspelt",
        JOURNEY,
        "{situation: sick_listed}}\n    text",
        "{situation: sick_liste}}\n    text",
        "sick_liste}}\n",
        "`situation` has no option `sick_liste`; did you mean `sick_listed`?",
    ),
    Planted(
        "nynorsk missing",
        PATHWAY,
        "{nb: Avklaring, nn: Avklaring,",
        "{nb: Avklaring,",
        "{nb: Avklaring,",
        "text has no `nn`; write it beside `nb`, they are released together",
    ),
    Planted(
        "gap between versions",
        RULES,
        "valid_from: 2024-01-01",
        "valid_from: 2024-01-02",
        "2024-01-02",
        "no version of `hindrance` holds on 2024-01-01; begin here on 2024-01-01, or move `valid_to`",
    ),
    Planted(
        "overlapping versions",
        RULES,
        "valid_from: 2024-01-01",
        "valid_from: 2023-12-31",
        "2023-12-31\n        when: {any",
        "two versions of `hindrance` hold on 2023-12-31; begin here on 2024-01-01",
    ),
    Planted(
        "english missing",
        JOURNEY,
        "{nb: Elev, nn: Elev, en: Pupil}",
        "{nb: Elev, nn: Elev}",
        "{nb: Elev, nn: Elev}",
        "text has no `en`",
    ),
    Planted(
        "unknown key",
        JOURNEY,
        "    private: yes\n    skip_when",
        "    privat: yes\n    skip_when",
        "privat: yes",
        "unknown key `privat`; did you mean `private`?",
    ),
    Planted(
        "key given twice",
        JOURNEY,
        "    section: all\n    type: number",
        "    section: all\n    section: all\n    type: number",
        "section: all\n    type: number",
        "`section` is given twice",
    ),
    Planted(
        "question misspelt",
        RULES,
        "{not_sure: health}]",
        "{not_sure: helth}]",
        "helth",
        "there is no question `helth`; did you mean `health`?",
    ),
    Planted(
        "fact misspelt",
        JOURNEY,
        "{fact: young}]",
        "{fact: yung}]",
        "yung",
        "there is no fact `yung`; did you mean `young`?",
    ),
    Planted(
        "need misspelt",
        PATHWAY,
        "{need: {health: 2}}",
        "{need: {helth: 2}}",
        "helth: 2",
        "there is no need `helth`; did you mean `health`?",
    ),
    Planted(
        "need level too high",
        PATHWAY,
        "{need: {health: 2}}",
        "{need: {health: 3}}",
        "3}}",
        "need `health` never reaches level 3",
    ),
    Planted(
        "provider misspelt",
        PATHWAY,
        "provider: nav_office",
        "provider: nav_ofice",
        "nav_ofice",
        "there is no provider `nav_ofice`; did you mean `nav_office`?",
    ),
    Planted(
        "unknown particular",
        PATHWAY,
        "first_step: {nb: 'Ring {particular.nav_phone}'",
        "first_step: {nb: 'Ring {particular.nav_fone}'",
        "{nb: 'Ring {particular.nav_fone}'",
        "there is no particular `nav_fone`; did you mean `nav_phone`?",
    ),
    Planted(
        "open particular without otherwise",
        PATHWAY,
        "summary: {nb: En samtale.",
        "summary: {nb: 'Fra {particular.adult_age}.'",
        "{nb: 'Fra {particular.adult_age}.'",
        "particular `adult_age` is open; write `otherwise`",
    ),
    Planted(
        "open particular among urgent help",
        URGENT,
        "{nb: Livet, nn: Livet, en: Life}",
        "{nb: '{particular.adult_age}', nn: Livet, en: Life}",
        "{nb: '{particular.adult_age}'",
        "particular `adult_age` is open, and only confirmed ones may stand here",
    ),
    Planted(
        "wrong kind",
        RULES,
        "{is: {health: no}}",
        "{has: {health: no}}",
        "health: no",
        "`health` is a yes_no question, which `has` cannot ask about; use `is` and `in`",
    ),
    Planted(
        "number asked as option",
        RULES,
        "{at_least: {age: 18}}",
        "{is: {age: 18}}",
        "age: 18",
        "`age` is a number question",
    ),
    Planted("no number", RULES, "{at_least: {age: 18}}", "{at_least: {age: adult}}", "adult", "`adult` is no number"),
    Planted(
        "bad day", PATHWAY, "checked_on: 2026-11-20", "checked_on: 2026-02-30", "2026-02-30", "`2026-02-30` is no day"
    ),
    Planted(
        "day in another form",
        PATHWAY,
        "checked_on: 2026-11-20",
        "checked_on: 20.11.2026",
        "20.11.2026",
        "`20.11.2026` is no day",
    ),
    Planted(
        "rule without source",
        RULES,
        "        source: nav.no\n        checked_on: 2026-11-20\n      - valid_from",
        "        checked_on: 2026-11-20\n      - valid_from",
        "valid_to: 2023-12-31",
        "`source` is missing",
    ),
    Planted(
        "pathway without date",
        PATHWAY,
        "source: nav.no\nchecked_on: 2026-11-20\n",
        "source: nav.no\n",
        "pathway: clarification",
        "`checked_on` is missing",
    ),
    Planted(
        "last rule with a condition",
        RULES,
        "  - rule: otherwise\n",
        "  - rule: otherwise\n    when: {is: {health: no}}\n",
        "rule: otherwise\n    when",
        "write `otherwise` as the last one",
    ),
    Planted(
        "not_sure as option",
        JOURNEY,
        "option: pupil",
        "option: not_sure",
        "not_sure",
        "`not_sure` belongs to every question already",
    ),
    Planted(
        "not_sure as condition of an option",
        RULES,
        "{is: {health: no}}",
        "{is: {health: not_sure}}",
        "not_sure}}",
        "`not_sure` is no option; write `{not_sure: health}`",
    ),
    Planted(
        "later question",
        JOURNEY,
        "skip_when: {is: {situation: sick_listed}}",
        "skip_when: {has: {help_with: money}}",
        "help_with: money}}",
        "`help_with` comes later; a condition may ask only about earlier questions",
    ),
    Planted(
        "later question through a fact",
        JOURNEY,
        "    type: number\n",
        "    type: number\n    ask_when: {fact: learner}\n",
        "learner}\n",
        "fact `learner` asks about `age`, which comes later",
    ),
    Planted(
        "facts in a circle",
        JOURNEY,
        "{fact: young, when: {at_most: {age: 17}}}",
        "{fact: young, when: {fact: learner}}",
        "{fact: learner}}",
        "facts lead in a circle",
    ),
    Planted(
        "implied by itself",
        JOURNEY,
        "  - {when: {is: {situation: sick_listed}}, answers: {health: yes}}",
        "  - {when: {answered: health}, answers: {health: yes}}",
        "{answered: health}",
        "`health` is itself implied here",
    ),
    Planted(
        "nobody fills",
        JOURNEY,
        "{nb: Hvor gammel?, nn: Kor gammal?, en: How old?}",
        "{nb: 'Hvor {gammel}?', nn: Kor gammal?, en: How old?}",
        "'Hvor {gammel}?'",
        "nobody fills `{gammel}` here",
    ),
    Planted(
        "gap in one language only", TEXTS, "nn: '{n} av {N}'", "nn: '{n} av'", "'{n} av',", "`{N}` is missing here"
    ),
    Planted(
        "need asked outside pathways",
        RULES,
        "{level: 1, when: {not_sure: health}}",
        "{level: 1, when: {need: {health: 2}}}",
        "need: {health: 2}",
        "`need` may be asked only by pathways",
    ),
    Planted(
        "unknown condition",
        RULES,
        "{level: 1, when: {not_sure: health}}",
        "{level: 1, when: {unsure: health}}",
        "unsure: health",
        "there is no condition `unsure`; did you mean `not_sure`?",
    ),
    Planted(
        "two forms in one condition",
        RULES,
        "{level: 1, when: {not_sure: health}}",
        "{level: 1, when: {not_sure: health, answered: age}}",
        "{not_sure: health, answered",
        "a condition has one form",
    ),
    Planted(
        "from above to", JOURNEY, "    to: 99", "    to: 9", "9\n", "`to` must not be less than `from`, which is 13"
    ),
    Planted(
        "number differs from the file's name", PATHWAY, "number: 32", "number: 33", "33", "the file's name says 32"
    ),
    Planted(
        "section misspelt",
        JOURNEY,
        "    section: all\n    type: number",
        "    section: al\n    type: number",
        "al\n    type: number",
        "there is no section `al`",
    ),
    Planted(
        "stop before nothing",
        JOURNEY,
        "before: health",
        "before: helth",
        "helth",
        "there is no question `helth`; did you mean `health`?",
    ),
    Planted(
        "result missing",
        RULES,
        "  - {result: good_prospects, title: {nb: A, nn: A, en: A}, text: {nb: A, nn: A, en: A}}\n",
        "",
        "- {result: needs_guidance",
        "result `good_prospects` is missing",
    ),
    Planted("level three", RULES, "{level: 2, when", "{level: 3, when", "3, when", "a rule gives level 1 or 2"),
    Planted(
        "recheck before check",
        PARTICULARS,
        "recheck_by: 2027-02-18, status: ok",
        "recheck_by: 2026-02-18, status: ok",
        "2026-02-18",
        "`recheck_by` must come after `checked_on`",
    ),
    Planted("status unknown", PARTICULARS, "status: ok", "status: okay", "okay", "there is no status `okay`"),
    Planted(
        "provider there already",
        PROVIDERS,
        "    checked_on: 2026-11-20\n",
        "    checked_on: 2026-11-20\n  - {provider: nav_office, kind: library}\n",
        "nav_office, kind: library",
        "provider `nav_office` is there already",
    ),
    Planted("not YAML", TEXTS, "texts:\n", "texts: [\n", "progress", "this is not YAML"),
    Planted("text left empty", JOURNEY, "topic: {nb: alder,", "topic: {nb: '',", "'',", "nothing is written here"),
    Planted(
        "exclusive outside a multi question",
        JOURNEY,
        "- {option: no, text",
        "- {option: no, exclusive: yes, text",
        "exclusive: yes, text: {nb: Nei, nn",
        "only options of a multi question stand alone",
    ),
]


def test_the_little_content_has_no_fault(tmp_path: Path) -> None:
    assert load_content(write(tmp_path)).journeys.keys() == {"work"}


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.label)
def test_a_planted_fault_is_found_where_it_stands(planted: Planted, tmp_path: Path) -> None:
    """(case 94)"""
    before = FILES[planted.file]
    assert planted.old in before
    text = before.replace(planted.old, planted.new, 1)
    write(tmp_path, {**FILES, planted.file: text})

    with pytest.raises(ContentFaults) as raised:
        load_content(tmp_path)

    found = [fault for fault in raised.value.located if planted.says in fault.message]
    assert found, str(raised.value)
    fault = found[0]
    assert fault.file == f"{tmp_path}/{planted.file}"
    lines = text.splitlines(keepends=True)
    rest = lines[fault.line - 1][fault.column - 1 :] + "".join(lines[fault.line :])
    assert rest.startswith(planted.at) or planted.label == "not YAML", rest[:60]


def test_all_faults_are_reported_at_once_sorted_by_file_and_line(tmp_path: Path) -> None:
    files = dict(FILES)
    files[RULES] = files[RULES].replace("valid_from: 2024-01-01", "valid_from: 2024-01-02")
    files[PATHWAY] = files[PATHWAY].replace("nn: Avklaring, ", "")
    files[JOURNEY] = files[JOURNEY].replace(
        "skip_when: {is: {situation: sick_listed}}", "skip_when: {is: {situation: sick_liste}}"
    )
    write(tmp_path, files)

    with pytest.raises(ContentFaults) as raised:
        load_content(tmp_path)

    assert str(raised.value).replace(f"{tmp_path}/", "") == (
        "journeys/work.yaml:44:33: `situation` has no option `sick_liste`; did you mean `sick_listed`?\n"
        "pathways/32-clarification.yaml:7:8: text has no `nn`; write it beside `nb`, they are released together\n"
        "rules/work.yaml:11:21: no version of `hindrance` holds on 2024-01-01; "
        "begin here on 2024-01-01, or move `valid_to` of the version before"
    )


def test_keys_are_unique_over_all_files(tmp_path: Path) -> None:
    again = {"texts/more.yaml": "texts:\n  progress: {nb: a, nn: a, en: a}\n", "pathways/33-again.yaml": FILES[PATHWAY]}
    write(tmp_path, {**FILES, **again})

    with pytest.raises(ContentFaults) as raised:
        load_content(tmp_path)

    assert "text `progress` is there already" in str(raised.value)
    assert f"{tmp_path}/pathways/33-again.yaml:1:10: pathway `clarification` is there already in pathways/32" in str(
        raised.value
    )


def test_many_options_need_groups_or_names(tmp_path: Path) -> None:
    options = "".join(
        f"      - {{option: o{n}, text: {{nb: A, nn: A, en: A}}, said: {{nb: a, nn: a, en: a}}}}\n" for n in range(9)
    )
    grown = FILES[JOURNEY].replace(
        "    options:\n      - {option: money", f"    options:\n{options}      - {{option: money"
    )
    write(tmp_path, {**FILES, JOURNEY: grown})

    with pytest.raises(ContentFaults, match="11 options are more than 8; put them in `groups`, or set `by_name: yes`"):
        load_content(tmp_path)


@pytest.mark.parametrize("name", ["journeys/deep/work.yaml", "journeys/work.yml", "pathway/1.yaml"])
def test_a_file_that_nobody_reads_is_a_fault(name: str, tmp_path: Path) -> None:
    write(tmp_path, {**FILES, name: "a: b\n"})

    with pytest.raises(ContentFaults, match="this file is never read"):
        load_content(tmp_path)


def test_a_missing_folder_and_an_empty_file_are_faults(tmp_path: Path) -> None:
    with pytest.raises(ContentFaults, match="there is no such folder"):
        load_content(tmp_path / "nowhere")
    write(tmp_path, {**FILES, "texts/empty.yaml": ""})
    with pytest.raises(ContentFaults, match=r"empty\.yaml:1:1: the file is empty"):
        load_content(tmp_path)


def test_an_overdue_particular_keeps_content_loading_but_fails_the_check(tmp_path: Path) -> None:
    write(tmp_path)

    checked = check_content(tmp_path, date(2027, 3, 1))

    assert checked.release is not None
    assert {(fault.file.removeprefix(f"{tmp_path}/"), fault.line, fault.column) for fault in checked.faults} == {
        (PATHWAY, 9, 13), (URGENT, 6, 15),
    }  # fmt: skip
    assert "particular `nav_phone` should have been checked again by 2027-02-18" in checked.faults[0].message
    assert not check_content(tmp_path, date(2027, 2, 18)).faults


def test_a_release_read_back_is_the_same(tmp_path: Path) -> None:
    content = read_content(write(tmp_path))

    again = release_from(content.body, content.release.id)

    assert again == content.release
    assert again.id == content.release.id


def test_the_id_is_that_of_the_content_whatever_the_order_of_keys(tmp_path: Path) -> None:
    first = load_content(write(tmp_path / "a"))
    turned = FILES[TEXTS].replace(
        "{nb: Vet ikke, nn: Veit ikkje, en: Not sure}", "{en: Not sure, nn: Veit ikkje, nb: Vet ikke}"
    )
    commented = {**FILES, TEXTS: f"# a comment\n{turned}"}
    changed = {**FILES, TEXTS: FILES[TEXTS].replace("Not sure", "Unsure")}

    assert load_content(write(tmp_path / "b", commented)).id == first.id
    assert load_content(write(tmp_path / "c", changed)).id != first.id


def test_a_stored_body_that_is_another_is_not_found(tmp_path: Path) -> None:
    content = read_content(write(tmp_path))

    with pytest.raises(NotFound):
        release_from(content.body.replace(b"Nav", b"Nev"), content.release.id)


def test_faults_without_files_name_the_path(tmp_path: Path) -> None:
    documents = read_files(write(tmp_path)).documents
    documents[PATHWAY]["provider"] = "nobody"  # type: ignore[index,call-overload]

    with pytest.raises(
        ContentFaults, match=r"pathways/32-clarification\.yaml: provider: there is no provider `nobody`"
    ):
        compile_release(documents)
