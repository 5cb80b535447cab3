"""The command line: content commands, assessing answers, and playing a journey, by its lines."""

import json
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest
import typer
from tests.unit.content.little_content import FILES, write
from typer.testing import CliRunner, Result

from adapters.content.load import check_content, load_content
from channels.terminal.app import terminal
from core.journey.question import Kind
from core.release import Release

ROOT = Path(__file__).parents[2]
CONTENT, TERMINAL = ROOT / "content", ROOT / "src/channels/terminal"
QUESTION = ROOT / "src/core/journey/question.py"
TODAY = date(2026, 11, 24)
AMINA = {"want": "job", "situation": "lost_job", "age": 34, "county": "oslo"}
Run = Callable[..., Result]


def command_line(content: Path, load: Callable[[Path], Release] = load_content) -> typer.Typer:
    return terminal(
        load=lambda folder: load(folder or content),
        check=lambda folder, day: check_content(folder or content, day),
        today=lambda: TODAY,
    )


@pytest.fixture(scope="module")
def run() -> Run:
    app = command_line(CONTENT, cache(load_content))
    return lambda *words, typed=None: CliRunner().invoke(app, list(words), input=typed)


# ---- content check


def test_the_content_is_without_fault_and_everything_is_proven(run: Run) -> None:
    result = run("content", "check")

    assert result.exit_code == 0, result.output
    assert "No faults." in result.output
    assert "34 of 34 pathways reachable" in result.output
    assert "at most 12 questions (limit 12)" in result.output


def test_the_check_in_json_has_a_witness_for_every_claim(run: Run) -> None:
    found = json.loads(run("content", "check", "--json").output)

    [journey] = found["journeys"]
    assert found["ok"]
    assert found["faults"] == []
    assert journey["longest"]["questions"] == 12
    assert all(claim["proven"] and claim["witness"] is not None for claim in journey["claims"])
    assert {9, 10, 11, 12, 13, 22, 23, 42} <= {
        int(claim["name"].split()[0]) for claim in journey["claims"] if claim["kind"] == "pathway"
    }
    assert found["sms"]["longest"]["units"] <= 160
    assert all(prompt["alphabet"] == "gsm" and prompt["segments"] == 1 for prompt in found["sms"]["prompts"])


JOURNEY, RULES, SKIP = "journeys/work.yaml", "rules/work.yaml", "skip_when: {is: {situation: sick_listed}}"
EVERYBODY = "{any: [{answered: situation}, {not: {answered: situation}}]}"
FOUND_BY_CHECKING = [
    (JOURNEY, SKIP, f"skip_when: {EVERYBODY}", "that question `health` is asked of somebody", "question: health"),
    (JOURNEY, SKIP, f"ask_when: {EVERYBODY}", "`ask_when of health` is not always true", EVERYBODY),
    (RULES, "{is: {health: no}}]}", "{at_most: {age: 9}}]}", "`rule good@start` can be true", "rule: good"),
    (JOURNEY, "{nb: Hva passer?", f"{{nb: {'Hva da? ' * 20}", "fit, so shorten it", "Hva da?"),
    (
        JOURNEY,
        "{nb: Hva passer?",
        "{nb: Hva «passer»?",
        "has « (U+00AB), » (U+00BB), which the SMS alphabet lacks",
        "Hva «passer»",
    ),
    (JOURNEY, "en: Money}", "en: Stop}", "«Stop» is a word that SMS gateways act on by themselves", "Stop"),
]


@pytest.mark.parametrize("word", ["Slutt", "Stopp.", "Meld på"])
def test_no_option_may_be_called_by_a_word_that_stops_or_starts_messages(word: str, tmp_path: Path) -> None:
    """(case 65)"""
    copytree(CONTENT, tmp_path, dirs_exist_ok=True)
    journey = tmp_path / "journeys/work-needs.yaml"
    text = journey.read_text(encoding="utf-8")
    assert "narrow: {nb: Vil bli i jobben," in text
    journey.write_text(text.replace("narrow: {nb: Vil bli i jobben,", f"narrow: {{nb: {word},", 1), encoding="utf-8")

    result = CliRunner().invoke(command_line(tmp_path), ["content", "check", "--json"])

    assert result.exit_code == 1
    told = [fault["message"] for fault in json.loads(result.output)["faults"]]
    assert any(message.startswith(f"«{word}» is a word that ") for message in told)


