"""Raw rows for administrators. Measures are taken in moderation, which writes the reasons with them."""

from django.contrib import admin
from django.http import HttpRequest

from accounts.models import Block, Profile, Restriction, Statement, User


class ProfileInline(admin.StackedInline[Profile, User]):
    model = Profile
    can_delete = False
    extra = 0
    readonly_fields = ("company_key", "is_adult_at", "work_mail_at", "met_once_at", "oidc_at")


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    list_display = ("email", "is_active", "is_staff", "is_demo", "is_provisional", "last_login")
    list_filter = ("is_active", "is_staff", "is_demo", "is_provisional")
    search_fields = ("email", "profile__first_name", "profile__company")
    ordering = ("-date_joined",)
    exclude = ("password",)
    readonly_fields = ("id", "date_joined", "last_login", "mail_proved_at")
    filter_horizontal = ("groups", "user_permissions")
    inlines = (ProfileInline,)


@admin.register(Block)
class BlockAdmin(admin.ModelAdmin[Block]):
    list_display = ("blocker", "blocked", "created_at")
    raw_id_fields = ("blocker", "blocked")
    search_fields = ("blocker__email", "blocked__email")


class ReadOnly:
    """What was decided about a person is written once, with its reasons, and read here."""

    def has_add_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False


@admin.register(Statement)
class StatementAdmin(ReadOnly, admin.ModelAdmin[Statement]):
    list_display = ("user", "clause", "automated", "language", "created_at")
    search_fields = ("user__email",)


@admin.register(Restriction)
class RestrictionAdmin(ReadOnly, admin.ModelAdmin[Restriction]):
    list_display = ("user", "kind", "from_at", "until", "lifted_at")
    list_filter = ("kind",)
    search_fields = ("user__email",)
