"""`Idempotency-Key`: a write that was confirmed once is confirmed again in the same words, not made again.

So is a refusal that cost something, as a wrong code its try; any other leaves the key free.

`Door` wraps whatever changes something in `once`, the gate of the pages what is posted in `once_by_form`.
The record is written in the transaction of the change itself, so one cannot exist without the other; a second
call with the key waits for the first on the unique index.
"""

import base64
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, TypeAlias, cast

from cryptography.fernet import Fernet
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirectBase
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from kernel import clock
from kernel.models import RememberedCall
from kernel.refusals import Refusal

KEPT_FOR = timedelta(hours=24)
ONCE = "once"  # the field of a form that is sent without our script: which page it came from
_KEY = re.compile(r"[\x21-\x7e]{1,64}")
_SALT = "kernel.idempotency"

Asked: TypeAlias = Request | HttpRequest
Handler: TypeAlias = Callable[..., HttpResponseBase]
View: TypeAlias = Callable[..., HttpResponse]


class KeyRefused(Refusal):
    """The key cannot be used like this."""

    status = 422
    title = _("The Idempotency-Key cannot be used.")
    sentences = {
        "idempotency-key-malformed": _("An Idempotency-Key has 1 to 64 visible ASCII characters."),
        "idempotency-key-reused": _("This Idempotency-Key was used with other content."),
    }


def once(request: Request, handler: Handler) -> Handler:
    """Return `handler` so that it changes things once a person, path and key; without a key, as it is.

    Refuses: `idempotency-key-malformed`, `idempotency-key-reused`.
    """
    key = _key_of(request)
    if key is None:
        return handler

    def handled(*args: Any, **kwargs: Any) -> HttpResponseBase:
        return _remembered(request, key, lambda: handler(*args, **kwargs), now=clock.now())

    return handled


def once_by_form(request: HttpRequest, view: View) -> View:
    """Return `view` so that a form that is sent again with its key changes nothing more.

    Without our script no header is set: then the same words from the same page are the same call (`ONCE`).
    The second answer leads where the first led; after one that led nowhere the page reads itself anew.

    Refuses: `idempotency-key-malformed`, `idempotency-key-reused`.
    """
    key = (_key_of(request) or _key_of_page(request)) if request.method == "POST" else None
    if key is None:
        return view

    def seen(*args: Any, **kwargs: Any) -> HttpResponse:
        answer = _remembered(request, key, lambda: view(*args, **kwargs), now=clock.now())
        if answer.status_code == HTTPStatus.NO_CONTENT:
            answer.headers["HX-Trigger"] = "resync"
        return cast(HttpResponse, answer)

    return seen


def forget_due(*, now: datetime) -> int:
    """Forget the calls whose day is over and return how many."""
    return RememberedCall.objects.filter(at__lte=now - KEPT_FOR).delete()[0]


def _key_of(request: Asked) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None or not request.user.is_authenticated:
        return None
    if not _KEY.fullmatch(key):
        raise KeyRefused("idempotency-key-malformed")
    return key


def _key_of_page(request: HttpRequest) -> str | None:
    page = request.POST.get(ONCE)
    return _digest("page", _words_of(request)).hex() if page and request.user.is_authenticated else None


def _remembered(
    request: Asked, key: str, handle: Callable[[], HttpResponseBase], *, now: datetime
) -> HttpResponseBase:
    body_digest = _digest(key, _words_of(request))
    with transaction.atomic():
        call, is_first = _claim(request, key, body_digest, now=now)
        if not is_first:
            return _again(call, key, body_digest)
        try:
            response = handle()
        except (Refusal, APIException, Http404, PermissionDenied) as refused:
            # What the stage kept before refusing is kept.
            _remember_refusal(call, key, refused)
            refusal = refused
        else:
            _remember(call, key, response)
            return response
    raise refusal


def _words_of(request: Asked) -> bytes:
    # The verb is one of the words: to delete is not what was confirmed when something was posted.
    if isinstance(request, Request):
        body = request._request.body  # noqa: SLF001 -- DRF's only way
    else:
        fields = request.POST.copy()  # a form in parts leaves no body behind
        fields.pop("csrfmiddlewaretoken", None)  # another each time that the page is written
        body = fields.urlencode().encode()
    return f"{request.method}\n".encode() + body


def _claim(request: Asked, key: str, body_digest: bytes, *, now: datetime) -> tuple[RememberedCall, bool]:
    which = {"person": request.user, "path": request.path, "key_digest": _digest("key", key.encode())}
    RememberedCall.objects.filter(**which, at__lte=now - KEPT_FOR).delete()  # the sweep may be late
    return RememberedCall.objects.get_or_create(**which, defaults={"body_digest": body_digest, "at": now})


def _remember(call: RememberedCall, key: str, response: HttpResponseBase) -> None:
    if isinstance(response, Response):
        call.status, body = response.status_code, JSONRenderer().render(response.data)
    elif isinstance(response, HttpResponseRedirectBase):
        call.status, body = HTTPStatus.SEE_OTHER, response.url.encode()
    elif response.status_code >= HTTPStatus.BAD_REQUEST:  # a page with what is wrong in it confirms nothing
        call.delete()
        return
    else:
        call.status, body = HTTPStatus.NO_CONTENT, b""
    _seal(call, key, body)


def _remember_refusal(call: RememberedCall, key: str, refused: Exception) -> None:
    if isinstance(refused, Refusal) and refused.is_counted:
        call.status = refused.status
        _seal(call, key, json.dumps([refused.code, str(refused.title), refused.detail]).encode())
    else:  # nothing was confirmed
        call.delete()


def _seal(call: RememberedCall, key: str, body: bytes) -> None:
    call.sealed = _seal_of(key).encrypt(body)
    call.save(update_fields=["status", "sealed"])


def _again(call: RememberedCall, key: str, body_digest: bytes) -> HttpResponse:
    if bytes(call.body_digest) != body_digest:
        raise KeyRefused("idempotency-key-reused")
    body = _seal_of(key).decrypt(bytes(call.sealed))
    if call.status is not None and call.status >= HTTPStatus.BAD_REQUEST:
        raise _refusal_again(call.status, *json.loads(body))
    if call.status == HTTPStatus.SEE_OTHER:
        return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": body.decode()})
    response = HttpResponse(body, status=call.status, content_type="application/json")
    if not body:
        del response.headers["Content-Type"]
    return response


def _refusal_again(status: int, code: str, title: str, detail: str) -> Refusal:
    words = {"title": title, "sentences": {code: detail}, "statuses": {code: status}}
    again: Refusal = type("RefusedBefore", (Refusal,), words)(code)
    return again


def _digest(salt: str, content: bytes) -> bytes:
    # Keyed: a body with a cell could be guessed from a plain hash by trying every cell.
    return salted_hmac(f"{_SALT}.{salt}", content, algorithm="sha256").digest()


def _seal_of(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_digest("seal", key.encode())))
