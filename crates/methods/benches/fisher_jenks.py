"""Fisher-Jenks of mapclassify (exact, compiled by numba) on the values of a file. Usage: FILE CLASSES"""

import sys

import mapclassify
import numpy

from timing import tell

values = numpy.fromfile(sys.argv[1])
classes = int(sys.argv[2])
mapclassify.FisherJenks(values[:200], classes)  # compiled before it is timed


def job():
    found = mapclassify.FisherJenks(values, classes)
    members = [values[found.yb == each] for each in range(classes)]
    return sum(((m - m.mean()) ** 2).sum() for m in members)


tell(job, rounds=1)
