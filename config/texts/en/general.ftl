### What belongs to no flow: odd messages, old buttons, trouble; the ways out of a red flag; the command menu.

not-known = I didn't understand that. Cramp now? Tap below.
not-known-again = I only understand a few things so far. Tap a button, or write “cramp”.
odd-sticker = I can't read stickers. Please use words, or tap a button.
odd-picture = I can't look at pictures. Please use words, or tap a button.
odd-voice = I can't listen to recordings. Please use words, or tap a button.
odd-other = I can't read that kind of message. Please use words, or tap a button.
question-first = I didn't get that. Here is the question again.
question-again = Sorry, that didn't help me. Tap one of the buttons, or send /cancel to leave this.
stale-press = That button is from earlier and no longer does anything. Here is what I can do now.
stale-question = That button is from earlier. This is the question that is open now.
was-away = I was away for more than a day. What you wrote in between may be lost.
slow-down = That is a lot at once. Please give me a minute. In an emergency call 112, 911, 999 or 000.
cannot-handle = I could not handle your last message, so I set it aside. Everything else is safe. Please try other words. In an emergency call 112, 911, 999 or 000.
not-saved = I could not save that. Please send it again in a few minutes. Cramp now? Knee straight, pull your toes towards your shin, and hold.
set-aside = I could not read my notes about you, so I set them aside. They are not lost. We start afresh; please tell { $contact }.
private-only = Please write to me privately. Others can read along here. In an emergency call 112, 911, 999 or 000.
not-invited = This copy of Charley is for invited people only. In an emergency call 112, 911, 999 or 000.

no-button = No
yes-or-unsure-button = Yes, or not sure
seen-button = I've been seen
otherwise-button = I meant something else
gone-now-button = It has gone now
went-by-itself-button = It went by itself
not-yet-button = Not yet
flag-were-you-seen = Hello. Has a doctor or nurse seen you, after what you told me? I've kept everything else paused.
flag-seen = Thank you for telling me. If they told you not to stretch or rub, do as they said. The pause is over.
flag-gone = Good that it has gone. Please still ring a doctor today and say how long it lasted. The pause is over.
flag-not-yet = Please read my next message.
flag-cleared-crisis = Thank you for telling me. If that changes, call a crisis line or tell me.
flag-cleared = Thank you. I've taken the warning back. If anything changes, tell me or ring a doctor.

command-cramp = Help in a cramp, now
command-log = Log a past cramp
command-history = Your diary
command-zone = Your time zone
command-language = The language
command-privacy = What is kept, and by whom
command-delete = Erase everything
command-stop = No more messages by itself
command-cancel = End the open question
command-help = What Charley can do
command-start = Begin
bot-description = Charley helps with leg cramps at night: write when one comes, and it talks you through. It keeps a diary if you agree. A program, not a clinician; not reviewed by a clinician yet. In an emergency call 112, 911, 999 or 000.
bot-short-description = Help with leg cramps at night, and a diary. A program, not a clinician.
