//! Buttons: what a tap means, and the callback data that carries it (versioned, at most 64 bytes).
//!
//! The data is an address and a wish, never an authorisation: it can be stale or forged, so the step that receives it
//! checks that this wish is open at that address. A tap can only ever concern the chat it came from.

use super::{
    chat::Address,
    effect::{Anchor, Button, Format, Look, Paper, View},
    entry::{EntryId, Helped, Muscle, Side},
};
use crate::understanding::Sign;

/// The format of callback data; a change of meaning takes the next number.
const FORMAT: &str = "1";

/// A button press: where, and what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Press {
    /// `None` for buttons that mean the same for ever ("I have a cramp now").
    pub at: Option<Address>,
    pub action: Action,
}

/// What a button wishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    // Valid for ever, wherever they stand.
    Cramp,
    SetUp,
    History,
    Help,
    Symptoms,
    Doctor,
    Soak,
    /// A clinician allowed the soak.
    Cleared,
    /// The soak's preparation.
    Prepare,
    /// Change an answer.
    Change,
    /// Log a past cramp.
    Log,
    // The relief card.
    Easing,
    StillBad,
    Gone,
    /// Which red flag it is.
    Sign(Sign),
    /// "Feet in": starts the soak's clock.
    FeetIn,
    /// "Something is wrong": out of the water.
    Wrong,
    // Yes and no, to the question at the address.
    Yes,
    No,
    // A form or a card of questions.
    Skip,
    Back,
    Enough,
    Done,
    More,
    Unsure,
    /// "Why do you ask?"
    Reason,
    /// Leaves a row of questions; nothing is kept.
    Stop,
    LastNight,
    OtherDay,
    /// Ticks what helped, or takes the tick away.
    Helped(Helped),
    /// A leg and a muscle in one tap.
    Place(Side, Muscle),
    Side(Side),
    Muscle(Muscle),
    Elsewhere,
    /// 0 to 10.
    Score(u8),
    /// One of the things offered, by its number.
    Pick(u16),
    /// A clock that is that many minutes ahead of UTC.
    Offset(i16),
    ShareLocation,
    ByClock,
    /// Agrees to the notice, and says to be sixteen or older.
    Agree,
    Young,
    // The diary.
    Page(u16),
    Open(EntryId),
    EditPlace,
    EditPain,
    EditSleep,
    EditMinutes,
    EditHelped,
    Delete,
    Undo,
    // Red flags.
    Seen,
    NotYet,
    Otherwise,
    // Questions and answers.
    Sources,
    /// The article's next claim.
    Next,
    /// The article's claims, or back to them.
    Article,
    /// "Is it safe for me?"
    Guard,
    // The evenings.
    /// The exercises now.
    Tonight,
    /// Whether the month is worth it.
    Worth,
    /// A clinician allowed the exercises.
    Allowed,
    /// Begin the evenings again, or go on after a pause.
    Again,
    /// `/routine`.
    Routine,
    Settings,
    Set(Setting),
    /// One by one, with a clock.
    Guide,
    /// The two-minute version.
    Short,
    Later,
    /// Half an hour later.
    Soon,
    Bedtime,
    NotTonight,
    /// Starts the clock of an exercise, or lets it go on.
    Go,
    /// Holds the clock of an exercise, or the evenings.
    Pause,
    // Pictures and documents.
    /// A picture of the diary.
    See(View),
    /// How pictures look, from now on.
    Look(Look),
    /// Which nights are to be on the doctor's page?
    Reports,
    /// The doctor's page, of so many nights; 0: all.
    Report(u16),
    /// The paper of the doctor's page, from now on.
    Paper(Paper),
    /// The diary as a file: which kind, and of so many nights; 0: all.
    Exports,
    Export(Format, u16),
    // Consent and erasure.
    /// Keep all that was to go after a long silence.
    Keep,
    Withdraw,
    Erase,
}

/// What can be set about the evenings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    Time,
    Weekend,
    Sound,
    Repeat,
    Habit,
    Sitting,
    Review,
    Baseline,
    Test,
}

impl Setting {
    /// The key of its button.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Time => "setting-time-button",
            Self::Weekend => "setting-weekend-button",
            Self::Sound => "setting-sound-button",
            Self::Repeat => "setting-repeat-button",
            Self::Habit => "setting-habit-button",
            Self::Sitting => "setting-sitting-button",
            Self::Review => "setting-review-button",
            Self::Baseline => "setting-baseline-button",
            Self::Test => "setting-test-button",
        }
    }
}

/// The signs in the order of their buttons.
pub const SIGNS: [Sign; 5] = [
    Sign::Chest,
    Sign::Cold,
    Sign::Swollen,
    Sign::Clot,
    Sign::Injury,
];

