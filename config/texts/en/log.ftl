### Logging a past cramp: one question a message; each can be tapped, typed or skipped.

log-button = Log a past cramp
log-question = { $step } of { $steps }. { $question }
log-when = When was it? Tap, or type it, like “about 3 am” or “Friday night”.
log-when-blind = When was it? Tap, or type it, like “20 minutes ago”.
log-evening = Which night? Tap the evening it began, or type a date.
log-among = I can read that in more than one way. Which one was it?
log-place = Which leg and muscle? Tap, or type it.
log-helped = What helped? Tick all that did, or type it.
ago-button = { $minutes } min ago
last-night-button = Last night
another-day-button = Another day
stop-button = Stop
done-button = Done
ticked-button = ✓ { $what }

log-future = That time is still to come. I note cramps that are over.
log-old = That is more than 90 days ago. I note cramps of the last 90 days.
log-no-zone = I don't know your time zone yet. Tell me how long ago it was, or set it first: /zone
log-no-such-time = I can't find that time in the calendar.
log-needs-time = A rough time is enough, like “last night” or a day. Without one I can't put it in the diary.
log-goes-on = This question is still open.
log-after = First this cramp. When it has gone, send /log.
log-young = I keep no diary for people under 16, so I note nothing. In a cramp I can help you: send /cramp.
log-stopped = Stopped. I kept nothing of this.

log-kept = Noted:

    { $line }
log-draft = Noted for now:

    { $line }

    I hold this for a short time only. To keep a diary, tap “Set up”.
log-told = I understood:

    { $line }

    Shall I note it?
log-heard = I understood: { $what }.
log-free-no-zone = Good. I don't know your time zone yet, so I can't say which night that was. Set it first: /zone
log-free-too-old = That night is too long ago for me to note.
log-free-known = I have that night already: no cramp.
log-was-free = That night was noted without a cramp. I took that note out.
log-free-but-cramp = A cramp is noted for that night. If that is wrong, take it out: /history
keep-it-button = Yes, note it
change-or-add-button = Change or add
do-not-keep-button = Don't note it
log-full = There is no more room for today, so this one is not kept:

    { $line }
log-long = A cramp longer than ten minutes is worth telling your doctor.
log-over-long = Ten minutes is long for a cramp. Is it over now?
log-over = Nothing helped. Is it over now?
log-is-over-long = Good. A cramp longer than ten minutes is worth telling your doctor.
log-is-over = Good. If nothing helps the next time either, tell your doctor.
yes-over-button = Yes, it's over
no-or-unsure-button = No, or not sure
change-button = Change

helped-stretching = stretching
helped-standing = standing
helped-walking = walking
helped-massage = massage
helped-heat = heat
helped-ice = ice
helped-soak = a warm soak
helped-pickle = pickle juice
helped-nothing = nothing
helped-other = something else
helped-stretching-button = Stretching
helped-standing-button = Standing
helped-walking-button = Walking
helped-massage-button = Massage
helped-heat-button = Heat
helped-ice-button = Ice
helped-soak-button = Warm soak
helped-pickle-button = Pickle juice
helped-nothing-button = Nothing
helped-other-button = Something else
