### Privacy, erasure, silence, time zone, language.

privacy-text = Who runs this copy: { $operator }. Contact: { $contact }.

    What I keep, if you agreed: your cramps (when, where, how long, pain, sleep, what helped, warm water) and warning signs that you told me. Your evening routine, if you joined it. Also language, time zone, that you are 16 or older, and the open question. Never your name, never your location, never what you typed.

    Where: on { $operator }'s computer, sealed with a key of your own. The operator holds the keys.

    How long: until you erase it, or until I have heard nothing from you for { $days } days. I tell you { $notice } days ahead. Without your consent, until { $hours } hours after your last message.

    Who else: nobody from here. But chats with bots are not end-to-end encrypted, and Telegram keeps its own copy. I can't erase that one; you can clear this chat in Telegram.

    To see and correct it: /history. To erase all: /delete.
privacy-agreed = You agreed on { $date } (notice { $version }).
privacy-not-agreed = You have not agreed to a diary.
privacy-withdrawn = You have withdrawn your consent.
erase-all-button = Erase everything
withdraw-button = Withdraw consent
withdrawn-text = Withdrawn. I add nothing to a diary any more. What is there is erased within { $hours } hours, or now if you tap below. If this was a slip, tap “Set up” and agree again.
erase-ask = Erase everything that I keep about you? The diary, your settings, all of it. This can't be undone.
erase-button = Yes, erase it all
keep-button = No, keep it
erase-kept = Nothing was erased.
erased-receipt = Everything that I kept about you is erased: diary, settings, and the key they were sealed with. This note is the last of it and is gone within a day. Telegram still has its own copy of this chat; you can clear it there. If you ever need me again, just write.

retention-notice = Hello. We have not talked for a long time.

    On { $date } I will erase all that I keep about you: your notes, your settings, and the key they are sealed with.

    If I may keep it, tap below or send me any word. To erase it now, send /delete.
retention-keep-button = Keep it
retention-kept = Good. I keep it all as it was.
retention-here = You are here again, so I erase nothing by myself.
retention-again = I was away for a while and may have missed your answer. So I ask again below.
retention-erased = As I wrote to you: all that I kept about you is erased now. That is your notes, your settings, and the key they were sealed with. This note is the last of it. Telegram still has its own copy of this chat; you can clear it there. If you ever need me again, just write.

stop-text = I've stopped. I won't write by myself any more, not even to ask how you are after a warning. Your diary stays. Only before I would erase it, after a very long silence, I tell you once. In a cramp send /cramp. To begin again, send /start.
stop-text-evenings = I've stopped. I won't write by myself any more: no evenings, no mornings, not even to ask how you are after a warning. Your diary stays. Only before I would erase it, after a very long silence, I tell you once. In a cramp send /cramp. To begin again, send /start, and for the evenings /routine.
cancel-text = Stopped. Nothing else is open.
cancel-nothing = There was nothing open. In a cramp send /cramp.

zone-ask = What is your time zone? Type your city, or tap.
by-clock-button = Choose by my clock
share-place-button = Share my place
zone-share = Tap the button below. I only work out the time zone, and throw the place away at once. Telegram keeps its own copy.
zone-clock = What does your clock show now? If your time isn't here, go back and type a city.
zone-among = Which one fits?
zone-choice-button = { $place }, { $clock }
zone-near = I don't know that place. Did you mean one of these time zones?
zone-set = Your time zone is now { $place }. It is { $clock } there.
zone-skipped = All right. You can set it later with /zone.
zone-no-place = I can't tell the time zone of that place. Please type a city instead.

language-ask = Which language?
language-set = I'll write in English.
