"""Benchmarks: each prints its figures and, where there is one, the ratio to a named peer."""
