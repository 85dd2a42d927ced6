"""How addresses name rows."""


class IdConverter:
    """A row's id: at most 18 digits, so that every one fits the databases' 64-bit integers."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        """Read the digits of an address."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Write an id into an address."""
        return str(value)
