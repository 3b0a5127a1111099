### The doctor's page: a document that somebody takes along. Clinical in tone, plain, exact, short (clinical.md sections 2, 8, 15 and 17).

report-title = Night leg cramp diary
report-period = { $from } to { $to }. { $known } of { $nights } nights are known.
report-made = Made by Charley on { $date }
report-name = Name
report-born = Date of birth
report-day-and-year = { $day } { $month } { $year }
report-list-mark = •
report-joined = { $earlier }, { $later }

## Key figures: the items of a diary from primary care (Sebo 2019), and how many nights they rest on.

report-figures = Key figures
report-measure = Measure
report-before = Before exercises
report-lately = Last 2 weeks
report-whole = Whole period
report-known = Nights known
report-nights = Nights with a cramp
report-rate = Cramp nights a week
report-cramps = Cramps
report-minutes = Minutes a cramp
report-pain = Pain, 0–10
report-sleep = Sleep disturbed, 0–10
report-of = { $n } of { $of }
# Between “n”, “=” and the number stand no-break spaces.
report-median = { $median } ({ $low }–{ $high }), n = { $n }
report-few = too few
report-none-told = not told
report-under-one = <1
report-measured = Minutes, pain, sleep: median (lowest–highest); n = cramps with an answer. Cramp nights a week: if 5 of 7 nights are known and 8 in all had a cramp. Two weeks can differ by chance, and many people's cramps ease over a few weeks whatever they do. This shows how it went, not why.

## Beside them: the routine, relief and warning signs.

report-relief = Routine and relief
report-evenings = Exercises (begun { $first }): done on { $done } of { $of ->
        [one] 1 evening
       *[other] { $of } evenings
    }.
report-no-routine = No evening routine in this period.
report-helped = Noted as helpful ({ $told } of { $cramps ->
        [one] 1 cramp
       *[other] { $cramps } cramps
    }): { $list }.
report-helped-item = { $what } { $times }
report-no-helped = Noted as helpful: nothing so far.
report-comfort = Comfort response, warm water: pain went in { $eased } of { $told }. Cramps also end by themselves. No test of blood flow.
report-comfort-untold = { $count ->
        [one] In 1 more soak the result was not told.
       *[other] In { $count } more soaks the result was not told.
    }
report-no-soak = Warm water during a cramp: nothing noted.
report-flags = Warning signs
report-flagged = { $count ->
        [one] 1 episode
       *[other] { $count } episodes
    }, not counted as cramps:
report-flag-item = { $date }: { $what }
report-flags-more = { $count } more are named in the list of entries.
report-no-flags = None with a cramp in the diary. Signs told at other times are not listed. This rules nothing out.
report-flag-pe-chest = chest pain, trouble breathing, coughing blood or collapse
report-flag-weakness = weakness, or trouble with face, speech or swallowing
report-flag-tetanus = stiff jaw, spasms, or spasms after a wound
report-flag-potassium = racing or uneven heartbeat, faintness or weakness, with kidney trouble or tablets
report-flag-pregnancy = warning sign in pregnancy or after birth
report-flag-limb-ischaemia = cold, pale, blue or numb leg, or foot pain eased by hanging it down
report-flag-rhabdo = dark urine, or hardly any
report-flag-cauda-equina = numb between the legs, bladder or bowel
report-flag-heat-dehydration = heat or dehydration
report-flag-injury = injury
report-flag-child = warning sign in a child
report-flag-infection = hot or red skin, a wound or fever
report-flag-burn = burn
report-flag-drug-bleed = bleeding or bruises with a medicine
report-flag-dvt = swelling, redness or heat in one leg
report-flag-prolonged = cramp over 10 minutes, not easing when told
report-flag-other = a warning sign

## The nights.

report-weeks = Night by night
report-week-count = { $cramps }/{ $known }
report-axis = Cramp nights of known nights
report-axis-top = Week of
report-routine-begins = Exercises from { $date }
report-key-severe = Worst pain, 7 or more
report-key-mild = Worst pain, below 7
report-key-cramp = Cramp, pain not told
report-key-free = No cramp
report-key-unknown = Not known
report-key-flagged = Warning sign
report-sign-unknown = ?
report-sign-flagged = !
report-weeks-cut = The last { $weeks } weeks are drawn.
report-alt = The nights, week by week. { $weeks }
report-alt-week = Week of { $date }: cramps on { $cramps } of { $known } known nights; { $unknown } not known.

## What the person told.

report-told = As told by the person
report-asked = Question
report-answer = Answer
report-told-on = Told on { $date }. Other dates stand with the answer. [discuss]: a point under “To discuss” rests on it. It names no cause.
report-answer-on = { $answer } ({ $date })
report-answer-aged = { $answer } ({ $date }, older)
# Before the mark stands a no-break space.
report-discuss-mark = { $what } [discuss]
report-no-answers = No questions about the person have been answered.
report-discuss = To discuss
report-discuss-aged = { $what }, told on { $date }. Ask whether it was examined. If it was not, and is still there: today.
report-discuss-none = No recent answer is on the list of points to discuss.
report-never-stop = No medicine should be stopped or changed without asking whoever prescribed it.

## How it came about.

report-method = How to read this page
report-collected = Told by the person to Charley, a program, in a chat. { $live ->
        [one] 1 entry was told during the night itself
       *[other] { $live } entries were told during the night itself
    }, { $later } afterwards: the next morning or later.
report-noon = A night runs from noon to noon and has the date of its evening.
report-zone = Times are local: { $zone }.
report-no-zone = No time zone is known, so times are in UTC.
report-limits = Not a diagnosis: Charley examined nobody. Nights that nobody told about are missing, not zero.
report-not-reviewed = No clinician has reviewed the texts of this page.
report-partly-reviewed = A clinician has reviewed only a part of the texts of this page.
report-reviewed = The texts of this page were reviewed by { $who }.
report-foot = { $dates }. Made by Charley on { $date }. Not a diagnosis.
report-page = Page { $page } of { $pages }

## The list of entries.

report-entries = All entries, newest last
report-entry-flagged = warning sign ({ $what }), kept apart
report-column-night = Night of
report-column-began = Began
report-column-where = Where
report-column-minutes = Min
report-column-pain = Pain
report-column-sleep = Sleep
report-column-helped = Helped
report-column-water = Warm water
report-column-told = Told
report-live = live
report-later = later
report-in-night = in the night
report-span = { $from }–{ $until }
report-utc = { $time } UTC
report-eased = eased, { $minutes } min
report-not-eased = not eased, { $minutes } min
report-untold = –
report-entries-note = Pain and sleep: 0 to 10. Min: minutes. “–”: nothing was told. Live: told during the night itself. Warm water: minutes in the water.
