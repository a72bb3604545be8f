"""One address with three verbs, for the document."""

from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_view

from tests.kernel.doors import Things, WishSerializer

Documented = extend_schema_view(
    get=extend_schema(responses=WishSerializer),
    post=extend_schema(request=WishSerializer, responses={201: WishSerializer}),
    delete=extend_schema(responses={204: None}),
)(Things)

urlpatterns = [path("api/v1/things", Documented.as_view())]
