### The article that Charley grew from, claim by claim (clinical.md section 18). What it says is told in our own words, at most 20 of them;
### what is known about it has at most 40. No claim stands without its judgement. Not reviewed by a clinician yet.

article-button = The article's claims
article-begin-button = Begin
article-back-button = Back to the article
next-button = Next
article-intro = I grew from an article about leg cramps at night. It says that bananas and vitamin D are not the whole answer, and that the calf may lack blood. Then come warm water, exercises and a month of patience.

    Here are its { $count } claims, in its own order. To each I say what is known, and how sure that is. Some hold up, most are not proven, and one is not safe as it stands.

    It says nothing of warning signs, of medicines, or of when to see a doctor. /symptoms and /doctor do.
article-place = Claim { $number } of { $count }
article-says = The article: { $text }
article-found = What is known: { $text }

claim-bananas = Bananas are the usual tip for cramps. People eat them, and the cramps go on.
claim-bananas-found = Fair. It is a common tip, and it was not shown to work. Nobody has tested bananas against night cramps.

claim-vitamin-d-low = Many people lack vitamin D. A test will typically show too little of it.
claim-vitamin-d-low-found = Partly true, but too strong. Low vitamin D is common, though not everybody has it. If something puts you at risk of it, ask a doctor for a test.

claim-pills-alone = Supplements alone may not stop the cramps.
claim-pills-alone-found = That's right, as far as is known. No good study shows that vitamin D stops night cramps. Low vitamin D is still worth treating, for bones and muscles.

claim-blood-supply = The cramps may come from too little blood in the calf.
claim-blood-supply-found = One idea, and it is not proven. Most people with night cramps probably have normal blood flow. The one study that measured it pointed to nerves and muscles instead.

claim-vitamin-d-blood = Low vitamin D makes the blood supply worse, and that brings the cramps.
claim-vitamin-d-blood-found = I found no good evidence for that. In people with liver disease those with cramps had about as much vitamin D as the others.

claim-potassium = Too little potassium can add to cramps, and bananas are rich in it.
claim-potassium-found = Half true. Really low potassium can cause cramps, but is rarely the reason. Bananas hold only some. With kidney or heart trouble, diabetes, older age or some tablets more potassium is dangerous: none unless your doctor agrees.

claim-after-exercise = There are more cramps at night after running, stairs or other exercise.
claim-after-exercise-found = It may well be so. Cramps often follow a tiring day. But people who hardly move get more cramps too.

claim-warm-bucket = In a cramp put your calves into a bucket of warm water. How warm? As it feels.
claim-warm-bucket-found = Not safe like that: what feels right can burn. Stretch first. Then 37 to 40 °C (99 to 104 °F), measured, for five minutes at most. And not for everybody: /soak asks what speaks against it.

claim-quick-relief = If that helps within a minute or two, the blood supply is likely the trouble.
claim-quick-relief-found = It can't tell. Warm water raises the blood flow in healthy legs too, and cramps stop anyway. It is a hint at most. I only note whether warmth helped.

claim-warmth-widens = Warmth widens the blood vessels, and more blood flows.
claim-warmth-widens-found = True, but in healthy legs too. In one study it did so about as much in healthy legs as in legs with narrowed arteries.

claim-better-flow = A better blood supply in the calf may help.
claim-better-flow-found = Nobody has tested that for night cramps. Calf pain on walking that stops with rest, cold feet or slow sores are another matter. Ask a doctor to check your circulation then.

claim-warm-up = Warming up the legs with gentle movement helps.
claim-warm-up-found = It is gentle and has little risk, but it is not proven. The advice comes from leaflets.

claim-calf-raises = Stronger calves help. Calf raises make them stronger.
claim-calf-raises-found = No study has tried that against night cramps. It makes sense for strength and balance. Leave it out while the calf is sore, and for a day after a bad cramp.

claim-stretching = Stretching the calves helps.
claim-stretching-found = This part has the best support, and even that is weak. One study found fewer cramps, and one did not. Hold on to something, and stop if the pain is sharp.

claim-heat-before-bed = Heat before bed is good for the blood flow and prevents cramps.
claim-heat-before-bed-found = It is comforting. Nobody has tested whether it prevents cramps. Warm, not hot, and never fall asleep on a pad. Not with numb feet, poor circulation or broken skin. With diabetes ask first.

claim-heat-in-a-cramp = In a cramp a heating pad or a soak helps.
claim-heat-in-a-cramp-found = It may, within limits. It is old advice. Warm, not hot; a cloth between; never asleep. Not with numb feet, poor circulation or broken skin. With diabetes ask first. For the soak, /soak asks about all of it.

claim-a-month = A month of all this often makes the cramps much better.
claim-a-month-found = It may, but that would not show why. Many people's cramps ease over a few weeks whatever they do. Give it four weeks, and then look at your diary. The study of stretching took six.
