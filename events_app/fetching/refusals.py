"""Why something was not fetched, named for the fact. None of them tells what stands behind an address."""

from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue, Refusal


class NotFetched(Refusal):
    """Nothing came of the request."""

    message = N_("This address could not be read.")


class AddressMalformed(NotFetched, InvalidValue):
    """No whole address of the web, or one that says more than where to go."""

    message = N_(
        "Write a whole address that begins with https:// or http:// and has neither a name nor a password in it."
    )


class AddressRefused(NotFetched, InvalidValue):
    """An address that leads into a network that is not public, or to a port that is not of the web."""

    message = N_("This address does not lead to a public website.")


class NameUnknown(NotFetched):
    """A name that leads nowhere."""

    message = N_("No server is known under this name.")


class FetchFailed(NotFetched):
    """No connection, no trusted certificate, or an answer that is no HTTP."""

    message = N_("The other server could not be reached, or did not answer as it should.")


class TookTooLong(NotFetched):
    """Not answered in time."""

    message = N_("The other server took too long to answer.")


class AnswerRefused(NotFetched):
    """A status other than the one hoped for."""

    message = N_("The other server answered with the status %(status)s.")


class AnswerTooLarge(NotFetched):
    """More than is taken."""

    message = N_("What the other server sends is too large.")


class ContentTypeRefused(NotFetched):
    """Something else than what was asked for."""

    message = N_("The other server sends something else than expected: %(media_type)s.")


class TooManyRedirects(NotFetched):
    """Sent on again and again."""

    message = N_("The other server sends on to other addresses too often.")
