"""The demonstration: two made-up years of survey and clearance, from a seed and a day.

Read in this order: `country` and `shapes` (where and what form), `hazards` (what is contaminated), `plan` (what is to
be done), `schedule` (who does it when), `outcome` (how it stands), `releases` and `finds` (what came of it), `story`
(all of it together), `records` and `products` (as fields of layers), `mistakes` (what waits in review).
"""
