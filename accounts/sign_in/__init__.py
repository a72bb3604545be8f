"""Signing in without a password: who may ask for a code, the code itself, and who may pass the door.

Called by the doors of every app (`member_required`), by allauth (`adapter`) and by the views of accounts.
"""

from accounts.sign_in.gate import member_required

__all__ = ["member_required"]
