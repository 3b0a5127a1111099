### The questions about the person (knowledge/questions.toml): the question, why it is asked, its name in a list, and its answers.
### Facts and groups: clinical.md sections 3, 4, 7, 8, 11, 12, 15 and 16.

question-progress = { $number } of { $total }
question-tick = Tick all that fit, then tap Done.
question-why = Why I ask: { $why }
more-button = More
unsure-button = Not sure
why-button = Why do you ask?
stop-here-button = Stop
unsure-name = not sure

ask-nights = How many nights a week do you get a cramp?
why-nights = several bad nights a week are a reason to see a doctor. It also gives you something to compare with later.
name-nights = Cramp nights a week
nights-rarely-button = Less than one
nights-one-button = One
nights-few-button = Two or three
nights-most-button = Four to six
nights-every-button = Every night

ask-where = Where do you get the cramps?
why-where = calf and foot are usual. Cramps in the thigh or the arms are worth telling a doctor.
name-where = Where
where-calf-button = Calf
where-foot-button = Foot or toes
where-shin-button = Shin
where-thigh-button = Thigh
where-arms-button = Arms, hands or elsewhere

ask-when = When do they come?
why-when = it tells night cramps from cramps during the day, which can mean something else.
name-when = When
when-falling-asleep-button = While falling asleep
when-small-hours-button = In the small hours
when-waking-button = On waking up
when-daytime-button = In the daytime too

ask-legwork = What do your legs do on most days?
why-legwork = tired legs and long sitting are both linked with cramps. The article behind me starts from this too.
name-legwork = Your legs by day
legwork-running-button = Running or sport
legwork-stairs-button = Many stairs
legwork-standing-button = Standing or walking long
legwork-sitting-button = Mostly sitting
legwork-none-button = None of these

ask-walking = Do you get pain in the calf, thigh or buttock when you walk, which goes within minutes of standing still?
why-walking = this can be a sign of narrowed arteries. A doctor can check that easily.
name-walking = Pain on walking
walking-no-button = No
walking-yes-button = Yes

ask-legs = Do you notice any of this in your legs or feet? Hanging leg: steady foot pain in bed that eases when the leg hangs down.
why-legs = these can point to nerves or circulation. They also decide whether warm water is safe for you.
name-legs = Noticed in legs or feet
legs-numb-button = Numb places
legs-tingling-button = Tingling or burning
legs-weak-button = Weak or thin muscles
legs-weak-suddenly-button = Sudden weakness
legs-cold-button = Cold, pale or blue feet
legs-cold-suddenly-button = Suddenly cold or white
legs-sores-button = Sores that heal slowly
legs-rest-pain-button = Hanging leg eases pain
legs-none-button = None of these

ask-swelling = Is a leg swollen, red or hot right now?
why-swelling = one swollen or hot leg needs a doctor the same day. Both can have other causes.
name-swelling = Swelling now
swelling-none-button = No
swelling-both-button = Both legs swollen
swelling-one-button = One leg

ask-conditions = Do you have any of these?
why-conditions = some illnesses come with cramps. Some make warm water, bananas or salt substitute unsafe.
name-conditions = Illnesses
conditions-diabetes-button = Diabetes
conditions-kidney-button = Kidney trouble, dialysis
conditions-heart-button = Heart trouble
conditions-low-pressure-button = Low pressure, fainting
conditions-liver-button = Liver disease
conditions-thyroid-button = Thyroid trouble
conditions-memory-button = Dementia or confusion
conditions-none-button = None of these

ask-diabetes-feet = Did someone check your feet within the last year: skin, pulse, feeling?
why-diabetes-feet = with diabetes, feet can lose feeling without your noticing. Then warm water can burn.
name-diabetes-feet = Diabetes: feet checked
diabetes-feet-normal-button = Yes, all was fine
diabetes-feet-trouble-button = Yes, there was trouble
diabetes-feet-unchecked-button = Not checked

