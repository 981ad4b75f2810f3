"""Empirical Bayes and z-score index in vectorised numpy on the counts of a file. Usage: FILE AREAS YEARS INDICATORS"""

import sys

import numpy

from timing import tell

areas, years, indicators = map(int, sys.argv[2:])
values = numpy.fromfile(sys.argv[1])
people = values[: years * areas].reshape(years, areas)
# Areas by indicators, as the vectorised form wants them.
cases = numpy.ascontiguousarray(values[years * areas :].reshape(years, indicators, areas).transpose(0, 2, 1))
weights = numpy.full(indicators, 1 / indicators)


def job():
    total = 0.0
    for year in range(years):
        base = people[year][:, None]
        rate = cases[year] / base
        mean = cases[year].sum(0) / base.sum()
        prior = numpy.maximum((base * (rate - mean) ** 2).sum(0) / base.sum() - mean / base.mean(), 0)
        weight = prior / (prior + mean / base)
        smoothed = weight * rate + (1 - weight) * mean
        score = (smoothed - smoothed.mean(0)) / smoothed.std(0, ddof=1)
        total += float((score @ weights).std())
    return total


tell(job)
