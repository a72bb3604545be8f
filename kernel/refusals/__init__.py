"""Saying no: `Refusal` is what stages raise, `problems` says it to programs, `pages` to people."""

from kernel.refusals.pages import (
    LeadOnMiddleware,
    RefusalMiddleware,
    handler400,
    handler403,
    handler404,
    handler500,
)
from kernel.refusals.problems import exception_handler, problem
from kernel.refusals.refusal import Refusal, Sentence

__all__ = [
    "LeadOnMiddleware",
    "Refusal",
    "RefusalMiddleware",
    "Sentence",
    "exception_handler",
    "handler400",
    "handler403",
    "handler404",
    "handler500",
    "problem",
]
