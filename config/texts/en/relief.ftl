### The relief card: what is read at 3 am. Each at most 25 words, the action first, no idiom (clinical.md sections 5 and 7).

night-stretch = Cramp? Sit up, knee straight. Pull your toes towards your shin and hold. Breathe out slowly. I'm timing it.
night-hold = Keep holding. Toes towards your shin, knee straight. About { $seconds } seconds left. Breathe slowly.
night-stand = Still locked? Sit on the edge of the bed. Light on. Foot flat, press the heel down. Hold on to something.
night-stand-more = Keep the heel pressed down. Or pull the toes up again. Breathe out slowly. I'm still here.
night-easing = Good. Keep the toes pulled up gently until it lets go. Tap when it has gone.
night-easing-long = Still tight after ten minutes? Ring your doctor or urgent advice line now, even at night. Gone? Tap Gone.
night-ask = Is any of this true? One leg swollen, red or hot. Leg cold, white or numb. Chest pain or breathless. Injury. Recent clot or operation.
night-which = Chest pain, hard breathing, or leg cold, white or numb? Call 112, 911, 999 or 000 now. Then tap which one.
night-rub = Rub the muscle firmly. Steady on your feet? Light on, hold on to something, and walk a few steps. If not, stay sitting.
night-rub-more = Keep rubbing and stretching. I'm still here. If it lasts ten minutes, I'll say whom to ring.
night-warm-ask = Warmth is not for everyone. Diabetes, numb or cold legs, poor circulation, clot, cancer treatment, broken skin, sleeping pill, alcohol, pregnant, or under 16?
night-warm = Steady? Light on. Wet a towel at the warm tap, test it on your inner elbow. Warm, never hot. Five minutes, then off.
night-gentle = No heat, then. Keep stretching gently. Light on before you get up. Hold on to something if you walk.
night-gentle-young = Keep stretching gently. Wake a parent or another adult now. They can help you.
night-late = Your message reached me late. Is the cramp still there?
night-gone = Noted. Put the phone down. I'll ask the rest in the morning.
night-gone-silent = Noted. Put the phone down and go back to bed.
night-gone-unkept = Good. Put the phone down. I'll ask the rest in the morning.
night-gone-quiet = Good. Put the phone down and go back to bed.
night-gone-full = Good. There is no more room for today, so this one is not kept. Put the phone down and go back to bed.
night-no-cramp = All right, no cramp. Rest well.
night-handed-over = Please read my next message.
night-put-away = I've put this card away. Still tight? Ring your doctor or urgent advice line now. If it comes back, write to me.
card-stopped = Stopped.

easing-button = It's easing
still-bad-button = Still bad
gone-button = Gone
none-of-these-button = No, none
one-of-these-button = Yes, or not sure
still-there-button = Still there
sign-swollen-button = One leg swollen or hot
sign-cold-button = Cold, white or numb
sign-chest-button = Chest pain, breathless
sign-injury-button = An injury
sign-clot-button = Recent clot or operation

maybe-ask = Do you have a cramp right now?
maybe-no = Good. Here is what I can do.
yes-now-button = Yes, now
