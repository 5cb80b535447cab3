"""Answer one input, once, however often it is delivered."""

from core.conversation.decide import basis_of, decide
from core.conversation.input import Begin, Input, Redeem
from core.conversation.turn import AlreadyAnswered, Known, Overtaken, Turn
from core.errors import Invalid, Unavailable
from core.ports import Chance, Clock, Conversations, Releases, Tries

TRIES = 8
FIRST_PAUSE = 0.002  # seconds at most; each pause may be twice as long as the one before


async def receive(
    input: Input, *, conversations: Conversations, releases: Releases, clock: Clock, chance: Chance
) -> Turn:
    """Load, decide, commit; again when overtaken. A repeated input gets the turn it got the first time.

    Raises Invalid when the same id came before with other content, and whatever `decide` refuses.
    """
    basis, seed = None, chance.seed()
    code = input.act.code if isinstance(input.act, Redeem) else ""
    for tried in range(TRIES):
        try:
            loaded = await conversations.load(input.origin, code)
            basis = basis or basis_of(input, loaded)
            begun = isinstance(loaded, Known) and not isinstance(input.act, Begin)
            release = await releases.get(loaded.release) if begun else releases.current  # type: ignore[union-attr]
            changes = decide(release, loaded, input, basis, now=clock.now(), chance=seed)
            await conversations.commit(changes)
        except AlreadyAnswered as earlier:
            if not earlier.same:
                raise Invalid("other_content_before") from None
            return earlier.turn
        except Overtaken:
            await clock.pause(FIRST_PAUSE * 2**tried * seed[tried] / 255)
            continue
        return changes.turn
    raise Unavailable("too busy; nothing was written")


async def come_back(
    input: Input,
    sources: tuple[str, ...],
    *,
    tries: Tries,
    conversations: Conversations,
    releases: Releases,
    clock: Clock,
    chance: Chance,
) -> Turn:
    """Redeem a return code. Tries are counted before they are made, for each source: the browser, the network."""
    await tries.attempt("return", sources, clock.now())
    turn = await receive(input, conversations=conversations, releases=releases, clock=clock, chance=chance)
    await tries.succeeded("return", sources, clock.now())
    return turn
