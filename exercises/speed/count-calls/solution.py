costs = {
    "calls": ...,
    "one": ...,  # microseconds
    "loop": ...,  # microseconds
    "thousand": ...,  # microseconds
    "times_faster": ...,
    "balance": ...,
    "never_more_than": ...,
}
### BEGIN SOLUTION
H, D = 3, 5
calls = 6  # @, +, the minus, exp, 1 +, 1 /
numbers = H * D + (calls - 1) * H  # for each example


def microseconds(N):
    return (calls * 500 + numbers * N) / 1000


costs = {
    "calls": calls,
    "one": microseconds(1),
    "loop": 1000 * microseconds(1),
    "thousand": microseconds(1000),
    "times_faster": 1000 * microseconds(1) / microseconds(1000),
    "balance": calls * 500 / numbers,
    "never_more_than": (calls * 500 + numbers) / numbers,  # the calls go to nothing
}
### END SOLUTION
