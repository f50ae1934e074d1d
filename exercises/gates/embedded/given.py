from nnlib.grammar import NODES

for node, arrows in enumerate(NODES):
    said = [f"by {symbol} to {goal}" for symbol, goal in arrows]
    print(f"from node {node}:", " or ".join(said) or "nothing, the inner string is over")
