"""What a service worker says when its browser has got another address."""

from django import forms


class RenewalForm(forms.Form):
    """The old address, and the new one with its keys."""

    old = forms.CharField(max_length=1000)
    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=40)
