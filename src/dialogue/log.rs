//! Logging a past cramp: when, where, how long, how bad, how much sleep, what helped. One question a message; each can be tapped,
//! typed, skipped or gone back from.
//!
//! Invariants: without a time there is no entry; what was understood stands above the next question, so that a slip is seen; nothing
//! is kept before the end, and nothing after "Stop". A cramp over ten minutes, or one that nothing helped, is asked about: is it over?
//!
//! Deliberately not here: what a time may mean (`care::past`), and the morning's questions about cramps that Charley was there for.

use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    chat::{Age, State},
    diary::{self, LONGEST},
    effect::Message,
    entry::{Cramp, Entry, EntryId, Happening, Helped, Told},
    flags, lines,
    press::Action,
    record::{self, Logged},
    turn::{Turn, plain, with_buttons},
};
use crate::{
    care::past::{Day, Readings, Said, Span, readings},
    content::Arg,
};

mod show;
mod told;
mod typed;

pub(super) use show::show;
pub(super) use told::{free, told};
pub(super) use typed::typed;

/// Minutes ago, as buttons.
const AGO: [u16; 3] = [15, 30, 60];
/// Evenings offered as buttons.
const EVENINGS: u16 = 6;
/// Seconds above which a cramp is a long one (clinical.md section 4).
const LONG: u32 = 600;
/// Nobody needs to be asked whether a cramp from longer ago is over.
const RECENT: Duration = Duration::hours(24);

/// The question that is open, and what is known so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Log {
    /// When was it? What was said about it before is kept.
    When(Ask, Known),
    /// The time is known.
    About(About, Draft),
    /// Told in a line of text: shall it be kept?
    Told(Draft),
    /// A night without a cramp, told in a line of text: shall it be kept?
    Free(Span),
    /// It is kept, if it could be: is it over now? `long`: it was, or may have been, over ten minutes.
    Over { entry: Option<EntryId>, long: bool },
}

/// The ways to ask when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    Time,
    /// One of the evenings before this date.
    Evening(NaiveDate),
    /// What was typed may mean each of these.
    Among(Vec<Span>),
}

/// What is asked about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum About {
    Place,
    /// "Somewhere else": which side, then which muscle.
    Side,
    Muscle,
    Minutes,
    Pain,
    Sleep,
    Helped,
}

/// What is known of a past cramp beside its time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    #[serde(default)]
    pub cramp: Cramp,
    /// It was told to be, or maybe to be, over ten minutes, which one number does not say: "over ten minutes", "5 to 15".
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub maybe_long: bool,
}

/// A past cramp as far as it was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub span: Span,
    #[serde(flatten)]
    pub known: Known,
}

impl Known {
    /// Another number of seconds, said for itself.
    const fn last(&mut self, seconds: u32) {
        self.cramp.seconds = Some(seconds);
        self.maybe_long = false;
    }

    fn is_long(&self) -> bool {
        self.maybe_long || self.cramp.seconds.is_some_and(|seconds| seconds > LONG)
    }
}

/// `/log`.
pub(super) fn open(turn: &mut Turn<'_>) {
    if turn.chat.hold.is_some() {
        flags::remind(turn);
    } else if turn.chat.age == Age::Young {
        let rows = vec![turn.lasting("cramp-now-button", Action::Cramp)];
        let message = with_buttons(turn.t("log-young"), rows);
        turn.say(message);
    } else if turn.chat.relief().is_some() {
        turn.say_key("log-after");
    } else if matches!(turn.chat.state, State::Log(_)) {
        let remark = turn.t("log-goes-on");
        turn.ask_again(remark, false);
    } else {
        ask(turn, Log::When(Ask::Time, Known::default()));
    }
}

fn ask(turn: &mut Turn<'_>, log: Log) {
    turn.open(State::Log(log));
}

// ---- The answers

/// A button of the open question.
pub(super) fn pressed(turn: &mut Turn<'_>, log: Log, action: Action) -> bool {
    match log {
        Log::When(asked, known) => when_pressed(turn, &asked, known, action),
        Log::About(about, draft) => about_pressed(turn, about, draft, action),
        Log::Told(draft) => told::told_pressed(turn, draft, action),
        Log::Free(span) => told::free_pressed(turn, span, action),
        Log::Over { entry, long } => over_pressed(turn, entry, long, action),
    }
}

