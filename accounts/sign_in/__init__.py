"""Signing in without a password: who may ask for a code, the code itself, and who may pass the door.

Called by the doors of every app (`member_required`), by allauth (`adapter`) and by the views of accounts.
"""

from accounts.sign_in.gate import MemberRequest, member_required

__all__ = ["MemberRequest", "member_required"]
