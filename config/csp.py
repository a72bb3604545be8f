"""The content security policy of a response: the settings', and the hash of its import map if it has one."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase


class ContentSecurityPolicy(CSPMiddleware):
    """`{% import_map %}` leaves its hash on the request; here it becomes an allowed script."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Allow the import map that this very page carries, and no other inline script."""
        parts = super().get_policy_parts(request, response, report_only)
        import_map_hash = getattr(request, "import_map_hash", None)
        if import_map_hash:
            # script-src replaces default-src for scripts, so it repeats 'self'.
            parts.update = {**(parts.update or {}), "script-src": ["'self'", f"'sha256-{import_map_hash}'"]}
        return parts
