"""What every page needs: icons, the import map, hashed files, a policy without inline scripts."""

import json
import re
from base64 import b64encode
from hashlib import sha256

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory, override_settings

from config.csp import ContentSecurityPolicy
from config.templatetags import front


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_an_icon_is_drawn_in_place_and_hidden_from_screen_readers():
    drawn = render('{% icon "coffee" "icon big" %}')
    assert drawn.startswith('<svg class="icon big" aria-hidden="true" focusable="false"')
    assert (drawn.count("class="), drawn.count(" width="), drawn.count("<!--")) == (1, 0, 0)


def test_an_unknown_icon_is_an_error():
    with pytest.raises(TemplateSyntaxError, match='There is no icon named "no-such-thing"'):
        render('{% icon "no-such-thing" %}')


def test_the_policy_allows_the_import_map_of_its_page_by_hash():
    request = RequestFactory().get("/")
    page = render("{% import_map %}", request=request)
    body = page.removeprefix('<script type="importmap">').removesuffix("</script>")
    policy = ContentSecurityPolicy(lambda _request: HttpResponse(page))(request)["Content-Security-Policy"]
    digest = b64encode(sha256(body.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}'" in policy


def test_a_page_without_an_import_map_allows_no_inline_script():
    response = ContentSecurityPolicy(lambda _request: HttpResponse())(RequestFactory().get("/"))
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy


def test_collected_modules_are_mapped_to_their_hashed_names(tmp_path):
    storages = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    front._import_map.cache_clear()
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", verbosity=0, interactive=False)
        page = render("{% import_map %}")
    front._import_map.cache_clear()
    imports = json.loads(re.sub("<[^>]*>", "", page))["imports"]
    assert "/static/js/app.js" in imports
    for plain, hashed in imports.items():
        assert re.fullmatch(r"/static/.+\.[0-9a-f]{12}\.js", hashed), plain
        assert (tmp_path / hashed.removeprefix("/static/")).is_file()
