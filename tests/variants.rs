//! The names of all variants of what is stored or happens. A new variant does not compile until it stands here, and then the matrix and
//! the golden records ask for it.

use charley::{
    content::knowledge::Tier,
    dialogue::{
        About, Age, Ask, Asked, Class, Clockwork, Command, Course, Deck, Diary, EveningStep,
        Farewell, FlagCard, Gauge, Guide, Happening, Helped, Keeping, Keyboard, LastNight, Leaf,
        Log, MonthPage, MorningStep, Muscle, Odd, Page, Purpose, Round, Side, Soak, State, Step,
        TimeAsk, Told, Wake, What, ZoneAsk,
    },
    store::Op,
};

/// `fn name(&Type) -> &str` and the list of all names, from one table.
macro_rules! names {
    ($($(#[$doc:meta])* $function:ident, $all:ident, $of:ty { $($variant:pat => $name:literal),+ $(,)? })+) => {
        $(
            pub const $all: &[&str] = &[$($name),+];
            $(#[$doc])*
            pub fn $function(of: &$of) -> &'static str {
                match of { $($variant => $name),+ }
            }
        )+
    };
}

names! {
    state, STATES, State {
        State::Start => "start",
        State::Consent => "consent",
        State::Zone { ask: ZoneAsk::How, setup: false } => "zone how",
        State::Zone { ask: ZoneAsk::How, setup: true } => "zone how in the set-up",
        State::Zone { ask: ZoneAsk::Clock, .. } => "zone clock",
        State::Zone { ask: ZoneAsk::Among(_), .. } => "zone among",
        State::Language => "language",
        State::Erase => "erase",
        State::Minutes { .. } => "minutes",
        State::MaybeCramp { .. } => "maybe cramp",
        State::Asking(Round { purpose: Purpose::Symptoms, .. }) => "a question of the symptoms round",
        State::Asking(Round { purpose: Purpose::Soak, .. }) => "a question before the soak",
        State::Asking(Round { purpose: Purpose::One, .. }) => "one answer to be changed",
        State::Asking(Round { purpose: Purpose::Guard(_), .. }) => "a question of a guard",
        State::WhichAnswer => "which answer",
        State::Log(Log::When(Ask::Time, _)) => "log when",
        State::Log(Log::When(Ask::Evening(_), _)) => "log evening",
        State::Log(Log::When(Ask::Among(_), _)) => "log among",
        State::Log(Log::About(About::Place, _)) => "log place",
        State::Log(Log::About(About::Side, _)) => "log side",
        State::Log(Log::About(About::Muscle, _)) => "log muscle",
        State::Log(Log::About(About::Minutes, _)) => "log minutes",
        State::Log(Log::About(About::Pain, _)) => "log pain",
        State::Log(Log::About(About::Sleep, _)) => "log sleep",
        State::Log(Log::About(About::Helped, _)) => "log helped",
        State::Log(Log::Told(_)) => "log told",
        State::Log(Log::Free(_)) => "log free",
        State::Log(Log::Over { long: true, .. }) => "log over, long",
        State::Log(Log::Over { long: false, .. }) => "log over",
        State::Time(TimeAsk::Join) => "the time, to join",
        State::Time(TimeAsk::Usual) => "the time",
        State::Time(TimeAsk::Weekend) => "the weekend's time",
    }
    card, CARDS, Deck {
        Deck::Relief(_) => "relief",
        Deck::Morning(_) => "morning",
        Deck::Diary(_) => "diary",
        Deck::Flag(_) => "flag",
        Deck::Topic(_) => "topic",
        Deck::Evening(_) => "evening",
        Deck::LastNight(_) => "last night",
        Deck::Routine(_) => "month",
        Deck::Imported(_) => "imported",
    }
    evening, EVENINGS, EveningStep {
        EveningStep::Asked => "asked",
        EveningStep::Later => "later",
        EveningStep::Check { .. } => "check",
        EveningStep::Guide(Guide { clock: Clockwork::Ready, .. }) => "guide ready",
        EveningStep::Guide(Guide { clock: Clockwork::Running { .. }, .. }) => "guide running",
        EveningStep::Guide(Guide { clock: Clockwork::Paused(_), .. }) => "guide held",
    }
    last_night, LAST_NIGHT, LastNight {
        LastNight { answered: false, .. } => "asked",
        LastNight { answered: true, .. } => "a decision",
    }
    month, MONTH, MonthPage {
        MonthPage::Overview => "overview",
        MonthPage::Settings => "settings",
        MonthPage::Pause => "pause",
    }
    course, COURSES, Course {
        Course::Going => "going",
        Course::Paused(_) => "paused",
        Course::Stopped => "stopped",
        Course::Away => "away",
        Course::Asleep => "asleep",
    }
    relief, RELIEF, Step {
        Step::Stretch => "stretch",
        Step::Stand => "stand",
        Step::Ask => "ask",
        Step::Which => "which",
        Step::Rub => "rub",
        Step::WarmAsk => "warm ask",
        Step::Warm => "warm",
        Step::Gentle => "gentle",
        Step::Late => "late",
        Step::Soak(Soak::Tonight) => "tonight",
        Step::Soak(Soak::Fill) => "the basin",
        Step::Soak(Soak::Measure) => "the thermometer",
        Step::Soak(Soak::Forearm) => "the forearm",
        Step::Soak(Soak::Ready(_)) => "the water is right",
        Step::Soak(Soak::In(_)) => "feet in",
        Step::Soak(Soak::Out) => "feet out",
        Step::Soak(Soak::Wrong) => "something is wrong",
        Step::Soak(Soak::Dizzy) => "dizzy",
    }
    gauge, GAUGES, Gauge {
        Gauge::Thermometer => "thermometer",
        Gauge::Forearm => "forearm",
    }
    morning, MORNING, MorningStep {
        MorningStep::Consent => "consent",
        MorningStep::Place => "place",
        MorningStep::Side => "side",
        MorningStep::Muscle => "muscle",
        MorningStep::Pain => "pain",
        MorningStep::Sleep => "sleep",
    }
    diary, DIARY, Diary {
        Diary::Page(_) => "page",
        Diary::Entry(_) => "entry",
        Diary::Side(_) => "side",
        Diary::Muscle(..) => "muscle",
        Diary::Pain(_) => "pain",
        Diary::Sleep(_) => "sleep",
        Diary::Helped(_) => "helped",
        Diary::Deleted(_) => "deleted",
    }
    flag, FLAG, FlagCard {
        FlagCard::Advice => "advice",
        FlagCard::Still => "still",
        FlagCard::CheckSign => "check sign",
        FlagCard::CheckDanger => "check danger",
        FlagCard::Seen => "seen",
    }
    topic, TOPICS, Asked {
        Asked::Menu => "menu",
        Asked::Answer { page: Page::Short, .. } => "short",
        Asked::Answer { page: Page::More, .. } => "more",
        Asked::Answer { page: Page::Sources, .. } => "sources",
        Asked::Answer { page: Page::Guard, .. } => "guard",
        Asked::Which(_) => "which",
        Asked::Article(Leaf::Cover) => "article",
        Asked::Article(Leaf::Claim(_)) => "claim",
        Asked::Article(Leaf::Sources(_)) => "claim's sources",
    }
    tier, TIERS, Tier {
        Tier::SameDay => "same day",
        Tier::Crisis => "crisis",
        Tier::Emergency => "emergency",
    }
    keeping, KEEPING, Keeping {
        Keeping::Provisional { withdrawn: false, .. } => "provisional",
        Keeping::Provisional { withdrawn: true, .. } => "withdrawn",
        Keeping::Agreed { .. } => "agreed",
    }
    age, AGES, Age {
        Age::Unknown => "unknown",
        Age::Young => "young",
        Age::Adult => "adult",
    }
    farewell, FAREWELLS, Farewell {
        Farewell::Waits(_) => "waits for the day",
        Farewell::Said { message: Some(_), .. } => "announced",
        Farewell::Said { message: None, .. } => "announced to nobody",
    }
    happening, HAPPENINGS, Happening {
        Happening::Cramp(_) => "cramp",
        Happening::Free => "free",
    }
    told, TOLD, Told {
        Told::Live => "live",
        Told::Later => "later",
    }
    side, SIDES, Side {
        Side::Left => "left",
        Side::Right => "right",
        Side::Both => "both",
    }
    muscle, MUSCLES, Muscle {
        Muscle::Calf => "calf",
        Muscle::Foot => "foot",
        Muscle::Toe => "toe",
        Muscle::Thigh => "thigh",
        Muscle::Hamstring => "hamstring",
        Muscle::Shin => "shin",
        Muscle::Other => "other",
    }
    helped, HELPED, Helped {
        Helped::Stretching => "stretching",
        Helped::Standing => "standing",
        Helped::Walking => "walking",
        Helped::Massage => "massage",
        Helped::Heat => "heat",
        Helped::Ice => "ice",
        Helped::Soak => "soak",
        Helped::PickleJuice => "pickle juice",
        Helped::Nothing => "nothing",
        Helped::Other => "other",
    }
    class, CLASSES, Class {
        Class::Answer => "answer",
        Class::Nudge => "nudge",
    }
    keyboard, KEYBOARDS, Keyboard {
        Keyboard::None => "none",
        Keyboard::Buttons(_) => "buttons",
        Keyboard::ShareLocation { .. } => "share location",
        Keyboard::Away => "away",
    }
    op, OPS, Op {
        Op::Send { anchor: None, .. } => "send",
        Op::Send { anchor: Some(_), .. } => "send with an anchor",
        Op::Edit { .. } => "edit",
    }
    what, WHATS, What {
        What::Command(Command::Start) => "/start",
        What::Command(Command::Cramp) => "/cramp",
        What::Command(Command::Log) => "/log",
        What::Command(Command::Why) => "/why",
        What::Command(Command::Article) => "/article",
        What::Command(Command::History) => "/history",
        What::Command(Command::Routine) => "/routine",
        What::Command(Command::Pause) => "/pause",
        What::Command(Command::Progress) => "/progress",
        What::Command(Command::Report) => "/report",
        What::Command(Command::Export) => "/export",
        What::Command(Command::Soak) => "/soak",
        What::Command(Command::Symptoms) => "/symptoms",
        What::Command(Command::Doctor) => "/doctor",
        What::Command(Command::Zone) => "/zone",
        What::Command(Command::Language) => "/language",
        What::Command(Command::Privacy) => "/privacy",
        What::Command(Command::Delete) => "/delete",
        What::Command(Command::Stop) => "/stop",
        What::Command(Command::Cancel) => "/cancel",
        What::Command(Command::Help) => "/help",
        What::Text(_) => "text",
        What::Pressed(_) => "pressed",
        What::Location(Some(_)) => "a place",
        What::Location(None) => "a place in no zone",
        What::Odd(Odd::Sticker) => "sticker",
        What::Odd(Odd::Picture) => "picture",
        What::Odd(Odd::Voice) => "voice",
        What::Odd(Odd::Other) => "other",
        What::File(charley::dialogue::File::Text(_), _) => "a file",
        What::File(charley::dialogue::File::TooLong, _) => "a file that is too long",
        What::File(charley::dialogue::File::NotHere, _) => "a file that is not here",
        What::File(charley::dialogue::File::Table, _) => "a table of ours",
        What::Edited(Some(_)) => "edited",
        What::Edited(None) => "edited without words",
        What::Due(charley::dialogue::Due { what: Wake::Relief | Wake::Morning | Wake::Evening | Wake::Guide | Wake::Expire | Wake::Purge | Wake::Farewell | Wake::Lapse, .. }) => "due",
        What::Blocked => "blocked",
        What::Deleted => "deleted",
        What::Unblocked => "unblocked",
        What::Undelivered(_) => "undelivered",
        What::Failed => "failed",
    }
}

/// What of `all` is not among `found`.
pub fn missing(
    all: &[&'static str],
    found: &std::collections::BTreeSet<String>,
) -> Vec<&'static str> {
    all.iter()
        .copied()
        .filter(|name| !found.contains(*name))
        .collect()
}
