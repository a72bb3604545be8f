"""What a report sends: what happened, and a line if one wishes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from meetups.whom import KINDS
from moderation import policy
from moderation.wording import CATEGORIES


class ReportForm(forms.Form):
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS], widget=forms.HiddenInput)
    about = forms.UUIDField(widget=forms.HiddenInput)
    category = forms.ChoiceField(
        label=_("What happened?"),
        choices=list(CATEGORIES.items()),
        error_messages={"required": _("Please choose what happened.")},
    )
    note = forms.CharField(label=_("Anything to add?"), max_length=policy.NOTE_LONGEST, required=False)
