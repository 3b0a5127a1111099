### Questions and answers: the menu, what stands around an answer, how sure it is. The answers are in the files topics_….

answers-menu = What would you like to know? Tap one, or type your question in your own words.

    I explain what is known and how sure it is. I can't examine you, and I'm no clinician.
answer-young = You are under sixteen: show this to a parent or another adult before you try anything.
answers-which = Which of these do you mean? If none, please say it in other words.
question-after = Now back to my question.
night-ask-later = First the cramp. Ask me that again when it has gone.

sources-button = Sources
zone-button = Time zone
privacy-button = Privacy

grade-strong = How sure: very. Good studies agree, or it is a settled matter of safety.
grade-moderate = How sure: fairly. One decent study, or several that point the same way.
grade-weak = How sure: not very. There are only small or mixed studies.
grade-traditional = How sure: nobody knows. It is old advice that was never properly tested.
grade-contradicted = How sure: the idea is probably wrong. What is known points the other way.

sources-heading = Where this comes from:
source-dated = { $title } ({ $year })
source-undated = { $title }
answer-not-reviewed = No clinician has reviewed this answer yet.
answer-reviewed = Reviewed by { $name } on { $date }.
