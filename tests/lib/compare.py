"""Whether two samples can be told apart: the tests of Mann and Whitney and of Kolmogorov and Smirnov."""

import math


def mann_whitney(left, right):
    """How many standard deviations the rank sum of `left` is away from what chance gives."""
    ranked = sorted((value, side) for side, sample in enumerate((left, right)) for value in sample)
    ranks, ties, at = [0.0, 0.0], 0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        for _, side in ranked[at:end]:
            ranks[side] += (at + 1 + end) / 2
        ties += (end - at) ** 3 - (end - at)
        at = end
    n, m = len(left), len(right)
    both = n + m
    spread = n * m / 12 * ((both + 1) - ties / (both * (both - 1)))
    middle = n * (both + 1) / 2
    return (ranks[0] - middle) / math.sqrt(spread) if spread else 0.0


def kolmogorov_smirnov(left, right):
    """The largest distance between the two distribution functions, and the one that chance exceeds once in 10,000."""
    left, right = sorted(left), sorted(right)
    i = j = 0
    largest = 0.0
    while i < len(left) and j < len(right):
        value = min(left[i], right[j])
        while i < len(left) and left[i] == value:
            i += 1
        while j < len(right) and right[j] == value:
            j += 1
        largest = max(largest, abs(i / len(left) - j / len(right)))
    limit = math.sqrt(-math.log(0.0001 / 2) / 2) * math.sqrt((len(left) + len(right)) / (len(left) * len(right)))
    return largest, limit


def separable(left, right):
    """Why two samples come from different distributions, or None if one cannot say so (once in 10,000 by chance)."""
    deviations = mann_whitney(left, right)
    distance, limit = kolmogorov_smirnov(left, right)
    told = f"medians {median(left):.6f} and {median(right):.6f}, z {deviations:.1f}, D {distance:.3f} of {limit:.3f}"
    return told if abs(deviations) > 3.89 or distance > limit else None


def median(sample):
    return sorted(sample)[len(sample) // 2]
