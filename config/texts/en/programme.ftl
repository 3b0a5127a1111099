### The month's programme: what to do, why, who takes care, and the words for counting (clinical.md sections 9, 10 and 14). Read in the
### evening, between two movements: short sentences of at most 15 words, the action first. Nothing is promised, and nothing that gets
### better is credited to it. Not reviewed by a clinician yet.

## The steps: a name, what to do standing and sitting, and why.

programme-warm-up-name = Warm-up
programme-warm-up-standing = Hold on to a worktop or a sturdy chair. March slowly on the spot. Keep it easy, in shoes or on a floor that isn't slippery.
programme-warm-up-sitting = Sit on a sturdy chair. March slowly with your feet. Then circle your ankles. Pull your toes up and let go. Keep it easy.
programme-warm-up-why = Easy movement first, so that the rest feels easier. It is old advice from leaflets, gentle and low in risk. Nobody has tested it against cramps. How sure: nobody knows.

programme-raises-name = Calf raises
programme-raises-standing = Put both hands on a worktop or a sturdy chair. Stand on both feet. Rise slowly onto your toes. Come down just as slowly.
programme-raises-sitting = Sit on a sturdy chair, feet flat on the floor. Lift both heels slowly, and leave the toes down. Lower them just as slowly.
programme-raises-why = No study has tried them against cramps. They make sense for strength and balance. People with cramps tend to be weaker at the ankle and foot. The plan is ours, made from ordinary strength advice. How sure: not very. It makes sense, but nobody has tested it.

programme-heat-name = Warm water
programme-heat-sitting = You can leave this out. Never carry a full basin. Put it on a towel by a sturdy chair. Cold water first, then warm, never from a kettle. Measure { $from }–{ $to } °C ({ $from_f }–{ $to_f } °F), never more. No thermometer? Use a warm towel instead. Sit, calves in, for { $minutes } minutes at most. Never add hot water. Unsteady? Only with another adult awake.
programme-heat-why = It is comforting. Nobody has tested whether it prevents cramps. You can leave it out. If you get dizzy easily, leave it out, or do it an hour before bed. How sure: nobody knows.
programme-heat-after = Lift your feet onto a dry towel. Dry them, also between the toes, and look at the skin. A blister or burn? Cool running water for 20 minutes, then ring a doctor today. Large, deep or white? Call 112, 911, 999 or 000. Stay sitting a few minutes. Dry the floor, put shoes on, and hold on when you stand.

programme-calf-stretch-name = Calf stretch
programme-calf-stretch-standing = Face a wall, both hands on it. Put one foot a step back, knee straight, heel down. Lean in until that calf pulls clearly. Breathe, and don't bounce. Ease off, and change legs slowly.
programme-calf-stretch-sitting = Sit on a sturdy chair. One leg straight out, heel on the floor. Put a towel around that foot. Pull the toes towards you until the calf pulls clearly. Breathe, and don't bounce. Ease off, and change legs.
programme-calf-stretch-why = Stretching is the part with the best support, and that is weak. One study of people over 55 found fewer cramps. Another study found no gain. Nobody has tested it under fifty. How sure: not very.

programme-thigh-stretch-name = Back of the thigh
programme-thigh-stretch-standing = Hold on to a worktop or a wall. Put one heel a small step in front, knee straight. Bend forward a little from the hips, until the back of that thigh pulls clearly. Breathe. Ease off, and change legs slowly.
programme-thigh-stretch-sitting = Sit on a sturdy chair. One leg straight out, heel on the floor. Lean forward a little from the hips, until the back of that thigh pulls clearly. Breathe. Ease off, and change legs.
programme-thigh-stretch-why = The study that found a gain had the calf and the back of the thigh. Nobody knows which of them mattered. The proof is weak. How sure: not very.

programme-both-stretch-name = Calf and thigh together
programme-both-stretch-sitting = Sit on a sturdy chair or on the bed. One leg straight out, toes pulled towards you. Lean forward a little from the hips, until calf and thigh pull clearly. Breathe. Ease off, and change legs.
programme-both-stretch-why = The same study taught this one, too. The proof for it is as weak as for the others. How sure: not very.

## What holds for all of it.

programme-order = Easy movement first, then calf raises, and the stretches last, right before bed. The study that found a gain had them just before sleep. And a calf that has just worked may cramp.
programme-month = A month is a trial with a diary, not a promise. The study of stretching took six weeks. Many people's cramps ease over a few weeks whatever they do. So your diary can show whether you are better, not why.
programme-short-why = The study that found a gain used more stretches. A study of the calf stretch alone found no gain.
programme-short = Two minutes: the calf stretch alone, both legs. That counts as an evening.
programme-caution = Chest pain or breathless? Stop, and call 112, 911, 999 or 000. One leg swollen, hot or hurt? No exercises. Ring a doctor today. Light on, shoes on, and hold on to something. Stop for sharp pain or dizziness. Calf pain that comes with exercise and goes with rest? Stop, and tell a doctor.
programme-not-for = One leg swollen, hot or hurt? No exercises: ring a doctor today. Ask a clinician first if you had a clot or an operation. Also with heart trouble, poor circulation, pain on walking, weak legs or a sore. Unsteady? Choose “All of it sitting” under Change. Pregnant? Gently, and hold on.

