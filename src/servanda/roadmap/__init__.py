"""Action for action: the order of steps in which no side is far ahead of the others.

`reading` takes the steps of a dossier into a `problem`, `planner` orders them, `exposure` counts
what each side has given and not received. OR-Tools and NetworkX (extra ``roadmap``) are imported
where they are used; the brief looks up a plan and computes none.
"""
