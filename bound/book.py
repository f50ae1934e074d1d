"""The whole book: its pages as they stand on paper, and what is moved to an appendix."""

from bound import appendix, parts, still


def read(site):
    """Return the book of a built site, with its appendix.

    Parameters
    ----------
    site : pathlib.Path
        The folder into which `make book` builds.

    Returns
    -------
    bound.parts.Book
        Nothing in it moves or folds.
    """
    whole = parts.read(site)
    for part in whole.parts:
        still.make(part)
    return whole._replace(parts=[*whole.parts, *appendix.moved(whole.parts)])
