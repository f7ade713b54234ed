"""The API object whose document is whole."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from core.openapi.completing import complete
from core.openapi.words import Words


class DocumentedAPI(NinjaAPI):
    """Completes what django-ninja knows of the calls: all answers, meanings, examples."""

    def __init__(self, *, words: Words, **options: Any) -> None:  # noqa: ANN401 -- what the base class takes
        """Keep the words for what the names mean."""
        super().__init__(**options)
        self.words = words
        self._document: OpenAPISchema | None = None

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Answer the document, which is made once: the calls do not change while the site runs."""
        if self._document is None:
            document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
            complete(document, self.words)
            self._document = document
        return self._document

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Name a call for programs that are generated from the document, by its application and function."""
        application, *rooms = operation.view_func.__module__.split(".")
        parts = dict.fromkeys([application, *(room for room in rooms if room != "api"), operation.view_func.__name__])
        return "_".join(parts)