fn when_pressed(turn: &mut Turn<'_>, asked: &Ask, known: Known, action: Action) -> bool {
    match (asked, action) {
        (_, Action::Stop) => stop(turn),
        (Ask::Time, Action::Pick(minutes)) if AGO.contains(&minutes) => {
            take(turn, Said::Ago(minutes.into()), known);
        }
        (Ask::Time, Action::LastNight) => take(turn, Said::Day(Day::Night(1), None), known),
        (Ask::Time, Action::OtherDay) => {
            let zone = turn.chat.zone.unwrap_or(chrono_tz::UTC);
            let today = turn.said_at().with_timezone(&zone).date_naive();
            ask(turn, Log::When(Ask::Evening(today), known));
        }
        (Ask::Evening(today), Action::Pick(back @ 1..=EVENINGS)) => {
            let Some(evening) = show::evening(*today, back) else {
                return false;
            };
            take(turn, Said::Day(Day::of(evening), None), known);
        }
        (Ask::Among(spans), Action::Pick(n)) => match spans.get(usize::from(n)) {
            Some(span) => settle(turn, *span, known),
            None => return false,
        },
        (Ask::Evening(_) | Ask::Among(_), Action::Back) => {
            ask(turn, Log::When(Ask::Time, known));
        }
        _ => return false,
    }
    true
}

/// A time was said: one reading is taken, several are asked about, none is explained.
fn take(turn: &mut Turn<'_>, said: Said, known: Known) {
    let key = match readings(said, turn.said_at(), turn.chat.zone) {
        Readings::These(spans) => {
            match spans.as_slice() {
                [span] => settle(turn, *span, known),
                _ => ask(turn, Log::When(Ask::Among(spans), known)),
            }
            return;
        }
        Readings::Future => "log-future",
        Readings::Old => "log-old",
        Readings::NoZone => "log-no-zone",
        Readings::Nothing => "log-no-such-time",
    };
    let remark = turn.t(key);
    turn.ask_again(remark, false);
}

/// What was told before the time was known is shown back, not asked again.
fn settle(turn: &mut Turn<'_>, span: Span, known: Known) {
    let is_told = known != Known::default();
    let draft = Draft { span, known };
    if is_told {
        ask(turn, Log::Told(draft));
    } else {
        go(turn, About::Place, draft);
    }
}

fn go(turn: &mut Turn<'_>, about: About, draft: Draft) {
    ask(turn, Log::About(about, draft));
}

/// Asks about a cramp of that time.
pub(super) fn about(turn: &mut Turn<'_>, span: Span) {
    let known = Known::default();
    go(turn, About::Place, Draft { span, known });
}

fn about_pressed(turn: &mut Turn<'_>, about: About, mut draft: Draft, action: Action) -> bool {
    let cramp = &mut draft.known.cramp;
    match (about, action) {
        (_, Action::Stop) => {
            stop(turn);
            return true;
        }
        (_, Action::Back) => {
            back(turn, about, draft);
            return true;
        }
        (_, Action::Enough) => {
            finish(turn, &draft);
            return true;
        }
        (About::Helped, Action::Helped(helped)) => {
            cramp.toggle_helped(helped);
            go(turn, about, draft);
            return true;
        }
        (About::Place, Action::Elsewhere) => {
            (cramp.side, cramp.muscle) = (None, None);
            go(turn, About::Side, draft);
            return true;
        }
        (_, Action::Skip) => {}
        (About::Place, Action::Place(side, muscle)) => {
            cramp.side = Some(side);
            cramp.muscle = Some(muscle);
        }
        (About::Side, Action::Side(side)) => cramp.side = Some(side),
        (About::Muscle, Action::Muscle(muscle)) => cramp.muscle = Some(muscle),
        (About::Minutes, Action::Pick(minutes)) if minutes <= LONGEST => {
            draft.known.last(u32::from(minutes) * 60);
        }
        (About::Pain, Action::Score(score)) => cramp.pain = Some(score),
        (About::Sleep, Action::Score(score)) => cramp.sleep = Some(score),
        _ => return false,
    }
    on(turn, about, draft);
    true
}

/// The next question.
fn on(turn: &mut Turn<'_>, about: About, draft: Draft) {
    let next = match about {
        About::Side if draft.known.cramp.muscle.is_none() => About::Muscle,
        About::Place | About::Side | About::Muscle => About::Minutes,
        About::Minutes => About::Pain,
        About::Pain => About::Sleep,
        About::Sleep => About::Helped,
        About::Helped => return finish(turn, &draft),
    };
    go(turn, next, draft);
}

