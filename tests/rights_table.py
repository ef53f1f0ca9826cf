"""Which right each door of the desk, the account and the API asks for, of whose object: what the walk compares with.

Written by hand from the matrix of docs/rights.md, not from the code of the doors.
"""

from dataclasses import dataclass
from typing import Literal

from events_app.domain.rights import Noun, Right

Whose = Literal[
    "edition",
    "project",
    "organisation",
    "webhook",
    "document",
    "template",
    "unit",
    "case",
    "company",
    "offer",
    "partner",
    "need",
    "authority need",
    "nothing",
]
R, N = Right, Noun


@dataclass(frozen=True, slots=True)
class Door:
    """A right to a noun; `whose` object it is asked for, or "nothing" for lists and forms of new objects.

    An "offer" belongs to nobody in particular at the desk, nor does a "need": whoever has the right somewhere reads it.

    `is_gone` says that the object is not there any more afterwards, `import_too` that imports must be open too.
    """

    right: Right
    noun: Noun
    whose: Whose = "nothing"
    is_gone: bool = False
    import_too: bool = False
    language: str | None = None


DESK = "/{language_code}/desk"
EDITION, PROJECT = f"{DESK}/exhibitions/{{slug}}", f"{DESK}/projects/{{slug}}"
GUESTS = f"{EDITION}/sessions/{{session_id}}/guests"
HOOK = f"{DESK}/webhooks/{{webhook_id}}"
COMPANY = "/{language_code}/company"
CASE = f"{COMPANY}/{{slug}}/applications/{{application_id}}"
PARTNER = "/{language_code}/partner"
NEED = f"{PARTNER}/{{slug}}/needs/{{need_slug}}"
OFFER = f"{COMPANY}/{{slug}}/offers/{{offer_slug}}"
API = "/api/v1"
ANYBODY_SIGNED_IN = {
    ("GET", DESK),  # who has no work there is sent to their account
    ("GET", "/{language_code}/account"),
    ("GET", COMPANY),  # who works for no company is sent to their account
    ("GET", PARTNER),  # nor for a partner organisation
    ("POST", "/{language_code}/account"),
    ("GET", "/{language_code}/account/held.json"),
    ("GET", "/{language_code}/account/second-factor"),
    ("POST", "/{language_code}/account/second-factor"),
    ("GET", f"{API}/account"),
}
EVERYBODY = {
    ("GET", f"{API}/{path}")
    for path in (
        "changes",
        "countries",
        "countries/{code}",
        "entries",
        "exhibitions",
        "offers",
        "offers/{slug}",
        "needs",
        "needs/{slug}",
        "openapi.json",
        "projects",
        "series",
        "series/{slug}",
    )
}

