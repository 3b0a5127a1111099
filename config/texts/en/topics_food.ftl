### Answers about food, vitamins and minerals (clinical.md sections 11 to 13). At most 60 words, 120 behind "More", 40 for a guard.
### Never a dose, never a diagnosis. Not reviewed by a clinician yet.

topic-bananas-potassium-button = Aren't bananas enough?
topic-bananas-potassium = Bananas are not enough. One holds between an eighth and a sixth of the potassium that you need in a day. Most people with night cramps have enough anyway, and healthy kidneys pass out the rest. Nobody has tested bananas against night cramps. If your potassium really is low, a blood test shows it, and a doctor treats the cause.
topic-bananas-potassium-more = Most experts think that night cramps come from nerves that fire too easily. More potassium does not change that.

    Potatoes, beans, spinach, tomatoes and avocado hold as much as a banana, or more.

    Really low potassium can cause cramps and weakness. It comes from vomiting, diarrhoea, laxatives or some water tablets. It needs a doctor.

    Too much is dangerous. If the kidneys or some tablets hold potassium back, it can stop the heart, often without a warning. Salt substitutes are mostly potassium too. And high potassium can itself make muscles weak.
topic-bananas-potassium-check-button = Is it safe for me?
topic-bananas-potassium-guard = Kidney or heart trouble, or diabetes? Tablets for blood pressure, water or pain, or trimethoprim? 65 or older? Then no extra potassium unless your doctor agrees: no tablets, powders or salt substitutes, and no more bananas than usual.
topic-bananas-potassium-careful = For you: please, no extra potassium unless your doctor agrees. That means tablets, powders, salt substitutes and more bananas than usual. From your answers, potassium may build up in your blood.
topic-bananas-potassium-clear = For you: nothing you told me speaks against bananas as normal food. More of them has not been shown to help. Before tablets, powders or a salt substitute, ask a pharmacist.

topic-vitamin-d-button = Does vitamin D help?
topic-vitamin-d = Probably not against night cramps. Low vitamin D is common, though not everybody has it. It can make muscles ache and feel weak, so it is worth treating for bones and muscles. But no good study shows that it stops night cramps. A doctor can test your level.
topic-vitamin-d-more = One small study looked at cramps in pregnancy. The cramps lasted no less long with vitamin D. I have seen only part of that paper. In people with liver disease, those with cramps and those without had the same levels.

    I found no proof that low vitamin D harms the blood supply of the calf.

    Too much for too long raises calcium in the blood and harms the kidneys. Take care with some water tablets, with kidney stones, and with sarcoidosis. If you are pregnant, ask your midwife first.
topic-vitamin-d-check-button = Is it safe for me?
topic-vitamin-d-guard = Kidney trouble, kidney stones, water tablets, or pregnant? Then ask your doctor or midwife before you start vitamin D. Everybody else: keep to what the pack says.
topic-vitamin-d-careful = For you: please ask your doctor or pharmacist before you start vitamin D. From your answers, it may push calcium too high. Pregnant? Ask your midwife first.
topic-vitamin-d-clear = For you: nothing you told me calls for special care. Keep to what the pack says, and ask first if you ever had kidney stones or sarcoidosis.

topic-magnesium-button = Does magnesium help?
topic-magnesium = Probably not, for ordinary night cramps. In the best studies people on magnesium did hardly better than people on a dummy pill. Both groups improved. One study from 2021 did find a small gain. In pregnancy the studies disagree; ask your midwife.
topic-magnesium-more = A large review put the studies together. The difference was less than one cramp in a month, and it may be nothing at all. So it is unlikely to help older people much. I found no proof that one type is better than another. I know of no good study of sprays or bath salts.

    It often causes loose stools. With weak kidneys it can build up. It also gets in the way of some antibiotics, thyroid tablets and bone tablets. A pharmacist can tell you how to space them.
topic-magnesium-check-button = Is it safe for me?
topic-magnesium-guard = Kidney disease? Then no magnesium unless your doctor agrees. Thyroid or bone tablets, antibiotics, or pregnant? Ask a pharmacist or midwife first.
topic-magnesium-careful = For you: please ask your doctor or pharmacist before you start magnesium. From your answers, it may build up or get in the way of other tablets. Pregnant? Ask your midwife first.
topic-magnesium-clear = For you: nothing you told me speaks against trying it. Keep to what the pack says. Ask a pharmacist if you also have antibiotics or bone tablets.

topic-vitamin-k2-button = What about vitamin K2?
topic-vitamin-k2 = Promising, but it rests on one study. In 2024 older people in China had fewer and milder cramps with vitamin K2 than with a dummy pill. Nobody has repeated it yet, as far as I know. It is not for people on warfarin or a similar blood thinner.
topic-vitamin-k2-more = About 200 people of 65 and older took part, for eight weeks. With K2 they went from between two and three cramps a week to about one. No harm was seen.

    One thing is odd. The people on the dummy pill got worse. In nearly every other cramp study they got better. So I would wait for a second study before I call it good news.

    People on warfarin or water tablets were left out. Vitamin K works against warfarin. With a clotting problem, ask your doctor first.
