### Answers about causes, other conditions, medicines, and whom to ask (clinical.md sections 1 to 4, 14 and 16).
### Never a diagnosis, never a change of a prescribed medicine. Not reviewed by a clinician yet.

topic-cause-general-button = Why do I get cramps?
topic-cause-general = In most people no cause is found. The leading idea is that nerves to the muscle fire too easily. That happens most when the muscle is tired or short. Too few minerals are rarely the reason. Age, sitting a lot, some illnesses and some medicines make cramps likelier.
topic-cause-general-more = At night the foot often points down. The calf is short then, and a short muscle cramps more easily. Pulling the toes up makes it long again. That is why stretching ends a cramp.

    People also report cramps after hard exercise or long standing, and after alcohol. They are common in pregnancy, with liver disease, on dialysis, with nerve trouble and with poor blood flow.

    A doctor goes by your story and an examination. Blood tests often show nothing new.

topic-blood-supply-button = Is it blood supply?
topic-blood-supply = It is one idea, and it is not proven. Most people with night cramps probably have normal blood flow. People with narrowed leg arteries do report more cramps. But the one study that measured blood flow pointed to nerves and muscles instead.
topic-blood-supply-more = The article that I grew from says that the calf may lack blood. It may be so for some people. But those with artery trouble are often older, or have diabetes and many medicines. So the link may come from those.

    Whether better blood flow prevents night cramps was never tested. I found no good evidence that low vitamin D makes blood flow worse.

    Poor blood flow has signs of its own. The calf hurts when you walk and stops when you rest. The foot is cold or changes colour. Sores heal slowly. A doctor can check it.
topic-blood-supply-check-button = Does that fit my legs?
topic-blood-supply-guard = Ask for a check of your circulation if your calf hurts when you walk and stops when you rest. The same for cold or discoloured feet, and for sores that heal slowly.
topic-blood-supply-careful = For you: please ask a doctor to check the circulation in your legs. Your answers can have other reasons, but they should be looked at. No hot water and no heat pads until then.
topic-blood-supply-clear = For you: you named none of the signs that I know. That does not rule anything out; I can't examine you. If calf pain on walking, cold feet or slow sores come, ask a doctor.

topic-claudication-button = My calf hurts on walking
topic-claudication = Calf pain that comes with walking and goes within about ten minutes of rest is no night cramp. It can mean that the leg arteries are narrow. Please see a doctor soon. They feel the pulses and compare the blood pressure in arm and ankle.
topic-claudication-more = It is worth finding out. Narrow arteries can be treated, and the same trouble can sit in the heart and the brain.

    Some things make it urgent. A foot that hurts at night and feels better hanging down. A cold foot. A sore that does not heal. See a doctor the same day for those.

    A foot or leg that suddenly turns cold, white and numb is an emergency. Ring the emergency number.

    Until you were checked: no hot water, no heat pads, no tight socks.

topic-clot-or-cramp-button = Could it be a clot?
topic-clot-or-cramp = I can't tell, and nobody can from a chat. A cramp comes at once, is hard as a knot, and goes in minutes. A clot aches on. Signs are one leg that is swollen, warm, red or sore. Any of these now? Ring a doctor or urgent line today.
topic-clot-or-cramp-more = A clot is likelier after a long flight, an operation, a plaster cast or bed rest. Also with cancer, in pregnancy and six weeks after, with the pill or hormones, and after an earlier clot.

    With such signs don't rub, stretch or warm the leg.

    Chest pain, trouble breathing, coughing blood or fainting is an emergency. Ring the emergency number at once.

    Soreness on the day after a real cramp is common. With swelling, warmth or a new colour it needs a doctor the same day. So it does if it gets worse after a day or two.

topic-rls-difference-button = Restless legs or cramp?
topic-rls-difference = A cramp is a sudden strong pain with a hard knot. Restless legs are an urge to move with a crawling or odd feeling, worse at rest and in the evening. Moving eases it, but only while you move. Some people have both. A doctor can tell.
topic-rls-difference-more = Jerks in sleep that don't hurt are something else again. Often only the person beside you notices them.

    For restless legs doctors often look at the iron in the blood. It can be treated, and some medicines make it worse. So it is worth an appointment.

    It helps to bring a diary: when it comes, what you feel, and what eases it.

