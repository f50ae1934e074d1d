kinds = {
    "guess_views": ...,
    "every_second": ...,  # "view" or "copy"
    "picked": ...,
    "where_large": ...,
    "turned": ...,
    "column": ...,
    "in_a_row": ...,
    "turned_in_a_row": ...,
    "flattened": ...,
    "views": ...,
}
### BEGIN SOLUTION
expressions = {
    "every_second": theta[::2],
    "picked": theta[[0, 2, 4]],
    "where_large": theta[theta > 4],
    "turned": W.T,
    "column": W[:, 1],
    "in_a_row": W.reshape(6),
    "turned_in_a_row": W.T.reshape(6),
    "flattened": W.flatten(),
}
found = {k: "view" if np.shares_memory(theta, a) else "copy" for k, a in expressions.items()}
kinds = {"guess_views": 5, **found, "views": list(found.values()).count("view")}
### END SOLUTION
