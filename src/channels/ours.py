"""Our own channels, in one list. A new one is a line here, beside its line in `main`."""

from collections.abc import Callable, Mapping

from channels.kit.specimen import Specimen


def our_channels() -> Mapping[str, Callable[[], Specimen]]:
    """Each account that we have a channel for, and its specimen for the conformance kit."""
    from channels.chat import specimens as chat
    from channels.phone import specimens as phone
    from channels.sms import specimens as sms
    from channels.web import specimen as pages

    return {
        "web": pages.web,
        "chat": chat.messages,
        "chat:events": chat.events,
        "sms:twilio": sms.twilio,
        "sms:generic": sms.generic,
        "sms:simulator": sms.simulator,
        "phone:twilio": phone.twilio,
        "phone:simulator": phone.simulator,
    }