topic-soreness-after-button = Sore afterwards
topic-soreness-after = A calf that is sore for some hours after a cramp, or even the next day, is common. The muscle has worked very hard. Move gently, and let it rest from hard exercise. Swelling, warmth, a new colour or a bruise needs a doctor the same day.
topic-soreness-after-more = Gentle walking and light stretching are fine if they feel good. Leave out calf raises until it is no longer sore. Some people like warmth, some like cold.

    A simple painkiller can ease the soreness. A pharmacist can say which one suits you.

    See a doctor the same day if one leg is swollen, warm or red. Also if it gets worse after a day or two. The same if you felt a snap or can't stand on your toes. The same for a bruise while on a blood thinner.

topic-exercise-trigger-button = Is it from exercise?
topic-exercise-trigger = It may be. Many people get cramps on the night after a hard or new effort, much standing, or many stairs. A tired muscle cramps more easily. But people who hardly move get more cramps too. So move, and build it up slowly.
topic-exercise-trigger-more = In one study of older people those who sat a lot had cramps far more often. The number is rough, and a link is no proof.

    After a tiring day stretch your calves before bed. Plan hard training for earlier in the day. Raise the effort in small steps.

    Cramps during sport are a different question. There too tired muscles seem to matter more than lost water.

    Brown or cola-coloured urine after hard effort is an emergency. Calf pain that starts with walking and stops with rest needs a doctor.

topic-meds-cause-button = Can my pills cause it?
topic-meds-cause = Some can. The link is clearest for some inhalers and some water tablets. For statins it is small: in most people who ache on a statin, the statin is not the reason. Please change nothing on your own. A pharmacist or doctor can look at your list.
topic-meds-cause-more = In a large study people started treatment for cramps more often after they began certain medicines. First came inhalers that open the airways for long, and water tablets that keep potassium. Other water tablets came after. One thing is odd: among water tablets the link is strongest with those that keep potassium in.

    Others are named now and then, such as iron drips, some hormones, naproxen, lithium, steroids and donepezil.

    Note when the cramps began and when each medicine began. Bring both to the appointment. Bad muscle pain or weakness on a statin needs a doctor the same day.

topic-prescription-options-button = Prescribed medicines?
topic-prescription-options = There is no good medicine for night cramps so far. Doctors sometimes try one, for example diltiazem. The studies are few and small, and each has side effects. It is a decision for you and your doctor, when stretching is not enough and sleep suffers.
topic-prescription-options-more = Small studies exist for diltiazem, naftidrofuryl and carisoprodol. Gabapentin is used too. For none of them the proof is firm.

    Pills that relax muscles or help you sleep can make you drowsy. Then a fall out of bed is likelier.

    Never use somebody else's tablets. Tell your doctor all that you take, also drops, herbs and vitamins. A diary of four weeks shows both of you whether a medicine did anything.

topic-pregnancy-button = Cramps in pregnancy
topic-pregnancy = Leg cramps are very common in the later months of pregnancy. Stretch the calf, walk a little, and tell your midwife. One leg that is swollen, warm, red or sore needs a doctor the same day. Please use no supplement and no quinine without asking first.
topic-pregnancy-more = Studies of magnesium, calcium and vitamins in pregnancy disagree. So your midwife's word counts more than mine.

    For the stretch hold on to something. I don't offer the warm soak in pregnancy; ask your midwife about it. Don't get overheated.

    Ring your maternity unit at once with a bad headache or trouble seeing. Also with a swollen face or hands, or pain in the upper tummy.

    Chest pain or trouble breathing is an emergency. Clots are likelier in pregnancy and for six weeks after, so don't wait with a swollen leg.

