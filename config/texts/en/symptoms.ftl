### The symptoms round, what it adds up to, and the doctor's list. Facts: clinical.md sections 3, 8, 15, 16 and 18.

symptoms-intro = A few questions about your cramps. You can stop at any time; I keep what you told me.
symptoms-stopped = Stopped. Finished answers stay. /symptoms goes on.
symptoms-known = What I know about you:

    { $lines }
symptoms-nothing = You have told me nothing about your cramps yet.
symptoms-line = { $name }: { $answers }
symptoms-aged = { $line } (older; I'll ask again)
symptoms-told = Thank you. This is what you told me:

    { $lines }
reading-hard-day = What the article behind me would say: cramps at night after your legs worked hard hint at too little blood in the calf.
reading-other = The article behind me looks for cramps at night after the legs worked hard. That is not quite what you told me.
reading-sure = How sure is that? It is not proven. The one study that measured circulation pointed to nerves and muscles. I can't tell you the cause; nobody can from questions alone.
symptoms-doctor = Worth asking a doctor:

    { $lines }
symptoms-no-doctor = None of your answers is on my list for a doctor. I can't examine you. If something worries you, ask one.
symptoms-more-doctor = More stands under "{ doctor-button }".
symptoms-unkept = I forget all this within { $hours } hours, unless you let me keep a diary.
symptoms-change-ask = Which answer do you want to change?
symptoms-button = About my cramps
symptoms-rest-button = Answer the rest ({ $count })
change-answer-button = Change an answer
soak-button = The soak test
doctor-button = For my doctor

doctor-list = To ask your doctor. You can show this page.

    { $lines }

    From what I was told in this chat. I am a program and could not examine anyone. No clinician has reviewed my texts.
doctor-empty = I have nothing for this list yet. /symptoms asks what belongs here.
doctor-bring = Bring along: your diary (/history), and all medicines with inhalers and supplements. Say how much alcohol you drink, whether walking hurts, and what runs in the family.
doctor-line = • { $item }

doctor-warning = You named a warning sign. Not looked at yet? Ring a doctor today. Sudden weakness, or a leg suddenly cold: call 112, 911, 999 or 000.
doctor-sores-today = A sore that heals slowly, with your other answers. Show it today.
doctor-weak-statin = Weakness with a statin. Widespread, or with bad muscle pain: ring a doctor today. Brown urine is an emergency.

doctor-sores = A sore on a foot or leg that heals slowly. Show it this week; the same day with diabetes or poor circulation.
doctor-weak = Weakness in a leg together with cramps. Ask soon, because nerves and muscles should be examined. Worse over days: ring today. Sudden, or hard to breathe or swallow: emergency.
doctor-walking = Pain on walking that stops with rest. Ask for a check of the foot pulses and the ankle pressure (ABPI), since narrowed arteries can cause it.
doctor-cold = Cold, pale or blue feet. Ask for a check of the circulation.
doctor-numb = Numbness, tingling or burning. Ask for a check of the nerves, the back and the blood sugar. Numb between the legs, or new bladder or bowel trouble: emergency.
doctor-swelling = Swelling of both legs. Ask for the cause.
doctor-quinine = Quinine. Ask whether it is still right for you: it can harm blood and heart rhythm. Report bruises, spots or bleeding the same day.
doctor-potassium = Extra potassium: many bananas, tablets or salt substitute. With your age, illness or medicines it can rise too high and harm the heart. Ask this soon. If a doctor prescribed it, change nothing by yourself.
doctor-pregnant = Cramps in pregnancy or just after it. Ask your midwife what helps, and before any supplement. Bad headache, trouble seeing, swollen face or hands: call maternity now.
doctor-dialysis-kidney = Cramps with kidney trouble. Your kidney team can help; on dialysis they may adjust the treatment.
doctor-liver = Cramps with liver cirrhosis. They are common there, and your liver team can help.
doctor-diabetes = Cramps with diabetes. Ask for a check of feet and nerves.
doctor-thyroid = Cramps with thyroid trouble. Ask whether your levels are right.
doctor-medicine-strong = Your water tablet or inhaler. Some people notice cramps after starting one. Ask whether that could be so; don't change it yourself.
doctor-statin = Your statin. The link with muscle pain is small. Ask if cramps began after it; don't change it yourself.
doctor-medicine-other = A medicine that a few reports link with cramps. Ask your pharmacist; don't change it yourself.
doctor-often = Cramps on several nights a week. Ask whether an examination or blood tests make sense.
doctor-elsewhere = Cramps in the thigh. Less usual for night cramps, so worth telling.
doctor-arms = Cramps in arms or elsewhere. If they spread, reach face or trunk, or hands curl: ring a doctor today.
doctor-stretched = Cramps that go on after four weeks of stretching.
doctor-vitamin-d = A low vitamin D test. Worth treating for bones and muscles; not shown to stop cramps.
