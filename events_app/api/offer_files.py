"""Pictures and documents of technology offers: part of what is reviewed, so readers see them when it is approved."""

from enum import StrEnum
from uuid import UUID

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import offer_files as actions
from events_app.api.calls import Call, answered
from events_app.api.files import NAME, SentFile, download, name_of, read_document, read_picture
from events_app.api.offers import shown_to
from events_app.api.operations import Operation, one_of
from events_app.api.written_offers import own_offer
from events_app.domain.documents import Document
from events_app.domain.messages import N_
from events_app.domain.offers import Content, Offer, OfferState
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may_somewhere
from events_app.storage import documents, offers


class FileKind(StrEnum):
    """What a file is to an offer: shown with it, or downloaded."""

    PICTURE = "picture"
    DOCUMENT = "document"


class OfferFile(SentFile):
    """A file of an offer."""

    kind: FileKind


@get("/companies/{slug:str}/offers/{offer_slug:str}/files")
async def list_own(call: NamedDependency[Call], *, slug: FromPath[str], offer_slug: FromPath[str]) -> Response[bytes]:
    """List the files of the working copy: documents, then pictures."""
    _, offer = await own_offer(call, slug, offer_slug, Right.READ)
    return await _listed(call, offer, offer.content)


@post("/companies/{slug:str}/offers/{offer_slug:str}/files", status_code=201)
async def attach(call: NamedDependency[Call], *, slug: FromPath[str], offer_slug: FromPath[str]) -> Response[bytes]:
    """Keep a file with the working copy: a picture is written anew, a document stays as it is."""
    await own_offer(call, slug, offer_slug, Right.EDIT)
    form = call.query("name", "kind")
    name, kind = name_of(form), form.choice("kind", FileKind, required=False) or FileKind.DOCUMENT
    answered(form)
    is_picture = kind is FileKind.PICTURE
    if is_picture:
        sent = await read_picture(call, name, most_pixels=actions.PICTURE_PIXELS)
    else:
        sent = await read_document(call, name)

    async def create() -> tuple[OfferFile, int, str]:
        kept = await actions.attach(
            offer_slug, sent, is_picture=is_picture, data_dir=call.settings.data_dir, by=call.by, now=call.now
        )
        return _view(kept, kind), 1, str(kept.id)

    return await call.created(f"companies/{slug}/offers/{offer_slug}/files", create, asked=(name, kind.value))


@get("/companies/{slug:str}/offers/{offer_slug:str}/files/{file_id:uuid}")
async def get_own(
    call: NamedDependency[Call], *, slug: FromPath[str], offer_slug: FromPath[str], file_id: FromPath[UUID]
) -> Response[bytes]:
    """Hand out a file of the working copy."""
    _, offer = await own_offer(call, slug, offer_slug, Right.READ)
    return await _sent(call, offer, offer.content, file_id)


@delete("/companies/{slug:str}/offers/{offer_slug:str}/files/{file_id:uuid}", status_code=204)
async def remove(
    call: NamedDependency[Call], *, slug: FromPath[str], offer_slug: FromPath[str], file_id: FromPath[UUID]
) -> None:
    """Take a file out of the working copy; readers keep one that was approved until the next review."""
    await own_offer(call, slug, offer_slug, Right.EDIT)
    answered(call.query())
    await actions.remove(offer_slug, file_id, data_dir=call.settings.data_dir, by=call.by, now=call.now)


@get("/offers/{slug:str}/files")
async def list_files(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """List the files of an offer that the caller may read."""
    return await _listed(call, *await _readable(call, slug))


@get("/offers/{slug:str}/files/{file_id:uuid}")
async def get_file(call: NamedDependency[Call], *, slug: FromPath[str], file_id: FromPath[UUID]) -> Response[bytes]:
    """Hand out a file of an offer that the caller may read."""
    return await _sent(call, *await _readable(call, slug), file_id)


async def _readable(call: Call, slug: str) -> tuple[Offer, Content]:
    """An offer with the content that the caller reads: organisers what was submitted, others what was approved."""
    offer = await offers.get(slug)
    asker = call.caller
    approved = offer.approved
    if asker.is_organiser and may_somewhere(asker, Right.READ, Noun.CATALOGUE):
        read = approved if offer.state is OfferState.DRAFT else offer.content
        if read is None:
            raise NotFound
        return offer, read
    if not offer.is_shown(call.today) or approved is None or approved.visibility not in shown_to(call):
        raise NotFound
    return offer, approved


async def _listed(call: Call, offer: Offer, content: Content) -> Response[bytes]:
    answered(call.query())
    kept = {each.id: each for each in await documents.list_of_object(offer.id)}
    named = [(each, FileKind.DOCUMENT) for each in content.document_ids]
    named += [(each, FileKind.PICTURE) for each in content.picture_ids]
    return call.page([_view(kept[each], kind) for each, kind in named if each in kept])


async def _sent(call: Call, offer: Offer, content: Content, file_id: UUID) -> Response[bytes]:
    if file_id not in {*content.document_ids, *content.picture_ids}:
        raise NotFound
    document = await documents.get(file_id)
    if document.object_id != offer.id:
        raise NotFound
    return await download(call, document)


def _view(document: Document, kind: FileKind) -> OfferFile:
    return OfferFile(
        id=document.id, name=document.name, media_type=document.media_type, size_bytes=document.size_bytes, kind=kind
    )


OPERATIONS = (
    Operation(
        handler=list_own,
        id="listCompanyOfferFiles",
        tag="offers",
        summary=N_("List the pictures and documents of the working copy of a technology offer."),
        gives=OfferFile,
        is_page=True,
        needs_token=True,
    ),
    Operation(
        handler=attach,
        id="attachOfferFile",
        tag="offers",
        summary=N_(
            "Keep a picture or a document with the working copy of a technology offer; readers see it after a review."
        ),
        gives=OfferFile,
        query=(
            NAME,
            one_of("kind", N_("What the file is to the offer; document if it is not given."), FileKind, several=False),
        ),
        sends_file=True,
        needs_token=True,
        creates=True,
        example="Control valves: nominal sizes 15 to 300 mm, up to 400 °C.\n",
    ),
    Operation(
        handler=get_own,
        id="fetchCompanyOfferFile",
        tag="offers",
        summary=N_("Fetch a file of the working copy of a technology offer."),
        gives_file=True,
        needs_token=True,
    ),
    Operation(
        handler=remove,
        id="removeOfferFile",
        tag="offers",
        summary=N_("Take a file out of the working copy of a technology offer; readers keep it until the next review."),
        needs_token=True,
    ),
    Operation(
        handler=list_files,
        id="listOfferFiles",
        tag="offers",
        summary=N_("List the files of an approved technology offer; organisers see those of what was submitted."),
        gives=OfferFile,
        is_page=True,
    ),
    Operation(
        handler=get_file,
        id="fetchOfferFile",
        tag="offers",
        summary=N_("Fetch a file of an approved technology offer; organisers fetch those of what was submitted."),
        gives_file=True,
    ),
)
