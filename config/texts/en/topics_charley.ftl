### Answers about Charley itself: they carry no grade. They must stay true to what the program does.

topic-log-progress-button = How does the diary work?
topic-log-progress = /history shows your diary. Tap an entry to correct or delete it. /log notes a cramp that is over. Each cramp that I help you through is noted by itself, if you agreed to a diary. In the morning I ask the rest: where, how bad, and how you slept.
topic-log-progress-more = What you don't say stays “not said”. I never guess it.

    A cramp that came with a warning sign is marked and kept apart. A deleted entry can be brought back for a day.

    Nights go up and down a lot in everybody. So look at two weeks or more before you judge. A few good nights may be chance, and so may a few bad ones.

topic-reminders-settings-button = Messages and times
topic-reminders-settings = /stop ends all messages that I send by myself. /zone sets your time zone, so that they come at the right hour. /language sets the language. After /stop you can still write to me at any time, and I help in a cramp. /start begins again.
topic-reminders-settings-more = I write by myself in the morning after a cramp, one message however many there were. After a warning sign I ask once whether a doctor has seen you.

    While a warning sign is open everything else is paused.

    If this chat is muted on your phone, my messages make no sound. You can change that in Telegram.

topic-bot-identity-privacy-button = Who are you?
topic-bot-identity-privacy = I'm Charley, a program for people with night leg cramps. I'm no doctor or nurse, and nobody reads along to help. I can't examine you. In an emergency call 112, 911, 999 or 000. /privacy says what I keep and who could read it; /delete erases it all.
topic-bot-identity-privacy-more = I go by fixed rules and texts. I make nothing up, and I often don't understand. My texts come from published studies and health pages. No clinician has reviewed them yet.

    I keep a diary only if you agree. It is sealed on the computer of whoever runs this copy. They hold the key. Telegram keeps its own copy of our chat.

    /delete erases all that I keep about you.

topic-evidence-button = How do you know that?
topic-evidence = Each answer says how sure it is, and the button Sources names where it comes from. “Very” means that good studies agree. “Not very” means small or mixed studies. “Nobody knows” means old advice that was never tested. Much about night cramps is simply not known.
topic-evidence-more = There are few good studies of night cramps, and most are small. Stretching has the best support, and even that is weak. For warm water, calf raises, shoes and bedding there is none.

    People who put the answers together read mostly short summaries of the studies, not each paper in full. No clinician has reviewed them yet. So take them as a start for a talk with your doctor.

    If a source and I disagree, trust the source.