## What is said about a person's answers. Each stands as a line of a list.

programme-stopped = No exercises for you now:
programme-ask-first = Please ask a doctor or nurse before you do these. Not asked yet? Leave them out tonight. Why:
programme-rule-young = You are under sixteen. These exercises are for people of sixteen and older. If cramps come back, a parent should take you to a doctor.
programme-rule-warning = Sudden weakness, or a leg suddenly cold or white? Call 112, 911, 999 or 000. Foot pain in bed that eases when the leg hangs down? Ring a doctor today. No exercises until you have been seen.
programme-rule-swollen = A leg that is swollen, red or hot needs a doctor today. Don't stretch, rub or heat it. Chest pain or breathless? Call 112, 911, 999 or 000.
programme-rule-clot = A blood clot in the last three months. No exercises and no stretching until a clinician says you may.
programme-rule-operation = An operation in the last three months. No exercises and no stretching until a clinician says you may.
programme-rule-hurt = A snap, a bruise, or you can't stand on tiptoe? See a doctor today. The leg tight, cold or numb? Call 112, 911, 999 or 000. No exercises until it has healed or a clinician says yes.
programme-rule-unwell = Passed out, heart racing, chest pain or breathless? Call 112, 911, 999 or 000. Drowsy, faint, feverish, or had alcohol or strong pills? Leave it out tonight. People fall easily then.
programme-rule-heart-recent = Chest pain or breathless? Call 112, 911, 999 or 000. A heart attack or stroke in the last three months: no exercises until a clinician says yes.
programme-rule-heart = Heart trouble. Until a clinician says yes: no calf raises, and all else sitting.
programme-rule-circulation = Poor circulation, cold feet or pain on walking. Ask for a check of your circulation. Until a clinician says yes: no calf raises, and all else sitting.
programme-rule-sores = A sore or ulcer, or foot trouble with diabetes. Show it today with diabetes or poor circulation, else this week. No exercises until a clinician says yes.
programme-rule-weak = Sudden weakness, or hard to breathe or swallow? Call 112, 911, 999 or 000. Worse over days? Ring a doctor today. Otherwise have it examined soon. Until then, do all of it sitting.
programme-rule-skin = Broken or sore skin on a leg: no calf raises until it has healed, and all else sitting. Red, hot and spreading? Ring a doctor today.
programme-rule-steady = You may be unsteady, so all of it is done sitting. In the study, too, people sat if standing was hard.
programme-rule-feeling = Newly numb between the legs, or new bladder or bowel trouble? Call 112, 911, 999 or 000. Feet that feel less are less steady. So all of it is done sitting.
programme-rule-low-pressure = Low blood pressure or fainting. So all of it is done sitting. Get up slowly afterwards.
programme-rule-memory = Dementia or confusion. All of it is done sitting, and somebody should be there.
programme-rule-pregnant = One leg swollen, hot or sore? Ring your midwife or a doctor today. Bad headache, trouble seeing, or swollen face or hands? Call maternity now. Otherwise do it gently, and hold on.

## Counting.

programme-reps = { $low } to { $high } raises: { $up } seconds up, { $down } seconds down.
programme-reps-fixed = { $count ->
        [one] { $count } raise
       *[other] { $count } raises
    }: { $up } seconds up, { $down } seconds down.
programme-sets = Set { $round } of { $of }.
programme-legs = Each leg { $times ->
        [one] once
       *[other] { $times } times
    }, in turns. While you stretch one leg, the other rests. Change slowly. The clock can wait.
programme-move = Keep going, slowly. About { $seconds } seconds left.
programme-move-minutes = Keep going, slowly. About { $minutes } minutes left.
programme-hold = Hold. { $round } of { $of }. About { $seconds } seconds left.
programme-hold-one = First leg. Hold. { $round } of { $of }. About { $seconds } seconds left.
programme-hold-other = Second leg. Hold. { $round } of { $of }. About { $seconds } seconds left.
programme-rest = Rest. About { $seconds } seconds left.
programme-warm = Sit still. Too hot, sore, dizzy or numb? Feet out at once. About { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    } left.
programme-raises-rested = Calf swollen, hot, discoloured, or getting worse? No exercises. Ring a doctor today. Otherwise no calf raises tonight. They rest for a day after a bad cramp, and while the calf is sore.
programme-raises-tomorrow = No calf raises tonight. In the first week they come every other evening.
programme-raises-later = Is it easy? Then you may pause briefly at the top. One leg at a time only if you are steady and nothing hurts.
