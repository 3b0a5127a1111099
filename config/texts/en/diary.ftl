### The diary. What was not said is shown as not said.

diary-empty = Your diary is empty. When a cramp comes, send /cramp. For one that is over, send /log.
diary-page = { $count ->
        [one] Your diary: 1 entry.
       *[other] Your diary: { $count } entries, newest first.
    }

    { $lines }
diary-no-zone = Times are in UTC until I know your time zone: /zone
diary-not-kept = These are not kept in a diary. They are erased soon.
open-entry-button = Open { $n }
newer-button = Newer
older-button = Older
entry-line = { $when }: { $parts }
when-night = Night of { $date }
when-between = { $from } to { $until }
when-in-utc = { $when } (world time, UTC)
line-bare = nothing more said
line-free = no cramp
line-pain = pain { $score }
line-sleep = sleep disturbed { $score }
line-minutes = { $minutes ->
        [0] under a minute
        [one] 1 minute
       *[other] { $minutes } minutes
    }
line-helped = helped: { $what }
line-helped-nothing = nothing helped
line-flagged = warning sign, kept apart
not-said = not said
score-of-ten = { $score } of 10
entry-view = { $when }
    Where: { $place }
    Lasted: { $duration }
    Pain: { $pain }
    Sleep disturbed: { $sleep }
    What helped: { $helped }
entry-flagged = A warning sign came up here. I keep this one apart and don't count it as a cramp.
entry-deleted = Deleted. You can bring it back for a day, or until you close this.
entry-gone = That entry is no longer there. Nothing was changed.
edit-place-button = Where
edit-minutes-button = How long
edit-pain-button = Pain
edit-sleep-button = Sleep
edit-helped-button = What helped
delete-button = Delete
undo-button = Bring it back
minutes-ask = How many minutes did it last? Tap or type a number.
minutes-set = Changed:

    { $line }
minutes-unchanged = Nothing changed.
edited-offer = You changed an earlier message. I don't change anything by myself. Here is your last entry, in case you want to correct it.

place-left-calf = left calf
place-right-calf = right calf
place-both-calf = both calves
place-left-foot = left foot
place-right-foot = right foot
place-both-foot = both feet
place-left-toe = left toes
place-right-toe = right toes
place-both-toe = toes of both feet
place-left-thigh = left thigh
place-right-thigh = right thigh
place-both-thigh = both thighs
place-left-hamstring = back of the left thigh
place-right-hamstring = back of the right thigh
place-both-hamstring = back of both thighs
place-left-shin = left shin
place-right-shin = right shin
place-both-shin = both shins
place-left-other = left leg, another muscle
place-right-other = right leg, another muscle
place-both-other = both legs, another muscle
place-left = left leg
place-right = right leg
place-both = both legs
place-calf = calf
place-foot = foot
place-thigh = thigh
place-toe = toes
place-hamstring = back of the thigh
place-shin = shin
place-other = another muscle

nights-all-button = All of it
nights-last-button = Last { $nights } nights

export-nothing = There is nothing in your diary yet. When a cramp comes, send /cramp.
export-which = Your diary is yours. Take it with you as a file.

    “To keep” holds all of it. Send that file back to me, and I put in what is missing.
    A table opens in a spreadsheet.
export-json-button = To keep: all of it
export-csv-all-button = Table: all of it
export-csv-button = Table: last { $nights } nights
export-json-sent = Your diary, to keep. Send this file back to me, here, and I put in what is missing. Some health questions I ask anew then.
export-csv-sent = Your diary as a table, one row a cramp or a night without one.
export-columns-sent = What the columns of the table mean.
import-too-long = This file is too long to be a diary of mine. Nothing was read.
import-not-here = I can't take the file just now. Please send it again in a minute.
import-table = That is not the file that I can read back. I need the one “to keep”, whose name ends in .json: /export
import-agree-first = That is a file, and I may not keep a diary for you yet. Agree first, then send it again.
import-nothing = All of this is in your diary already. Nothing was changed.
import-nothing-new = Nothing new came in.
import-done = The file is read.
import-new = { $count ->
        [one] 1 diary entry came in.
       *[other] { $count } diary entries came in.
    }
import-known = { $count ->
        [one] 1 entry was there already.
       *[other] { $count } entries were there already.
    }
import-conflicts = { $count ->
        [one] 1 entry says something else in your diary now. I left it as it is.
       *[other] { $count } entries say something else in your diary now. I left them as they are.
    }
import-kept = { $count ->
        [one] 1 evening or answer is other here, or had no place here. It stays as it is.
       *[other] { $count } evenings or answers are other here, or had no place here. They stay as they are.
    }
import-evenings = { $count ->
        [one] 1 evening is noted too. Evenings begin again only if you say so: /routine
       *[other] { $count } evenings are noted too. Evenings begin again only if you say so: /routine
    }
import-answers = { $count ->
        [one] 1 answer about you came in: /symptoms
       *[other] { $count } answers about you came in: /symptoms
    }
import-to-ask = { $count ->
        [one] 1 answer about your health was left out. I ask it again when it matters.
       *[other] { $count } answers about your health were left out. I ask them again when it matters.
    }
import-no-room = { $count ->
        [one] 1 entry did not fit: your diary is full.
       *[other] { $count } entries did not fit: your diary is full.
    }
import-left-out = { $count ->
        [one] 1 line could not be read:
       *[other] { $count } lines could not be read:
    }
import-more = { $count ->
        [one] And 1 more.
       *[other] And { $count } more.
    }
import-zone = Your time zone came with it: { $zone }. To change it: /zone
import-undo-button = Take it out again
import-undone = What the file brought is taken out again. A time zone that came with it stays: /zone

report-which = A page for your doctor, as a PDF. Which nights?
report-a4-button = On A4 paper
report-letter-button = On US Letter paper
report-sent = Your page for the doctor: { $first } to { $last }. Look it over before you hand it on. It holds what you told me about your health.
report-nothing = There is nothing for a page yet. When a cramp comes, send /cramp.
