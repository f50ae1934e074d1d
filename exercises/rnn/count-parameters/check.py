"""Cases, a right answer and known mistakes of rnn.count-parameters."""

from nnlib.checks import Exercise, Round, Wrong
from nnlib.checks.rounds import swaps


def counts(D=4, H=10, C=3, T=20, N=6, **mistake):
    """Return every number of the exercise, some of them replaced."""
    parameters = H * D + H * H + H + C * H + C
    right = {
        "W_xh": (H, D),
        "W_hh": (H, H),
        "W_hy": (C, H),
        "parameters": parameters,
        "parameters_T_40": parameters,
        "states": (T + 1) * H * N,
    }
    return right | mistake


def mistakes(**numbers):
    """Return the catalogue, made with the numbers of the statement or with others."""
    D, H, C, N = numbers["D"], numbers["H"], numbers["C"], numbers["N"]
    right = counts(**numbers)["parameters"]

    def all_told(parameters, later=None):
        later = parameters if later is None else later
        return counts(**numbers, parameters=parameters, parameters_T_40=later)

    def kept(states):
        return counts(**numbers, states=states)

    return (
        Wrong(
            "sender-first",
            "W_xh and W_hy stand with the sender first. In this book the unit that receives comes "
            "first, so that W x fits with x as a column.",
            counts(**numbers, W_xh=(D, H), W_hy=(H, C)),
        ),
        Wrong(
            "once-per-step",
            "The weights are counted anew for each step. The unrolled drawing shows one network "
            "many times.",
            all_told(20 * right, 40 * right),
        ),
        Wrong(
            "grows-with-time",
            "Twice as many steps, twice as many parameters: that holds for a network with a layer "
            "of its own for each step, and this one has the same layer at every step.",
            counts(**numbers, parameters_T_40=2 * right),
        ),
        Wrong(
            "no-biases",
            "The biases are parameters too, those of the hidden units and those of the outputs.",
            all_told(right - H - C),
        ),
        Wrong(
            "no-hidden-biases",
            "The biases of the hidden units are missing in your count.",
            all_told(right - H),
        ),
        Wrong(
            "no-output-biases",
            "The biases of the outputs are missing in your count.",
            all_told(right - C),
        ),
        Wrong(
            "two-biases",
            "The hidden layer has two biases in your count. Both would be added to the same sum, "
            "and this book has one.",
            all_told(right + H),
        ),
        Wrong(
            "no-recurrence",
            "That is the count of a network without memory: the weights from state to state are "
            "missing.",
            all_told(right - H * H),
        ),
        Wrong(
            "no-slot-zero",
            "Your `states` has a slot for each step. The state before the first step needs one as "
            "well.",
            kept(20 * H * N),
        ),
        Wrong(
            "one-sequence",
            "Your `states` is right for one sequence. Each of the sequences has states of its own.",
            kept(21 * H),
        ),
        Wrong(
            "one-sequence-no-slot-zero",
            "Your `states` is the number for one sequence, and without the state before the first "
            "step. The array holds those of the whole batch.",
            kept(20 * H),
        ),
        Wrong(
            "states-of-one-step",
            "Your `states` is the number for one step. The array keeps those of all steps.",
            kept(H * N),
        ),
        Wrong(
            "inputs-counted",
            "Your `states` counts the inputs. A state has a number for each hidden unit.",
            kept(20 * D * N),
        ),
        Wrong(
            "no-output-layer",
            "That is the count of the hidden layer. The outputs have weights and biases too.",
            all_told(H * D + H * H + H),
        ),
        Wrong(
            "no-input-weights",
            "The weights from the inputs are missing in your count.",
            all_told(right - H * D),
        ),
        Wrong(
            "times-the-batch",
            "The weights are counted anew for each sequence. All of them run through one network.",
            all_told(right * N),
        ),
        Wrong(
            "batch-among-the-sizes",
            "Your W_xh has a column for each sequence. It has one for each input; the batch is in "
            "no weight.",
            counts(**numbers, W_xh=(H, N)),
        ),
        Wrong(
            "biases-among-the-weights",
            "Your W_xh and W_hy have a column more, for the biases. In this book these stand "
            "apart.",
            counts(**numbers, W_xh=(H, D + 1), W_hy=(C, H + 1)),
        ),
        Wrong(
            "inputs-for-states",
            "`states`: these are as many numbers as the inputs have, with D for H.",
            kept(21 * D * N),
        ),
        Wrong(
            "outputs-among-the-states",
            "`states`: the outputs are counted as well. `h` holds the hidden units alone.",
            kept(21 * (H + C) * N),
        ),
        Wrong(
            "one-weight-for-each-unit",
            "W_hh is counted with one weight for each unit. Each unit hears every unit.",
            all_told(right - H * H + H),
        ),
    )


GIVEN = {"D": 4, "H": 10, "C": 3, "N": 6}  # T stays: a part is called after it


def phrases(D, H, C, N):
    """Return the pieces of text in which the numbers stand."""
    in_text = [f"D = {D}", f"H = {H}", f"C = {C}", f"N = {N}"]
    return [*in_text, f"D, H, C, T, N = {D}, {H}, {C}, 20, {N}"]


def other(**numbers):
    """Return the exercise with other numbers."""
    made = swaps(phrases, GIVEN, numbers)
    return Round(swaps=made, right=counts(**numbers), wrongs=mistakes(**numbers))


EXERCISE = Exercise(
    kind="compute",
    points=1,
    parts=tuple(counts()),
    right=counts(),
    wrongs=mistakes(**GIVEN),
    rounds=(
        other(D=5, H=8, C=2, N=7),
        other(D=3, H=12, C=4, N=5),
        other(D=6, H=9, C=4, N=8),
    ),
)
