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
night-after-soak = Still there? Keep stretching gently, toes towards your shin. If it lasts ten minutes, I'll say whom to ring.
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
card-stopped-wet = Stopped. Feet out of the water. Dry them. Hold on to something when you stand.

# The soak (clinical.md section 7): the basin, the temperature, feet in, feet out.

night-tonight = Before warm water. { $ask } Tap one.
night-fill = Light on. Basin on a towel by a steady chair. Fill it there, jug by jug: cold water first, then warm. Never from a kettle.
night-measure = Thermometer in, feet out. It must show { $from }–{ $to } °C ({ $from_f }–{ $to_f } °F), never more. Too warm? Add cold water, and stir.
night-forearm = Hold your forearm in for ten seconds. It should feel comfortably warm, like a baby's bath, never hot. Feet stay out.
night-forearm-again = Add cold water and stir. Hold your forearm in again for ten seconds. Comfortably warm, never hot. Feet stay out.
night-ready = Sit down. Feet in slowly, water up to the calves. Then tap “Feet in”. No more hot water from now on.
night-in = { $spent } Sit still, breathe out slowly. Too hot, sore, dizzy or numb? Feet out at once, and tap below.
night-in-ask = { $spent } Has the pain gone? Too hot, sore, dizzy or numb? Feet out at once, and tap below.
night-out = Feet out, onto a dry towel. Dry between the toes. Look at the skin. Sit two minutes. Hold on to something when you stand.
night-out-gone = Good. Feet out, onto a dry towel. Dry between the toes. Look at the skin. Sit two minutes. Hold on to something when you stand.
night-wrong = Feet out of the water. Chest pain, hard breathing, leg cold, white or numb? Call 112, 911, 999 or 000 now. Then tap which one.
night-wrong-unsaved = Feet out of the water. Chest pain, hard breathing, leg cold, white or numb? Call 112, 911, 999 or 000 now.
night-dizzy = Feet out of the water. Lie down. Don't stand up. Still dizzy after a minute? Call 112, 911, 999 or 000.
night-went = Gone { $minutes ->
        [0] in under a minute
        [one] after about 1 minute
       *[other] after about { $minutes } minutes
    } in warm water.
night-handed-over-wet = Feet out of the water. Then read my next message.
night-put-away-wet = Feet out of the water, if they are still in. I've put this card away. Still tight? Ring your doctor or urgent advice line now.
night-soak-later = All right. Stretch first. If it stays, I'll ask about warning signs, then offer the water.
night-soak-asked = All right. First this question, then the warm water.
night-soak-never = From what you told me, warm water is not for you tonight. No heat. Keep stretching.
night-soak-by-day = The soak needs some questions first. I ask them by day, with /soak. Tonight, stretch.
soak-spent = { $seconds ->
        [0] I'm timing it.
        [30] Half a minute so far.
        [60] One minute so far.
        [90] One and a half minutes so far.
        [120] Two minutes so far.
        [150] Two and a half minutes so far.
        [180] Three minutes so far.
        [210] Three and a half minutes.
        [240] Four minutes so far.
        [270] Half a minute left.
       *[other] I'm timing it.
    }
feet-out = Feet out of the water.

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
sign-burn-button = Skin burnt or blistered
sign-faint-button = Dizzy or faint

filled-button = It's filled
its-warm-button = It's { $from }–{ $to } °C
no-thermometer-button = No thermometer
comfortable-button = Comfortably warm
too-hot-button = Too hot
feet-in-button = Feet in
bit-better-button = A bit better
stop-soak-button = Stop the soak
no-soak-button = No soak
wrong-button = Something is wrong
skin-fine-button = Skin looks fine
skin-burnt-button = Red, blistered or numb
dizzy-passed-button = It has passed
still-dizzy-button = Still dizzy

maybe-ask = Do you have a cramp right now?
maybe-no = Good. Here is what I can do.
yes-now-button = Yes, now
