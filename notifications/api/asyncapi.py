"""The socket as an AsyncAPI 3 document, written from the declared events. Pure."""

from typing import Any
from urllib.parse import urlsplit

from notifications.events import ALL, Event, schema_of

_DESCRIPTION = (
    "A name and ids for each thing that happened to the signed-in person, in order, once. "
    "Say hello within 10 s; say 'seen' of what stands on a page that somebody looks at: no phone is rung for "
    "it. Anything else closes with 4400, nobody signed in with 4401, "
    "not reading with 4408 (connect again and resume). A foreign origin gets 403."
)
_SEQ = {"type": "integer", "minimum": 1}
_HEAD = {"type": "integer", "minimum": 0}
_EPOCH = {"type": "string", "format": "uuid", "description": "Names the counting; another one voids numbers."}
_AT = {"type": "string", "format": "date-time"}


def document(*, server: str) -> dict[str, Any]:
    """Return the whole document. `server` is the origin of the sockets."""
    said = {"sync": _sync(), "reset": _reset(), "heads": _heads()} | {
        event.name: _frame(event) for event in ALL
    }
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Kairos live",
            "version": "1.0.0",
            "description": _DESCRIPTION,
        },
        "servers": {"live": {"host": urlsplit(server).netloc, "protocol": urlsplit(server).scheme}},
        "channels": {
            "events": {
                "address": "/ws/events",
                "messages": {
                    name: {"$ref": f"#/components/messages/{name}"} for name in ["hello", "seen", *said]
                },
            }
        },
        "operations": {
            "hello": _operation("receive", ["hello"]),
            "seen": _operation("receive", ["seen"]),
            "tell": _operation("send", list(said)),
        },
        "components": {
            "messages": {"hello": _message("hello", _hello()), "seen": _message("seen", _seen())}
            | {name: _message(name, schema) for name, schema in said.items()},
        },
    }


def _operation(action: str, names: list[str]) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": "#/channels/events"},
        "messages": [{"$ref": f"#/channels/events/messages/{name}"} for name in names],
    }


def _message(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "contentType": "application/json", "payload": schema}


def _closed(kind: str, **properties: Any) -> dict[str, Any]:
    properties = {"type": {"const": kind}, **properties}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _hello() -> dict[str, Any]:
    return _closed("hello", epoch={**_EPOCH, "type": ["string", "null"]}, since=_HEAD)


def _seen() -> dict[str, Any]:
    return _closed("seen", seq=_HEAD)


def _sync() -> dict[str, Any]:
    events = {"type": "array", "items": {"oneOf": [_numbered(event) for event in ALL]}}
    return _closed("sync", epoch=_EPOCH, head=_HEAD, events=events)


def _reset() -> dict[str, Any]:
    return _closed("reset", epoch=_EPOCH, head=_HEAD)


def _heads() -> dict[str, Any]:
    return _closed("heads", head=_HEAD)


def _frame(event: type[Event]) -> dict[str, Any]:
    return _closed("event", **_numbered(event)["properties"])


def _numbered(event: type[Event]) -> dict[str, Any]:
    own = schema_of(event)
    properties = {"seq": _SEQ, "name": {"const": event.name}, "at": _AT, **own["properties"]}
    return {**own, "properties": properties, "required": list(properties)}
