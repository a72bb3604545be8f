"""The rows of accounts: people, whom they refuse, what was decided about them, and how they sign in.

Any app above may read them; only the stages of accounts (and moderation, for restrictions) write them.
"""

from accounts.models.codes import Allowance, SignInCode
from accounts.models.people import Profile, User
from accounts.models.refusing import Block, Restriction, Statement

__all__ = ["Allowance", "Block", "Profile", "Restriction", "SignInCode", "Statement", "User"]
