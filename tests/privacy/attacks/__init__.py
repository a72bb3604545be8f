"""Attackers who want to know where somebody is, each against Kairos and against a service that tells.

`kairos` is the running house as attackers reach it, `broken` a small service with one old mistake at a time;
both answer over HTTP and have the same methods, so one attacker's code runs against both. `make attacks`
runs them all; `tests/privacy/test_attacks.py` runs them with fewer victims.
"""
