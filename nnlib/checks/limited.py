"""Text that stops growing: a loop that prints fills neither the memory nor a page."""

import io

LONGEST = 20_000  # characters that are shown


class Limited(io.StringIO):
    """Keep what is written up to one character more than is shown, which tells that it was more."""

    def write(self, text):
        """Take what there is room for."""
        room = LONGEST + 1 - self.tell()
        super().write(text[: max(room, 0)])
        return len(text)
