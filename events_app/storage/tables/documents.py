"""Documents kept with objects: what is known of each file."""

from piccolo.columns import UUID, BigInt, Boolean, Text, Timestamptz, Varchar
from piccolo.table import Table


class Document(Table, tablename="document"):
    """Documents; the file lies in the data folder under its digest."""

    id = UUID(primary_key=True)
    noun = Varchar(length=32)
    object_id = UUID(index=True)
    owner = UUID(null=True, default=None)
    name = Text()
    media_type = Text()
    size_bytes = BigInt()
    sha256 = Varchar(length=64)
    is_public = Boolean()
    uploaded_by = UUID(null=True, default=None)
    at = Timestamptz()
