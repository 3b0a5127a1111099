### The month of evenings: joining, the evening message, its settings. The first line of a message that comes by itself names no complaint:
### it may show on a locked screen.

routine-join = The evening routine takes about ten minutes before bed, for a month: warm up, rise on your toes, stretch. I come once each evening, and you stop me with one tap.

    At what time? Tap, or type one like “21:15”.
routine-time = At what time shall I come? Tap, or type one like “21:15”.
routine-weekend = And on Friday and Saturday evenings? Tap, or type a time.
routine-same-button = The same time
routine-weekend-far = That is more than four hours from your usual time. Please choose one that is nearer.
routine-settled = It is set.
routine-nothing-to-pause = Your evenings have stopped, so there is nothing to pause.
routine-pause-range = A pause lasts from 1 to { $days } evenings.
routine-joined = I'll come at about { $clock }, first on { $date }.

    { programme-not-for }

    Two evenings a week are spare. A missed one breaks nothing. Tell me under /symptoms how you are, and I leave out what isn't for you.
routine-why-button = Is it worth it?
routine-worth = { programme-month }
routine-now-button = Do it now
routine-done-button = Done already
routine-baseline-button = Two weeks of diary first
routine-change-button = Change
routine-pause-button = Pause
routine-stop-button = Stop the evenings
routine-resume-button = Go on now
routine-again-button = Start again
routine-not-now = That's fine. /routine is there when you want it.
routine-needs-zone = Without your time zone I can't know when it is evening for you. When you like, send /routine again.
routine-young = The evening routine is not for people under 16. Please ask a parent and a doctor what is good for you. In a cramp send /cramp.
routine-after = One thing at a time. When the cramp is over, send /routine.
routine-none = You have no evening routine yet: /routine
routine-next = Next evening message: { $date }, at about { $clock }.
routine-paused = Paused. I come again on { $date }.
routine-stopped = Your evenings have stopped.
routine-silent = You asked me with /stop not to write by myself.
routine-no-zone = I need your time zone: /zone
routine-spare = Two evenings a week are spare.
routine-ended = Stopped. No more evening messages. What you did stays noted.

    /stop ends every message that I'd write by myself.
routine-pause = For how many evenings?
routine-days-button = { $days ->
        [one] 1 evening
       *[other] { $days } evenings
    }
routine-settings = What would you like to change?
routine-settings-new = What would you like to change?

    Two weeks of diary first: then I ask only in the mornings until they are over. That way you can compare before and after.
routine-test = This is how my evening message comes: without a sound. If you didn't notice it, switch the sound on, or look whether this chat is muted.
routine-test-sound = This is how my evening message comes: with a sound. If you heard nothing, look whether this chat is muted.

setting-time-button = Time: { $value }
setting-weekend-button = Fri and Sat: { $value }
setting-sound-button = Sound: { $value }
setting-repeat-button = Ask once more: { $value }
setting-habit-button = Habit: { $value }
setting-sitting-button = All of it sitting: { $value }
setting-review-button = Look back on: { $value }
setting-baseline-button = 2 weeks of diary: { $value }
setting-test-button = Send me one to try
setting-on = on
setting-off = off
setting-same = the same
setting-none = nothing
habit-teeth = brushing teeth
habit-kettle = evening drink
habit-bed = going to bed

evening-hello = Good evening. Time for your ten minutes, if you like.
evening-once-more = Good evening, once more. Would now be good?
evening-day = This is evening { $day } of 30.
evening-after-teeth = A good moment: right after brushing your teeth.
evening-after-kettle = A good moment: after your evening drink.
evening-after-bed = A good moment: just before you get into bed.
evening-sore = After a rough night it is gentler tonight.
evening-spaced = The last ones went by without an answer, so I now come every third evening. Tap any button and I come each evening again.
evening-guide-button = Guide me
evening-short-button = Two-minute version
evening-later-button = Later
evening-no-button = Not tonight
evening-later = When would be good?
evening-soon-button = In 30 minutes
evening-bedtime-button = At bedtime, { $clock }
evening-later-set = I'll come back at { $clock }.
evening-done = Noted. Sleep well.
evening-done-already = Tonight is noted as done, and stays so. Sleep well. If it wasn't, write “not done”.
evening-over = That evening is over, so I won't come back to it. The next one comes by itself.
evening-no = All right. Tomorrow is another evening.
evening-no-spare = All right. That is one of this week's two spare evenings.
evening-count = { $of ->
        [one] { $done } of 1 evening so far.
       *[other] { $done } of { $of } evenings so far.
    }
evening-count-all = { $done ->
        [one] 1 evening so far.
       *[other] { $done } evenings so far.
    }
evening-goodbye = Good evening. My last messages went by without a tap, so this is the last one for now. What you noted stays. Tap when you would like to begin again.
evening-away = Good evening. I was away for some time and didn't come in the evenings. Shall I go on?

guide-check = Before you start: is any of this true now?

    • Chest pain, or breathless
    • One leg swollen, red or hot
    • A leg hurt, or a snap felt
    • A blood clot, operation, heart attack or stroke in the last three months
    • Unsteady on your feet
guide-check-none-button = None of these
guide-check-some-button = One of these
guide-check-unsure-button = Not sure
guide-check-some = Chest pain or breathless? Call 112, 911, 999 or 000. One leg swollen, red or hot, or hurt? Ring a doctor today.

    So no exercises tonight. Tell me under /symptoms what it is, and I leave out what isn't for you. Only unsteady? Then switch on “All of it sitting”.
guide-step = { $name } ({ $step } of { $of })
guide-go-button = Start
guide-on-button = Go on
guide-pause-button = Pause
guide-skip-button = Leave this out
guide-enough-button = Enough for tonight
guide-why-button = Why this?
guide-stopped = The exercises stop here.
guide-held = I'm waiting. Take your time.
setting-sitting-on-button = All of it sitting
guide-allowed-button = A doctor said yes

last-night-hello = Good morning.
last-night-ask = How was last night?
last-night-no-button = No cramp
last-night-yes-button = A cramp
last-night-unsure-button = I don't know
last-night-free = Noted: a night without a cramp.
last-night-known = That night is in your diary already: /history
last-night-unknown = That's fine. I leave that night open.
last-night-tell = Let's note it.

review-week = Your last seven days:
review-half = Half of your month is over:
review-end = Your month is over:
review-evenings = { $of ->
        [one] Exercises: { $done } of 1 evening.
       *[other] Exercises: { $done } of { $of } evenings.
    }
review-nights = Nights: { $cramps } with a cramp, { $free } without, { $unknown } not known.
review-flagged = { $count ->
        [one] 1 night had only a warning sign. I keep it apart.
       *[other] { $count } nights had only a warning sign. I keep them apart.
    }
review-honest = Many people's cramps ease over a few weeks whatever they do. So this can't show why.
month-decide = A weak, numb or swollen leg, or pain on walking? Tell a doctor. One leg swollen or hot: today. Sudden weakness: call 112, 911, 999 or 000.

    How shall we go on?
month-keep-button = Keep on
month-change-button = Change something
month-doctor-button = See a doctor
month-kept = Good. I keep coming in the evenings.
month-changes = Here is what you can change.
month-doctor = Here is what to take along.
review-few = Too few nights are known to tell how it is going.
review-nothing = A month has passed. Nothing is noted from it, and that's fine. A new month can begin any evening.
month-doctor-hint = Still waking most weeks? That is a good reason to see a doctor.
