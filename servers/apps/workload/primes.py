"""A real computation of tunable size."""


def count_primes_below(limit: int) -> int:
    """How many primes there are below ``limit``, by trial division."""
    primes: list[int] = []
    for candidate in range(2, limit):
        for prime in primes:
            if prime * prime > candidate:
                primes.append(candidate)
                break
            if candidate % prime == 0:
                break
        else:
            primes.append(candidate)
    return len(primes)
