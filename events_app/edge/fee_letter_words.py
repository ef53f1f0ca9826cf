"""What the letters about invoices say, in the form of `letter_words`."""

from collections.abc import Mapping

from events_app.domain.letters import LetterKind
from events_app.domain.messages import N_
from events_app.edge.letter_words import Paragraph, Words

INVOICE_LABEL = N_("Open the invoice")
NUMBER_WANTED = Paragraph(N_("Give the number %(number)s as the reference of your payment."))

FEE_WORDS: Mapping[LetterKind, Words] = {
    LetterKind.INVOICE_ISSUED: Words(
        subject=N_("Invoice %(number)s: %(title)s"),
        paragraphs=(
            Paragraph(N_("We have issued invoice %(number)s to %(organisation)s for %(title)s: %(total)s.")),
            Paragraph(N_("The next payment is due by %(day)s: %(amount)s."), needs="day"),
            NUMBER_WANTED,
        ),
        label=INVOICE_LABEL,
    ),
    LetterKind.PAYMENT_REMINDER: Words(
        subject=N_("Reminder: invoice %(number)s"),
        paragraphs=(
            Paragraph(
                N_("%(amount)s of invoice %(number)s for %(title)s was due by %(day)s and has not arrived."),
                needs="day",
            ),
            NUMBER_WANTED,
            Paragraph(N_("If you have paid in the last days, you need do nothing.")),
        ),
        label=INVOICE_LABEL,
    ),
    LetterKind.PAYMENT_RECEIVED: Words(
        subject=N_("Payment received: invoice %(number)s"),
        paragraphs=(
            Paragraph(N_("We have received %(total)s for invoice %(number)s, %(title)s. Thank you.")),
            Paragraph(N_("Still to be paid: %(amount)s, by %(day)s."), needs="day"),
        ),
        label=INVOICE_LABEL,
    ),
    LetterKind.CREDIT_ISSUED: Words(
        subject=N_("Credit note for invoice %(number)s"),
        paragraphs=(Paragraph(N_("We have credited %(total)s of invoice %(number)s for %(title)s.")),),
        label=INVOICE_LABEL,
    ),
}
