"""The exemption desk: which aid items need an exemption, and a request that is complete.

``rules`` (what applied on a date), ``catalogue`` and ``nomenclature`` (what an item's code may
be), ``screening`` (the verdict on one item), ``sheet`` (reading a spreadsheet of items),
``project`` (a request in the making), ``completeness`` (against Implementation Assistance Notice
7), ``letter`` and ``annex`` (the documents), ``clearance`` (everybody whose leave is needed),
``tracking`` (what was granted and what runs out), ``grants`` (the finding for the brief).
"""
