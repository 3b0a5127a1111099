### Pictures of the diary: what is written in them, and their words for whoever cannot see them.
### A picture has little room: short words first.

picture-evenings-began = exercises began
# Stands under a number: 2 of 5.
picture-of-known = of { $known }

picture-nights-title = Your nights
picture-nights-total = { $known ->
        [one] { $cramps } of 1 known night with a cramp
       *[other] { $cramps } of { $known } known nights with a cramp
    }
picture-nights-none-known = No night is known for sure
picture-nights-empty = No night of these weeks is known. Each morning you can tell me how it was.
picture-key-free = no cramp
picture-key-mild = cramp
picture-key-severe = strong cramp, pain 7 or more
picture-key-cramp = cramp, pain not told
picture-key-flagged = warning sign, kept apart
picture-key-unknown = not known
picture-key-before = two weeks before: { $mean } a week

picture-pain-title = Pain and minutes
picture-pain-total = { $count ->
        [one] 1 cramp
       *[other] { $count } cramps
    }
picture-pain-empty = No cramp is in the diary for these nights.
picture-pain-panel = Pain, 0 to 10
picture-minutes-panel = Minutes
picture-without-number = { $count ->
        [one] 1 without a number
       *[other] { $count } without a number
    }
picture-key-middle = usual cramp of that week (the median)
picture-key-over = longer than the scale

picture-helped-title = What you noted
picture-helped-empty = Nothing is noted in these weeks about what helped.
picture-helped-panel = What helped in a cramp
picture-helped-in = { $count ->
        [one] in { $times } of 1 cramp with an answer
       *[other] in { $times } of { $count } with an answer
    }
picture-helped-untold = { $count ->
        [one] 1 cramp without an answer
       *[other] { $count } cramps without an answer
    }
picture-helped-note = Most cramps end by themselves. This is what you noted, not what works.
picture-soaks-panel = Warm soaks in a cramp
picture-soaks-eased = Eased
picture-soaks-in = in { $eased } of { $told }
picture-soaks-untold = { $count ->
        [one] 1 soak without a word on how it went
       *[other] { $count } soaks without a word on how they went
    }
picture-soaks-note = A soak is for comfort. It is no test of blood flow.
picture-evenings-panel = Evening exercises
picture-evenings-done = Done
picture-evenings-of = on { $done } of { $of } evenings

# In words.
picture-words-title = { $title }, { $period }.
picture-words-sentence = { $said }.
picture-words-strong = { $count ->
        [one] 1 night had a strong cramp, with pain of 7 or more.
       *[other] { $count } nights had a strong cramp, with pain of 7 or more.
    }
picture-words-pain-untold = { $count ->
        [one] 1 night had a cramp, and the pain was not told.
       *[other] { $count } nights had a cramp, and the pain was not told.
    }
picture-words-unknown = { $count ->
        [one] 1 night is not known.
       *[other] { $count } nights are not known.
    }
picture-words-flagged = { $count ->
        [one] 1 night had a warning sign and is kept apart.
       *[other] { $count } nights had a warning sign and are kept apart.
    }
picture-words-weeks = Nights with a cramp, week by week: { $list }.
picture-words-some = { $cramps } of { $known } known
picture-words-week-unknown = not known
picture-words-week-none = none
picture-words-before = In the two weeks before the exercises: { $mean } nights a week.
picture-words-began = The exercises began on { $day }.
picture-words-evening = Each night stands under the date of its evening.
picture-words-pain = Pain from { $least } to { $most }, usually { $middle }.
picture-words-pain-weeks = Usual pain, week by week: { $list }.
picture-words-minutes = Minutes from { $least } to { $most }, usually { $middle }.
picture-words-minutes-weeks = Usual minutes, week by week: { $list }.
picture-words-pain-missing = { $count ->
        [one] 1 cramp has no number for the pain.
       *[other] { $count } cramps have no number for the pain.
    }
picture-words-minutes-missing = { $count ->
        [one] 1 cramp has no number of minutes.
       *[other] { $count } cramps have no number of minutes.
    }
picture-words-eased = Warm soaks in a cramp: eased in { $eased } of { $told }.
picture-words-done = Evening exercises: done on { $done } of { $of } evenings.
picture-words-helped = { $what }: { $count }.
