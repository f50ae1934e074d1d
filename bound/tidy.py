"""A printed file as it is handed out: formulas called formulas, its names, and a small size."""

import pikepdf

FORMULA = "\u2063"  # invisible: how the words for a formula begin in a document to be printed


def write(printed, target, title, author):
    """Write a file that Chromium printed as it is handed out.

    Parameters
    ----------
    printed, target : pathlib.Path
        The file to read, and another to write.
    title, author : str
        What a reader's program shows of it.

    Returns
    -------
    int
        How many pages it has.
    """
    with pikepdf.open(printed) as pdf:
        for element in elements(pdf.Root.StructTreeRoot):
            said = str(element.get("/Alt", ""))
            if said.startswith(FORMULA):
                # Chromium knows pictures with words, and no formulas.
                element.S = pikepdf.Name.Formula
                element.Alt = said.removeprefix(FORMULA)
        pdf.docinfo["/Title"], pdf.docinfo["/Author"] = title, author
        # Its structure is most of its objects: packed, they take a third of the room.
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return len(pdf.pages)


def elements(root):
    """Yield every element of a file's structure, each before those within it."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            yield element
        kids = element.get("/K")
        if isinstance(kids, pikepdf.Dictionary):
            waiting.append(kids)
        elif isinstance(kids, pikepdf.Array):
            waiting.extend(kid for kid in reversed(kids) if isinstance(kid, pikepdf.Dictionary))
