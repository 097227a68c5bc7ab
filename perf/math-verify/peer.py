"""The peer side of the comparison: Math-Verify on the pairs that come in, one JSON object a line.

In:  {"truth": str, "answer": str}    bare answers are wrapped in $...$, as Math-Verify's own tests do
Out: {"equal": bool, "us": float}     microseconds for parse, parse and verify; Math-Verify's default options
"""

import json
import logging
import sys
import time

from math_verify import parse, verify

logging.disable(logging.CRITICAL)
MARKS = ("$", "\\(", "\\[", "\\boxed")


def wrapped(text: str) -> str:
    return text if any(mark in text for mark in MARKS) else f"${text}$"


def judge(truth: str, answer: str) -> bool:
    try:
        return bool(verify(parse(wrapped(truth)), parse(wrapped(answer))))
    except BaseException as error:  # its timeouts do not derive from Exception
        if isinstance(error, KeyboardInterrupt):
            raise
        return False


judge("x+1", "1+x")  # imports and grammar tables are not what is measured
for line in sys.stdin:
    pair = json.loads(line)
    start = time.perf_counter_ns()
    equal = judge(pair["truth"], pair["answer"])
    print(json.dumps({"equal": equal, "us": (time.perf_counter_ns() - start) / 1000}), flush=True)
