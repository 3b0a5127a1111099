# What Charley says when words in a message point to something that must not wait.
# The action comes first. At most 60 words, calm, no diagnosis. Not reviewed by a clinician yet.

# Emergency: call now.

flag-pe-chest = Call your local emergency number now (112, 911, 999 or 000).
    Chest pain, trouble breathing, coughing blood or collapse can't wait. Tell them about your leg too.
    Sit upright and rest. Unlock the door. Don't drive yourself.
    I've paused everything else. I'm a program: I can't call for you.

flag-limb-ischaemia = Call your local emergency number now (112, 911, 999 or 000).
    A leg or foot that turns cold, pale, blue or numb, or won't move, needs a hospital now.
    Don't rub, stretch, heat, soak or raise it. Don't walk on it. Don't drive yourself.
    I've paused everything else.

flag-rhabdo = Go to an emergency department now, or call 112, 911, 999 or 000. Don't drive yourself.
    Brown, red or cola-coloured urine, or almost none, needs a blood test now.
    Don't exercise, stretch, rub or heat the muscle. Tell them all medicines you take.
    I've paused everything else.

flag-cauda-equina = Go to an emergency department now, or call 112, 911, 999 or 000. Don't drive yourself.
    Numbness between the legs, weak legs, or a change in bladder or bowel control can't wait.
    Don't stretch or exercise.
    I've paused everything else.

flag-weakness-emergency = Call your local emergency number now (112, 911, 999 or 000).
    Sudden weakness, a drooping face, or trouble speaking or swallowing can't wait. Note when it began.
    Sit or lie down safely. Don't walk alone. Don't eat or drink. Don't drive yourself.
    I've paused everything else.

flag-tetanus-emergency = Call your local emergency number now (112, 911, 999 or 000).
    A stiff jaw, trouble swallowing or spasms of the whole body can't wait. Tell them about any wound.
    Stay somewhere quiet. Don't eat or drink. Don't drive yourself.
    I've paused everything else.

flag-potassium = Call your local emergency number now (112, 911, 999 or 000).
    A racing or uneven heartbeat, faintness or weakness needs a check now when kidneys or tablets may raise potassium.
    Tell them about your kidneys and all your tablets. No salt substitute. Don't drive yourself.
    I've paused everything else.

flag-injury-emergency = Call your local emergency number now (112, 911, 999 or 000).
    This kind of injury needs a hospital now. Keep still. Don't stand on the leg.
    Don't rub, stretch, heat or raise it.
    Tell them about any blow to the head and any blood thinners.
    I've paused everything else.

flag-infection-emergency = Call your local emergency number now (112, 911, 999 or 000).
    Feeling very unwell with a hot, red or infected leg can't wait.
    Don't rub, heat or soak it. Don't drive yourself.
    I've paused everything else.

flag-burn-emergency = Call your local emergency number now (112, 911, 999 or 000).
    Meanwhile hold the burn under cool running water for 20 minutes. No ice, no cream.
    Take off rings and anything tight. Then lay cling film over it. Don't pop blisters.
    I've paused everything else.

flag-drug-bleed-emergency = Call your local emergency number now (112, 911, 999 or 000).
    Bleeding that is heavy or does not stop needs help now. Press on it if you can.
    Tell them all medicines you take. Don't drive yourself.
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

flag-limb-ischaemia-rest = This needs a doctor today. Ring your urgent advice line or doctor now, even at night.
    Say that the pain comes when you lie flat and eases when the leg hangs down.
    Don't heat, soak or raise it.
    If it turns cold, white, blue or numb, call 112, 911, 999 or 000.
    I've paused everything else.

flag-weakness = This needs a doctor today. Ring your urgent advice line or doctor now, even at night.
    Say that your muscles are getting weaker, and since when.
    Walk only with something to hold.
    If it is sudden, or breathing or swallowing is hard, call 112, 911, 999 or 000.
    I've paused everything else.

flag-tetanus = This needs a doctor today. Ring your urgent advice line or doctor now, even at night.
    Tell them about the wound, the spasms and your last tetanus jab. Wash the wound.
    If your jaw gets stiff or swallowing is hard, call 112, 911, 999 or 000.
    I've paused everything else.

flag-injury = This needs a doctor today, not exercises. Ring your urgent advice line or doctor now, even at night.
    Rest the leg. Don't stretch, rub or heat it. Tell them if you take blood thinners.
    If you hit your head, or the leg gets tight, numb or pale, call 112, 911, 999 or 000.
    I've paused everything else.

