"""What the pages of accounts ask, and how a person's typing becomes what a stage expects.

Called by the views. What is refused is decided by the stages; a form asks them, to say it beside the field.
"""

import re
from typing import Any

from allauth.account.fields import EmailField
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import languages, mail_domains, policy, profiles, taxonomy
from accounts.models import Profile, User
from accounts.models.people import AnswerTime, InterfaceLanguage, OpenTo
from notifications import subscriptions
from notifications.models import Preference
from notifications.models.reaching import ENDPOINT_LONGEST, TIME_ZONE_LONGEST
from notifications.subscriptions import SubscriptionRefused

_UNREADABLE = _("Please check this address: it should look like name@company.com.")


class SignInForm(RequestLoginCodeForm):
    """The address that gets the code."""

    email = EmailField(
        label=_("Your mail address"),
        help_text=_("With your work mail, a badge says where you work."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
        error_messages={"invalid": _UNREADABLE},
    )

    def clean_email(self) -> str:
        """The address in its one spelling; whether anybody has it is no business of a form's."""
        try:
            return mail_domains.canonical(self.cleaned_data["email"])
        except ValueError:
            raise forms.ValidationError(_UNREADABLE, code="invalid") from None

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
    """A form whose values are checked by the rules of the place where they are kept."""

    def clean(self) -> dict[str, Any]:
        """Say the stage's refusals beside the fields they are about."""
        for name, value in list(self.cleaned_data.items()):
            try:
                self.cleaned_data[name] = kept = profiles.cleaned(name, value)
                if self.fields[name].required and kept == "" != value:  # signs that nobody can see
                    self.add_error(name, self.fields[name].error_messages["required"])
            except profiles.ProfileRefused as refusal:
                self.add_error(name, forms.ValidationError(refusal.detail, code=refusal.code))
        return self.cleaned_data


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

    def __init__(self, **kwargs: Any) -> None:
        widget, note = forms.TextInput(attrs={"autocomplete": "off"}), _("Up to three, with commas between.")
        super().__init__(required=False, widget=widget, help_text=note, **kwargs)

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
        names = (_("First choice"), _("Second choice"), _("Third choice"))
        lists = [
            forms.ChoiceField(
                choices=_term_choices, required=False, widget=forms.Select(attrs={"aria-label": name})
            )
            for name in names
        ]
        widget = TermsWidget([field.widget for field in lists])
        super().__init__(fields=lists, require_all_fields=False, required=False, widget=widget, **kwargs)

    def compress(self, data_list: list[str]) -> list[str]:
        """The codes chosen, once each."""
        return list(dict.fromkeys(code for code in data_list if code))


class TermsWidget(forms.MultiWidget):
    """The three lists side by side."""

    def decompress(self, value: Any) -> list[Any]:
        """One code a list; an empty value leaves them empty."""
        return value or []


class ProfileForm(CheckedByStage):
    """Everything a person says of themselves."""

    first_name = _text(_("First name"), policy.NAME_CHARS, required=True, autocomplete="given-name")
    last_name = _text(_("Last name"), policy.NAME_CHARS, autocomplete="family-name")
    role = _text(_("Role"), policy.ROLE_CHARS, required=True, autocomplete="organization-title")
    company = _text(_("Company"), policy.COMPANY_CHARS, autocomplete="organization")
    headline = _text(_("In one line"), policy.HEADLINE_CHARS, autocomplete="off")
    offers = Terms(label=_("I offer"))
    free_offers = Tags(label=_("I offer, in my own words"))
    seeks = Terms(label=_("I look for"))
    free_seeks = Tags(label=_("I look for, in my own words"))
    languages = forms.MultipleChoiceField(
        label=_("Languages I can hold a conversation in"),
        choices=list(languages.NATIVE_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": profiles.ProfileRefused.sentences["no-language"]},
    )

    def __init__(self, data: QueryDict | None, *, profile: Profile) -> None:
        super().__init__(data, initial={name: getattr(profile, name) for name in self.base_fields})


class PrivacyForm(CheckedByStage):
    """Who may see me."""

    open_to = forms.ChoiceField(
        label=_("Outside zones, who may see and invite me"), choices=OpenTo, widget=forms.RadioSelect
    )
    hide_company = forms.BooleanField(
        label=_("Hide me from people of my own company"),
        help_text=_("Neither of you sees the other: same company name, or same work mail."),
        required=False,
    )
    hidden_companies = forms.CharField(
        label=_("Hide me from these companies too"),
        help_text=_("One a line. Capitals, accents and legal forms (Ltd, SA, GmbH) make no difference."),
        required=False,
        max_length=policy.HIDDEN_COMPANIES * policy.COMPANY_CHARS,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None, *, profile: Profile) -> None:
        initial = {name: getattr(profile, name) for name in self.base_fields}
        super().__init__(data, initial=initial | {"hidden_companies": "\n".join(profile.hidden_companies)})

    def clean_hidden_companies(self) -> list[str]:
        """One company a line."""
        names: str = self.cleaned_data["hidden_companies"]
        return names.splitlines()


class RingingForm(forms.Form):
    """When I want quiet, and whether mail may stand in."""

    quiet_from = forms.TimeField(
        label=_("Quiet from"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=_("until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    time_zone = forms.CharField(
        label=_("On the clock of"), max_length=TIME_ZONE_LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip
    may_mail = forms.BooleanField(
        label=_("Write to me where no device of mine can ring"),
        help_text=_("Plans, rush hours and alerts only: an invitation is over before a mail is read."),
        required=False,
    )

    def __init__(self, data: QueryDict | None, *, wishes: Preference) -> None:
        super().__init__(data, initial={name: getattr(wishes, name) for name in self.base_fields})

    def clean_time_zone(self) -> str:
        """One that there is."""
        name: str = self.cleaned_data["time_zone"]
        if not subscriptions.is_time_zone(name):
            raise forms.ValidationError(SubscriptionRefused("unknown-time-zone").detail, code="unknown")
        return name

    def clean(self) -> dict[str, Any]:
        """Both ends of the quiet hours, or neither."""
        said: dict[str, Any] = self.cleaned_data
        if not subscriptions.are_hours(said.get("quiet_from"), said.get("quiet_until")):
            self.add_error("quiet_until", SubscriptionRefused("half-quiet").detail)
        return said


class BrowserForm(forms.Form):
    """A subscription as the browser gives it, sent by the page."""

    endpoint = forms.CharField(max_length=ENDPOINT_LONGEST)
    p256dh = forms.CharField(max_length=90)
    auth = forms.CharField(max_length=30)
    time_zone = forms.CharField(max_length=TIME_ZONE_LONGEST, required=False)


class LanguageForm(forms.Form):
    """Which of its languages Kairos speaks to me."""

    language = forms.ChoiceField(choices=InterfaceLanguage)


class AnswerTimeForm(forms.Form):
    """How long an invitation rings at me."""

    answer_s = forms.TypedChoiceField(coerce=int, choices=AnswerTime)
