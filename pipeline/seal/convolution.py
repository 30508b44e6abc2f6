"""A convolutional code of rate 1/3: the bits of a watermark come back although many of them were read wrongly.

Constraint length 7, generators 133, 171 and 165 (octal), as in LTE (3GPP TS 36.212, 5.1.3.1); zeros at the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GENERATORS = (0o133, 0o171, 0o165)
MEMORY = 6


def coded_length(bits: int) -> int:
    return (bits + MEMORY) * len(GENERATORS)


def encode(bits: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Bits (0 or 1), shape (n,), become `coded_length(n)` bits."""
    import numpy as np

    register, coded = 0, []
    for bit in [*bits.tolist(), *[0] * MEMORY]:
        register = register >> 1 | bit << MEMORY
        coded += _outputs(register)
    return np.array(coded, np.uint8)


def decode(soft: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The bits whose code fits best (Viterbi).

    Args:
        soft: How surely each coded bit is a 0 (positive) or a 1 (negative), shape (coded_length(n),).
    """
    import numpy as np

    # A new bit enters at the top; the state is the register without its oldest bit.
    states = np.arange(1 << MEMORY)
    registers = states[:, None] << 1 | np.arange(2)
    before = registers & (1 << MEMORY) - 1
    signs = 1.0 - 2.0 * np.array([[_outputs(register) for register in row] for row in registers.tolist()])
    best = np.where(states == 0, 0.0, -np.inf)
    choices = []
    for step in soft.reshape(-1, len(GENERATORS)):
        ways = best[before] + signs @ step
        choices.append(ways.argmax(axis=1))
        best = ways.max(axis=1)
    state, bits = 0, []
    for choice in reversed(choices):
        bits.append(state >> MEMORY - 1)
        state = int(before[state, choice[state]])
    return np.array(bits[::-1][:-MEMORY], np.uint8)


def _outputs(register: int) -> list[int]:
    return [(register & generator).bit_count() & 1 for generator in GENERATORS]
