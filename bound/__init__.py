"""The book bound: one file of all pages, for paper and for reading devices.

`bound.book` assembles it from the built site; `bound.pdf` prints it.
"""
