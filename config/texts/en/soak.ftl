### The soak test: who may have it and why (clinical.md section 7), the preparation, the test and what it can say (section 8).

soak-stop-young = You are under sixteen. Warm water is for adults only here. If cramps come back, a parent should take you to a doctor.
soak-stop-feeling = You told me about numbness, tingling, sudden weakness or nerve trouble. Feet that feel less can burn without your noticing.
soak-stop-circulation = You told me about poor circulation, cold feet or pain on walking. Legs short of blood can be harmed by warm water. Ask a doctor to check your circulation.
soak-stop-sores = You told me about an ulcer, or sores that heal slowly. Show them to a doctor first, and keep them out of the water.
soak-stop-diabetes-feet = With diabetes, only feet that were checked and found well should go into warm water.
soak-stop-clot = You told me about a blood clot in the last three months.
soak-stop-lymph = You told me about lymphoedema, Raynaud's or inflamed vessels. I leave warm water to your team there.
soak-stop-cancer = You told me about cancer treatment. I leave warm water to your team there.
soak-stop-memory = You told me about dementia or confusion. Nobody should do this alone then.
soak-stop-pregnant = You are pregnant, or have just given birth. I don't offer it then. Ask your midwife.
soak-stop-swollen = A leg that is swollen, red or hot must not go into warm water.
soak-stop-skin = Broken or sore skin must stay out of warm water.
soak-stop-hurt = A leg that was hurt or operated in the last three days must stay out of warm water.
soak-stop-drowsy = After alcohol, a sleeping tablet or a strong painkiller you may not feel that water is too hot.
soak-stop-faint = When you are faint, feverish or dried out, warm water can make you pass out. Passed out, heart racing, chest pain or breathless? Call 112, 911, 999 or 000.

soak-ask-diabetes = Diabetes, with feet that were found well.
soak-ask-heart = Heart trouble, nitrates, or a recent heart attack or stroke: warm water can lower blood pressure.
soak-ask-blood-pressure = Blood pressure tablets: warm water can lower it more.
soak-ask-low-pressure = Low blood pressure or fainting: warm water can lower it more.
soak-ask-kidney = Kidney trouble or dialysis.
soak-ask-veins = Bad varicose veins.
soak-ask-steady = A fall, a walking aid, being frail, or unsteady and alone: wet feet at night are a risk.
soak-ask-operation = An operation in the last three months. Ask about stretching too.
soak-ask-weak = Weakness in a leg.
soak-ask-unsure = You were not sure about something that matters here.

soak-intro = First a few questions, so that warm water is safe for you.
soak-not = The soak test is not for you, at least for now.
soak-instead = Instead: the stretch, toes towards your shin, knee straight. No heat on the legs.
soak-instead-rest = Don't stretch, rub or heat this leg until a clinician says you may.
soak-ask-first = Ask a clinician before you try the soak test:
soak-ask-whom = Ask a doctor, nurse or pharmacist: "May I put my legs into water of { $gentle } °C ({ $gentle_f } °F) for five minutes at night?" Until then: no heat on the legs.
cleared-button = A clinician said yes
prepare-button = Prepare for tonight
soak-offered = You may try the soak test, at { $from }–{ $to } °C ({ $from_f }–{ $to_f } °F), measured. Not from memory: send /cramp and stretch first. I ask again about that night. I'll note whether warmth helped.
soak-article = The article behind me says: relief within a minute or two hints at blood supply.
soak-sure = How sure is that? It was never tested, and warm water eases healthy legs too. Most cramps also end by themselves within minutes. No relief proves nothing either.
soak-circulation = Calf pain on walking that stops with rest, cold or discoloured feet, or sores that heal slowly? Ask for a circulation check. That matters more than the basin.
soak-tests = { $tests ->
        [one] Your soak test: the pain { $quick ->
            [0] did not go
           *[other] went
        } within two minutes.
       *[other] Your soak tests: the pain went within two minutes in { $quick } of { $tests }.
    }
soak-went = In warm water the pain went { $minutes ->
        [0] in under a minute
        [one] after about 1 minute
       *[other] after about { $minutes } minutes
    }.
soak-stayed = In warm water the pain was still there { $minutes ->
        [0] in the first minute
        [one] after about 1 minute
       *[other] after about { $minutes } minutes
    }.
soak-by-day = For a cramp that lasts, there is a soak in warm water. It is not for everyone: /soak asks first, by day.
entry-soak = Warm water ({ $gauge }): { $result }
gauge-thermometer = measured
gauge-forearm = tested with the forearm
soaked-gone = pain gone { $minutes ->
        [0] in under a minute
        [one] after about 1 minute
       *[other] after about { $minutes } minutes
    }
soaked-still = pain still there { $minutes ->
        [0] in the first minute
        [one] after about 1 minute
       *[other] after about { $minutes } minutes
    }
soak-prepare = For tonight:
    • A basin on a towel beside a steady chair, within reach of a tap. Never carry hot water. Can't fill it so? Use a warm towel.
    • A bath or kitchen thermometer. Water of { $from }–{ $to } °C ({ $from_f }–{ $to_f } °F), never more. Cold water first, then warm, stir.
    • No thermometer? Hold your forearm in for ten seconds. It should feel like a baby's bath, never hot. Not sure? Use a warm towel instead.
    • Never kettle water. Never add hot water with a foot in it. Five minutes at most. Unsteady? Only with another adult awake.
    • A dry towel and slippers. A light that you can reach.
    When a cramp comes, send /cramp and stretch. I'll offer the water when it's time.
