"""What the letters say about the days before an exhibition: stands not taken in time, and deadlines of travellers."""

from collections.abc import Mapping

from events_app.domain.letters import LetterKind
from events_app.domain.messages import N_, P_
from events_app.edge.letter_words import CASE_LABEL, Paragraph, Words

DELEGATION_LABEL = N_("Open the delegation")
DUE_OF = P_("the day of a deadline and the people whom it is for", "%(day)s – %(names)s")
DONE_BY_NOW = Paragraph(N_("If it is ready by now, mark it as done in the delegation, or tell whoever looks after it."))

DAY_WORDS: Mapping[LetterKind, Words] = {
    LetterKind.STAND_EXPIRED: Words(
        subject=N_("The offer of a stand has ended: %(title)s"),
        paragraphs=(
            Paragraph(
                N_("%(organisation)s did not answer the offer of this space at %(title)s in time: %(stands)s."),
                needs="stands",
            ),
            Paragraph(N_("%(organisation)s did not answer the offer of a stand at %(title)s in time."), lacks="stands"),
            Paragraph(N_("The space is free again. Your place stays, and the organiser can offer you another stand.")),
        ),
        label=CASE_LABEL,
    ),
    LetterKind.DUES_NEAR: Words(
        subject=N_("To be ready soon: %(title)s"),
        paragraphs=(
            Paragraph(N_("For the delegation to %(title)s, %(dates)s, the following is still open."), needs="dates"),
        ),
        after=(DONE_BY_NOW,),
        label=DELEGATION_LABEL,
    ),
    LetterKind.DUES_OVER: Words(
        subject=N_("Overdue: %(title)s"),
        paragraphs=(
            Paragraph(
                N_("For the delegation to %(title)s, %(dates)s, the following should be ready by now and is not."),
                needs="dates",
            ),
        ),
        after=(DONE_BY_NOW,),
        label=DELEGATION_LABEL,
    ),
}
