"""What the report says and asks for alike wherever it does."""

# Where a part of the report has no words.
NONE_REPORTED = "None reported this quarter"
# How many words a comment in the summary table has room for.
BRIEF_WORDS = 25
