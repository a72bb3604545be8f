"""What the libraries of the API are told, everywhere the same; `config.settings` takes it over."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "kernel.tokens.TokenAuthentication",  # first: a refused caller is told which header to send
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "kernel.schema.KairosAutoSchema",
    "EXCEPTION_HANDLER": "kernel.refusals.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Kairos",
    "DESCRIPTION": "Free now, who is near and why, meet now. The pages stand on the same functions.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {  # choices that several fields share, or one name that stands for several
        "MinutesOnFootEnum": "matching.api.serializers.MINUTES_ON_FOOT",
        "PlaceKindEnum": "places.models.Kind",
        "TermEnum": "accounts.api.serializers.TERM_CHOICES",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}
