"""Cases, a right answer and known mistakes of rnn.count-parameters."""

from nnlib.checks import Exercise, Wrong


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


EXERCISE = Exercise(
    kind="compute",
    points=1,
    parts=tuple(counts()),
    right=counts(),
    wrongs=(
        Wrong(
            "sender-first",
            "W_xh and W_hy stand with the sender first. In this book the unit that receives comes "
            "first, so that W x fits with x as a column.",
            counts(W_xh=(4, 10), W_hy=(10, 3)),
        ),
        Wrong(
            "once-per-step",
            "The weights are counted anew for each step. The unrolled drawing shows one network "
            "many times.",
            counts(parameters=183 * 20, parameters_T_40=183 * 40),
        ),
        Wrong(
            "grows-with-time",
            "Twice as many steps, twice as many parameters: that holds for a network with a layer "
            "of its own for each step, and this one has the same layer at every step.",
            counts(parameters_T_40=366),
        ),
        Wrong(
            "no-biases",
            "The biases are parameters too, those of the hidden units and those of the outputs.",
            counts(parameters=170, parameters_T_40=170),
        ),
        Wrong(
            "no-hidden-biases",
            "The biases of the hidden units are missing in your count.",
            counts(parameters=173, parameters_T_40=173),
        ),
        Wrong(
            "no-output-biases",
            "The biases of the outputs are missing in your count.",
            counts(parameters=180, parameters_T_40=180),
        ),
        Wrong(
            "two-biases",
            "The hidden layer has two biases in your count. Both would be added to the same sum, "
            "and this book has one.",
            counts(parameters=193, parameters_T_40=193),
        ),
        Wrong(
            "no-recurrence",
            "That is the count of a network without memory: the weights from state to state are "
            "missing.",
            counts(parameters=83, parameters_T_40=83),
        ),
        Wrong(
            "no-slot-zero",
            "Your `states` has a slot for each step. The state before the first step needs one as "
            "well.",
            counts(states=1200),
        ),
        Wrong(
            "one-sequence",
            "Your `states` is right for one sequence. Each of the sequences has states of its own.",
            counts(states=210),
        ),
        Wrong(
            "one-sequence-no-slot-zero",
            "Your `states` is the number for one sequence, and without the state before the first "
            "step. The array holds those of the whole batch.",
            counts(states=200),
        ),
        Wrong(
            "states-of-one-step",
            "Your `states` is the number for one step. The array keeps those of all steps.",
            counts(states=60),
        ),
        Wrong(
            "inputs-counted",
            "Your `states` counts the inputs. A state has a number for each hidden unit.",
            counts(states=480),
        ),
        Wrong(
            "no-output-layer",
            "That is the count of the hidden layer. The outputs have weights and biases too.",
            counts(parameters=150, parameters_T_40=150),
        ),
        Wrong(
            "no-input-weights",
            "The weights from the inputs are missing in your count.",
            counts(parameters=143, parameters_T_40=143),
        ),
        Wrong(
            "times-the-batch",
            "The weights are counted anew for each sequence. All of them run through one network.",
            counts(parameters=183 * 6, parameters_T_40=183 * 6),
        ),
    ),
)
