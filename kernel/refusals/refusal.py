"""The clear sentence with which a stage says no. Every app subclasses `Refusal`."""

from typing import TYPE_CHECKING, ClassVar, TypeAlias, Union

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.utils.functional import _StrPromise

Sentence: TypeAlias = Union[str, "_StrPromise"]


class Refusal(Exception):
    """Raised by a stage that will not do what was asked; a page and the API turn it into the same sentence.

    A subclass lists its codes in `sentences`; a code that is not listed is a mistake and says so at once.
    `statuses` names the codes that are not a 409; `counted` those that cost something, as a try: said again
    under its `Idempotency-Key`, such a no is repeated and costs nothing more.
    """

    status: int = 409
    title: Sentence = _("This cannot be done now.")
    sentences: ClassVar[dict[str, Sentence]] = {}
    statuses: ClassVar[dict[str, int]] = {}
    counted: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, code: str, *, retry_after_s: int | None = None, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
        self.retry_after_s = retry_after_s
        self.page: HttpResponse | None = None  # where a view says it better than a passing sentence
        self.status = self.statuses.get(code, self.status)
        self._sentence = self.sentences[code]

    @property
    def is_counted(self) -> bool:
        """Whether something was kept of what is refused."""
        return self.code in self.counted

    @property
    def detail(self) -> str:
        """The sentence in the language that is active when it is read."""
        return str(self._sentence) % self.params if self.params else str(self._sentence)

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"
