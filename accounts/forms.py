"""What the pages of accounts ask, and how a person's typing becomes what a stage expects.

Called by the views. What is refused is decided by the stages; a form asks them early, to say it beside the field.
"""

import re
from collections.abc import Callable
from typing import Any, cast

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import languages, mail_domains, policy, profiles, taxonomy
from accounts.models import Profile, User
from accounts.models.people import InterfaceLanguage, OpenTo


class SignInForm(RequestLoginCodeForm):
    """The address that gets the code."""

    email = forms.EmailField(
        label=_("Your mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"invalid": _("Please check this address: it should look like name@company.com.")},
    )

    def clean_email(self) -> str:
        """The address in its one spelling; whether anybody has it is no business of a form's."""
        try:
            return mail_domains.canonical(self.cleaned_data["email"])
        except ValueError:
            raise forms.ValidationError(self.fields["email"].error_messages["invalid"], code="invalid") from None

    def is_for(self, user: User) -> None:
        """Name the account that allauth sends the code to."""
        self._user = user


class CodeForm(ConfirmLoginCodeForm):
    """The six digits. Only their shape is looked at here, so that a slip of the finger costs no try."""

    code = forms.CharField(
        label=_("Six-digit code"),
        widget=forms.TextInput(
            attrs={
                "class": "code-field",
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "pattern": "[0-9 ]*",
                "maxlength": "11",
                "autofocus": True,
            }
        ),
    )

    def clean_code(self) -> str:
        """The digits without the blanks that people copy along."""
        digits = re.sub(r"\s", "", self.cleaned_data["code"])
        if not re.fullmatch(rf"[0-9]{{{policy.CODE_DIGITS}}}", digits):
            raise forms.ValidationError(_("The code has six digits."), code="shape")
        return digits


class CheckedByStage(forms.Form):
    """A form whose free texts are checked where they are kept."""

    def _clean_fields(self) -> None:
        super()._clean_fields()
        for name, check in CHECKS.items():
            if name in self.cleaned_data:
                try:
                    self.cleaned_data[name] = check(self.cleaned_data[name])
                except profiles.ProfileRefused as refusal:
                    self.add_error(name, forms.ValidationError(refusal.detail, code=refusal.code))


def _words(limit: int, *, domains: bool = True) -> Callable[[str], str]:
    return lambda text: profiles.plain_words(text, limit=limit, domains=domains)


CHECKS: dict[str, Callable[[Any], Any]] = {
    "first_name": _words(policy.NAME_CHARS),
    "last_name": _words(policy.NAME_CHARS),
    "role": _words(policy.ROLE_CHARS),
    "company": _words(policy.COMPANY_CHARS, domains=False),
    "headline": _words(policy.HEADLINE_CHARS),
    "topic": _words(policy.TOPIC_CHARS),
    "free_offers": lambda tags: [profiles.plain_words(tag, limit=policy.TAG_CHARS) for tag in tags],
    "free_seeks": lambda tags: [profiles.plain_words(tag, limit=policy.TAG_CHARS) for tag in tags],
}


def _text(label: Any, chars: int, *, required: bool = False, **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=chars, required=required, widget=forms.TextInput(attrs=attrs)
    )


class FirstProfileForm(CheckedByStage):
    """The four fields before the first "free now"."""

    first_name = _text(_("First name"), policy.NAME_CHARS, required=True, autocomplete="given-name")
    role = _text(_("Role"), policy.ROLE_CHARS, required=True, autocomplete="organization-title")
    company = _text(_("Company"), policy.COMPANY_CHARS, autocomplete="organization")
    topic = _text(_("What would you like to talk about?"), policy.TOPIC_CHARS, autocomplete="off")
    is_adult = forms.BooleanField(
        label=_("I am 18 or older"),
        error_messages={"required": profiles.ProfileRefused.sentences["not-adult"]},
    )


class Tags(forms.CharField):
    """Free tags in one line, with commas between."""

    def to_python(self, value: Any) -> Any:
        """The tags as a list."""
        return [tag for tag in (part.strip() for part in re.split(r"[,;\n]", value or "")) if tag]

    def prepare_value(self, value: Any) -> Any:
        """The line that shows a list."""
        return ", ".join(value) if isinstance(value, list) else value


def _term_choices() -> list[tuple[str, Any]]:
    return [("", "—"), *taxonomy.by_group(get_language() or "en")]


class Terms(forms.MultiValueField):
    """Three drop-down lists over the taxonomy: usable by keyboard, by voice and without JavaScript."""

    def __init__(self, **kwargs: Any) -> None:
        lists = [forms.ChoiceField(choices=_term_choices, required=False) for _each in range(policy.TAGS_A_SIDE)]
        widget = TermsWidget([cast("forms.Widget", field.widget) for field in lists])
        super().__init__(lists, require_all_fields=False, required=False, widget=widget, **kwargs)

    def compress(self, data_list: Any) -> Any:
        """The codes chosen, once each."""
        return list(dict.fromkeys(code for code in data_list if code))


class TermsWidget(forms.MultiWidget):
    """The three lists, each with a name of its own for a screen reader."""

    template_name = "accounts/_terms.html"

    def decompress(self, value: Any) -> list[Any]:
        """One code a list."""
        return [*(value or []), *[None] * policy.TAGS_A_SIDE][: policy.TAGS_A_SIDE]


class ProfileForm(CheckedByStage):
    """Everything a person says of themselves."""

    first_name = _text(_("First name"), policy.NAME_CHARS, required=True, autocomplete="given-name")
    last_name = _text(_("Last name"), policy.NAME_CHARS, autocomplete="family-name")
    role = _text(_("Role"), policy.ROLE_CHARS, required=True, autocomplete="organization-title")
    company = _text(_("Company"), policy.COMPANY_CHARS, autocomplete="organization")
    headline = _text(_("In one line"), policy.HEADLINE_CHARS, autocomplete="off")
    offers = Terms(label=_("I offer"))
    free_offers = Tags(label=_("In my own words"), required=False, max_length=3 * policy.TAG_CHARS + 10)
    seeks = Terms(label=_("I look for"))
    free_seeks = Tags(label=_("In my own words"), required=False, max_length=3 * policy.TAG_CHARS + 10)
    languages = forms.MultipleChoiceField(
        label=_("Languages I can hold a conversation in"),
        choices=list(languages.NATIVE_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": profiles.ProfileRefused.sentences["no-language"]},
    )

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        super().__init__(*args, initial={name: getattr(profile, name) for name in self.base_fields}, **kwargs)

    def _clean_tags(self, name: str) -> list[str]:
        tags: list[str] = self.cleaned_data[name]
        if len(tags) > policy.TAGS_A_SIDE:
            raise forms.ValidationError(profiles.ProfileRefused.sentences["too-many"], code="too-many")
        return tags

    def clean_free_offers(self) -> list[str]:
        """Three at most."""
        return self._clean_tags("free_offers")

    def clean_free_seeks(self) -> list[str]:
        """Three at most."""
        return self._clean_tags("free_seeks")


class PrivacyForm(forms.Form):
    """Who may see me."""

    open_to = forms.ChoiceField(label=_("Who may see and invite me"), choices=OpenTo, widget=forms.RadioSelect)
    hide_company = forms.BooleanField(label=_("Hide me from people of my own company"), required=False)
    hidden_companies = forms.CharField(
        label=_("Hide me from these companies too"),
        required=False,
        max_length=policy.HIDDEN_COMPANIES * policy.COMPANY_CHARS,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        initial = {
            "open_to": profile.open_to,
            "hide_company": profile.hide_company,
            "hidden_companies": "\n".join(profile.hidden_companies),
        }
        super().__init__(*args, initial=initial, **kwargs)

    def clean_hidden_companies(self) -> list[str]:
        """One company a line."""
        names = [line for line in self.cleaned_data["hidden_companies"].splitlines() if line.strip()]
        if len(names) > policy.HIDDEN_COMPANIES:
            raise forms.ValidationError(profiles.ProfileRefused.sentences["too-many-companies"])
        return names


class LanguageForm(forms.Form):
    """Which of its languages Kairos speaks to me."""

    language = forms.ChoiceField(choices=InterfaceLanguage)
