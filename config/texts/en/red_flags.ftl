# What Charley says when words in a message point to something that must not wait.
# The action comes first. At most 60 words, calm, no diagnosis. Not reviewed by a clinician yet.

# Emergency: call now.

flag-pe-chest = Call your local emergency number now (112, 911, 999 or 000).
    Chest pain, trouble breathing, coughing blood or collapse can't wait. Tell them about your leg too.
    Sit upright and rest. Unlock the door. Don't drive yourself.
    I've paused everything else. I'm a program: I can't call for you.

flag-limb-ischaemia = Call your local emergency number now (112, 911, 999 or 000).
    A leg or foot that turns cold, pale, blue or numb needs a hospital within hours.
    Don't rub it, heat it, soak it or put it up. Don't drive yourself.
    I've paused everything else.

flag-rhabdo = Go to an emergency department now, or call 112, 911, 999 or 000.
    Brown, red or cola-coloured urine, or almost none, needs a blood test today.
    Don't exercise, stretch or heat the muscle. Tell them all medicines you take.
    I've paused everything else.

flag-cauda-equina = Go to an emergency department now, or call 112, 911, 999 or 000.
    Numbness between the legs, or a change in bladder or bowel control, can't wait until morning.
    Don't stretch or exercise. Don't drive yourself.
    I've paused everything else.

flag-weakness-emergency = Call your local emergency number now (112, 911, 999 or 000).
    Sudden weakness, a drooping face, or trouble speaking or swallowing can't wait. Note when it began.
    Sit or lie down safely. Don't walk alone, eat or drink. Don't drive yourself.
    I've paused everything else.

flag-tetanus-emergency = Call your local emergency number now (112, 911, 999 or 000).
    A stiff jaw, trouble swallowing or spasms of the whole body can't wait. Tell them about any wound.
    Stay somewhere quiet. Don't eat or drink. Don't drive yourself.
    I've paused everything else.

flag-potassium = Call your local emergency number now (112, 911, 999 or 000).
    A racing or uneven heartbeat, faintness or marked weakness needs a check now in your situation.
    Tell them about your kidneys and all tablets. Take no potassium or salt substitute.
    I've paused everything else.

flag-injury-emergency = Call your local emergency number now (112, 911, 999 or 000).
    Pain or a blow like this after an injury needs a hospital now.
    Don't rub, stretch, heat or raise the leg. Don't put weight on it. Loosen nothing that a hospital fitted.
    I've paused everything else.

flag-infection-emergency = Call your local emergency number now (112, 911, 999 or 000).
    Feeling very unwell with a hot, red or infected leg can't wait.
    Don't rub, heat or soak it. Don't drive yourself.
    I've paused everything else.

flag-burn-emergency = Call your local emergency number now (112, 911, 999 or 000).
    Meanwhile hold the burn under cool running water for 20 minutes. No ice, no cream.
    Take off rings and anything tight. Then lay cling film over it. Don't pop blisters.
    I've paused everything else.

flag-pregnancy-emergency = Call your maternity unit or emergency number now (112, 911, 999 or 000).
    In pregnancy or after a birth, these signs need a check at once.
    Say how many weeks you are, or when you gave birth. Don't drive yourself.
    I've paused everything else.

flag-heat-dehydration-emergency = Call your local emergency number now (112, 911, 999 or 000).
    Being confused, having a fit, or being this unwell can't wait.
    Move somewhere cool and lie on your side. Don't drink if you are drowsy or vomiting.
    I've paused everything else.

# Same day: a doctor or an urgent line.

flag-dvt = This needs a doctor today, not exercises. Ring your urgent advice line or doctor now, even at night.
    Say that one leg is swollen, red, hot or keeps hurting.
    Don't rub, stretch, heat or soak it.
    Chest pain or trouble breathing? Call 112, 911, 999 or 000.
    I've paused everything else.

flag-limb-ischaemia-rest = This needs a doctor today. Ring your urgent advice line or doctor now.
    Say that the pain comes when you lie flat and eases when the leg hangs down.
    Don't heat, soak or raise it.
    If it turns cold, white, blue or numb, call 112, 911, 999 or 000.
    I've paused everything else.

flag-weakness = This needs a doctor today. Ring your urgent advice line or doctor now.
    Say that your muscles are getting weaker, and since when.
    Walk only with something to hold.
    If it is sudden, or breathing or swallowing is hard, call 112, 911, 999 or 000.
    I've paused everything else.

flag-tetanus = This needs a doctor today. Ring your urgent advice line or doctor now.
    Tell them about the wound, the spasms and your last tetanus jab. Wash the wound.
    If your jaw gets stiff or swallowing is hard, call 112, 911, 999 or 000.
    I've paused everything else.

flag-injury = This needs a doctor today, not exercises. Ring your urgent advice line or doctor now.
    Rest the leg. Don't stretch, rub or heat it.
    If the pain grows, or the leg gets tight, numb or pale, call 112, 911, 999 or 000.
    I've paused everything else.

flag-infection = This needs a doctor today. Ring your urgent advice line or doctor now.
    Cover a wound with something clean. Don't rub, heat or soak it.
    If you feel very unwell, shivery or confused, call 112, 911, 999 or 000.
    I've paused everything else.

flag-burn = Cool the burn now: cool running water for 20 minutes. No ice, no cream.
    Take off rings and anything tight. Then lay cling film over it. Don't pop blisters.
    Then ring your urgent advice line today.
    Large, deep or white? Call 112, 911, 999 or 000.
    I've paused everything else.

flag-prolonged = This needs a doctor today. Ring your urgent advice line or doctor now, even at night.
    Say how long the muscle has been tight and where it spreads.
    Rest it. No more rubbing, stretching or heat.
    Chest pain, trouble breathing, or a cold or numb leg? Call 112, 911, 999 or 000.
    I've paused everything else.

flag-drug-bleed = Ring a doctor, pharmacist or urgent advice line today, before the next dose.
    Name the medicine and say what you see or feel.
    Heavy bleeding, brown urine or sudden weakness? Call 112, 911, 999 or 000.
    I've paused everything else.

flag-pregnancy = Ring your midwife, maternity unit or urgent line now, even at night.
    In pregnancy or after a birth, one sore or swollen leg needs a check today.
    Don't rub, stretch, heat or soak it.
    Chest pain or trouble breathing? Call 112, 911, 999 or 000.
    I've paused everything else.

flag-heat-dehydration = This needs a doctor today. Ring your urgent advice line or doctor now.
    Take small sips. Rest somewhere cool.
    Confused, very drowsy, hardly any urine, or blood? Call 112, 911, 999 or 000.
    I've paused everything else.

flag-child = A doctor should see this child today. Ring your urgent advice line or doctor now.
    Don't stretch, rub or heat the leg.
    Very ill, very drowsy, or the leg is cold or pale? Call 112, 911, 999 or 000.
    I've paused everything else.

# A wish to die.

flag-selfharm = I'm glad you told me. Please call a crisis line or 112, 911, 999 or 000 now.
    In the US call or text 988. In the UK and Ireland call 116 123.
    Tell someone near you how bad it is, and ask them to stay.
    I'm a program and can't keep you safe. You don't have to face this alone.

# Something in a message may point to one of these; a short question clears it up.
flag-in-doubt = Before anything else: is one leg more swollen, hot, cold or numb than the other?
    Any chest pain or trouble breathing?
