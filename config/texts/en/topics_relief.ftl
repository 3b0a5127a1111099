### Answers about the cramp itself, the soak, heat and cold (clinical.md sections 5 to 8). Warm water is 37 to 40 °C, measured.
### Nothing hotter, and never a diagnosis from the soak. Not reviewed by a clinician yet.

topic-acute-relief-button = What helps in a cramp?
topic-acute-relief = Make the muscle long and hold it. For the calf: knee straight, pull the toes towards your shin. Hold until it lets go, and breathe out slowly. Still locked? Sit up, light on, heel on the floor, and press it down. Is it there now? Tap below.
topic-acute-relief-more = Lifting your toes hard by themselves helps too: it tells the calf to let go. Never let the toes point down, because that makes the calf shorter.

    When nothing speaks against it, rub the muscle, or walk a few steps. Warmth or a wrapped cold pack may ease the rest. Painkillers are too slow.

    Before rubbing or warmth, look at the leg. Is one leg swollen, red or hot, or cold, white or numb? Were you hurt? Then don't rub it, and ring a doctor.

    After ten minutes without easing ring your doctor or urgent line, even at night.

topic-foot-toe-cramp-button = Cramp in foot or toes
topic-foot-toe-cramp = For the arch of the foot or the toes: take the toes in your hand and pull them up towards the shin. Hold until it lets go. Or stand up, light on, hold on to something, and press the foot flat on the floor.
topic-foot-toe-cramp-more = Foot and calf are the usual places for night cramps. The cause is most likely the same: nerves that fire too easily in a short or tired muscle.

    Small things may help, though nobody has tested them. Shoes that don't squeeze. Loose covers that don't press the toes down. The same stretch before bed.

    Burning, tingling or numb feet are something else, and worth an appointment. So are sores. With diabetes or numb feet look at your skin each day, and use no heat.

topic-thigh-hamstring-cramp-button = Cramp in the thigh
topic-thigh-hamstring-cramp = Make that muscle long. At the back of the thigh: straighten the knee. At the front: bend the knee and bring the heel towards your bottom. At the shin: stand with the foot flat. Hold on to something.
topic-thigh-hamstring-cramp-more = Night cramps mostly sit in the calf or foot, and seldom in the thigh. So if yours are always in the thigh, or in the arms too, tell a doctor at an appointment.

    Aching, weak thighs on both sides are no cramp. On a statin they need a doctor the same day if it is bad.

    A snap, a bruise or a leg that won't carry you is an injury. Don't stretch it, and have it looked at today.

    Pain that shoots down from the back along the leg may come from a nerve.

topic-massage-button = Should I rub it?
topic-massage = You can, when nothing speaks against it. Rub or squeeze the muscle firmly after the first stretch. Rollers and massage guns are fine if they feel good. Nobody has tested it. Don't rub a leg that is swollen, warm, red or hurt, or after a recent clot.
topic-massage-more = Rubbing feels good and costs nothing. The stretch comes first, because it makes the muscle long.

    Why the care? In a leg with a clot rubbing may move the clot. In a torn muscle it makes the bleeding worse. If you have a blood thinner, be gentle. Have a bruise that grows looked at the same day.

    Over numb skin or varicose veins go softly, or leave it.

topic-ice-vs-heat-button = Ice or heat?
topic-ice-vs-heat = Whichever you like better. Nobody has compared them in night cramps. Warmth relaxes, and cold dulls the soreness afterwards. Always put a cloth between. Use neither on numb skin, or with poor blood flow. Stretch first.
topic-ice-vs-heat-more = Warmth: a warm towel or a pad on a middle setting, 15 to 20 minutes at most. Never fall asleep on it. Most burns from pads and bottles are on legs and feet.

    Cold: a cold pack in a cloth, for a few minutes. Look at the skin now and then.

    With diabetes, numb feet, poor circulation or broken skin leave out both. Ask a doctor or nurse first.

