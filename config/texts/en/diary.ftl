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
place-left-thigh = left thigh
place-right-thigh = right thigh
place-both-thigh = both thighs
place-left-other = left leg, another muscle
place-right-other = right leg, another muscle
place-both-other = both legs, another muscle
place-left = left leg
place-right = right leg
place-both = both legs
place-calf = calf
place-foot = foot
place-thigh = thigh
place-other = another muscle
