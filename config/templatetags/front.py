"""Template tags of every page, always loaded: the import map, icons, what a form is counted by."""

import json
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from uuid import uuid4

from django import template
from django.conf import settings
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from kernel.idempotency import ONCE

register = template.Library()

# What Lucide says on a drawing's root and our style sheets decide instead.
DECIDED_BY_CSS = re.compile(r'\s(class|width|height)="[^"]*"')


@register.simple_tag(takes_context=True)
def import_map(context: RequestContext) -> SafeString:
    """Print the import map: our modules by their plain addresses, and `htmx.org`.

    Modules import each other by relative paths; the map leads each to its hashed file.
    *Effects*: leaves the map's hash on the request, for `config.csp`.
    """
    body = _import_map()
    request = context.get("request")
    if request is not None:
        request.import_map_hash = b64encode(sha256(body.encode()).digest()).decode()
    return mark_safe(f'<script type="importmap">{body}</script>')


@register.simple_tag
def icon(name: str, css_class: str = "icon") -> SafeString:
    """Inline a drawing by name, ours from `static/icons`, else Lucide's; hidden from screen readers."""
    root, rest = _drawing(name)
    return mark_safe(f'<svg class="{css_class}" aria-hidden="true" focusable="false"{root}>{rest}')


@register.simple_tag
def once() -> SafeString:
    """Say in a form which page it stands on: sent twice without our script, it counts once.

    With our script the field is not there: forms carry an `Idempotency-Key`, and pages change under the hand.
    """
    field = f'<input type="hidden" name="{ONCE}" value="{uuid4().hex}">'
    return mark_safe(f"<noscript>{field}</noscript>")


@cache
def _import_map() -> str:
    paths = sorted((settings.BASE_DIR / "static/js").rglob("*.js"))
    ours = [path.relative_to(settings.BASE_DIR / "static").as_posix() for path in paths]
    imports = {settings.STATIC_URL + name: static(name) for name in ours}
    imports["htmx.org"] = static("htmx/htmx.esm.min.js")
    return json.dumps({"imports": imports}, separators=(",", ":"))


@cache
def _drawing(name: str) -> tuple[str, str]:
    """Return the attributes of its root, and what follows."""
    for folder in (settings.BASE_DIR / "static/icons", settings.NODE_MODULES / "lucide-static/icons"):
        file = folder / f"{name}.svg"
        if file.is_file():
            root, rest = file.read_text().split("<svg", 1)[1].split(">", 1)
            return DECIDED_BY_CSS.sub("", root), rest.strip()
    raise template.TemplateSyntaxError(f'There is no icon named "{name}"')
