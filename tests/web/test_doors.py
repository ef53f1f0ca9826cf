"""Every door for people is in one list, once."""

from events_app.web import doors


def test_no_door_is_listed_twice() -> None:
    lists = (
        doors.ROOT,
        doors.PAGES,
        doors.SIGN_IN,
        doors.DESK,
        doors.ACCOUNT,
        doors.COMPANY,
        doors.PARTNER,
        doors.EMBEDDED,
    )
    listed = [door for each in lists for door in each]

    assert len({id(door) for door in listed}) == len(listed)
