"""Random tokens and their digests: what goes out is never kept, what is kept opens nothing."""

import hashlib
import hmac
import secrets

TOKEN_BYTES = 32
RECOVERY_GROUPS = 2
RECOVERY_GROUP_LETTERS = 5
# Without letters and figures that are taken for one another.
RECOVERY_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_token() -> str:
    """43 URL-safe characters with 256 bits of chance."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """SHA-256 in hexadecimal: enough for tokens, which nobody can guess; passwords need more (`passwords`)."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def form_token(secret: str) -> str:
    """The token that forms carry against forgery, made from the secret of the browser's cookie."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def is_form_token(given: str, secret: str) -> bool:
    """Whether a form came from a page of ours, compared in constant time."""
    return bool(secret) and hmac.compare_digest(given.encode(errors="replace"), form_token(secret).encode())


def recovery_codes(number: int) -> tuple[str, ...]:
    """Codes that stand in for a lost second factor, once each: two groups of five characters."""

    def group() -> str:
        return "".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(RECOVERY_GROUP_LETTERS))

    return tuple("-".join(group() for _ in range(RECOVERY_GROUPS)) for _ in range(number))


def recovery_digest(code: str) -> str:
    """Digest of a recovery code as a person may write it: in capitals, with or without the dash."""
    return digest("".join(character for character in code.lower() if character in RECOVERY_ALPHABET))
