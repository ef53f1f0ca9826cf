"""Words of the letters about claims for support; how they become a mail is `letters`' business."""

from collections.abc import Mapping

from events_app.domain.letters import LetterKind
from events_app.domain.messages import N_
from events_app.edge.letter_words import OFFICER_WRITES, Paragraph, Words

CLAIM_LABEL = N_("Open the claim")
CLAIM_WORDS: Mapping[LetterKind, Words] = {
    LetterKind.CLAIM_RECEIVED: Words(
        subject=N_("Claim for support received: %(title)s"),
        paragraphs=(
            Paragraph(N_("The claim of %(organisation)s under “%(document)s” for %(title)s has arrived.")),
            Paragraph(N_("An officer checks the costs and documents now; you are told of the decision.")),
        ),
        label=CLAIM_LABEL,
    ),
    LetterKind.CLAIM_RETURNED: Words(
        subject=N_("Please complete your claim for support: %(title)s"),
        paragraphs=(
            Paragraph(N_("The claim of %(organisation)s under “%(document)s” for %(title)s needs to be completed.")),
            OFFICER_WRITES,
            Paragraph(N_("Complete it and submit it again.")),
        ),
        label=CLAIM_LABEL,
    ),
    LetterKind.CLAIM_APPROVED: Words(
        subject=N_("Claim for support approved: %(title)s"),
        paragraphs=(
            Paragraph(
                N_("%(amount)s is granted to %(organisation)s under “%(document)s” for %(title)s."), needs="amount"
            ),
            OFFICER_WRITES,
            Paragraph(N_("You are told when it is paid.")),
        ),
        label=CLAIM_LABEL,
    ),
    LetterKind.CLAIM_REFUSED: Words(
        subject=N_("Claim for support refused: %(title)s"),
        paragraphs=(
            Paragraph(N_("The claim of %(organisation)s under “%(document)s” for %(title)s was refused.")),
            OFFICER_WRITES,
        ),
        label=CLAIM_LABEL,
    ),
    LetterKind.CLAIM_PAID: Words(
        subject=N_("Support paid: %(title)s"),
        paragraphs=(
            Paragraph(
                N_("%(amount)s was paid to %(organisation)s under “%(document)s” for %(title)s."), needs="amount"
            ),
            OFFICER_WRITES,
        ),
        label=CLAIM_LABEL,
    ),
}
