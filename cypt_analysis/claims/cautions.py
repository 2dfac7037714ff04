"""Words by which a text itself says how far its figures carry."""

from __future__ import annotations

SAYS_CHANCE = (
    r"within (?:the range of )?chance|not (?:statistically )?significant|no (?:statistically "
    r")?significant|no clear change|could be chance|too small to tell"
)
SAYS_PARTIAL = (
    r"two (?:\w+ )?terms|autumn and spring terms|part of (?:a|the) year|cannot be "
    r"compared|not comparable|full-year figure|"
    r"before the quarter (?:had )?ended|may not be complete|cut short|so far|by now|quarter's share"
)
SAYS_APART = r"(?:not|cannot be|n't) (?:be )?compar|break in the series|series begins anew"
NO_FACT = "No fact says it."