/// The signs that count where feet are in the water, or were.
pub const WET_SIGNS: [Sign; 7] = [
    Sign::Chest,
    Sign::Cold,
    Sign::Faint,
    Sign::Burn,
    Sign::Swollen,
    Sign::Clot,
    Sign::Injury,
];

/// The red flag that a sign stands for.
#[must_use]
pub const fn slug_of(sign: Sign) -> &'static str {
    match sign {
        Sign::Swollen | Sign::Clot => "redflag_dvt",
        Sign::Cold => "redflag_limb_ischaemia",
        Sign::Chest | Sign::Faint => "redflag_pe_chest",
        Sign::Injury => "redflag_injury",
        Sign::Burn => "redflag_burn",
    }
}

/// Every action without a number, and its code.
const CODES: [(Action, &str); 102] = [
    (Action::Cramp, "cramp"),
    (Action::SetUp, "setup"),
    (Action::History, "history"),
    (Action::Help, "help"),
    (Action::Symptoms, "symptoms"),
    (Action::Doctor, "doctor"),
    (Action::Soak, "soak"),
    (Action::Cleared, "cleared"),
    (Action::Prepare, "prepare"),
    (Action::Change, "change"),
    (Action::Done, "done"),
    (Action::More, "more"),
    (Action::Unsure, "unsure"),
    (Action::Reason, "reason"),
    (Action::Log, "log"),
    (Action::Easing, "easing"),
    (Action::StillBad, "still"),
    (Action::Gone, "gone"),
    (Action::Sign(Sign::Swollen), "swollen"),
    (Action::Sign(Sign::Cold), "cold"),
    (Action::Sign(Sign::Chest), "chest"),
    (Action::Sign(Sign::Injury), "injury"),
    (Action::Sign(Sign::Clot), "clot"),
    (Action::Sign(Sign::Burn), "burn"),
    (Action::Sign(Sign::Faint), "faint"),
    (Action::FeetIn, "feetin"),
    (Action::Wrong, "wrong"),
    (Action::Yes, "yes"),
    (Action::No, "no"),
    (Action::Skip, "skip"),
    (Action::Back, "back"),
    (Action::Enough, "enough"),
    (Action::Stop, "stop"),
    (Action::LastNight, "lastnight"),
    (Action::OtherDay, "otherday"),
    (Action::Place(Side::Left, Muscle::Calf), "lc"),
    (Action::Place(Side::Right, Muscle::Calf), "rc"),
    (Action::Place(Side::Both, Muscle::Calf), "bc"),
    (Action::Place(Side::Left, Muscle::Foot), "lf"),
    (Action::Place(Side::Right, Muscle::Foot), "rf"),
    (Action::Place(Side::Both, Muscle::Foot), "bf"),
    (Action::Side(Side::Left), "left"),
    (Action::Side(Side::Right), "right"),
    (Action::Side(Side::Both), "both"),
    (Action::Muscle(Muscle::Calf), "calf"),
    (Action::Muscle(Muscle::Foot), "foot"),
    (Action::Muscle(Muscle::Thigh), "thigh"),
    (Action::Muscle(Muscle::Other), "other"),
    (Action::Elsewhere, "elsewhere"),
    (Action::ShareLocation, "share"),
    (Action::ByClock, "clock"),
    (Action::Agree, "agree"),
    (Action::Young, "young"),
    (Action::EditPlace, "place"),
    (Action::EditPain, "pain"),
    (Action::EditSleep, "sleep"),
    (Action::EditMinutes, "minutes"),
    (Action::EditHelped, "helped"),
    (Action::Delete, "delete"),
    (Action::Undo, "undo"),
    (Action::Seen, "seen"),
    (Action::NotYet, "notyet"),
    (Action::Otherwise, "otherwise"),
    (Action::Sources, "sources"),
    (Action::Next, "next"),
    (Action::Article, "article"),
    (Action::Guard, "guard"),
    (Action::Tonight, "tonight"),
    (Action::Worth, "worth"),
    (Action::Allowed, "allowed"),
    (Action::Again, "again"),
    (Action::Routine, "routine"),
    (Action::Settings, "settings"),
    (Action::Set(Setting::Time), "settime"),
    (Action::Set(Setting::Weekend), "setweekend"),
    (Action::Set(Setting::Sound), "setsound"),
    (Action::Set(Setting::Repeat), "setrepeat"),
    (Action::Set(Setting::Habit), "sethabit"),
    (Action::Set(Setting::Sitting), "setsitting"),
    (Action::Set(Setting::Review), "setreview"),
    (Action::Set(Setting::Baseline), "setbaseline"),
    (Action::Set(Setting::Test), "settest"),
    (Action::Guide, "guide"),
    (Action::Short, "short"),
    (Action::Later, "later"),
    (Action::Soon, "soon"),
    (Action::Bedtime, "bedtime"),
    (Action::NotTonight, "nottonight"),
    (Action::Go, "go"),
    (Action::Pause, "pause"),
    (Action::See(View::Nights), "seenights"),
    (Action::See(View::Pain), "seepain"),
    (Action::See(View::Helped), "seehelped"),
    (Action::Look(Look::Dark), "dark"),
    (Action::Look(Look::Light), "light"),
    (Action::Reports, "reports"),
    (Action::Paper(Paper::A4), "a4"),
    (Action::Paper(Paper::Letter), "letter"),
    (Action::Exports, "exports"),
    (Action::Keep, "keep"),
    (Action::Withdraw, "withdraw"),
    (Action::Erase, "erase"),
];