flag-infection = This needs a doctor today. Ring your urgent advice line or doctor now, even at night.
    Cover a wound with something clean. Don't rub, heat or soak it.
    If you feel very unwell, shivery or confused, call 112, 911, 999 or 000.
    I've paused everything else.

flag-burn = Cool the burn now: cool running water for 20 minutes. No ice, no cream.
    Take off rings and anything tight. Then lay cling film over it. Don't pop blisters.
    Then ring your urgent advice line today.
    Large, deep or white? Call 112, 911, 999 or 000.
    I've paused everything else.

flag-prolonged = This needs a doctor today. Ring your urgent advice line or doctor now, even at night.
    Say how long it has lasted, and where it hurts.
    Don't rub, stretch or heat it. Rest in any way that hurts least.
    Chest pain, trouble breathing, or a cold or numb leg? Call 112, 911, 999 or 000.
    I've paused everything else.

flag-drug-bleed = Ring a doctor, pharmacist or urgent advice line today, before the next dose.
    Name the medicine and say what you see or feel.
    Don't rub, stretch or heat a bruised leg.
    Heavy bleeding, brown urine, sudden weakness, or a leg that gets tight or numb? Call 112, 911, 999 or 000.
    I've paused everything else.

flag-pregnancy = Ring your midwife, maternity unit or urgent line now, even at night.
    In pregnancy or after a birth, one sore or swollen leg needs a check today.
    Don't rub, stretch, heat or soak it.
    Chest pain or trouble breathing? Call 112, 911, 999 or 000.
    I've paused everything else.

flag-heat-dehydration = This needs a doctor today. Ring your urgent advice line or doctor now, even at night.
    Take small sips. Rest somewhere cool.
    Confused, very drowsy, hardly any urine, or blood? Call 112, 911, 999 or 000.
    I've paused everything else.

flag-child = A doctor should see this child today. Ring your urgent advice line or doctor now, even at night.
    Don't stretch, rub or heat the leg.
    Very ill, very drowsy, or the leg is cold or pale? Call 112, 911, 999 or 000.
    I've paused everything else.

# A wish to die.

flag-selfharm = Please call a crisis line now, or 112, 911, 999 or 000. I'm glad you told me.
    In the US call or text 988. In the UK and Ireland call 116 123.
    Tell someone near you how bad it is, and ask them to stay.
    I'm a program and can't keep you safe. You don't have to face this alone.

# "I meant something else": the sign again, in a question of its own. A clear "no" takes the warning back.

check-pe-chest = Do you have chest pain, trouble breathing, or did you cough blood or pass out?
check-limb-ischaemia = Is a leg or foot cold, white, blue or numb? Or does lying flat hurt it?
check-rhabdo = Is your urine brown, red or like cola, or is there almost none?
check-cauda-equina = Any numbness between the legs, weak legs, or trouble with bladder or bowels?
check-weakness = Any new weakness, drooping face, or trouble speaking or swallowing?
check-tetanus = Is your jaw stiff, is swallowing hard, or are there spasms after a wound?
check-potassium = Is your heartbeat racing or uneven, or do you feel faint or weak?
check-injury = Did you hurt the leg or your head, or does the leg hurt much more than before?
check-infection = Is there a hot, red or open place on the leg, or do you have a fever?
check-burn = Is your skin burnt or blistered?
check-pregnancy = Are you pregnant, or have you just given birth, and do you have one of these signs?
check-heat-dehydration = Are you confused or overheated, or vomiting, or had diarrhoea for a day?
check-dvt = Is one leg swollen, hot, red, or sore all the time?
check-prolonged = Is the cramp still there?
check-drug-bleed = Do you have a bruised leg, other bruises, spots or bleeding, or bad muscle pain, and take a medicine?
check-child = Is it a child with a limp, a fever, a swollen joint, or pain on one side that stays?
check-selfharm = Are you thinking of ending your life, or of hurting yourself?
check-danger = Do you have chest pain, trouble breathing, a cold or numb leg, sudden weakness, or do you feel very unwell?

# A red flag is open, and the person writes something else.

open-emergency = I'm still here. Not called yet? Call 112, 911, 999 or 000 now. I've kept everything else paused.
open-same-day = I'm still here. Not rung yet? Ring your doctor or urgent advice line now. I've kept everything else paused.
open-crisis = I'm still here. Please call a crisis line, or 112, 911, 999 or 000. Is there somebody who can come to you?

# Something in a message may point to one of these; a short question clears it up.
flag-in-doubt = This may need help now. Ring your urgent advice line or doctor.
    Chest pain, trouble breathing, or a cold or numb leg? Call 112, 911, 999 or 000.
    Don't rub, stretch or heat the leg.
    I've paused everything else.
