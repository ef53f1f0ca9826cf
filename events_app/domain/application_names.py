"""Applications in words: their states and moves, who acts, and kinds of stands."""

from events_app.domain.applications import Actor, ApplicationState, Move, StandKind
from events_app.domain.messages import P_, Message

S, A = ApplicationState, Actor
APPLICATION_STATE_NAMES: dict[ApplicationState, Message] = {
    S.DRAFT: P_("application", "Draft"),
    S.SUBMITTED: P_("application", "Submitted"),
    S.RETURNED: P_("application", "Returned for completion"),
    S.ELIGIBLE: P_("application", "Eligible"),
    S.WAITING: P_("application", "On the waiting list"),
    S.OFFERED: P_("application", "Place offered"),
    S.ACCEPTED: P_("application", "Place accepted"),
    S.STAND_OFFERED: P_("application", "Stand offered"),
    S.STAND_ACCEPTED: P_("application", "Stand accepted"),
    S.DEPOSIT_PAID: P_("application", "Deposit paid"),
    S.CONFIRMED: P_("application", "Confirmed"),
    S.TOOK_PART: P_("application", "Took part"),
    S.REPORTED: P_("application", "Reported"),
    S.WITHDRAWN: P_("application", "Withdrawn"),
    S.DECLINED: P_("application", "Place declined"),
    S.EXPIRED: P_("application", "Expired"),
    S.REJECTED: P_("application", "Rejected"),
    S.NO_SHOW: P_("application", "No-show"),
}
MOVE_NAMES: dict[Move, Message] = {
    Move.SUBMIT: P_("application", "Submit"),
    Move.RETURN: P_("application", "Return for completion"),
    Move.FIND_ELIGIBLE: P_("application", "Find eligible"),
    Move.REJECT: P_("application", "Reject"),
    Move.PUT_ON_LIST: P_("application", "Put on the waiting list"),
    Move.OFFER: P_("application", "Offer a place"),
    Move.ACCEPT: P_("application", "Accept the place"),
    Move.DECLINE: P_("application", "Decline the place"),
    Move.EXPIRE: P_("application", "Let expire"),
    Move.OFFER_STAND: P_("application", "Offer the stand"),
    Move.TAKE_STAND_BACK: P_("application", "Take the stand back"),
    Move.ACCEPT_STAND: P_("application", "Accept the stand"),
    Move.ASK_OTHER_STAND: P_("application", "Ask for another stand"),
    Move.DECLINE_STAND: P_("application", "Decline the stand"),
    Move.EXPIRE_STAND: P_("application", "Let the offer of the stand expire"),
    Move.NOTE_DEPOSIT: P_("application", "Note that the deposit is paid"),
    Move.CONFIRM: P_("application", "Confirm"),
    Move.WITHDRAW: P_("application", "Withdraw the application"),
    Move.NOTE_PRESENCE: P_("application", "Note that they took part"),
    Move.NOTE_ABSENCE: P_("application", "Note a no-show"),
    Move.REPORT: P_("application", "Send the report"),
}
STAND_KIND_NAMES: dict[StandKind, Message] = {
    StandKind.SHELL_SCHEME: P_("kind of stand", "Shell scheme"),
    StandKind.RAW_SPACE: P_("kind of stand", "Raw space"),
}
ACTOR_NAMES: dict[Actor, Message] = {
    A.COMPANY: P_("who acts on an application", "Your company"),
    A.ORGANISER: P_("who acts on an application", "The organiser"),
    A.SYSTEM: P_("who acts on an application", "The waiting list, by itself"),
}