@pytest.mark.parametrize(("file", "old", "new", "says", "at"), FOUND_BY_CHECKING, ids=lambda one: one[:30])
def test_what_loads_may_still_be_a_fault(file: str, old: str, new: str, says: str, at: str, tmp_path: Path) -> None:
    """(cases 39, 65)"""
    assert old in FILES[file]
    text = FILES[file].replace(old, new, 1)
    write(tmp_path, {**FILES, file: text})

    result = CliRunner().invoke(command_line(tmp_path), ["content", "check", "--json"])

    assert result.exit_code == 1
    faults = [fault for fault in json.loads(result.output)["faults"] if says in fault["message"]]
    assert faults, result.output[:2000]
    assert faults[0]["file"] == f"{tmp_path}/{file}"
    line = text.splitlines()[faults[0]["line"] - 1]
    assert line[faults[0]["column"] - 1 :].startswith(at)


def test_faults_are_printed_one_a_line_and_nothing_else_is_looked_at(tmp_path: Path) -> None:
    write(
        tmp_path,
        {**FILES, "rules/work.yaml": FILES["rules/work.yaml"].replace("{not_sure: health}]", "{not_sure: helth}]")},
    )

    result = CliRunner().invoke(command_line(tmp_path), ["content", "check"])

    assert result.exit_code == 1
    assert result.output.splitlines()[0] == (
        f"{tmp_path}/rules/work.yaml:12:54: there is no question `helth`; did you mean `health`?"
    )


# ---- content show


def test_a_journey_is_shown_as_it_was_loaded(run: Run) -> None:
    shown = json.loads(run("content", "show", "work-needs", "--json").output)

    by_key = {question["question"]: question for question in shown["questions"]}
    assert len(by_key) == 13
    assert by_key["health"]["private"] is True
    assert by_key["health"]["skip_when"] == {"is": {"situation": "sick_listed"}}
    assert (by_key["age"]["from"], by_key["age"]["to"]) == (13, 99)
    [lost] = [option for option in by_key["situation"]["options"] if option["option"] == "lost_job"]
    assert (lost["source_ref"], lost["group"]) == ("MISTET_JOBBEN", "without_work")
    assert set(by_key["want"]["text"]) == {"nb", "nn", "en"}


def test_everything_is_shown_without_a_journey(run: Run) -> None:
    shown = json.loads(run("content", "show", "--json").output)

    assert [journey["journey"] for journey in shown["journeys"]] == ["work-needs"]
    assert len(shown["pathways"]) == 34
    assert shown["release"] == load_content(CONTENT).id
    assert "work-needs" in run("content", "show").output
    assert "1. want (single)" in run("content", "show", "work-needs").output


def test_an_unknown_journey_is_refused(run: Run) -> None:
    result = run("content", "show", "work-need")

    assert result.exit_code == 2
    assert "did you mean `work-needs`?" in result.stderr


# ---- assess


def test_answers_are_assessed(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"journey": "work-needs", "answers": AMINA}), encoding="utf-8")

    picture = json.loads(run("assess", str(file), "--as-of", "2026-11-23").output)

    assert picture["as_of"] == "2026-11-23"
    assert picture["suggested_help"] == {
        "key": "needs_guidance", "rule": "otherwise", "rule_version": "start", "reasons": [],
    }  # fmt: skip
    assert [need["key"] for need in picture["needs"]] == ["work_search", "money"]
    assert [way["number"] for way in picture["pathways"]] == [5, 1, 7, 27, 2, 15, 14]
    assert picture["would_decide"] == [["health"], ["other"], ["work_recent", "education"]]
    assert picture["settled"] is False
    assert set(picture) == {
        "journey", "release", "as_of", "suggested_help", "needs", "pathways", "not_used", "missing", "settled",
        "would_decide",
    }  # fmt: skip


def test_answers_come_from_stdin_as_of_today(run: Run) -> None:
    picture = json.loads(run("assess", "-", typed=json.dumps({"journey": "work-needs", "answers": {}})).output)

    assert picture["as_of"] == "2026-11-24"
    assert picture["suggested_help"]["key"] == "needs_guidance"


