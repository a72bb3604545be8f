"""What a report sends: what happened, and a line if one wishes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from meetups.forms import AboutForm
from moderation import policy
from moderation.wording import CATEGORIES


class ReportForm(AboutForm):
    """A report of the person behind `about`."""

    category = forms.ChoiceField(
        label=_("What happened?"),
        choices=list(CATEGORIES.items()),
        error_messages={"required": _("Please choose what happened.")},
    )
    note = forms.CharField(label=_("Anything to add?"), max_length=policy.NOTE_LONGEST, required=False)
