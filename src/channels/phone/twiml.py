"""The few documents that Twilio is answered with: it is told what to do with a call in XML."""

from xml.etree.ElementTree import Element, SubElement, tostring

XML = b'<?xml version="1.0" encoding="UTF-8"?>'
# Not picked up: it costs the caller nothing. Without a reason they would hear that the number is not in service.
REJECT = XML + b'<Response><Reject reason="busy"/></Response>'
NOTHING = XML + b"<Response/>"

RINGS = 25  # seconds: five rings, before most mailboxes answer


def connecting(citizen: str, caller: str, callback: str) -> str:
    """What is done when the counsellor has answered: the citizen's phone rings. Nothing is said, and nothing recorded.

    `caller` is the number that the citizen sees. `callback` is told what becomes of their phone.
    """
    response = Element("Response")
    dial = SubElement(response, "Dial", {"callerId": caller, "timeout": str(RINGS)})
    number = SubElement(
        dial, "Number", {"statusCallback": callback, "statusCallbackEvent": "ringing answered completed"}
    )
    number.text = citizen
    return tostring(response, encoding="unicode")