ask-leg-conditions = Has anyone told you that you have one of these? Nerve trouble can come from diabetes, a stroke, the back, chemotherapy or alcohol.
why-leg-conditions = with these, heat on the legs can do harm.
name-leg-conditions = Known leg trouble
leg-conditions-circulation-button = Poor circulation
leg-conditions-nerve-button = Nerve or spine trouble
leg-conditions-veins-button = Bad varicose veins
leg-conditions-ulcer-button = Leg or foot ulcer
leg-conditions-lymph-button = Lymphoedema, Raynaud's
leg-conditions-none-button = None of these

ask-recent = Any of these now, or in the last three months?
why-recent = after these, a sore leg needs more care, and warm water may not be safe.
name-recent = Lately
recent-pregnant-button = Pregnant or gave birth
recent-clot-button = Blood clot, 3 months
recent-cancer-button = Cancer treatment
recent-heart-or-stroke-button = Heart attack or stroke
recent-operation-button = Operation, 3 months
recent-none-button = None of these

ask-medicines = Do you take any of these? Potassium-saving means spironolactone, eplerenone, amiloride or triamterene. Blood pressure: names that end in -pril or -sartan too.
why-medicines = some medicines are linked with cramps. Some make extra potassium dangerous. Never change one by yourself.
name-medicines = Medicines
medicines-water-tablet-button = Water tablet
medicines-potassium-keeping-button = Potassium-saving tablet
medicines-blood-pressure-button = Blood pressure tablet
medicines-nitrates-button = Nitrates, GTN
medicines-statin-button = Statin
medicines-inhaler-button = Long-acting inhaler
medicines-blood-thinner-button = Blood thinner
medicines-painkiller-button = Ibuprofen, naproxen type
medicines-trimethoprim-button = Trimethoprim antibiotic
medicines-quinine-button = Quinine
medicines-hormone-button = Hormones, bone medicine
medicines-other-linked-button = Steroid, lithium, others
medicines-none-button = None of these

ask-age = How old are you?
why-age = under sixteen and over sixty-five some advice is different.
name-age = Age
age-under16-button = Under 16
age-16-49-button = 16 to 49
age-50-64-button = 50 to 64
age-65-up-button = 65 or older

ask-vitamin-d = What about vitamin D?
why-vitamin-d = low vitamin D is worth treating for bones and muscles, whatever it does for cramps.
name-vitamin-d = Vitamin D
vitamin-d-untested-button = Not tested
vitamin-d-low-button = Tested: low
vitamin-d-fine-button = Tested: fine
vitamin-d-taking-button = I take it

ask-tried = What have you tried so far?
why-tried = so that I don't tell you what you know. Some of these need care with some illnesses.
name-tried = Tried
tried-bananas-button = Bananas
tried-potassium-button = Potassium or Lo-salt
tried-magnesium-button = Magnesium
tried-stretching-button = Stretching
tried-stretching-long-button = Stretching, over 4 weeks
tried-none-button = None of these

ask-steady = Any of these?
why-steady = getting up at night with wet feet is how people fall.
name-steady = Steady on your feet
steady-falls-button = A fall in the last year
steady-aid-button = Stick or walking frame
steady-frail-button = Frail, or thin skin
steady-none-button = None of these

ask-tonight = Is any of this true right now? Hurt: within three days. Pills: for sleep, or strong painkillers.
why-tonight = these can change from one night to the next, and each makes warm water unsafe. Skin trouble means a wound, blister, burn, infection or bleeding vein.
name-tonight = Tonight
tonight-swollen-button = One leg swollen or hot
tonight-skin-button = Skin trouble on a leg
tonight-hurt-button = Leg hurt or operated
tonight-drowsy-button = Drowsy, alcohol, pills
tonight-faint-button = Faint, fever, dried out
tonight-alone-button = Unsteady and alone
tonight-none-button = None of these

ask-cleared = Did a clinician who knows all of this say yes to warm water for your legs?
why-cleared = some people should ask first.
name-cleared = Clinician's yes
cleared-yes-button = Yes, they did
cleared-no-button = No, or not yet