DOORS: dict[tuple[str, str], Door] = {
    # editions
    ("GET", f"{DESK}/exhibitions"): Door(R.READ, N.EXHIBITION),
    ("POST", f"{DESK}/exhibitions/bulk"): Door(R.READ, N.EXHIBITION),
    ("GET", f"{DESK}/exhibitions/new"): Door(R.CREATE, N.EXHIBITION),
    ("POST", f"{DESK}/exhibitions/new"): Door(R.CREATE, N.EXHIBITION),
    ("GET", EDITION): Door(R.READ, N.EXHIBITION, "edition"),
    ("GET", f"{EDITION}/edit"): Door(R.EDIT, N.EXHIBITION, "edition"),
    ("POST", f"{EDITION}/edit"): Door(R.EDIT, N.EXHIBITION, "edition"),
    ("GET", f"{EDITION}/preview"): Door(R.READ, N.EXHIBITION, "edition"),
    ("GET", f"{EDITION}/copy"): Door(R.CREATE, N.EXHIBITION, "edition"),
    ("POST", f"{EDITION}/copy"): Door(R.CREATE, N.EXHIBITION, "edition"),
    ("POST", f"{EDITION}/deadlines/template"): Door(R.EDIT, N.EXHIBITION, "edition"),
    ("GET", f"{EDITION}/deadlines/{{name}}"): Door(R.EDIT, N.EXHIBITION, "edition"),
    ("POST", f"{EDITION}/deadlines/{{name}}"): Door(R.EDIT, N.EXHIBITION, "edition"),
    ("GET", f"{EDITION}/sessions/{{name}}"): Door(R.EDIT, N.EXHIBITION, "edition"),
    ("POST", f"{EDITION}/sessions/{{name}}"): Door(R.EDIT, N.EXHIBITION, "edition"),
    ("GET", GUESTS): Door(R.EDIT, N.EXHIBITION, "edition"),
    ("POST", GUESTS): Door(R.EDIT, N.EXHIBITION, "edition"),
    ("POST", f"{GUESTS}/{{guest_id}}/withdraw"): Door(R.EDIT, N.EXHIBITION, "edition"),
    ("GET", f"{EDITION}/staff/new"): Door(R.EDIT, N.EXHIBITION, "edition"),
    ("POST", f"{EDITION}/staff/new"): Door(R.EDIT, N.EXHIBITION, "edition"),
    ("GET", f"{EDITION}/staff/{{assignment_id}}"): Door(R.EDIT, N.EXHIBITION, "edition"),
    ("POST", f"{EDITION}/staff/{{assignment_id}}"): Door(R.EDIT, N.EXHIBITION, "edition"),
    ("GET", f"{EDITION}/approval"): Door(R.PUBLISH, N.EXHIBITION, "edition"),
    ("POST", f"{EDITION}/approval"): Door(R.PUBLISH, N.EXHIBITION, "edition"),
    ("GET", f"{EDITION}/postpone"): Door(R.PUBLISH, N.EXHIBITION, "edition"),
    ("POST", f"{EDITION}/postpone"): Door(R.PUBLISH, N.EXHIBITION, "edition"),
    ("GET", f"{EDITION}/cancel"): Door(R.PUBLISH, N.EXHIBITION, "edition"),
    ("POST", f"{EDITION}/cancel"): Door(R.PUBLISH, N.EXHIBITION, "edition"),
    ("POST", f"{EDITION}/publish"): Door(R.PUBLISH, N.EXHIBITION, "edition"),
    ("POST", f"{EDITION}/unpublish"): Door(R.PUBLISH, N.EXHIBITION, "edition"),
    ("POST", f"{DESK}/filters/{{page}}"): Door(R.READ, N.EXHIBITION),
    ("POST", f"{DESK}/filters/{{page}}/{{filter_id}}"): Door(R.READ, N.EXHIBITION),
    ("GET", f"{DESK}/deadlines"): Door(R.READ, N.EXHIBITION),
    ("POST", f"{DESK}/deadlines"): Door(R.DECIDE, N.EXHIBITION, "template"),
    ("GET", f"{DESK}/deadlines/{{slug}}"): Door(R.READ, N.EXHIBITION, "unit"),
    ("POST", f"{DESK}/deadlines/{{slug}}"): Door(R.DECIDE, N.EXHIBITION, "unit"),
    # projects
    ("GET", f"{DESK}/projects"): Door(R.READ, N.PROJECT),
    ("GET", f"{DESK}/projects/new"): Door(R.CREATE, N.PROJECT),
    ("POST", f"{DESK}/projects/new"): Door(R.CREATE, N.PROJECT),
    ("GET", PROJECT): Door(R.READ, N.PROJECT, "project"),
    ("GET", f"{PROJECT}/edit"): Door(R.EDIT, N.PROJECT, "project"),
    ("POST", f"{PROJECT}/edit"): Door(R.EDIT, N.PROJECT, "project"),
    ("GET", f"{PROJECT}/preview"): Door(R.READ, N.PROJECT, "project"),
    ("GET", f"{PROJECT}/export-control"): Door(R.EDIT, N.PROJECT, "project"),
    ("POST", f"{PROJECT}/export-control"): Door(R.EDIT, N.PROJECT, "project"),
    ("GET", f"{PROJECT}/milestones/{{name}}"): Door(R.EDIT, N.PROJECT, "project"),
    ("POST", f"{PROJECT}/milestones/{{name}}"): Door(R.EDIT, N.PROJECT, "project"),
    ("GET", f"{PROJECT}/stage/{{to}}"): Door(R.EDIT, N.PROJECT, "project"),
    ("POST", f"{PROJECT}/stage/{{to}}"): Door(R.EDIT, N.PROJECT, "project"),
    ("POST", f"{PROJECT}/editions"): Door(R.EDIT, N.PROJECT, "project"),
    ("POST", f"{PROJECT}/publish"): Door(R.PUBLISH, N.PROJECT, "project"),
    ("POST", f"{PROJECT}/unpublish"): Door(R.PUBLISH, N.PROJECT, "project"),
    ("POST", f"{PROJECT}/documents"): Door(R.EDIT, N.PROJECT, "project"),
    ("GET", f"{PROJECT}/documents/{{document_id}}"): Door(R.READ, N.PROJECT, "project"),
    ("POST", f"{PROJECT}/documents/{{document_id}}/public"): Door(R.PUBLISH, N.PROJECT, "project"),
    ("POST", f"{PROJECT}/documents/{{document_id}}/remove"): Door(R.EDIT, N.PROJECT, "project", is_gone=True),
    # countries, figures, history, mail, webhooks, organisations, translations
    ("GET", f"{DESK}/countries"): Door(R.READ, N.COUNTRY, "template"),
    ("GET", f"{DESK}/countries/rule"): Door(R.READ, N.COUNTRY, "template"),
    ("POST", f"{DESK}/countries/rule"): Door(R.EDIT, N.COUNTRY, "template"),
    ("GET", f"{DESK}/countries/{{code}}"): Door(R.READ, N.COUNTRY, "template"),
    ("POST", f"{DESK}/countries/{{code}}"): Door(R.EDIT, N.COUNTRY, "template"),
    ("GET", f"{DESK}/figures"): Door(R.READ, N.FIGURES),
    ("GET", f"{DESK}/figures/{{file}}"): Door(R.READ, N.FIGURES),
    ("GET", f"{DESK}/history"): Door(R.READ, N.HISTORY),
    ("GET", f"{DESK}/history.csv"): Door(R.READ, N.HISTORY),
    ("GET", f"{DESK}/exchange"): Door(R.READ, N.IMPORT),
    ("POST", f"{DESK}/exchange"): Door(R.CREATE, N.IMPORT),
    ("GET", f"{DESK}/exchange/{{file}}"): Door(R.READ, N.EXHIBITION, import_too=True),
    ("GET", f"{DESK}/exchange/tables/{{upload_id}}"): Door(R.CREATE, N.IMPORT),
    ("POST", f"{DESK}/exchange/tables/{{upload_id}}"): Door(R.CREATE, N.IMPORT),
    ("GET", f"{DESK}/exchange/calendars/{{upload_id}}"): Door(R.CREATE, N.IMPORT),
    ("POST", f"{DESK}/exchange/calendars/{{upload_id}}"): Door(R.CREATE, N.IMPORT),
    ("GET", f"{DESK}/mail"): Door(R.READ, N.JOB, "template"),
    ("POST", f"{DESK}/mail/{{job_id}}/retry"): Door(R.EDIT, N.JOB, "template"),
    ("GET", f"{DESK}/webhooks"): Door(R.READ, N.WEBHOOK),
    ("GET", f"{DESK}/webhooks/new"): Door(R.CREATE, N.WEBHOOK),
    ("POST", f"{DESK}/webhooks/new"): Door(R.CREATE, N.WEBHOOK),
    ("GET", HOOK): Door(R.READ, N.WEBHOOK, "webhook"),
    ("POST", HOOK): Door(R.EDIT, N.WEBHOOK, "webhook"),
    ("POST", f"{HOOK}/secret"): Door(R.EDIT, N.WEBHOOK, "webhook"),
    ("POST", f"{HOOK}/remove"): Door(R.EDIT, N.WEBHOOK, "webhook", is_gone=True),
    ("POST", f"{HOOK}/deliveries/{{delivery_id}}/retry"): Door(R.EDIT, N.WEBHOOK, "webhook"),
    ("GET", f"{DESK}/organisations"): Door(R.READ, N.ORGANISATION),
    ("GET", f"{DESK}/organisations/new"): Door(R.CREATE, N.ORGANISATION, "template"),
    ("POST", f"{DESK}/organisations/new"): Door(R.CREATE, N.ORGANISATION, "template"),
    ("GET", f"{DESK}/organisations/{{slug}}"): Door(R.READ, N.ORGANISATION, "organisation"),
    ("POST", f"{DESK}/organisations/{{slug}}"): Door(R.READ, N.ORGANISATION, "organisation"),
    ("GET", f"{DESK}/organisations/{{slug}}/edit"): Door(R.EDIT, N.ORGANISATION, "organisation"),
    ("POST", f"{DESK}/organisations/{{slug}}/edit"): Door(R.EDIT, N.ORGANISATION, "organisation"),
    ("GET", f"{DESK}/translations"): Door(R.TRANSLATE, N.EXHIBITION),
    ("GET", f"{DESK}/translations/export.po"): Door(R.TRANSLATE, N.EXHIBITION),
    ("POST", f"{DESK}/translations/import"): Door(R.TRANSLATE, N.EXHIBITION),
    ("GET", f"{DESK}/translations/{{subject}}/{{slug}}"): Door(R.TRANSLATE, N.EXHIBITION, "edition", language="fr"),
    ("POST", f"{DESK}/translations/{{subject}}/{{slug}}"): Door(R.TRANSLATE, N.EXHIBITION, "edition", language="fr"),
    ("GET", f"{DESK}/translations/glossary"): Door(R.TRANSLATE, N.EXHIBITION),
    ("POST", f"{DESK}/translations/glossary"): Door(R.TRANSLATE, N.EXHIBITION, "template", language="fr"),
    # applications, for organisers and for companies
    ("GET", f"{EDITION}/admission"): Door(R.READ, N.ADMISSION, "edition"),
    ("POST", f"{EDITION}/admission"): Door(R.EDIT, N.ADMISSION, "edition"),
    ("GET", f"{DESK}/applications"): Door(R.READ, N.ADMISSION),
    ("GET", f"{DESK}/applications.xlsx"): Door(R.READ, N.ADMISSION),
    ("GET", f"{DESK}/applications/{{application_id}}"): Door(R.READ, N.ADMISSION, "case"),
    ("POST", f"{DESK}/applications/{{application_id}}/notes"): Door(R.DECIDE, N.ADMISSION, "case"),
    ("POST", f"{DESK}/applications/decide"): Door(R.DECIDE, N.ADMISSION),
    ("GET", f"{COMPANY}/{{slug}}"): Door(R.READ, N.APPLICATION, "company"),
    ("GET", f"{COMPANY}/{{slug}}/exhibitions"): Door(R.READ, N.APPLICATION, "company"),
    ("GET", f"{COMPANY}/{{slug}}/exhibitions/{{edition_slug}}/apply"): Door(R.CREATE, N.APPLICATION, "company"),
    ("POST", f"{COMPANY}/{{slug}}/exhibitions/{{edition_slug}}/apply"): Door(R.CREATE, N.APPLICATION, "company"),
    ("GET", CASE): Door(R.READ, N.APPLICATION, "company"),
    ("GET", f"{CASE}/edit"): Door(R.EDIT, N.APPLICATION, "company"),
    ("POST", f"{CASE}/edit"): Door(R.EDIT, N.APPLICATION, "company"),
    ("GET", f"{CASE}/move/{{name}}"): Door(R.READ, N.APPLICATION, "company"),
    ("POST", f"{CASE}/move/{{name}}"): Door(R.EDIT, N.APPLICATION, "company"),  # withdrawing what is a draft
    ("GET", f"{COMPANY}/{{slug}}/agenda"): Door(R.READ, N.APPLICATION, "company"),
    ("POST", f"{COMPANY}/{{slug}}/agenda"): Door(R.READ, N.APPLICATION, "company"),
    ("POST", f"{CASE}/papers/{{key}}"): Door(R.EDIT, N.APPLICATION, "company"),
    ("GET", f"{CASE}/papers/{{key}}"): Door(R.READ, N.APPLICATION, "company"),
    ("GET", f"{CASE}/change"): Door(R.PUBLISH, N.APPLICATION, "company"),
    ("POST", f"{CASE}/change"): Door(R.PUBLISH, N.APPLICATION, "company"),
    ("POST", f"{CASE}/change/{{request_id}}/take-back"): Door(R.PUBLISH, N.APPLICATION, "company"),
    ("GET", f"{DESK}/applications/{{application_id}}/papers/{{key}}"): Door(R.READ, N.ADMISSION, "case"),
    ("POST", f"{DESK}/applications/{{application_id}}/papers/{{key}}"): Door(R.DECIDE, N.ADMISSION, "case"),
    ("POST", f"{DESK}/applications/{{application_id}}/changes/{{request_id}}"): Door(R.DECIDE, N.ADMISSION, "case"),
    ("POST", f"{DESK}/applications/{{application_id}}/scores"): Door(R.DECIDE, N.ADMISSION, "case"),
    ("GET", f"{DESK}/applications/{{application_id}}/compare"): Door(R.READ, N.ADMISSION, "case"),
    ("GET", f"{DESK}/schemes"): Door(R.READ, N.SCHEME),
    ("GET", f"{DESK}/schemes/new"): Door(R.CREATE, N.SCHEME),
    ("POST", f"{DESK}/schemes/new"): Door(R.CREATE, N.SCHEME),
    ("GET", f"{DESK}/schemes/{{scheme_id}}"): Door(R.EDIT, N.SCHEME),
    ("POST", f"{DESK}/schemes/{{scheme_id}}"): Door(R.EDIT, N.SCHEME),
    # profiles and technology offers
    ("GET", f"{COMPANY}/{{slug}}/profile"): Door(R.READ, N.ORGANISATION, "organisation"),
    ("GET", f"{COMPANY}/{{slug}}/profile/edit"): Door(R.EDIT, N.ORGANISATION, "organisation"),
    ("POST", f"{COMPANY}/{{slug}}/profile/edit"): Door(R.EDIT, N.ORGANISATION, "organisation"),
    ("GET", f"{COMPANY}/{{slug}}/profile/logo"): Door(R.READ, N.ORGANISATION, "organisation"),
    ("POST", f"{COMPANY}/{{slug}}/profile/logo"): Door(R.EDIT, N.ORGANISATION, "organisation"),
    ("GET", f"{COMPANY}/{{slug}}/offers"): Door(R.READ, N.OFFER, "company"),
    ("GET", f"{COMPANY}/{{slug}}/offers/new"): Door(R.CREATE, N.OFFER, "company"),
    ("POST", f"{COMPANY}/{{slug}}/offers/new"): Door(R.CREATE, N.OFFER, "company"),
    ("GET", OFFER): Door(R.READ, N.OFFER, "company"),
    ("POST", OFFER): Door(R.PUBLISH, N.OFFER, "company"),
    ("GET", f"{OFFER}/edit"): Door(R.EDIT, N.OFFER, "company"),
    ("POST", f"{OFFER}/edit"): Door(R.EDIT, N.OFFER, "company"),
    ("POST", f"{OFFER}/files"): Door(R.EDIT, N.OFFER, "company"),
    ("GET", f"{OFFER}/files/{{document_id}}"): Door(R.READ, N.OFFER, "company"),
    ("POST", f"{OFFER}/files/{{document_id}}/remove"): Door(R.EDIT, N.OFFER, "company", is_gone=True),
    ("GET", f"{DESK}/offers"): Door(R.READ, N.CATALOGUE),
    ("GET", f"{DESK}/offers/{{slug}}"): Door(R.READ, N.CATALOGUE, "offer"),
    ("POST", f"{DESK}/offers/{{slug}}"): Door(R.DECIDE, N.CATALOGUE, "offer"),
    ("GET", f"{DESK}/offers/{{slug}}/files/{{document_id}}"): Door(R.READ, N.CATALOGUE, "offer"),
    # technology needs
    ("GET", f"{PARTNER}/{{slug}}"): Door(R.READ, N.NEED, "partner"),
    ("GET", f"{PARTNER}/{{slug}}/needs"): Door(R.READ, N.NEED, "partner"),
    ("GET", f"{PARTNER}/{{slug}}/needs/new"): Door(R.CREATE, N.NEED, "partner"),
    ("POST", f"{PARTNER}/{{slug}}/needs/new"): Door(R.CREATE, N.NEED, "partner"),
    ("GET", NEED): Door(R.READ, N.NEED, "partner"),
    ("POST", NEED): Door(R.PUBLISH, N.NEED, "partner"),
    ("GET", f"{NEED}/edit"): Door(R.EDIT, N.NEED, "partner"),
    ("POST", f"{NEED}/edit"): Door(R.EDIT, N.NEED, "partner"),
    ("GET", f"{COMPANY}/{{slug}}/needs"): Door(R.READ, N.OFFER, "company"),
    ("GET", f"{COMPANY}/{{slug}}/needs/{{need_slug}}"): Door(R.READ, N.OFFER, "company"),
    ("GET", f"{DESK}/needs"): Door(R.READ, N.NEED),
    ("GET", f"{DESK}/needs/new"): Door(R.CREATE, N.NEED, "template"),
    ("POST", f"{DESK}/needs/new"): Door(R.CREATE, N.NEED, "template"),
    ("GET", f"{DESK}/needs/{{slug}}"): Door(R.READ, N.NEED, "need"),
    ("POST", f"{DESK}/needs/{{slug}}"): Door(R.DECIDE, N.NEED, "need"),
    ("GET", f"{DESK}/needs/{{slug}}/edit"): Door(R.EDIT, N.NEED, "authority need"),
    ("POST", f"{DESK}/needs/{{slug}}/edit"): Door(R.EDIT, N.NEED, "authority need"),
    ("POST", f"{DESK}/needs/{{slug}}/deed"): Door(R.PUBLISH, N.NEED, "authority need"),
    # the API
    ("POST", f"{API}/exhibitions"): Door(R.CREATE, N.EXHIBITION),
    ("GET", f"{API}/exhibitions/{{slug}}"): Door(R.READ, N.EXHIBITION, "edition"),
    ("PATCH", f"{API}/exhibitions/{{slug}}"): Door(R.EDIT, N.EXHIBITION, "edition"),
    ("POST", f"{API}/exhibitions/{{slug}}/publish"): Door(R.PUBLISH, N.EXHIBITION, "edition"),
    ("POST", f"{API}/exhibitions/{{slug}}/unpublish"): Door(R.PUBLISH, N.EXHIBITION, "edition"),
    ("POST", f"{API}/exhibitions/{{slug}}/postpone"): Door(R.PUBLISH, N.EXHIBITION, "edition"),
    ("POST", f"{API}/exhibitions/{{slug}}/cancel"): Door(R.PUBLISH, N.EXHIBITION, "edition"),
    ("POST", f"{API}/offers/{{slug}}/decision"): Door(R.DECIDE, N.CATALOGUE, "offer"),
    ("POST", f"{API}/needs/{{slug}}/decision"): Door(R.DECIDE, N.NEED, "need"),
    ("GET", f"{API}/applications"): Door(R.READ, N.ADMISSION),
    ("GET", f"{API}/applications/{{application_id}}"): Door(R.READ, N.ADMISSION, "case"),
    ("POST", f"{API}/applications/{{application_id}}/decision"): Door(R.DECIDE, N.ADMISSION, "case"),
    ("GET", f"{API}/companies/{{slug}}/applications"): Door(R.READ, N.APPLICATION, "company"),
    ("POST", f"{API}/companies/{{slug}}/applications"): Door(R.CREATE, N.APPLICATION, "company"),
    ("GET", f"{API}/companies/{{slug}}/applications/{{application_id}}"): Door(R.READ, N.APPLICATION, "company"),
    ("PATCH", f"{API}/companies/{{slug}}/applications/{{application_id}}"): Door(R.EDIT, N.APPLICATION, "company"),
    ("POST", f"{API}/companies/{{slug}}/applications/{{application_id}}/answer"): Door(
        R.PUBLISH, N.APPLICATION, "company"
    ),
    ("POST", f"{API}/projects"): Door(R.CREATE, N.PROJECT),
    ("GET", f"{API}/projects/{{slug}}"): Door(R.READ, N.PROJECT, "project"),
    ("PATCH", f"{API}/projects/{{slug}}"): Door(R.EDIT, N.PROJECT, "project"),
    ("POST", f"{API}/projects/{{slug}}/stage"): Door(R.EDIT, N.PROJECT, "project"),
    ("POST", f"{API}/projects/{{slug}}/publish"): Door(R.PUBLISH, N.PROJECT, "project"),
    ("POST", f"{API}/projects/{{slug}}/unpublish"): Door(R.PUBLISH, N.PROJECT, "project"),
    ("PATCH", f"{API}/countries/{{code}}"): Door(R.EDIT, N.COUNTRY, "template"),
    ("GET", f"{API}/organisations"): Door(R.READ, N.ORGANISATION),
    ("POST", f"{API}/organisations"): Door(R.CREATE, N.ORGANISATION, "template"),
    ("GET", f"{API}/organisations/{{slug}}"): Door(R.READ, N.ORGANISATION, "organisation"),
    ("PATCH", f"{API}/organisations/{{slug}}"): Door(R.EDIT, N.ORGANISATION, "organisation"),
}