REFUSED = [
    ("not JSON", "{", "this is not JSON"),
    ("not an object", "[]", "an object belongs here"),
    ("no journey", {"answers": {}}, "`journey` is missing"),
    ("unknown journey", {"journey": "work-need", "answers": {}}, "`work-need`; did you mean `work-needs`?"),
    ("wrong top-level key", {"journey": "work-needs", "answer": {}}, "unknown key `answer`; did you mean `answers`?"),
    ("answers no object", {"journey": "work-needs", "answers": []}, "`answers` must be an object"),
    ("key given twice", '{"journey": "work-needs", "answers": {"age": 20, "age": 30}}', "`age` is given twice"),
    ("unknown question", {"situaton": "pupil"}, "`situaton` is no question of work-needs; did you mean `situation`?"),
    ("unknown option", {"want": "jobb"}, "`want`: `jobb` is no option; did you mean `job`?"),
    ("allowed options", {"health": "maybe"}, "it is one of yes, no, not_sure, declined"),
    ("too young", {"age": 12}, "`age`: `12` is out of range; it must be from 13 to 99"),
    ("no whole number", {"age": 17.5}, "`age`: `17.5` must be a whole number from 13 to 99"),
    ("number as text", {"age": "34"}, '`age`: `"34"` must be a whole number'),
    ("truth for a number", {"age": True}, "`age`: `true` must be a whole number"),
    ("list for one option", {"want": ["job"]}, "must be one option in quotes"),
    ("nothing", {"want": None}, "`want`: `null` must be one option in quotes"),
    ("empty list", {"help_with": []}, "`help_with`: `[]` must be a list of options"),
    ("wrong in list", {"help_with": ["mony"]}, "`help_with`: `mony` is no option; did you mean `money`?"),
    ("together", {"help_with": ["none", "money"]}, "`help_with`: `none` cannot be chosen together with others"),
    ("not sure in a list", {"help_with": ["not_sure"]}, "`not_sure` stands alone, not in a list"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "says"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED])
def test_wrong_answers_are_refused_by_name(given: object, says: str, run: Run) -> None:
    whole = not isinstance(given, dict) or given.keys() & {"journey", "answers"}
    tree = given if whole else {"journey": "work-needs", "answers": given}

    result = run("assess", "-", typed=tree if isinstance(tree, str) else json.dumps(tree))

    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stdout == ""


def test_every_wrong_key_and_value_is_named_at_once(run: Run) -> None:
    answers = {"want": "jobb", "age": 12, "county": "olso", "nothing": 1}

    result = run("assess", "-", typed=json.dumps({"journey": "work-needs", "answers": answers, "more": 1}))

    assert result.exit_code == 2
    for named in ("`more`", "`want`", "`age`", "`county`", "did you mean `oslo`?", "`nothing`"):
        assert named in result.stderr


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "20261124", "2026-1-1"])
def test_a_bad_day_is_refused(day: str, run: Run) -> None:
    result = run("assess", "-", "--as-of", day, typed="{}")

    assert result.exit_code == 2
    assert f"`{day}` is no day" in result.stderr


def test_a_missing_file_is_refused(run: Run) -> None:
    result = run("assess", "nowhere.json")

    assert result.exit_code == 2
    assert "nowhere.json: no such file or directory" in result.stderr


def test_faulty_content_is_told_and_nothing_is_assessed(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "urgent.yaml": "intro: hello\n"})

    result = CliRunner().invoke(command_line(tmp_path), ["assess", "-"], input="{}")

    assert result.exit_code == 1
    assert "urgent.yaml:1:8: a text has its languages side by side" in result.stderr


# ---- play


def test_a_journey_is_played_to_its_result(run: Run) -> None:
    lines = ["1", "21", "34", "oslo", "ja", "2", "nei", "nei", "7", "", "slutt"]

    result = run("play", typed="\n".join(lines) + "\n")

    assert result.exit_code == 0
    assert "Hva vil du ha hjelp til først?" in result.output
    assert "Stemmer dette?" in result.output
    assert "Du kan komme langt på egen hånd" in result.output
    assert "Registrering og dagpenger" in result.output
    assert result.output.rstrip().endswith("Ferdig. Ingenting er lagret.")


