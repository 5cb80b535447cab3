"""A whole journey in the terminal: the same questions, decisions and result as in every other channel."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from channels.terminal.explained import as_text
from channels.terminal.reading import LANGUAGES, answer, command, normal, numbered
from channels.terminal.session import Session, begin, take
from channels.terminal.trying import Trying
from core.conversation.answering import WouldRemove
from core.conversation.event import Concluded, Returned
from core.conversation.input import Basis, ChooseLanguage, Reply, SeeResult
from core.conversation.turn import Turn
from core.errors import Invalid
from core.journey.answer import Answer
from core.journey.question import Question
from core.needs.picture import Picture
from core.needs.wording import explain
from core.needs.words import Words
from core.release import Release

Read = Callable[[], str | None]  # the next line; None when there are no more
Write = Callable[[str], None]
Heading = Callable[[str], str]  # how a heading looks


class Finished(Exception):
    """The citizen is done, or there are no more lines."""


@dataclass
class Play:
    """One way through a journey, in lines read and written."""

    session: Session
    read: Read
    write: Write
    heading: Heading = str
    looking_back: str = ""  # the question gone back to

    # ---- the way

    def run(self) -> None:
        """Ask until the citizen is done."""
        try:
            self.say("terminal_welcome", title=self.session.journey.title.on(self.day, self.language))
            while True:
                question = self.question()
                if question is None:
                    self.check()
                else:
                    self.ask(question)
        except Finished:
            self.say("terminal_goodbye")

    def question(self) -> Question | None:
        """The question that stands: the one gone back to, else the one that is asked; none when all are answered."""
        journey = self.session.journey
        if self.looking_back:
            return journey.question(self.looking_back)
        open_ = self.session.path.open
        standing = self.session.state.open
        if standing and standing.question in open_:
            return journey.question(standing.question)
        return journey.question(open_[0]) if open_ else None

    def ask(self, question: Question) -> None:
        """Put a question, and take one line."""
        for line in self.question_lines(question):
            self.write(line)
        while not self.line(question):
            pass

    def line(self, question: Question) -> bool:
        """Take a line. True when there is something new to ask."""
        line = self.next()
        if not line.strip():
            return False
        word, rest = command(line)
        if word and word != "skip":
            return self.command(word, rest, question)
        try:
            value = answer(question, line)
        except Invalid as error:
            self.fault(error, question)
            return False
        return self.reply(question, value)

    def command(self, word: str, rest: str, question: Question) -> bool:
        """Do what the word says. True when the question should be put again."""
        match word:
            case "back":
                return self.back(question)
            case "why":
                self.write(question.why.on(self.day, self.language))
            case "help":
                self.say("terminal_help")
            case "language":
                return self.choose_language(rest)
            case "options":
                return True
            case "result":
                self.result()
                return True
        return False

    def reply(self, question: Question, value: Answer) -> bool:
        """Answer, after telling what the answer takes away. True when it was taken."""
        basis = Basis(question.key, self.session.state.revision(question.key))
        try:
            self.took(take(self.session, Reply(value, basis)))
        except WouldRemove as removing:
            names = self.words.listed([self.short(key) for key in removing.questions])
            self.say("terminal_would_remove", names=names)
            if not self.agrees():
                return True
            self.took(take(self.session, Reply(value, basis, confirmed=True)))
        except Invalid as error:
            self.fault(error, question)
            return False
        self.looking_back = ""
        return True

    def took(self, taken: tuple[Session, Turn]) -> None:
        """Go on from a turn, and tell what came back."""
        self.session, turn = taken
        for event in turn.events:
            if isinstance(event, Returned):
                self.say("terminal_returned", names=self.words.listed([self.short(key) for key in event.questions]))

    def back(self, question: Question) -> bool:
        """Go to the answered question before this one."""
        asked = self.session.path.asked
        before = asked[: asked.index(question.key)] if question.key in asked else asked
        answered = [key for key in before if key in self.session.state.answers]
        if not answered:
            self.say("terminal_is_first")
            return False
        self.looking_back = answered[-1]
        return True

    def choose_language(self, wanted: str) -> bool:
        """Go on in another language; nothing is lost."""
        if not wanted:
            self.say("terminal_which_language")
            wanted = normal(self.next())
        language = LANGUAGES.get(wanted, "")
        if language not in self.session.journey.languages:
            self.say("terminal_which_language")
            return False
        self.took(take(self.session, ChooseLanguage(language)))
        return True

    # ---- the result

    def result(self) -> Picture | None:
        """Show what the answers lead to; none when there are too few."""
        try:
            session, turn = take(self.session, SeeResult())
        except Invalid:
            self.say("terminal_answer_more_first", count=self.session.journey.result_after)
            return None
        self.session = session
        concluded = next(event for event in turn.events if isinstance(event, Concluded))
        explained = explain(self.session.release, concluded.picture, self.language, self.day)
        self.write(as_text(explained, self.words, self.heading))
        return concluded.picture

    def check(self) -> None:
        """Show all answers, let them be changed, and then the result."""
        self.write("")
        self.write(self.heading(self.words("terminal_check_title")))
        asked = [key for key in self.session.path.asked if key in self.session.state.answers]
        for place, key in enumerate(asked, start=1):
            question = self.session.journey.question(key)
            value = self.session.state.answers[key].value
            self.write(f"{place:3}  {self.short(key)}: {self.words.answer(question, value)}")
        self.say("terminal_check")
        while True:
            line = self.next()
            word, rest = command(line)
            if not line.strip() or word == "result":
                return self.end()
            if word == "language" and self.choose_language(rest):
                return None
            if word in ("help", "why", "options"):
                self.say("terminal_help")
            elif word == "back":
                self.looking_back = asked[-1]
                return None
            elif normal(line).isdigit() and 1 <= int(normal(line)) <= len(asked):
                self.looking_back = asked[int(normal(line)) - 1]
                return None
            elif not word:
                self.say("terminal_check")

    def end(self) -> None:
        """Show the result, and let other answers be tried."""
        picture = self.result()
        if picture is None:
            return
        Trying(self.session, picture, self.words, self.next, self.write).run()

    # ---- reading and writing

    @property
    def language(self) -> str:
        """The language of the conversation."""
        return self.session.state.language

    @property
    def day(self) -> date:
        """The day that everything is judged by."""
        return self.session.day

    @property
    def words(self) -> Words:
        """How things are said, in the language of now."""
        return Words(self.session.release, self.session.journey, self.language, self.day)

    def say(self, key: str, **filled: object) -> None:
        """Write a text by its key."""
        self.write(self.words(key, **filled))

    def short(self, key: str) -> str:
        """A question's name on the check page."""
        return self.session.journey.question(key).short.on(self.day, self.language)

    def next(self) -> str:
        """The next line; Finished when the citizen quits, or there is none."""
        line = self.read()
        if line is None or command(line)[0] == "quit":
            raise Finished
        return line

    def agrees(self) -> bool:
        """Whether the citizen says yes."""
        return normal(self.next()) in ("yes", "ja", "j", "y", "1")

    def fault(self, error: Invalid, question: Question) -> None:
        """Say what is wrong with an answer."""
        limits = {"from": question.at_least, "to": question.at_most, "count": question.max_length}
        self.say(f"terminal_{error.faults[0]}", **limits)

    def question_lines(self, question: Question) -> Iterator[str]:
        """A question as it is put."""
        path = self.session.path
        yield ""
        progress = self.words("progress", n=path.asked.index(question.key) + 1, N=len(path.asked))
        yield f"{progress} · {self.section(question)}"
        yield self.heading(question.text.on(self.day, self.language))
        if question.hint:
            yield question.hint.on(self.day, self.language)
        held = self.session.state.answers.get(question.key)
        if held:
            yield self.words("terminal_your_answer", answer=self.words.answer(question, held.value))
        yield from self.option_lines(question)
        yield self.words(self.how(question))

    def option_lines(self, question: Question) -> Iterator[str]:
        """The options with their numbers, groups under their headings; those answered by name without."""
        if question.by_name:
            yield "  " + ", ".join(option.text.on(self.day, self.language) for option in question.options)
        headings = {group.options[0].key: group.text for group in question.groups if group.options}
        for number, option in numbered(question):
            if option.key in headings:
                yield f"  {headings[option.key].on(self.day, self.language)}"
            yield f"  {number:>2}  {option.text.on(self.day, self.language)}"
        yield f"   9  {self.words('option_not_sure')}"

    def how(self, question: Question) -> str:
        """The key of the sentence that tells how to answer."""
        return "terminal_how_by_name" if question.by_name else f"terminal_how_{question.kind.value}"

    def section(self, question: Question) -> str:
        """The heading that the question stands under."""
        sections = {section.key: section.text for section in self.session.journey.sections}
        return sections[question.section].on(self.day, self.language)


def play(
    release: Release, journey: str, language: str, day: date, read: Read, write: Write, heading: Heading = str
) -> None:
    """Play the journey until the citizen is done."""
    Play(begin(release, journey, language, day), read, write, heading).run()
