"""Marked sentences in templates: as Jinja's own new style of gettext, but for one rule of writing.

A value that ends with a full stop ("Acme Ltd.", «5 апр. 2027 г.») ends the sentence that it stands at the end of.
"""

from collections.abc import Callable
from typing import Any, Final

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from events_app.i18n.catalogues import Catalogues, filled

COUNTED: Final = {"ngettext": 2, "npgettext": 3}
"""Which argument is the number that chooses the plural form."""


def install_sentences(environment: Environment, catalogues: Catalogues) -> None:
    """Give the templates `gettext ngettext pgettext npgettext`; the extension `i18n` must be there."""
    functions = {name: _filling(name, function) for name, function in catalogues.jinja_callables().items()}
    environment.globals.update(functions)
    environment.newstyle_gettext = True  # type: ignore[attr-defined]


def _filling(name: str, function: Callable[..., str]) -> Callable[..., str]:
    place = COUNTED.get(name)

    @pass_context
    def sentence(context: Context, /, *args: Any, **variables: object) -> str:  # noqa: ANN401 - as the function takes
        text = function(*args)
        if place is not None:
            variables.setdefault("num", args[place])
        # The catalogue is ours; what is filled in is escaped by Markup itself.
        return filled(Markup(text) if context.eval_ctx.autoescape else text, variables)  # noqa: S704

    return sentence
