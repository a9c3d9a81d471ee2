"""Words for likelihood (ICD 203), and a lint: never likelihood and confidence in one sentence.

Office of the Director of National Intelligence, Intelligence Community Directive 203, "Analytic
Standards", 2 January 2015: the expressions of likelihood, and the rule that a confidence level
and a degree of likelihood are not combined in the same sentence.
"""

from __future__ import annotations

import re

# Upper bounds of the words below even; a boundary goes to the word nearer even.
_BELOW = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
)
_ABOVE = {
    "almost no chance": "almost certain",
    "very unlikely": "very likely",
    "unlikely": "likely",
}
EVEN = "roughly even chance"

_LIKELIHOOD = re.compile(
    r"\b(almost no chance|remote|(very |highly )?(un)?likely|(im)?probabl[ey]|roughly even|"
    r"almost certain(ly)?|nearly certain)\b",
    re.IGNORECASE,
)
_CONFIDENCE = re.compile(
    r"\b(low|moderate|medium|high)(-to-\w+)? confidence\b|\bconfidence level\b|"
    r"\bconfiden(t|tly)\b|\bwith confidence\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def likelihood(probability: float) -> str:
    """The word for a probability.

    Examples
    --------
    >>> likelihood(.03), likelihood(.05), likelihood(.5), likelihood(.8), likelihood(.81)
    ('almost no chance', 'very unlikely', 'roughly even chance', 'likely', 'very likely')
    """
    if not 0.0 <= probability <= 1.0:
        raise ValueError(f"{probability} is no probability")
    distance = round(min(probability, 1.0 - probability), 9)
    for bound, word in _BELOW:
        if distance < bound:
            return word if probability < 0.5 else _ABOVE[word]
    return EVEN


def mixes_likelihood_and_confidence(text: str) -> bool:
    """Whether any one sentence of a text holds both a likelihood and a confidence level."""
    return any(
        _LIKELIHOOD.search(sentence) and _CONFIDENCE.search(sentence)
        for sentence in _SENTENCE.split(text)
    )