topic-children-button = Cramps in children
topic-children = Leg cramps happen in older children and teenagers, mostly a few times a year. They are short. Help the child pull the toes up, knee straight. Under eight, leg cramps are not typical: see a doctor about the pain. No hot soak under sixteen.
topic-children-more = Growing pains are something else. They ache in both legs in the evening and are gone by morning.

    See a doctor the same day for a limp, fever, a swollen joint, or pain that stays on one side. Also for pain by day, or a child who feels ill.

    If cramps come often, see a doctor together, with a note of when they came. Children under sixteen should not do an evening programme alone, and need no supplements unless a doctor says so.

topic-conditions-link-button = My other illness
topic-conditions-link = Cramps are commoner with several illnesses: liver disease, dialysis, diabetes, nerve trouble, thyroid trouble, Parkinson's, a narrow spine, varicose veins and poor blood flow. That is a link, not always the cause. Tell the team that treats you. They can do more than I can.
topic-conditions-link-more = On dialysis cramps often come late in a session. The team can adjust the treatment. Please ask them, and not me, about drinking, salt and potassium.

    With liver disease cramps are frequent, and the liver team can help. Don't treat yourself with painkillers.

    With diabetes look at your feet each day, and never test hot water with them.

    With poor blood flow or numb feet: no soak, no heat pads, and no tight socks before a check.

    New weakness, numbness or thin muscles should be seen by a doctor soon.

topic-age-prevalence-button = How common is it?
topic-age-prevalence = Very common. More than half of all adults have leg cramps at some time. Of those over fifty about one in three has them. They get more frequent with age, but young people have them too. You are far from alone with it.
topic-age-prevalence-more = In a survey in the United States about three in ten adults had had leg cramps in the past month. For most they were mild. For a few they were bad.

    About seven in a hundred children get them, from about eight years on.

    They are also common in the later months of pregnancy.

    Common does not mean that you must put up with them. If they wake you in most weeks, see a doctor.

topic-when-doctor-button = When to see a doctor
topic-when-doctor = Make an appointment if cramps wake you in most weeks, or sleep and mood suffer. Also if they began with a new medicine. Also with weakness, numbness, swelling, thin muscles, or calf pain on walking. And if four to six weeks of stretching changed nothing.
topic-when-doctor-more = Today, not later: one leg swollen, warm, red or sore. A cramp of more than ten minutes that does not ease. A sore on the foot with diabetes. Cramps that spread to arms or face. Vomiting or diarrhoea for over a day.

    Emergency number: chest pain, trouble breathing, or sudden weakness. A leg that is cold, white or numb. Brown urine with muscle pain. Numbness between the legs.

    Bring your diary and a list of all medicines, with inhalers and vitamins. Say how much you drink, and whether walking hurts.

topic-tests-button = Which tests?
topic-tests = Often none. A doctor listens to your story, and looks at pulses, nerves, muscles and back. If that is normal, blood tests rarely add anything. Depending on what you tell them they may check kidneys, salts, sugar, thyroid or iron.
topic-tests-more = If walking hurts, they compare the blood pressure of arm and ankle. With a swollen leg they look for a clot with a blood test and a scan. If you are weak or on a statin, they may test a muscle value. For restless legs they look at iron. With a risk they test vitamin D or B12. Tests of the nerves are seldom needed.

    Bring what helps them most: your diary, all medicines and vitamins, how much alcohol you drink, and whether your family has muscle or nerve disease.

topic-prognosis-button = Will it go away?
topic-prognosis = Often it gets better. Many people's cramps ease over a few weeks, whatever they do. They may come back in bad patches. A cramp itself hurts but does not damage the leg for good, as far as is known. The bigger troubles are lost sleep and falls.
topic-prognosis-more = In studies people on a dummy pill had about a third fewer cramps after four weeks. One reason is simple: people look for help in a bad patch, and bad patches end. So your diary can show whether you are better, but not why.

    Cramps are commoner in summer than in winter.

    Make the night safer. Have a light you can reach, sit up first, and hold on to something.

    If they get more frequent, spread, or come with weakness or numbness, see a doctor.
