### "Is it working?": the two weeks before the routine and the last two weeks. It says whether, never why. Counts, not per cent: two weeks are
### few nights. "Usual" is the median: half of the cramps were above it.

progress-nights = In the two weeks before the exercises: a cramp on { $before } of { $before_of } known nights. In the two weeks up to { $until }: on { $after } of { $after_of }.
progress-nights-few-before = Too few nights are known from before the exercises. So I can't compare.
progress-nights-few-after = Too few of the last nights are known to compare.
progress-nights-few-cramps = Too few cramps to tell.
progress-nights-unclear = Too close to tell. Two weeks can differ by chance.
progress-nights-fewer = Your diary shows fewer cramp nights than before.
progress-nights-more = Your diary shows more cramp nights than before.

progress-pain = Usual pain of a cramp: { $before } of 10, then { $after } of 10.
progress-pain-few = The pain is noted on too few nights to tell.
progress-pain-unclear = No clear change in pain.
progress-pain-less = Your diary shows less pain than before.
progress-pain-more = Your diary shows more pain than before.

progress-minutes = Usual minutes of a cramp: { $before }, then { $after }.
progress-minutes-few = The minutes are noted on too few nights to tell.
progress-minutes-unclear = No clear change in how long they last.
progress-minutes-less = Your diary shows shorter cramps than before.
progress-minutes-more = Your diary shows longer cramps than before.

progress-why = Many people's cramps ease over a few weeks whatever they do. So your diary can show whether you are better, not why.
progress-why-more = Cramps have better and worse weeks whatever people do. So your diary can show whether you are worse, not why. If they trouble you, that is a good reason to see a doctor.

progress-young = I keep no diary for people under 16. In a cramp, send /cramp.
progress-nothing = There is nothing to show yet. Tell me of a past cramp. Or begin the evening exercises: then I ask each morning.
progress-routine-button = Evening exercises
progress-nights-button = The nights
progress-pain-button = Pain and minutes
progress-helped-button = What I noted
progress-report-button = A page for a doctor
progress-light-button = Show it light
progress-dark-button = Show it dark
attached-failed = The file could not be made. Please try again later.
