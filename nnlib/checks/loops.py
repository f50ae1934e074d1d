"""A `for` loop that never comes round: its body ends in a `return` or a `break` each time.

That can be told from the function alone, whatever it computes, and it is the commonest slip of the
margin: a `return` that stands one step too far to the right.
"""

import dis
import types

MESSAGE = (
    "The loop in line {} of your function ends in its first round, because a `return` or a `break` "
    "is reached each time: one that belongs behind the loop stands a step further to the left."
)


def cut_short(function):
    """Return the number of the function's line with such a loop, counted from its `def`; or 0."""
    code = getattr(function, "__code__", None)
    waiting = [code] if isinstance(code, types.CodeType) else []
    for each in waiting:
        waiting += [const for const in each.co_consts if isinstance(const, types.CodeType)]
        steps = list(dis.get_instructions(each))
        comes_round = {step.argval for step in steps if step.opname.startswith("JUMP_BACKWARD")}
        begins = None  # where an instruction is prepared, if it is a long one; a jump leads there
        for step in steps:
            begins = step.offset if begins is None else begins
            if step.opname == "EXTENDED_ARG":
                continue
            if step.opname == "FOR_ITER" and begins not in comes_round:
                return step.positions.lineno - code.co_firstlineno + 1
            begins = None
    return 0
