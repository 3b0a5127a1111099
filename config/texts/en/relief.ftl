### The relief card: what is read at 3 am. Each at most 25 words, the action first, no idiom (clinical.md sections 5 and 7).

night-stretch = Cramp? Sit up, knee straight. Pull your toes towards your shin and hold. Breathe out slowly. I'm timing it.
night-hold = Keep holding. Toes towards your shin, knee straight. About { $seconds } seconds left. Breathe slowly.
night-stand = Still locked? Sit on the edge of the bed. Light on. Foot flat, press the heel down. Hold on to something.
night-stand-more = Keep the heel pressed down. Or pull the toes up again. Breathe out slowly. I'm still here.
night-easing = Good. Keep the toes pulled up gently until it lets go. Tap when it has gone.
night-easing-long = Ten minutes now. Still tight? Then ring your doctor or urgent advice line today. Or has it gone?
night-ask = Is any of this true? One leg swollen or hot. Leg cold, white or numb. Chest pain or breathless. An injury.
night-which = Which one? With chest pain or hard breathing, call 112, 911, 999 or 000 now.
night-rub = Rub the muscle firmly with your hand. If you are steady, put the light on and walk a few steps.
night-rub-more = Keep rubbing and stretching. I'm still here. If it lasts ten minutes, I'll say whom to ring.
night-warm-ask = Warmth may feel good, but not for everyone. Diabetes, numb feet, poor circulation, a recent clot, broken skin, or pregnant?
night-warm = Lay a warm damp towel on the muscle. Warm, never hot. Take it off before you sleep.
night-gentle = No heat, then. Keep stretching gently. If you are steady, walk a little with the light on.
night-gentle-young = Keep stretching gently. Wake a parent or another adult now. They can help you.
night-late = Your message reached me late. Is the cramp still there?
night-gone = Logged. Put the phone down. I'll ask the rest in the morning.
night-gone-silent = Logged. Put the phone down and rest.
night-gone-unkept = Good. Put the phone down. I'll ask the rest in the morning.
night-gone-quiet = Good. Put the phone down and rest.
night-no-cramp = All right, no cramp. Rest well.
night-handed-over = Please read my next message.
night-put-away = I've put this card away. If it comes back, write to me.
card-stopped = Stopped.

easing-button = It's easing
still-bad-button = Still bad
gone-button = Gone
none-of-these-button = No, none
one-of-these-button = Yes
yes-or-unsure-button = Yes, or not sure
still-there-button = Still there
sign-swollen-button = One leg swollen or hot
sign-cold-button = Cold, white or numb
sign-chest-button = Chest pain, breathless
sign-injury-button = An injury

maybe-ask = Do you have a cramp right now?
maybe-no = Good. Here is what I can do.
yes-now-button = Yes, now
