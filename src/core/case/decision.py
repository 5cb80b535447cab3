"""The decision under Nav-loven § 14 a: a counsellor's own, recorded with what it rests on. The service never makes one.

What must be there follows Nav's own decision tool (navikt/veilarbvedtaksstotte): a group; a goal, except where the
chance of work is small; at least one source; grounds, unless the chances are good and no lasting group stood before;
and for the two lasting groups a second reader, who is another than whoever decides.
"""

from dataclasses import dataclass
from datetime import date, timedelta

GROUPS = ("good_chances", "needs_guidance", "needs_guidance_reduced", "work_partly", "small_chance")
LASTING = ("work_partly", "small_chance")  # reduced capacity for work that is taken to last
GOALS = ("get_work", "keep_work")
SOURCES = ("answers", "own_view", "talk", "cv", "documents")
LONGEST = 5000  # letters of the grounds
OLDEST = timedelta(days=3653)  # ten years; a day before that is a slip of the pen


@dataclass(frozen=True, slots=True)
class Decision:
    """What a counsellor decided. `seen`: the version of the conversation that it rests on, which is never changed."""

    group: str
    goal: str  # empty where the chance of work is small
    grounds: str
    sources: tuple[str, ...]
    decided_on: date
    seen: int

    @property
    def is_lasting(self) -> bool:
        """Whether two must have read it."""
        return self.group in LASTING


def faults_of(decision: Decision, today: date, before: str = "") -> dict[str, str]:
    """What is missing or does not fit, by field; the value says how. `before`: the group of the decision in force."""
    faults: dict[str, str] = {}
    if decision.group not in GROUPS:
        faults["group"] = "choose_one"
    if decision.group == "small_chance":
        if decision.goal:
            faults["goal"] = "no_goal"
    elif decision.goal not in GOALS:
        faults["goal"] = "choose_one"
    if not decision.sources or not set(decision.sources) <= set(SOURCES):
        faults["sources"] = "choose_some"
    needs_grounds = decision.group != "good_chances" or before in LASTING
    if needs_grounds and not decision.grounds.strip():
        faults["grounds"] = "write_text"
    elif len(decision.grounds) > LONGEST:
        faults["grounds"] = "write_less"
    if decision.decided_on > today:
        faults["decided_on"] = "not_yet"
    elif decision.decided_on < today - OLDEST:
        faults["decided_on"] = "too_long_ago"
    return faults
