//! Relief: the card that talks a person out of a cramp (clinical.md section 5; design.md section 5, "Cards that count").
//!
//! Invariants: the stretch comes before any question; no rubbing and no warmth without a clear "no" to the red-flag question;
//! the phase is computed from the start and now, so missed ticks collapse into one; one card at a time; edits make no sound,
//! so the ten-minute advice is a message of its own. The entry is written once, when the card ends.
//!
//! `words` has what the card says and `typed` what is understood; `warmth` says who gets which warmth, and `water` is the soak.

mod typed;
pub(super) mod warmth;
pub(super) mod water;
mod words;

use chrono::{DateTime, Duration, Utc};

use super::{
    chat::{Address, Deck, Relief, Soak, State, Step},
    effect::{Class, Message},
    entry::EntryId,
    flags, guide,
    press::Action,
    record::{Logged, log},
    turn::{Turn, unbuttoned},
    wake,
};
use crate::understanding::Sign;
pub(super) use typed::typed;
use words::show;

/// Seconds that the first stretch is held, with a countdown.
pub(super) const HOLD: i64 = 30;
/// Seconds between two edits of the countdown: Telegram counts edits too.
pub(super) const TICK: i64 = 10;
/// Seconds after the card opened at which the red-flag question comes.
pub(super) const ASK: i64 = 120;
/// Seconds after the start at which warmth may be offered.
pub(super) const WARMTH: i64 = 300;
/// Seconds after the start at which a cramp that does not ease needs a doctor the same day.
pub(super) const GUARD: i64 = 600;
/// Seconds after which a "yes" to the red-flag question that names no sign is read as the worst one.
const UNANSWERED: i64 = 60;
/// The same for whoever lies down because of a dizzy spell.
const LYING: i64 = 180;
/// Minutes after which a card that nobody ends is put away, its duration unknown.
const LASTS: i64 = 60;

/// Opens the card, unless a red flag is open or the card runs already.
pub(super) fn open(turn: &mut Turn<'_>, sent: DateTime<Utc>, guess: bool) {
    flags::let_go_of_an_old_night(turn);
    if turn.chat.hold.is_some() {
        flags::remind(turn);
        return;
    }
    if turn.chat.relief().is_some() {
        show_again(turn);
        return;
    }
    if matches!(turn.chat.state, State::MaybeCramp { .. }) {
        turn.drop_form();
    }
    guide::stop_all(turn);
    let now = turn.now();
    // A clock that runs ahead must not start a cramp in the future.
    let start = sent.min(now);
    let late = now - start > Duration::seconds(GUARD);
    turn.chat.entries += 1;
    let relief = Relief {
        entry: EntryId(turn.chat.entries),
        start,
        opened: now,
        step: if late { Step::Late } else { Step::Stretch },
        shown: 0,
        easing: false,
        guess: guess || late,
        clear: false,
        long: false,
        asked: None,
        wants_soak: false,
        soaked: None,
        gone: None,
    };
    let at = turn.new_address();
    let message = show(turn, at, &relief);
    turn.add_card(at, Duration::minutes(LASTS), Deck::Relief(relief));
    turn.say_at(at.anchor, Class::Answer, message);
}

/// A button of the card as it was a moment ago: the step turned while the finger came down. "Gone" means the same at any step, and
/// must not be lost, or the alarm would ring at ten minutes; nor must "Something is wrong" beside the water.
pub(super) fn pressed_late(turn: &mut Turn<'_>, at: Address, relief: Relief, action: Action) {
    let wrong = action == Action::Wrong && water::is_near(&relief);
    if action == Action::Gone || wrong {
        pressed(turn, at, relief, action);
    }
}

/// A button of the card.
pub(super) fn pressed(
    turn: &mut Turn<'_>,
    at: Address,
    mut relief: Relief,
    action: Action,
) -> bool {
    // Any tap says that it is a cramp.
    relief.guess = false;
    match (relief.step, action) {
        (Step::Soak(soak), _) => return water::pressed(turn, at, relief, soak, action),
        (_, Action::Gone) => finish(turn, at, &relief),
        (Step::Late, Action::StillBad) => flags::prolonged(turn),
        (Step::Stretch | Step::Stand, Action::Easing) => {
            relief.easing = true;
            put(turn, at, relief);
        }
        (Step::Stretch | Step::Stand | Step::Rub | Step::Warm | Step::Gentle, Action::StillBad) => {
            still_bad(turn, at, relief);
        }
        (Step::Ask, Action::No) => {
            relief.clear = true;
            let next = if relief.wants_soak {
                warmth::heat(turn, &relief)
            } else {
                Step::Rub
            };
            enter(turn, at, relief, next);
        }
        (Step::Ask, Action::Yes) => {
            relief.asked = Some(turn.now());
            enter(turn, at, relief, Step::Which);
        }
        (Step::Which, Action::Back) => enter(turn, at, relief, Step::Ask),
        (Step::Which, Action::Sign(sign)) => {
            put(turn, at, relief);
            flags::sign(turn, sign);
        }
        (Step::WarmAsk, Action::No) => enter(turn, at, relief, Step::Warm),
        (Step::WarmAsk, Action::Yes) => enter(turn, at, relief, Step::Gentle),
        _ => return false,
    }
    true
}

