"""What citizens send: how each channel begins a conversation, and how it answers."""

import json
from dataclasses import dataclass
from time import time, time_ns
from typing import Protocol

from bench.connection import Connection, connect, request
from bench.texts import ACCOUNT, HELLO
from bench.walks import ADDRESS, Walk
from channels.http.authentic import Signed, sign

SIGNED = Signed("signed", ("the simulator's secret in benchmarks",))
INBOUND = f"/channels/sms/{ACCOUNT.partition(':')[2]}/inbound"
OF_A_NETWORK = 100  # conversations begun; of more than 120 a minute some would be refused
PHONES = 5000  # in one second


class Citizen(Protocol):
    """One conversation under way."""

    walk: int

    def says(self, n: int) -> bytes:
        """The n-th request of the walk."""
        ...


@dataclass(frozen=True, slots=True)
class ChatCitizen:
    """A conversation of the chat API, with its address and token."""

    walk: int
    address: str
    token: str
    messages: tuple[bytes, ...]

    def says(self, n: int) -> bytes:
        """See Citizen.says."""
        body = b'{"client_message_id":"%d.%d",%b' % (self.walk, n, self.messages[n][1:])
        return request(f"{self.address}/messages", f"authorization: Bearer {self.token}", body)


@dataclass(frozen=True, slots=True)
class Texter:
    """A phone. Its number begins with 1, so nobody has it."""

    walk: int
    number: str
    messages: tuple[bytes, ...]

    def says(self, n: int) -> bytes:
        """See Citizen.says."""
        return self.text(f"{n}", json.loads(self.messages[n])["text"])

    def text(self, name: str, text: str) -> bytes:
        """A text, signed as the provider does."""
        said = {"id": f"{self.walk}.{name}.{self.number}", "from": self.number, "text": text}
        body, stamp = json.dumps(said).encode(), str(int(time()))
        signature = sign(SIGNED, SIGNED.secrets[0], stamp, body)
        headers = f"{SIGNED.timestamp_header}: {stamp}\r\n{SIGNED.signature_header}: {signature}"
        return request(INBOUND, headers, body)


@dataclass(frozen=True, slots=True)
class Chatters:
    """Begins conversations by chat."""

    walks: list[tuple[bytes, ...]]

    async def begin(self, n: int, connection: Connection) -> ChatCitizen:
        """The n-th conversation."""
        walk = n % len(self.walks)
        key = f"{walk:08x}-{time_ns() % 2**16:04x}-4{n >> 12 & 0xFFF:03x}-8{n & 0xFFF:03x}-{time_ns() % 2**48:012x}"
        reply = json.loads(await connection.send(request(ADDRESS, f"idempotency-key: {key}", b"{}")))
        address = f"{ADDRESS}/{reply['conversation']['id']}"
        return ChatCitizen(walk, address, reply["token"]["value"], self.walks[walk])


@dataclass(frozen=True, slots=True)
class Texters:
    """Begins conversations by SMS."""

    walks: list[tuple[bytes, ...]]

    async def begin(self, n: int, connection: Connection) -> Texter:
        """The n-th phone, which no earlier run had."""
        walk, place = n % len(self.walks), int(time()) % 1900 * PHONES + n
        one = Texter(walk, f"+471{place:07}", self.walks[walk])
        await connection.send(one.text("hello", HELLO))
        return one


async def networks(port: int, count: int) -> list[Connection]:
    """Connections from networks of their own: from one, only so many conversations are begun a minute."""
    first = time_ns() // 1_000_000 * 16
    wheres = [f"127.{n >> 16 & 127 | 1}.{n >> 8 & 255}.{n & 255}" for n in range(first, first + count)]
    return [await connect(port, where) for where in wheres]


def citizens(channel: str, walks: list[Walk]) -> Chatters | Texters:
    """Those who use a channel."""
    said = [tuple(json.dumps(message).encode() for message in walk.messages) for walk in walks]
    return Chatters(said) if channel == "chat" else Texters(said)
