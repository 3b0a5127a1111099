### Answers about the evening: stretching, calf raises, bed, sleep (clinical.md sections 2, 9 and 10). Nothing is promised, and nothing
### that gets better is credited to the routine. Not reviewed by a clinician yet.

topic-stretching-button = Does stretching help?
topic-stretching = It is the best-tested thing we have, and still the proof is weak. In one study of older people, six weeks of stretching before sleep brought fewer and milder cramps. Another study found no gain. It costs three minutes and is safe for most, so it is worth a try.
topic-stretching-more = As in the study: each night just before sleep, both legs. Lean on a wall, back leg straight, heel down. Then the back of the thigh. Then both, sitting, toes pulled up.

    Go to where it pulls clearly. Hold ten seconds, rest ten seconds, three times each. Breathe, and don't bounce.

    If you are unsteady, do it sitting, with a towel around the foot.

    Leave it with sharp pain, a torn muscle, a swollen or hot leg, or a recent operation.

    Reviewers call the evidence low. Nobody has tested it in people under fifty.

topic-calf-raises-button = Do calf raises help?
topic-calf-raises = Nobody has tested them against cramps. They make sense all the same: people with cramps tend to be weaker at the ankle and foot, and strong calves help balance. Hold on to a worktop, go up for two seconds, down for two. Begin with a few.
topic-calf-raises-more = A gentle plan. Week one: eight, every other evening, sitting if you like. Week two: ten, standing. Week three: two rounds of eight to ten. Week four: two rounds of ten to twelve. This plan is ours, made from ordinary strength advice.

    Do them before the stretch, not right before sleep: a tired calf may cramp.

    Skip them for a day after a bad cramp, or while it is sore.

    Stop with sharp pain, dizziness or chest pain. Not with an injury, a swollen leg, a foot ulcer or a recent operation.

topic-warm-up-button = Does a warm-up help?
topic-warm-up = It is old advice that nobody has tested. Three to five minutes of easy movement are gentle and low in risk: march on the spot, circle your ankles, pull your toes up and let go. Some people like a few minutes on an exercise bike.
topic-warm-up-more = It makes the muscles warm, so that the raises and the stretch feel easier. Do it in the light, with shoes or on a floor that is not slippery. If you are unsteady, do all of it sitting.

    Stop for chest pain, trouble breathing or dizziness.

    If your calf hurts each time you walk and stops when you rest, don't train through it. See a doctor first.

topic-routine-timeline-button = How long does it take?
topic-routine-timeline = Give it four weeks, and then look at your diary. The study that found a gain ran for six. Nobody can promise anything: many people get better in that time whatever they do. A missed evening is no loss. Just go on the next day.
topic-routine-timeline-more = Two weeks of diary before you begin are best. Then you have something to compare with. Count the nights with a cramp, not how you feel about them.

    In studies people on a dummy pill had about a third fewer cramps after four weeks. So a better month is good news, but it does not tell you why.

    If nothing has changed after four to six weeks, or it gets worse, see a doctor and bring the diary.

topic-footwear-bedding-button = Shoes, bed, sleeping
topic-footwear-bedding = It may help to keep the foot from pointing down in bed. Loosen the covers at the end, or let your feet hang over the edge. A pillow at the soles can hold them up. Wear shoes with a low heel and support. It is old advice, and cheap to try.
topic-footwear-bedding-more = The idea makes sense: a calf that is short all night cramps more easily. But nobody has tested covers, pillows or shoes against night cramps. Splints for the night and a raised end of the bed were not tested either.

    Socks in bed are fine if they are loose. Cold legs were linked to cramps in one study, but warm socks were not tested.

    If you have artery trouble, don't raise the end of the bed.

topic-compression-socks-button = Do tight socks help?
topic-compression-socks = Nobody has tested compression socks against night cramps. For simple varicose veins the evidence is thin too. Some people like them by day. With poor blood flow or numb feet they can do harm, so have that checked first.
topic-compression-socks-more = A nurse or doctor can measure the blood pressure at the ankle. That shows whether tight socks are safe for your legs.

    They must fit. One that rolls up or cuts in is worse than none. Take them off at night unless you were told otherwise. Look at your skin when you do.

    If a doctor prescribed them for a clot, a swelling or an ulcer, keep to what they said.

topic-soap-folk-button = Soap in bed, magnets?
topic-soap-folk = Many people swear by a bar of soap in the bed, by magnets or by copper. Nobody has tested them. They do no harm, and feeling that you do something can help. I just can't tell you that they work.
topic-soap-folk-more = Remember that most cramps get fewer over some weeks whatever people do. Whoever puts soap in the bed on a bad night will often see a better month. That is how such tips are born.

    In one survey people named 49 things that they had tried. They called two in three of them useless or of little help.

    Don't swallow home-made mixes, and don't spend much. For creams, oils and bath salts I don't have good evidence either way.

topic-sleep-impact-button = It ruins my sleep
topic-sleep-impact = That is hard, and you are not alone. Lost sleep is one of the worst parts of night cramps. Many people come to fear the night. If cramps wake you in most weeks, or your mood goes down, please tell a doctor. That is reason enough.
topic-sleep-impact-more = Small things for the night. Have a light and something to hold on to near the bed. Keep the covers loose. When a cramp has gone, put the phone down. Don't look at the clock.

    Alcohol and late coffee make broken nights worse. Sleeping pills make falls likelier, and they don't prevent cramps.

    A diary helps a doctor see what it costs you. And if it ever gets so dark that you don't want to live, call a crisis line. You matter.