def test_the_language_changes_on_the_way_and_nothing_is_lost(run: Run) -> None:
    result = run("play", typed="1\nspråk nn\n21\nlanguage en\n")

    assert "Kva passar best for deg no?" in result.output
    assert "How old are you?" in result.output
    assert result.output.rstrip().endswith("Finished. Nothing was stored.")


def test_nine_is_not_sure_and_skip_is_rather_not_say(run: Run) -> None:
    result = run("play", "--language", "en", typed="9\n9\n9\n9\n9\n9\n9\nskip\nskip\nskip\n")

    assert "What you want: Not sure" in result.output
    assert "Age: Not sure" in result.output
    assert "Other help: Rather not say" in result.output


def test_the_first_result_comes_after_four_answers(run: Run) -> None:
    result = run("play", "--language", "en", typed="1\n21\n34\nresult\nAgder\nresult\n")

    early, late = result.output.split("You get a first suggestion after 4 answers.")
    assert "Talk with a counsellor about the way forward" not in early
    assert "Talk with a counsellor about the way forward" in late


def test_a_change_tells_what_it_removes_and_what_comes_back(run: Run) -> None:
    steps = ["1", "24", "34", "oslo", "yes", "back", "back", "back", "back", "31", "no", "31", "yes", "back", "24"]

    result = run("play", "--language", "en", typed="\n".join(steps) + "\n")

    assert "With that answer, these answers go: Earlier work. Do you want that? Yes or no." in result.output


def test_what_cannot_be_read_is_told_and_asked_again(run: Run) -> None:
    result = run("play", "--language", "en", typed="7\n1\n1\n21\nold\n12\n34\nx\no\nOslo\nyes\n2\nno\nno\n1 7\n1 4\n")

    assert result.output.count("Choose one of the answers, 9 for not sure, or SKIP.") >= 3
    assert "Write a whole number, 9 for not sure, or SKIP." in result.output
    assert "The answer must be from 13 to 99." in result.output
    assert "The last answer cannot stand with others." in result.output
    assert "Other help: Money or debt, Norwegian, reading or writing" in result.output


def test_words_explain_and_help(run: Run) -> None:
    result = run("play", "--language", "en", typed="why\nhelp\nback\noptions\nquit\n")

    assert "We start with what you want." in result.output
    assert "rather not say" in result.output
    assert "This is the first question." in result.output
    assert result.output.count("What would you like help with first?") == 2


def test_other_answers_are_tried_without_being_kept(run: Run) -> None:
    steps = ["1", "21", "34", "oslo", "yes", "2", "no", "no", "7", "", "7", "yes", "", "", "quit"]

    result = run("play", "--language", "en", typed="\n".join(steps) + "\n")

    assert (
        "Had you answered «Yes», the suggestion would be: Ask for a talk about all you need help with." in result.output
    )
    assert result.output.count("You can get far on your own") >= 2


def test_the_check_page_leads_back_to_a_question(run: Run) -> None:
    steps = ["1", "21", "34", "oslo", "yes", "2", "no", "no", "7", "3", "70", "", "quit"]

    result = run("play", "--language", "en", typed="\n".join(steps) + "\n")

    assert "You answered: 34" in result.output
    assert "Age: 70" in result.output
    assert "Talk with a counsellor about the way forward" in result.output


@pytest.mark.parametrize("words", [("play", "nothing"), ("play", "--language", "se"), ("play", "--as-of", "soon")])
def test_what_cannot_be_played_is_refused(words: tuple[str, ...], run: Run) -> None:
    assert run(*words).exit_code == 2


def test_lines_have_no_colours_when_piped(run: Run) -> None:
    assert "\x1b" not in run("play", typed="1\n").output


def test_every_text_of_the_terminal_is_written_and_used() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in TERMINAL.glob("*.py"))
    kinds = {f"terminal_how_{kind.value}" for kind in Kind}
    faults = {
        f"terminal_{reason}" for reason in re.findall(r'Invalid\("(\w+)"\)', QUESTION.read_text(encoding="utf-8"))
    }
    named = set(re.findall(r"[\"'](terminal_[a-z_]+)[\"']", source)) | kinds | faults
    named |= {f"terminal_offer_{offer}" for offer in ("needs_human", "ask")} | {"terminal_choose_some"}

    assert named == {key for key in load_content(CONTENT).texts if key.startswith("terminal_")}
