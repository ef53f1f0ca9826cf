"""What each letter says: its subject, its paragraphs and its link, as sentences to be translated.

Their parameters are filled in `letters`. A paragraph with `needs` stands only where that parameter is there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from events_app.domain.letters import LetterKind
from events_app.domain.messages import N_, P_, Message


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; with `needs` it stands where that parameter is there, with `lacks` where it is not."""

    words: Message
    needs: str = ""
    lacks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One letter; `path` leads to a page below the language, with the token of the letter where it has one."""

    subject: Message
    paragraphs: tuple[Paragraph, ...]
    label: Message | None = None
    path: str = ""
    after: tuple[Paragraph, ...] = ()


GREETING = P_("beginning of a letter", "Hello %(name)s,")
GREETING_WITHOUT_NAME = P_("beginning of a letter", "Hello,")
AUTOMATIC = N_("This letter was sent automatically.")
QUESTIONS = N_("Questions: %(questions)s")
WHEN = N_("When")
PLACE = N_("Place")
MOMENT = P_("a moment and the time zone of its clock", "%(moment)s (%(zone)s)")
SPAN = P_("from one moment to another", "%(start)s – %(end)s")
HOURS = P_("a day and hours on it", "%(day)s, %(hours)s")
NOTHING_TO_DO = Paragraph(N_("If it was not you, you need do nothing."))
USED_ONCE = Paragraph(N_("The link below can be used once, until %(until)s."), needs="until")
FORGOTTEN = N_("Forgotten password")
CANCELLED_TITLE = P_("title of an entry of a calendar feed", "Cancelled: %(title)s")
CANCELLED_REASON = N_("Cancelled. Reason: %(reason)s")
WITH_REASON = Paragraph(CANCELLED_REASON, needs="reason")
DETAILS = N_("All details: %(url)s")
SESSION_TITLE = P_("title of a programme session", "%(part)s – %(title)s")
ADDRESS = P_("parts of an address, from the room to the country", "%(first)s, %(rest)s")
PAGE_LABEL = N_("Open the page")
CASE_LABEL = N_("Open the application")
OFFER_LABEL = N_("Open the technology offer")
NEED_LABEL = N_("Open the technology need")
INTRODUCTION_LABEL = N_("Open the introduction")
ANSWER_LABEL = N_("Answer the proposal")
TOLD = Paragraph(N_("The organiser writes: %(reason)s"), needs="reason")
OFFICER_WRITES = Paragraph(N_("Message from the authority: %(reason)s"), needs="reason")
UNTOLD_COMPANY = Paragraph(
    N_("Until both sides agree, your contacts are not passed on, nor are you told who the partner organisation is.")
)
UNTOLD_PARTNER = Paragraph(N_("Until both sides agree, neither your name nor your contacts are passed on."))
ANSWER_BY = Paragraph(N_("Answer yes, later or no by %(day)s."), needs="day")

WORDS: Mapping[LetterKind, Words] = {
    LetterKind.INVITATION: Words(
        subject=N_("Invitation: %(organisation)s"),
        paragraphs=(
            Paragraph(N_("%(by)s invites you to work for %(organisation)s in this calendar."), needs="by"),
            Paragraph(N_("You are invited to work for %(organisation)s in this calendar."), lacks="by"),
            USED_ONCE,
        ),
        label=N_("Accept the invitation"),
        path="invitation",
        after=(Paragraph(N_("If you do not know what this is about, you need do nothing.")),),
    ),
    LetterKind.PASSWORD_RESET: Words(
        subject=N_("A new password for your account"),
        paragraphs=(
            Paragraph(N_("Somebody, most likely you, has asked to set a new password for your account.")),
            USED_ONCE,
        ),
        label=N_("Set the new password"),
        path="reset-password",
        after=(Paragraph(N_("If it was not you, you need do nothing: your password stays as it is.")),),
    ),
    LetterKind.PASSWORD_CHANGED: Words(
        subject=N_("Your password was changed"),
        paragraphs=(
            Paragraph(N_("The password of your account was changed on %(at)s.")),
            Paragraph(N_("If it was not you, ask for a new password at once and write to us.")),
        ),
        label=FORGOTTEN,
        path="forgot-password",
    ),
    LetterKind.ACCOUNT_EXISTS: Words(
        subject=N_("Your address was given for an account"),
        paragraphs=(
            Paragraph(N_("Somebody, most likely you, gave this address to ask for an account or a new password.")),
            Paragraph(N_("If you have an account, sign in. If you have none, ask your organisation to invite you.")),
        ),
        label=N_("Sign in"),
        path="sign-in",
        after=(NOTHING_TO_DO,),
    ),
    LetterKind.EMAIL_CHANGED: Words(
        subject=N_("Your e-mail address was changed"),
        paragraphs=(
            Paragraph(N_("The e-mail address of your account is now %(email)s."), needs="email"),
            Paragraph(N_("If it was not you, write to us at once.")),
        ),
    ),
    LetterKind.ACCOUNT_LOCKED: Words(
        subject=N_("Failed attempts to sign in to your account"),
        paragraphs=(
            Paragraph(N_("Somebody tried several times to sign in to your account with a wrong password.")),
            Paragraph(N_("Further attempts have to wait for a while. If it was you and you forgot it, set a new one.")),
        ),
        label=FORGOTTEN,
        path="forgot-password",
        after=(NOTHING_TO_DO,),
    ),
    LetterKind.SESSION_INVITATION: Words(
        subject=P_("subject of a letter", "Invitation: %(title)s"),
        paragraphs=(Paragraph(N_("You are invited. Answer from this letter, in your calendar program.")),),
        label=PAGE_LABEL,
    ),
    LetterKind.SESSION_UPDATE: Words(
        subject=P_("subject of a letter", "Changed: %(title)s"),
        paragraphs=(
            Paragraph(N_("What you were invited to has changed. Your calendar program takes it from this letter.")),
        ),
        label=PAGE_LABEL,
    ),
    LetterKind.SESSION_CANCEL: Words(
        subject=CANCELLED_TITLE,
        paragraphs=(
            Paragraph(N_("What you were invited to is cancelled. Your calendar program takes it from this letter.")),
            WITH_REASON,
        ),
        label=PAGE_LABEL,
    ),
    LetterKind.EDITION_CANCELLED: Words(
        subject=CANCELLED_TITLE,
        paragraphs=(
            Paragraph(N_("%(title)s is cancelled.")),
            WITH_REASON,
            Paragraph(N_("The application of %(organisation)s ends with it."), needs="organisation"),
        ),
        label=PAGE_LABEL,
    ),
    LetterKind.EDITION_POSTPONED: Words(
        subject=P_("subject of a letter", "Postponed: %(title)s"),
        paragraphs=(
            Paragraph(N_("%(title)s is postponed. New dates: %(dates)s."), needs="dates"),
            TOLD,
            Paragraph(N_("The application of %(organisation)s stays as it is; withdraw it if you cannot come.")),
        ),
        label=CASE_LABEL,
    ),
    LetterKind.EDITION_MOVED: Words(
        subject=P_("subject of a letter", "New days: %(title)s"),
        paragraphs=(
            Paragraph(N_("The days of %(title)s have changed. They are now: %(dates)s."), needs="dates"),
            TOLD,
            Paragraph(N_("The application of %(organisation)s stays as it is; withdraw it if you cannot come.")),
        ),
        label=CASE_LABEL,
    ),
    LetterKind.REGISTRATION: Words(
        subject=N_("Register your company"),
        paragraphs=(
            Paragraph(N_("Somebody, most likely you, wants to register a company with this address.")),
            USED_ONCE,
        ),
        label=N_("Go on with the registration"),
        path="registration",
        after=(NOTHING_TO_DO,),
    ),
    LetterKind.APPLICATION_RECEIVED: Words(
        subject=N_("Application received: %(title)s"),
        paragraphs=(
            Paragraph(N_("The application of %(organisation)s for %(title)s has arrived.")),
            Paragraph(N_("The organiser checks it now; you are told of each step.")),
        ),
        label=CASE_LABEL,
    ),
    LetterKind.APPLICATION_RETURNED: Words(
        subject=N_("Please complete your application: %(title)s"),
        paragraphs=(
            Paragraph(N_("The organiser of %(title)s needs more before it can decide on the application.")),
            TOLD,
            Paragraph(N_("Complete it and submit it again by %(until)s."), needs="until"),
        ),
        label=CASE_LABEL,
    ),
    LetterKind.APPLICATION_ELIGIBLE: Words(
        subject=N_("Application eligible: %(title)s"),
        paragraphs=(
            Paragraph(N_("The application of %(organisation)s for %(title)s meets the conditions.")),
            Paragraph(N_("This is no place yet: places are offered one by one, and you are told.")),
        ),
        label=CASE_LABEL,
    ),
    LetterKind.APPLICATION_REJECTED: Words(
        subject=N_("Application not accepted: %(title)s"),
        paragraphs=(
            Paragraph(N_("The application of %(organisation)s for %(title)s was not accepted.")),
            TOLD,
        ),
        label=CASE_LABEL,
    ),
    LetterKind.APPLICATION_LISTED: Words(
        subject=N_("On the waiting list: %(title)s"),
        paragraphs=(
            Paragraph(
                N_("All places of %(title)s are taken. The application of %(organisation)s is on the waiting list.")
            ),
            Paragraph(N_("A place that becomes free is offered by the published rule; nothing is needed from you.")),
        ),
        label=CASE_LABEL,
    ),
    LetterKind.APPLICATION_EXPIRED: Words(
        subject=N_("Application closed: %(title)s"),
        paragraphs=(
            Paragraph(N_("Nobody answered in time, so the application of %(organisation)s for %(title)s is closed.")),
        ),
        label=CASE_LABEL,
    ),
    LetterKind.APPLICATION_WITHDRAWN: Words(
        subject=N_("Application withdrawn: %(title)s"),
        paragraphs=(Paragraph(N_("The application of %(organisation)s for %(title)s is withdrawn.")),),
        label=CASE_LABEL,
    ),
    LetterKind.PLACE_OFFERED: Words(
        subject=N_("A place is offered to you: %(title)s"),
        paragraphs=(
            Paragraph(N_("A place at %(title)s is offered to %(organisation)s.")),
            Paragraph(N_("Accept or decline it by %(until)s. After that it goes to the next."), needs="until"),
        ),
        label=N_("Answer the offer"),
    ),
    LetterKind.PLACE_ACCEPTED: Words(
        subject=N_("Place accepted: %(title)s"),
        paragraphs=(
            Paragraph(N_("%(organisation)s has accepted the place at %(title)s.")),
            Paragraph(N_("The organiser confirms it when everything is settled.")),
        ),
        label=CASE_LABEL,
    ),
    LetterKind.STAND_OFFERED: Words(
        subject=N_("A stand is offered to you: %(title)s"),
        paragraphs=(
            Paragraph(N_("At %(title)s, %(organisation)s is offered this space: %(stands)s."), needs="stands"),
            Paragraph(
                N_("Accept it, or ask for another, by %(until)s. Your place is yours either way."), needs="until"
            ),
        ),
        label=N_("See the plan and answer"),
    ),
    LetterKind.PLACE_CONFIRMED: Words(
        subject=N_("Place confirmed: %(title)s"),
        paragraphs=(
            Paragraph(N_("%(organisation)s takes part in %(title)s: the place is confirmed.")),
            Paragraph(N_("What is due when stands on the page of the exhibition.")),
        ),
        label=CASE_LABEL,
    ),
    LetterKind.PAPER_REJECTED: Words(
        subject=N_("A document is missing: %(title)s"),
        paragraphs=(
            Paragraph(N_("The organiser of %(title)s cannot use the document “%(document)s”."), needs="document"),
            TOLD,
            Paragraph(N_("Send another one on the page of the application.")),
        ),
        label=CASE_LABEL,
    ),
    LetterKind.CHANGE_GRANTED: Words(
        subject=N_("Your change is granted: %(title)s"),
        paragraphs=(
            Paragraph(N_("The application of %(organisation)s for %(title)s is changed as you asked.")),
            TOLD,
        ),
        label=CASE_LABEL,
    ),
    LetterKind.CHANGE_REFUSED: Words(
        subject=N_("Your change is not possible: %(title)s"),
        paragraphs=(
            Paragraph(N_("The application of %(organisation)s for %(title)s stays as it was submitted.")),
            TOLD,
        ),
        label=CASE_LABEL,
    ),
    LetterKind.OFFER_APPROVED: Words(
        subject=N_("Technology offer approved: %(title)s"),
        paragraphs=(
            Paragraph(N_("The technology offer “%(title)s” of %(organisation)s was reviewed and approved.")),
            Paragraph(N_("The approval holds until %(day)s; you are reminded before it ends."), needs="day"),
        ),
        label=OFFER_LABEL,
    ),
    LetterKind.OFFER_RETURNED: Words(
        subject=N_("Please change your technology offer: %(title)s"),
        paragraphs=(
            Paragraph(N_("The technology offer “%(title)s” of %(organisation)s was reviewed and needs changes.")),
            TOLD,
            Paragraph(N_("What was approved before stays as it is until the next review.")),
        ),
        label=OFFER_LABEL,
    ),
    LetterKind.OFFER_EXPIRES: Words(
        subject=N_("Renew your technology offer: %(title)s"),
        paragraphs=(
            Paragraph(N_("The approval of the technology offer “%(title)s” ends on %(day)s."), needs="day"),
            Paragraph(N_("If all of it is still right, renew it with one click; otherwise change it.")),
        ),
        label=OFFER_LABEL,
    ),
    LetterKind.NEED_APPROVED: Words(
        subject=N_("Technology need approved: %(title)s"),
        paragraphs=(
            Paragraph(N_("The technology need “%(title)s” of %(organisation)s was reviewed and approved.")),
            Paragraph(N_("The approval holds until %(day)s; you are reminded before it ends."), needs="day"),
        ),
        label=NEED_LABEL,
    ),
    LetterKind.NEED_RETURNED: Words(
        subject=N_("Please change your technology need: %(title)s"),
        paragraphs=(
            Paragraph(N_("The technology need “%(title)s” of %(organisation)s was reviewed; please change it.")),
            TOLD,
            Paragraph(N_("What was approved before stays as it is until the next review.")),
        ),
        label=NEED_LABEL,
    ),
    LetterKind.NEED_EXPIRES: Words(
        subject=N_("Is this still wanted? %(title)s"),
        paragraphs=(
            Paragraph(N_("The approval of the technology need “%(title)s” ends on %(day)s."), needs="day"),
            Paragraph(N_("If it is still wanted, renew it with one click, or first move your own last day.")),
        ),
        label=NEED_LABEL,
    ),
    LetterKind.COMPANY_ASKED: Words(
        subject=N_("May we introduce you to a partner organisation? %(title)s"),
        paragraphs=(
            Paragraph(N_("A partner organisation (%(country)s) may suit the technology offer “%(title)s”.")),
            Paragraph(N_("It seeks: %(need)s"), needs="need"),
            OFFICER_WRITES,
            UNTOLD_COMPANY,
            ANSWER_BY,
        ),
        label=ANSWER_LABEL,
    ),
    LetterKind.PARTNER_ASKED: Words(
        subject=N_("May we introduce you to an exporter?"),
        paragraphs=(
            Paragraph(N_("The technology offer “%(title)s” may suit %(organisation)s."), needs="title"),
            Paragraph(N_("A technology offer that is not public may suit %(organisation)s."), lacks="title"),
            OFFICER_WRITES,
            UNTOLD_PARTNER,
            ANSWER_BY,
        ),
        label=ANSWER_LABEL,
    ),
    LetterKind.INTRODUCTION_DUE: Words(
        subject=N_("Your answer is still wanted: an introduction"),
        paragraphs=(
            Paragraph(N_("We proposed an introduction to %(organisation)s and have no final answer yet.")),
            ANSWER_BY,
        ),
        label=ANSWER_LABEL,
    ),
    LetterKind.INTRODUCTION_AGREED: Words(
        subject=N_("Both sides agree: %(organisation)s and %(other)s"),
        paragraphs=(
            Paragraph(N_("%(organisation)s and %(other)s have both agreed to be introduced: “%(title)s”.")),
            Paragraph(N_("Write to: %(contact)s"), needs="contact"),
            Paragraph(N_("The other side has been given your contacts in the same way.")),
        ),
        label=INTRODUCTION_LABEL,
    ),
    LetterKind.INTRODUCTION_ENDED: Words(
        subject=N_("An introduction does not come about"),
        paragraphs=(
            Paragraph(N_("The introduction that we proposed to %(organisation)s does not come about.")),
            Paragraph(N_("Nothing that you answered was passed on.")),
        ),
        label=INTRODUCTION_LABEL,
    ),
    LetterKind.ASKED_TO_APPLY: Words(
        subject=N_("Apply to exhibit: %(title)s"),
        paragraphs=(
            Paragraph(N_("%(title)s, %(dates)s, suits what %(organisation)s offers (%(country)s)."), needs="dates"),
            Paragraph(N_("Applications are open until %(until)s."), needs="until"),
            Paragraph(N_("This is no promise of a place: applications are decided by the published rule.")),
        ),
        label=N_("Apply to exhibit"),
    ),
}