/// It still hurts: the next step, sooner than the clock would bring it.
fn still_bad(turn: &mut Turn<'_>, at: Address, mut relief: Relief) {
    let was_easing = std::mem::replace(&mut relief.easing, false);
    if relief.long {
        flags::prolonged(turn);
        return;
    }
    if let Some(soaked) = &mut relief.soaked {
        soaked.gone.get_or_insert(false);
    }
    let next = match relief.step {
        _ if was_easing => relief.step,
        Step::Stretch => after_the_stretch(&relief),
        Step::Stand => Step::Ask,
        Step::Rub if warmth_is_due(turn.now(), &relief) => warmth::heat(turn, &relief),
        Step::Rub
        | Step::Soak(_)
        | Step::Warm
        | Step::Gentle
        | Step::Ask
        | Step::Which
        | Step::WarmAsk
        | Step::Late => relief.step,
    };
    if next == relief.step {
        relief.shown = 1;
        put(turn, at, relief);
    } else {
        enter(turn, at, relief, next);
    }
}

/// The heel on the floor; whoever asked for the soak is asked about warning signs at once.
const fn after_the_stretch(relief: &Relief) -> Step {
    if relief.wants_soak {
        Step::Ask
    } else {
        Step::Stand
    }
}

/// "No, no cramp": the guess was wrong.
fn drop_guess(turn: &mut Turn<'_>, at: Address) {
    turn.take_card(at.anchor);
    let message = ended(turn, "night-no-cramp");
    turn.edit(at.anchor, message);
}

/// Shows the card below what was typed; the older message loses its buttons' meaning.
pub(super) fn show_again(turn: &mut Turn<'_>) {
    if let Some((card, relief)) = turn.chat.relief() {
        let before = show(turn, card.at, relief);
        move_below(turn, before);
    }
}

/// Gives the card a message of its own at the end of the chat.
fn move_below(turn: &mut Turn<'_>, before: Message) {
    let Some((card, relief)) = turn.chat.relief() else {
        return;
    };
    let (old, until, relief) = (card.at, card.until, relief.clone());
    turn.take_card(old.anchor);
    turn.edit(old.anchor, unbuttoned(before));
    let at = turn.new_address();
    let message = show(turn, at, &relief);
    turn.add_card(at, until - turn.now(), Deck::Relief(relief));
    turn.say_at(at.anchor, Class::Answer, message);
}

/// Time has passed: the countdown, the next step, or the ten minutes.
pub(super) fn tick(turn: &mut Turn<'_>) {
    let Some((card, relief)) = turn.chat.relief() else {
        return;
    };
    let (at, until, mut relief) = (card.at, card.until, relief.clone());
    let now = turn.now();
    if until <= now {
        // An outage, or a block: an hour later nobody needs the alarm of then.
        wake::put_away(turn);
        return;
    }
    if guard_at(&relief).is_some_and(|due| due <= now) {
        end_of_ten_minutes(turn, at, relief);
        return;
    }
    if unanswered_at(&relief).is_some_and(|due| due <= now) {
        // "Yes, one of these", and then silence: the worst of them stands.
        flags::sign(turn, Sign::Chest);
        return;
    }
    let held = (now - relief.opened).num_seconds();
    match relief.step {
        Step::Soak(Soak::In(bath)) => water::tick(turn, at, relief, bath),
        _ if relief.easing => {}
        Step::Stretch | Step::Stand if held >= ASK => enter(turn, at, relief, Step::Ask),
        Step::Stretch if held >= HOLD => {
            let next = after_the_stretch(&relief);
            enter(turn, at, relief, next);
        }
        Step::Stretch => {
            // At most two: the third tick is the next step.
            relief.shown = u8::try_from(held / TICK).unwrap_or(u8::MAX);
            count(turn, at, relief);
        }
        Step::Rub if warmth_is_due(now, &relief) => {
            let next = warmth::heat(turn, &relief);
            enter(turn, at, relief, next);
        }
        Step::Stand
        | Step::Ask
        | Step::Which
        | Step::Rub
        | Step::WarmAsk
        | Step::Warm
        | Step::Gentle
        | Step::Soak(_)
        | Step::Late => {}
    }
}

/// Ten minutes, and it is there: the advice, unless the person said that it eases.
fn end_of_ten_minutes(turn: &mut Turn<'_>, at: Address, mut relief: Relief) {
    if !relief.easing {
        flags::prolonged(turn);
        return;
    }
    relief.long = true;
    match relief.step {
        Step::Soak(Soak::In(bath)) => water::out(turn, at, relief, bath, false),
        Step::Soak(_)
        | Step::Stretch
        | Step::Stand
        | Step::Ask
        | Step::Which
        | Step::Rub
        | Step::WarmAsk
        | Step::Warm
        | Step::Gentle
        | Step::Late => put(turn, at, relief),
    }
}

