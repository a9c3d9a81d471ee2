"""How far a missile reaches, from a reported flight: burnout state, reach, rings, doubt.

Usable alone: ``report_flight(Flight(apogee_km=4475, range_km=950, time_min=53.5), judged)`` of
`report` and `flight`. Nothing is imported here: the brief reads only `demonstrated`, and must not
wait for the compiler.
"""
