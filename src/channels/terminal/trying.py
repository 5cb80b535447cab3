"""Other answers, tried: what they would lead to. Nothing is kept."""

from collections.abc import Callable
from dataclasses import dataclass

from channels.terminal.reading import answer, command, normal
from channels.terminal.session import Session
from core.errors import Invalid
from core.journey.answer import Answer
from core.journey.journey import walk
from core.needs.certainty import what_would_change
from core.needs.picture import Picture, assess
from core.needs.words import Words


@dataclass
class Trying:
    """Answers laid over those that stand, one after the other."""

    session: Session
    picture: Picture
    words: Words
    next: Callable[[], str]
    write: Callable[[str], None]

    def run(self) -> None:
        """Offer the questions, take other answers, and tell what they would give, until an empty line or *back*."""
        given = self.session.state.given()
        self.changes(given)
        while True:
            asked = [key for key in walk(self.session.journey, given).asked if key in given]
            for place, key in enumerate(asked, start=1):
                self.write(f"{place:3}  {self.short(key)}: {self.told(key, given[key])}")
            self.write(self.words("terminal_try"))
            line = self.next()
            if not line.strip() or command(line)[0] == "back":
                return
            number = normal(line)
            if number.isdigit() and 1 <= int(number) <= len(asked):
                key = asked[int(number) - 1]
                given = self.another(given, key)

    def another(self, given: dict[str, Answer], key: str) -> dict[str, Answer]:
        """Take another answer to one question, and tell what it would give."""
        question = self.session.journey.question(key)
        self.write(question.text.on(self.words.day, self.words.language))
        for option in question.options:
            self.write(f"    {option.text.on(self.words.day, self.words.language)}")
        try:
            value = answer(question, self.next())
        except Invalid:
            self.write(self.words("terminal_choose_one"))
            return given
        tried = {**given, key: value}
        rules = self.session.release.rules[self.picture.journey]
        picture = assess(self.session.journey, rules, self.session.release.pathways, tried, self.picture.as_of)
        result = rules.results[picture.help].title.on(self.words.day, self.words.language)
        said = f"«{self.told(key, value)}»"
        self.write(self.words("what_if", option=said, result=result))
        if picture.missing:
            names = self.words.listed([self.short(missing) for missing in picture.missing])
            self.write(self.words("terminal_would_ask", names=names))
        return tried

    def changes(self, given: dict[str, Answer]) -> None:
        """Tell which questions could give another suggestion by one other answer."""
        rules = self.session.release.rules[self.picture.journey]
        changes = what_would_change(self.session.journey, rules, given, self.picture.as_of)
        keys = list(dict.fromkeys(change.question for change in changes))
        if keys:
            self.write(self.words("terminal_would_change", names=self.words.listed([self.short(key) for key in keys])))
        else:
            self.write(self.words("terminal_nothing_would_change"))

    def short(self, key: str) -> str:
        """A question's name on the check page."""
        return self.session.journey.question(key).short.on(self.words.day, self.words.language)

    def told(self, key: str, value: Answer) -> str:
        """An answer as it stands on the check page."""
        return self.words.answer(self.session.journey.question(key), value)
