def embedded(strings):
    ### BEGIN SOLUTION
    def is_inner(text):
        node = 0
        for symbol in text:
            node = dict(NODES[node]).get(symbol)
            if node is None:
                return False
        return node == 5

    def is_embedded(text):
        head, middle, tail = text[:3], text[3:-3], text[-3:]
        framed = head in ("BTB", "BPB") and tail == "E" + head[1] + "E"
        return framed and is_inner(middle)

    return np.array([is_embedded(text) for text in strings], dtype=float)
    ### END SOLUTION