topic-painkillers-button = Do painkillers help?
topic-painkillers = Not for the cramp itself. They take far longer to work than a cramp lasts. They may ease the soreness afterwards. Ask a pharmacist which one suits you. That matters most with kidney, heart, liver or stomach trouble, with blood thinners, and in pregnancy.
topic-painkillers-more = I name no amounts; the pack and the pharmacist do that.

    One each evening just in case has not been shown to prevent cramps. Over months it can do harm.

    Some anti-inflammatory painkillers strain the kidneys and raise potassium. That matters if you also have tablets for blood pressure or water.

    With liver disease don't treat yourself with painkillers.

    Pain that is still strong after hours is no ordinary cramp. Let a doctor look at it.

topic-helping-other-button = I'm helping somebody
topic-helping-other = Stay calm and help them sit up, with the light on. Keep their knee straight. Take the foot and push the toes gently towards the shin until it lets go. Don't rub yet: look at the leg first. Ring for help if something looks wrong.
topic-helping-other-more = Look and ask. One leg swollen, red or hot? Cold, white or numb? Chest pain, or hard to breathe? Did they fall? Chest pain, hard breathing or a cold white leg: ring the emergency number. Otherwise ring a doctor.

    Nothing of that? Then rub the muscle, and steady them when they stand. Have the stick and shoes near. A fall can hurt them more than the cramp.

    Ten minutes without easing: ring a doctor or urgent line.

    Tap the cramp button, and I'll guide you. I note it as your own cramp, so delete that entry afterwards.

topic-soak-test-button = What is the soak test?
topic-soak-test = You put the calf in warm water during a cramp and see whether it eases within a minute or two. The article that I grew from says that quick relief hints at poor blood flow. That was never tested. Warm water eases healthy legs too, so it can't tell.
topic-soak-test-more = Warm water widens vessels in everybody. In one study it raised the flow about as much in healthy legs as in legs with narrow arteries. Cramps also end by themselves, often before the basin is full. And putting the foot flat on the bottom is a stretch.

    No relief means nothing either. It does not rule out narrow arteries.

    People with poor blood flow are the ones whom hot water harms most. So if walking hurts, feet are cold or sores heal slowly, ask for a check instead. That matters more than the bucket.

topic-soak-safety-button = Is the soak safe?
topic-soak-safety = Not for everybody. The water is 37 to 40 °C (99 to 104 °F). Use a thermometer, never the foot. Not with numb feet, poor circulation, a clot or broken skin. Not when pregnant, drowsy, drunk or under sixteen. With diabetes ask first. The soak test asks about all of it.
topic-soak-safety-more = Blood pressure tablets, thin skin or frail: ask first. They, and anyone 65 or older: 38 °C (100 °F) at most.

    Five minutes in a cramp; ten to fifteen in the evening. Cold water first, then hot, and stir. Never add hot water while feet are in it. Don't carry a full bucket. Sit on a steady chair.

    No thermometer? Hold your elbow in for ten seconds. It must feel like a baby's bath.

    Afterwards dry your feet, look at the skin, sit two minutes, then stand and hold on.

    Heart trouble, low blood pressure or faints: ask a doctor first.

topic-heat-before-bed-button = Heat before bed?
topic-heat-before-bed = It feels good, but nobody has tested whether it prevents cramps. A warm bath or a pad before bed is fine for many people, with care. Warm, not hot. Cloth between, 15 to 20 minutes, and never fall asleep on it.
topic-heat-before-bed-more = Warm foot baths were tested for sleep, with mixed results. In one study the good effect had faded by the third week.

    A hot-water bottle is never filled with boiling water, and it comes out of the bed before you sleep.

    No heat with numb feet, poor circulation or broken skin. With diabetes ask a doctor or nurse first. Skin that does not feel can burn badly, and people notice too late.

    After warm water get up slowly. It lowers blood pressure for a while, and a dark wet floor is how falls happen.