/// The question before.
fn back(turn: &mut Turn<'_>, about: About, draft: Draft) {
    let before = match about {
        About::Place => return ask(turn, Log::When(Ask::Time, draft.known)),
        About::Side | About::Minutes => About::Place,
        About::Muscle => About::Side,
        About::Pain => About::Minutes,
        About::Sleep => About::Pain,
        About::Helped => About::Sleep,
    };
    go(turn, before, draft);
}

// ---- The end

fn entry(turn: &Turn<'_>, id: EntryId, draft: &Draft) -> Entry {
    Entry {
        id,
        from: draft.span.from,
        until: draft.span.until,
        zone: turn.chat.zone,
        told: Told::Later,
        what: Happening::Cramp(draft.known.cramp.clone()),
    }
}

fn stop(turn: &mut Turn<'_>) {
    let rows = vec![turn.lasting("log-button", Action::Log)];
    let message = with_buttons(turn.t("log-stopped"), rows);
    turn.close_form(message);
}

/// Keeps it, shows it, and asks whether it is over where that matters.
fn finish(turn: &mut Turn<'_>, draft: &Draft) {
    turn.chat.entries += 1;
    let entry = entry(turn, EntryId(turn.chat.entries), draft);
    let logged = record::keep(turn, entry.clone());
    let long = draft.known.is_long();
    let in_vain = draft.known.cramp.helped.contains(&Helped::Nothing);
    let recent = turn.said_at() - draft.span.until < RECENT;
    let mut message = closing(turn, &entry, logged, long && !recent);
    if matches!(logged, Logged::Kept | Logged::Draft) && take_out_quiet(turn, &entry) {
        let remark = turn.t("log-was-free");
        message.text = format!("{}\n\n{remark}", message.text);
    }
    turn.close_form(message);
    if recent && (long || in_vain) {
        let kept = matches!(logged, Logged::Kept | Logged::Draft);
        let entry = kept.then_some(entry.id);
        // A question of its own, below.
        turn.press = None;
        ask(turn, Log::Over { entry, long });
    }
}

/// A night with a cramp was not one without: what was noted of it before goes.
fn take_out_quiet(turn: &mut Turn<'_>, cramp: &Entry) -> bool {
    let entries = diary::entries(turn);
    let quiet = entries
        .iter()
        .filter(|entry| entry.night() == cramp.night() && entry.cramp().is_none());
    let quiet: Vec<EntryId> = quiet.map(|entry| entry.id).collect();
    for id in &quiet {
        turn.remove(*id);
    }
    !quiet.is_empty()
}

fn closing(turn: &Turn<'_>, entry: &Entry, logged: Logged, long_ago: bool) -> Message {
    let line = lines::line(turn, entry);
    let change = turn.lasting("change-button", Action::Open(entry.id));
    let (key, rows) = match logged {
        Logged::Kept => {
            let diary = turn.lasting("diary-button", Action::History);
            ("log-kept", vec![[change, diary].concat()])
        }
        Logged::Draft => {
            let set_up = turn.lasting("set-up-button", Action::SetUp);
            ("log-draft", vec![set_up, change])
        }
        Logged::No => ("log-young", vec![]),
        Logged::Full => ("log-full", vec![]),
    };
    let mut text = turn.tn(key, &[("line", Arg::Text(&line))]);
    if long_ago {
        text = format!("{text}\n\n{}", turn.t("log-long"));
    }
    let kept = matches!(logged, Logged::Kept | Logged::Draft);
    if kept && turn.chat.zone.is_none() {
        text = format!("{text}\n\n{}", turn.t("diary-no-zone"));
    }
    if rows.is_empty() {
        plain(text)
    } else {
        with_buttons(text, rows)
    }
}

/// "Is it over now?" Not sure is no "yes".
fn over_pressed(turn: &mut Turn<'_>, entry: Option<EntryId>, long: bool, action: Action) -> bool {
    match action {
        Action::Yes => {
            let key = if long {
                "log-is-over-long"
            } else {
                "log-is-over"
            };
            let message = plain(turn.t(key));
            turn.close_form(message);
        }
        Action::No => {
            let entry = entry.and_then(|id| turn.entry(id));
            flags::still_there(turn, entry);
        }
        _ => return false,
    }
    true
}