/// The letter of a kind of file.
const fn letter(format: Format) -> char {
    match format {
        Format::Json => 'j',
        Format::Csv => 't',
        Format::Columns => 'k',
    }
}

impl Action {
    fn code(self) -> String {
        match self {
            Self::Score(n) => format!("s{n}"),
            Self::Pick(n) => format!("p{n}"),
            Self::Page(n) => format!("g{n}"),
            Self::Offset(minutes) => format!("o{minutes}"),
            Self::Report(nights) => format!("r{nights}"),
            Self::Export(format, nights) => format!("{}{nights}", letter(format)),
            Self::Open(EntryId(id)) => format!("e{id}"),
            Self::Helped(helped) => {
                let number = Helped::ALL.iter().position(|known| *known == helped);
                format!("h{}", number.unwrap_or_default()) // ALL has each.
            }
            plain => CODES
                .iter()
                .find(|(action, _)| *action == plain)
                .map_or_else(String::new, |(_, code)| (*code).to_owned()),
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        if let Some((action, _)) = CODES.iter().find(|(_, known)| *known == code) {
            return Some(*action);
        }
        let (kind, number) = code.split_at_checked(1)?;
        match kind {
            "s" => number.parse().ok().filter(|n| *n <= 10).map(Self::Score),
            "p" => number.parse().ok().map(Self::Pick),
            "g" => number.parse().ok().map(Self::Page),
            "o" => number.parse().ok().map(Self::Offset),
            "e" => number.parse().ok().map(|id| Self::Open(EntryId(id))),
            "r" => number.parse().ok().map(Self::Report),
            "j" => number
                .parse()
                .ok()
                .map(|nights| Self::Export(Format::Json, nights)),
            "t" => number
                .parse()
                .ok()
                .map(|nights| Self::Export(Format::Csv, nights)),
            "k" => number
                .parse()
                .ok()
                .map(|nights| Self::Export(Format::Columns, nights)),
            "h" => {
                let helped = Helped::ALL.get(number.parse::<usize>().ok()?)?;
                Some(Self::Helped(*helped))
            }
            _ => None,
        }
    }
}

impl Press {
    /// The callback data: `format.anchor.version.code`.
    #[must_use]
    pub fn encode(self) -> String {
        let Address { anchor, version } = self.at.unwrap_or(Address {
            anchor: Anchor(0),
            version: 0,
        });
        format!("{FORMAT}.{}.{version}.{}", anchor.0, self.action.code())
    }

    /// Reads callback data. `None`: not ours, of another format, or forged.
    #[must_use]
    pub fn parse(data: &str) -> Option<Self> {
        let mut parts = data.splitn(4, '.');
        let (format, anchor, version, code) =
            (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        if format != FORMAT {
            return None;
        }
        let address = Address {
            anchor: Anchor(anchor.parse().ok()?),
            version: version.parse().ok()?,
        };
        Some(Self {
            at: (address.anchor != Anchor(0)).then_some(address),
            action: Action::from_code(code)?,
        })
    }

    /// A button that carries this press.
    #[must_use]
    pub fn button(self, label: String) -> Button {
        Button {
            label,
            data: self.encode(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_code_reads_back_and_no_two_are_alike() {
        for (index, (action, code)) in CODES.iter().enumerate() {
            assert_eq!(Action::from_code(code), Some(*action));
            assert!(CODES[..index].iter().all(|(_, other)| other != code));
        }
    }

    proptest! {
        #[test]
        fn numbers_read_back(anchor in 1u32.., version: u16, n in 0u16.., minutes: i16, id: u32, score in 0u8..=10, helped in proptest::sample::select(&Helped::ALL[..])) {
            for action in [Action::Helped(helped), Action::Pick(n), Action::Page(n), Action::Offset(minutes), Action::Open(EntryId(id)), Action::Score(score)] {
                let press = Press { at: Some(Address { anchor: Anchor(anchor), version }), action };
                let data = press.encode();
                prop_assert!(data.len() <= 64);
                prop_assert_eq!(Press::parse(&data), Some(press));
            }
        }

        #[test]
        fn junk_is_no_press_or_reads_back_as_itself(data in ".{0,64}") {
            if let Some(press) = Press::parse(&data) {
                prop_assert_eq!(Press::parse(&press.encode()), Some(press));
            }
        }
    }
}
