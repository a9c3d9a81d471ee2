"""The exemption desk: which aid items need an exemption, and a request that is complete.

``rules`` (what applied on a date); ``catalogue``, ``nomenclature`` and ``corpus`` (what an item
may be called), ``language``, ``matching`` and ``signals`` (which codes it may have), ``parts``
(kits), ``screening`` and ``screenlist`` (the verdict on an item, on a list); ``items``, ``cells``,
``listrow`` and ``sheet`` (reading a spreadsheet); ``project``, ``template``, ``completeness`` and
``checking`` (a request in the making, against Implementation Assistance Notice 7); ``letter``,
``annex`` and ``application`` (the documents); ``clearance`` (everybody whose leave is needed);
``tracking`` and ``grants`` (what was granted, what runs out, the finding for the brief).
"""
