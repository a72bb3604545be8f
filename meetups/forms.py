"""What the pages of meetups send."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from meetups import policy
from meetups.whom import KINDS
from meetups.wording import CANCEL_REASONS, PRESETS


class InviteForm(forms.Form):
    """Meet now: the live session of the other, the length of the talk, a proposed point."""

    to = forms.UUIDField()
    length_min = forms.TypedChoiceField(
        coerce=int,
        choices=[(length, length) for length in policy.LENGTHS_MIN],
        initial=policy.LENGTH_DEFAULT_MIN,
    )
    point = forms.UUIDField(required=False)


class LatenessForm(forms.Form):
    """So many minutes late."""

    minutes = forms.TypedChoiceField(coerce=int, choices=[(late, late) for late in policy.LATENESS_MIN])


class MessageForm(forms.Form):
    """One of the preset sentences."""

    preset = forms.ChoiceField(choices=list(PRESETS.items()))


class CancelForm(forms.Form):
    """Why it is called off."""

    reason = forms.ChoiceField(choices=list(CANCEL_REASONS.items()))


class CodeForm(forms.Form):
    """The other's four digits; spaces are forgiven."""

    code = forms.RegexField(
        regex=r"^[0-9]{4}$",
        label=_("Their code"),
        error_messages={"invalid": _("Four digits, please.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "4"}),
    )


class AboutForm(forms.Form):
    """Whom somebody means, as `kind:id`: a card, an invitation or a meeting both share."""

    about = forms.RegexField(regex=rf"^({'|'.join(KINDS)}):[0-9a-f-]{{36}}$", widget=forms.HiddenInput)

    def clean_about(self) -> tuple[str, UUID]:
        """Shape: (kind, id)."""
        kind, _colon, about = self.cleaned_data["about"].partition(":")
        try:
            return kind, UUID(about)
        except ValueError as error:
            raise forms.ValidationError("") from error