topic-vitamin-k2-check-button = Is it safe for me?
topic-vitamin-k2-guard = On warfarin or any blood thinner, pregnant, or a clot in the past? Then no vitamin K2 unless your doctor agrees.
topic-vitamin-k2-careful = For you: please, no vitamin K2 unless your doctor agrees. Vitamin K changes how blood clots, and from your answers that may matter.
topic-vitamin-k2-clear = For you: nothing you told me speaks against it. It is still only one study. Tell your doctor or pharmacist if you try it.

topic-vitamin-b-button = Do B vitamins help?
topic-vitamin-b = Perhaps, but the evidence is thin. One small study of a mix of B vitamins found fewer cramps. Experts called that “possibly effective”. Nobody has shown it for B12 alone.
topic-vitamin-b-more = Low B12 can harm nerves and cause numbness or tingling. A doctor can test for it. That makes sense if you have such signs, eat no animal food, or have taken metformin for years.

    A lot of vitamin B6 for a long time can itself damage nerves. So ask a pharmacist before you buy a strong mix, and add up what is in all your pills.
    If you are pregnant, ask your midwife.

topic-calcium-milk-button = Does calcium help?
topic-calcium-milk = There is no good evidence for it. Calcium was studied only in pregnancy, and the results are unclear. Milk before bed is an old custom that nobody has tested against cramps.
topic-calcium-milk-more = Very low calcium in the blood does cause spasms, often in the hands and face. That is rare, and it is another kind of trouble. Cramps that spread to arms, hands or face need a doctor the same day.

    Calcium pills do not suit everybody, for example with kidney stones or kidney disease. Ask a doctor or pharmacist first. In pregnancy ask your midwife. A glass of milk as food is fine if you like it.

topic-quinine-tonic-button = Quinine or tonic water?
topic-quinine-tonic = I never suggest quinine. It prevents only a few cramps, and it can cause rare but deadly blood reactions. In the US it is not approved for cramps. In the UK doctors use it only if all else fails. Tonic water holds a little quinine. It is no treatment.
topic-quinine-tonic-more = The benefit is about one cramp less in a week, and even that may look better than it is. The risks are bleeding, an uneven heartbeat, and poisoning if too much is taken. Long use was linked to more deaths in one large study.

    If a doctor gave you quinine, talk to them before you change anything. Bruises, tiny red spots or nosebleeds on quinine need a doctor the same day.

    Leave tonic water alone if you are pregnant, ever reacted to quinine, or have tablets for your heart rhythm.

topic-pickle-mustard-button = Does pickle juice help?
topic-pickle-mustard = Perhaps a little. A sip of pickle juice shortened cramps in one small lab study. Another found it no better than water. In people with liver disease it made cramps milder, not fewer. Mustard and vinegar are only stories so far.
topic-pickle-mustard-more = The idea is that the sharp taste in the throat calms the nerves. It would have to work that way, because salt can't reach a muscle in a minute.

    The study in people with liver disease was the best one. They took a spoonful when a cramp began. They did not sleep better.

    It is sour, so it is not for people with heartburn. And it is salty. That is a problem with high blood pressure and with heart, kidney or liver trouble.
topic-pickle-mustard-check-button = Is it safe for me?
topic-pickle-mustard-guard = High blood pressure, or heart, kidney or liver trouble? Then ask your doctor before you drink pickle juice. It is very salty. With heartburn leave it alone.
topic-pickle-mustard-careful = For you: please ask your doctor first. It is very salty, and from your answers salt may be a problem.
topic-pickle-mustard-clear = For you: nothing you told me speaks against a sip. Leave it alone with heartburn or high blood pressure.

topic-hydration-salt-button = Should I drink more?
topic-hydration-salt = Drink when you are thirsty; that is good advice for most people. But lack of water is blamed more than it deserves. Nobody has tested extra water, salt or sports drinks against night cramps. In reviews, night cramps do not follow the salts in the blood.
topic-hydration-salt-more = Even in athletes tired muscles seem to matter more than lost water.

    Litres of water do no good. Too much thins the salt in the blood, and that is dangerous.

    Sports drinks and salt pills are not tested for night cramps. Some hold potassium.

    Dark yellow urine means drink. Brown, red or cola-coloured urine with muscle pain is an emergency. Cramps with vomiting or diarrhoea for more than a day need a doctor the same day.
topic-hydration-salt-check-button = Is it safe for me?
topic-hydration-salt-guard = Heart, kidney or liver trouble, or diabetes? Tablets for blood pressure, water or pain? 65 or older? Then keep to what your doctor said about drinking and salt.
topic-hydration-salt-careful = For you: keep to what your doctor or nurse said about drinking and salt. From your answers, extra fluid, salt or powders with potassium may do harm.
topic-hydration-salt-clear = For you: nothing you told me calls for special care. Drink to your thirst. There is no need for more than that.

topic-alcohol-caffeine-button = Alcohol or coffee?
topic-alcohol-caffeine = Alcohol may play a part. In one study of older people those who drank had cramps far more often, but the number is very rough. For coffee and tea there is only custom: some leaflets say less in the evening.
topic-alcohol-caffeine-more = A link is no proof. People who drink may differ in other ways too. Still, a few evenings without alcohol cost little, and your diary can show whether anything changes.

    Alcohol and coffee also disturb sleep, which makes a night with a cramp worse.

    If you drink a lot every day, please don't give it up suddenly on your own. That can be dangerous. A doctor can help you cut down safely.
