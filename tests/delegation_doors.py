"""Doors of delegations and goods of the API in the table of rights."""

from tests.rights_table import API, Door, N, R

API_DELEGATION = f"{API}/companies/{{slug}}/delegations/{{edition_slug}}"
DELEGATION_DOORS: dict[tuple[str, str], Door] = {
    ("GET", f"{API}/exhibitions/{{slug}}/delegation"): Door(R.READ, N.DELEGATION, "edition"),
    ("POST", f"{API}/exhibitions/{{slug}}/delegation"): Door(R.EDIT, N.DELEGATION, "edition"),
    ("GET", f"{API}/exhibitions/{{slug}}/delegation/{{member_id}}"): Door(R.READ, N.DELEGATION, "edition"),
    ("PATCH", f"{API}/exhibitions/{{slug}}/delegation/{{member_id}}"): Door(R.EDIT, N.DELEGATION, "edition"),
    ("DELETE", f"{API}/exhibitions/{{slug}}/delegation/{{member_id}}"): Door(
        R.EDIT, N.DELEGATION, "edition", is_gone=True
    ),
    ("GET", f"{API}/exhibitions/{{slug}}/delegation/{{member_id}}/passport"): Door(R.DECIDE, N.DELEGATION, "edition"),
    ("PUT", f"{API}/exhibitions/{{slug}}/delegation/{{member_id}}/passport"): Door(R.DECIDE, N.DELEGATION, "edition"),
    ("POST", f"{API}/exhibitions/{{slug}}/delegation/{{member_id}}/passport/open"): Door(
        R.DECIDE, N.DELEGATION, "edition"
    ),
    ("GET", f"{API}/exhibitions/{{slug}}/goods/totals"): Door(R.READ, N.DELEGATION, "edition"),
    ("POST", f"{API}/exhibitions/{{slug}}/delegation/letters"): Door(R.DECIDE, N.DELEGATION, "edition"),
    ("GET", f"{API}/exhibitions/{{slug}}/goods"): Door(R.READ, N.DELEGATION, "edition"),
    ("POST", f"{API}/exhibitions/{{slug}}/goods"): Door(R.EDIT, N.DELEGATION, "edition"),
    ("GET", f"{API}/exhibitions/{{slug}}/goods/{{item_id}}"): Door(R.READ, N.DELEGATION, "edition"),
    ("PATCH", f"{API}/exhibitions/{{slug}}/goods/{{item_id}}"): Door(R.EDIT, N.DELEGATION, "edition"),
    ("DELETE", f"{API}/exhibitions/{{slug}}/goods/{{item_id}}"): Door(R.EDIT, N.DELEGATION, "edition", is_gone=True),
    ("GET", f"{API_DELEGATION}/members"): Door(R.READ, N.DELEGATION, "company"),
    ("POST", f"{API_DELEGATION}/members"): Door(R.EDIT, N.DELEGATION, "company"),
    ("GET", f"{API_DELEGATION}/members/{{member_id}}"): Door(R.READ, N.DELEGATION, "company"),
    ("PATCH", f"{API_DELEGATION}/members/{{member_id}}"): Door(R.EDIT, N.DELEGATION, "company"),
    ("DELETE", f"{API_DELEGATION}/members/{{member_id}}"): Door(R.EDIT, N.DELEGATION, "company", is_gone=True),
    ("GET", f"{API_DELEGATION}/members/{{member_id}}/passport"): Door(R.PUBLISH, N.DELEGATION, "company"),
    ("PUT", f"{API_DELEGATION}/members/{{member_id}}/passport"): Door(R.PUBLISH, N.DELEGATION, "company"),
    ("POST", f"{API_DELEGATION}/members/{{member_id}}/passport/open"): Door(R.PUBLISH, N.DELEGATION, "company"),
    ("GET", f"{API_DELEGATION}/goods"): Door(R.READ, N.DELEGATION, "company"),
    ("POST", f"{API_DELEGATION}/goods"): Door(R.EDIT, N.DELEGATION, "company"),
    ("GET", f"{API_DELEGATION}/goods/{{item_id}}"): Door(R.READ, N.DELEGATION, "company"),
    ("PATCH", f"{API_DELEGATION}/goods/{{item_id}}"): Door(R.EDIT, N.DELEGATION, "company"),
    ("DELETE", f"{API_DELEGATION}/goods/{{item_id}}"): Door(R.EDIT, N.DELEGATION, "company", is_gone=True),
}