/// When [`tick`] has something to do next.
pub(super) fn next_tick(relief: &Relief) -> Option<DateTime<Utc>> {
    let opened = |seconds| relief.opened + Duration::seconds(seconds);
    let step = match relief.step {
        Step::Soak(Soak::In(bath)) => Some(water::next_tick(relief, bath)),
        _ if relief.easing => None,
        Step::Stretch => Some(opened(HOLD.min(TICK * (i64::from(relief.shown) + 1)))),
        Step::Stand => Some(opened(ASK)),
        Step::Rub => Some(relief.start + Duration::seconds(WARMTH)),
        Step::Ask
        | Step::Which
        | Step::WarmAsk
        | Step::Warm
        | Step::Gentle
        | Step::Soak(_)
        | Step::Late => None,
    };
    step.into_iter()
        .chain(guard_at(relief))
        .chain(unanswered_at(relief))
        .min()
}

/// When a question that must not be left open has been open for too long.
fn unanswered_at(relief: &Relief) -> Option<DateTime<Utc>> {
    let wait = match relief.step {
        Step::Which | Step::Soak(Soak::Wrong) => UNANSWERED,
        Step::Soak(Soak::Dizzy) => LYING,
        Step::Soak(_)
        | Step::Stretch
        | Step::Stand
        | Step::Ask
        | Step::Rub
        | Step::WarmAsk
        | Step::Warm
        | Step::Gentle
        | Step::Late => return None,
    };
    relief.asked.map(|asked| asked + Duration::seconds(wait))
}

/// When the ten minutes are over. A guess has none: nobody said that it is a cramp.
fn guard_at(relief: &Relief) -> Option<DateTime<Utc>> {
    (!relief.guess && !relief.long && relief.gone.is_none() && relief.step != Step::Late)
        .then(|| relief.start + Duration::seconds(GUARD))
}

fn warmth_is_due(now: DateTime<Utc>, relief: &Relief) -> bool {
    relief.clear && now - relief.start >= Duration::seconds(WARMTH)
}

fn enter(turn: &mut Turn<'_>, at: Address, mut relief: Relief, step: Step) {
    relief.step = step;
    relief.shown = 0;
    put(turn, at, relief);
}

/// Shows the changed card in its place; its older buttons are stale now.
fn put(turn: &mut Turn<'_>, at: Address, relief: Relief) {
    if let Some(at) = turn.turn_card(at.anchor, Deck::Relief(relief.clone())) {
        let message = show(turn, at, &relief);
        turn.edit(at.anchor, message);
    }
}

/// A countdown changes the words, not the question: the buttons that are on the screen stay good.
fn count(turn: &mut Turn<'_>, at: Address, relief: Relief) {
    let message = show(turn, at, &relief);
    if let Some(card) = turn.chat.cards.iter_mut().find(|card| card.at == at) {
        card.what = Deck::Relief(relief);
    }
    turn.edit(at.anchor, message);
}

/// Gone. The rest waits for the morning.
fn finish(turn: &mut Turn<'_>, at: Address, relief: &Relief) {
    let until_now = || u32::try_from((turn.now() - relief.start).num_seconds()).ok();
    let seconds = (relief.step != Step::Late)
        .then(|| relief.lasted().or_else(until_now))
        .flatten();
    turn.take_card(at.anchor);
    let logged = log(turn, relief, seconds, None);
    let key = match logged {
        Logged::Kept if turn.chat.silent => "night-gone-silent",
        Logged::Kept => "night-gone",
        Logged::Draft if turn.chat.silent => "night-gone-quiet",
        Logged::Draft => "night-gone-unkept",
        Logged::No => "night-gone-quiet",
        Logged::Full => "night-gone-full",
    };
    let mut message = ended(turn, key);
    if let Some(went) = water::went(turn, relief).filter(|_| logged != Logged::Full) {
        message.text = format!("{went} {}", message.text);
    }
    turn.edit(at.anchor, message);
}

/// The card's last words: no buttons, no sound.
pub(super) fn ended(turn: &Turn<'_>, key: &str) -> Message {
    Message {
        silent: true,
        ..super::turn::plain(turn.t(key))
    }
}

/// The card ends without the person's word: the duration stays unknown, for no reply is never "better".
pub(super) fn let_go(turn: &mut Turn<'_>, relief: &Relief) {
    if !relief.guess {
        log(turn, relief, relief.lasted(), None);
    }
}

/// The last words of a card that nobody ended.
pub(super) fn put_away(turn: &Turn<'_>, relief: &Relief) -> Message {
    let key = match (relief.gone, water::is_near(relief)) {
        (Some(_), _) => "card-stopped-wet",
        (None, true) => "night-put-away-wet",
        (None, false) => "night-put-away",
    };
    ended(turn, key)
}
