### First contact, the notice, help.

welcome-text = I'm Charley. I help with leg cramps at night.

    I'm a program, not a clinician. I can't examine you, and nobody watches this chat. In an emergency call 112, 911, 999 or 000.

    Cramp now? Tap the first button. Everything else can wait.
cramp-now-button = I have a cramp now
set-up-button = Set up
diary-button = Diary
help-button = Help

help-text = What I can do:

    /cramp helps you through a cramp, now.
    /symptoms asks about your cramps and says what they may mean.
    /soak is the warm-water test, if it's safe for you.
    /doctor lists what to ask a doctor.
    /log notes a cramp that is over.
    /why answers questions: bananas, vitamin D, blood supply.
    /article checks the claims of the article I grew from.
    /history shows your diary, to correct or delete.
    /progress shows your nights in one picture.
    /report makes a page for a doctor.
    /export gives you your diary as a file.
    /routine is ten minutes of exercises in the evening, for a month.
    /pause lets the evenings rest.
    /zone sets your time zone.
    /language sets the language.
    /privacy says what is kept, and by whom.
    /delete erases everything.
    /stop ends all messages that I send by myself.
    /cancel ends the question that is open.

    You can also just write, for example “cramp” or “does stretching help?”

    I'm a program, not a clinician, and no clinician has reviewed my texts yet. In an emergency call 112, 911, 999 or 000.

consent-notice = May I keep a diary for you?

    What: when your cramps came, where, how long, how bad, how you slept, what helped. Any warning sign, illness, medicine or other answer that you told me. If you join the evening routine: when you want it, and on which evenings you did it. Also your language, your time zone, that you are 16 or older, and when you agreed.

    Where: sealed on the computer of { $operator }, who runs this copy. They hold the key, so they could read it.

    Chats with bots are not end-to-end encrypted. Telegram keeps its own copy of this chat.

    You can look, correct and erase at any time: /history, /privacy, /delete. You can withdraw under /privacy in one tap.

    Without your OK I hold short notes, so that I can help. They are erased { $hours } hours after your last message. I help in a cramp either way.
consent-again = May I keep a diary for you? What I would keep, and who could read it, stands above.
agree-button = I'm 16+ and I agree
young-button = I'm under 16
not-now-button = Not now
agreed-text = Thank you. I've noted your consent. You can withdraw it under /privacy.
declined-text = That's fine. I'll keep no diary. When a cramp comes, send /cramp and I'll help.
young-text = Thank you for telling me.

    In a cramp I can still help you: send /cramp. I keep no diary for people under 16. No hot water or heat pads, please, and no evening exercises on your own.

    Show this to a parent or another adult. If cramps keep coming back, see a doctor together. A child under 8 with leg pain should see a doctor.
set-up-done = That's all. When a cramp comes, send /cramp or just write “cramp”.

    One tip: if this chat is muted, my morning questions make no sound.
