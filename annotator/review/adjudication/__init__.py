"""Adjudication: what coders who finished an article differ on, who decides it, and the set that comes of it.

    match(study)              catch up: pair what coders marked in articles that two or more have finished  (matching)
    current(study)            the items there are now; `with_state` says how each stands                    (queries)
    adjudicate(item, …)       take a version, edit, "nothing here" or "unresolved": a row that stands        (decide)
    take_back(adjudication)   another row, after which the item awaits a decision again                     (take_back)
    adjudicated(study)        the merged set: unanimous, adjudicated or unresolved, one record per item      (final)

`clusters` and `differing` are pure. docs/adr/0014 says what is stored and what is asked.
"""
