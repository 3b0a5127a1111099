//! Which flow an event belongs to. The order is the meaning: red flags, flood, commands, buttons, then the open question.

use chrono::Duration;

use super::{
    article, ask,
    chat::{Deck, FlagCard, MonthPage, State},
    diary, evening,
    event::{Command, Odd, What},
    export, flags, guess, last_night, log, morning,
    press::Action,
    progress, questions, relief, report, retention, routine, settings, soak, symptoms,
    turn::{Turn, with_buttons},
    wake, welcome, zone,
};
use crate::understanding::{Line, Meaning};

/// Seconds between two requests to slow down.
const FLOOD_NOTICE: i64 = 60;

pub(super) fn route(turn: &mut Turn<'_>) {
    match &turn.event.what {
        What::Due(_) => wake::fire(turn),
        What::Blocked => turn.chat.asleep = true,
        What::Unblocked => retention::unblocked(turn),
        // Nobody is there any more, and nothing can be sent: what /delete does, without a word.
        What::Deleted => turn.erase(None),
        What::Undelivered(anchor) => {
            retention::undelivered(turn, *anchor);
            evening::undelivered(turn, *anchor);
        }
        What::Failed => {
            // They did something, whatever it was.
            turn.chat.heard = turn.now();
            retention::contact(turn);
            turn.say_key("cannot-handle");
        }
        What::Command(_)
        | What::Text(_)
        | What::Pressed(_)
        | What::Location(_)
        | What::Odd(_)
        | What::File(..)
        | What::Edited(_) => person(turn),
    }
}

/// The person did something.
fn person(turn: &mut Turn<'_>) {
    let now = turn.now();
    let heard = std::mem::replace(&mut turn.chat.heard, now);
    turn.chat.asleep = false;
    retention::contact(turn);
    let was_away = turn.context.away.is_some_and(|away| heard < away.until) && turn.chat.greeted;
    evening::heal(&mut turn.chat, now);
    wake::put_away(turn);
    if let What::Text(text) | What::Edited(Some(text)) | What::File(_, Some(text)) =
        &turn.event.what
        && let Some(flag) = turn.context.reader.flag(&turn.chat.language, text)
    {
        let (slug, tier) = (flag.slug.to_owned(), flag.tier);
        flags::raise(turn, slug, tier);
        tell_of_outage(turn, was_away);
        return;
    }
    tell_of_outage(turn, was_away);
    if flooded(turn) {
        return;
    }
    match &turn.event.what {
        What::Command(command) => self::command(turn, *command),
        What::Pressed(_) => pressed(turn),
        What::Text(text) => self::text(turn, text),
        What::Odd(odd) => self::odd(turn, *odd),
        What::File(file, _) => export::sent(turn, file),
        What::Location(place) => zone::located(turn, *place),
        What::Edited(_) => diary::edited(turn),
        What::Due(_)
        | What::Blocked
        | What::Deleted
        | What::Unblocked
        | What::Undelivered(_)
        | What::Failed => {}
    }
}

/// After an outage: what was written in between may be lost. Never ahead of a red flag's advice.
fn tell_of_outage(turn: &mut Turn<'_>, was_away: bool) {
    if was_away {
        turn.say_key("was-away");
    }
}

/// Whether this chat sends faster than anyone types. Says so once a minute, then stays silent.
fn flooded(turn: &mut Turn<'_>) -> bool {
    let now = turn.now();
    let house = turn.context.house;
    let flood = &mut turn.chat.flood;
    // A clock that was set back must not mute anybody.
    flood.at = flood.at.map(|at| at.min(now));
    let elapsed = flood
        .at
        .map_or(0, |at| (now - at).num_milliseconds().max(0));
    let flown = elapsed * i64::from(house.flood_per_minute) / 60_000;
    let level = (i64::from(flood.level) - flown).max(0);
    if flown > 0 || flood.at.is_none() {
        flood.at = Some(now);
    }
    if level < i64::from(house.flood_burst) {
        // It is below the burst, a u16.
        flood.level = u16::try_from(level + 1).unwrap_or(u16::MAX);
        return false;
    }
    flood.level = house.flood_burst;
    if flood
        .told
        .is_none_or(|told| now - told >= Duration::seconds(FLOOD_NOTICE))
    {
        flood.told = Some(now);
        turn.say_key("slow-down");
    }
    true
}

fn command(turn: &mut Turn<'_>, command: Command) {
    match command {
        Command::Start => welcome::start(turn),
        Command::Cramp => relief::open(turn, turn.event.sent, false),
        Command::Log => log::open(turn),
        Command::Why => ask::open(turn),
        Command::Article => article::open(turn),
        Command::History => diary::open(turn),
        Command::Progress => progress::open(turn),
        Command::Report => report::open(turn),
        Command::Export => export::open(turn),
        Command::Symptoms => symptoms::open(turn),
        Command::Soak => soak::open(turn),
        Command::Doctor => symptoms::doctor(turn),
        Command::Routine => routine::open(turn),
        Command::Pause => routine::pause(turn, None, None),
        Command::Zone => zone::open(turn),
        Command::Language => settings::language(turn),
        Command::Privacy => settings::privacy(turn),
        Command::Delete => settings::delete(turn),
        Command::Stop => settings::stop(turn),
        Command::Cancel => settings::cancel(turn),
        Command::Help => welcome::help(turn),
    }
}

fn pressed(turn: &mut Turn<'_>) {
    let Some(press) = turn.press else {
        stale(turn);
        return;
    };
    let Some(at) = press.at else {
        lasting(turn, press.action);
        return;
    };
    if turn.chat.form == Some(at) {
        form(turn, press.action);
        return;
    }
    let card = turn
        .chat
        .cards
        .iter()
        .find(|card| card.at.anchor == at.anchor)
        .cloned();
    match card {
        Some(card) if card.at.version == at.version => {
            let taken = match card.what {
                Deck::Relief(now) => relief::pressed(turn, card.at, now, press.action),
                Deck::Morning(now) => morning::pressed(turn, card.at, now, press.action),
                Deck::Diary(now) => diary::pressed(turn, card.at, now, press.action),
                Deck::Flag(now) => flags::pressed(turn, card.at, now, press.action),
                Deck::Topic(now) => ask::pressed(turn, card.at, &now, press.action),
                Deck::Evening(now) => evening::pressed(turn, card.at, now, press.action),
                Deck::LastNight(now) => last_night::pressed(turn, card.at, now, press.action),
                Deck::Routine(now) => routine::pressed(turn, card.at, now, press.action),
                Deck::Imported(now) => export::pressed(turn, card.at, &now, press.action),
            };
            if !taken {
                stale(turn);
            }
        }
        // An older button of a card that is still there, most often a second tap: it changes nothing, but for a cramp that has gone.
        Some(card) => {
            if let Deck::Relief(now) = card.what {
                relief::pressed_late(turn, card.at, now, press.action);
            }
        }
        // The ways out of a red flag stay open on every message that ever showed them.
        None if at.anchor.0 <= turn.chat.anchors
            && flags::pressed(turn, at, FlagCard::Advice, press.action) => {}
        None if turn.chat.ended.contains(&at.anchor) => {}
        // An older button of the question that is open now, the same.
        None if turn.chat.form.is_some_and(|form| form.anchor == at.anchor) => {}
        None if press.action == Action::Keep && turn.chat.consented() => retention::kept(turn),
        None => stale(turn),
    }
}

/// Buttons that mean the same for ever.
fn lasting(turn: &mut Turn<'_>, action: Action) {
    match action {
        Action::Cramp => relief::open(turn, turn.now(), false),
        Action::SetUp => welcome::set_up(turn),
        Action::Log => log::open(turn),
        Action::History => diary::open(turn),
        Action::Open(id) => diary::open_entry(turn, id),
        Action::Help => welcome::help(turn),
        Action::Symptoms => symptoms::rest(turn),
        Action::Change => symptoms::change(turn),
        Action::Doctor => symptoms::doctor(turn),
        Action::Soak => soak::open(turn),
        Action::Cleared => soak::cleared(turn),
        Action::Prepare => soak::prepare(turn),
        Action::Erase => settings::delete(turn),
        Action::Withdraw => settings::withdraw(turn),
        Action::Routine => routine::open(turn),
        Action::Tonight => routine::tonight(turn),
        Action::Again => routine::again(turn, None),
        Action::Allowed => routine::cleared(turn),
        Action::Worth => turn.say_key("routine-worth"),
        Action::Settings => routine::show(turn, None, MonthPage::Settings),
        Action::Set(setting) => routine::set(turn, None, setting),
        Action::See(view) => progress::see(turn, view),
        Action::Look(look) => progress::look(turn, look),
        Action::Reports => report::open(turn),
        Action::Report(nights) => report::send(turn, nights),
        Action::Paper(paper) => report::paper(turn, paper),
        Action::Exports => export::open(turn),
        Action::Export(format, nights) => export::send(turn, format, nights),
        // Every other action means something only at its address.
        _ => stale(turn),
    }
}

/// A button of the foreground question.
fn form(turn: &mut Turn<'_>, action: Action) {
    let taken = match turn.chat.state.clone() {
        State::Start => false,
        State::Consent => welcome::consent(turn, action),
        State::Zone { ask, setup } => zone::pressed(turn, &ask, setup, action),
        State::Language => settings::language_chosen(turn, action),
        State::Erase => settings::erase(turn, action),
        State::Minutes { entry } => diary::minutes_pressed(turn, entry, action),
        State::MaybeCramp { sent } => guess::maybe(turn, sent, action),
        State::Asking(round) => questions::pressed(turn, round, action),
        State::WhichAnswer => symptoms::which_pressed(turn, action),
        State::Log(asked) => log::pressed(turn, asked, action),
        State::Time(ask) => routine::time_pressed(turn, ask, action),
    };
    if !taken {
        stale(turn);
    }
}

/// A button of another time, or no button of ours: nothing changes; what is current is shown.
fn stale(turn: &mut Turn<'_>) {
    if turn.chat.relief().is_some() {
        relief::show_again(turn);
        return;
    }
    if turn.chat.state == State::Start {
        let rows = vec![
            turn.lasting("cramp-now-button", Action::Cramp),
            turn.lasting("help-button", Action::Help),
        ];
        let message = with_buttons(turn.t("stale-press"), rows);
        turn.say(message);
        return;
    }
    let remark = turn.t("stale-question");
    turn.ask_again(remark, false);
}

/// Typed words that are no red flag: an answer to what is open, else a cramp, else a question, else something we do not know.
fn text(turn: &mut Turn<'_>, text: &str) {
    // "/pause 3 days" is a command, and holds in every state like the others.
    if text.starts_with('/') && evening::typed(turn, text) {
        return;
    }
    let line = &listen(turn, text);
    if turn.chat.relief().is_some() {
        relief::typed(turn, line);
        return;
    }
    if flags::typed(turn, text) {
        return;
    }
    // What answers the open question comes first, then a cramp, then a place: hardly any word is no place anywhere.
    let taken = match turn.chat.state.clone() {
        State::Start => {
            let asked = !evening::is_ending(turn, text)
                && (morning::typed(turn, text)
                    || (turn.chat.hold.is_none() && last_night::typed(turn, text)));
            asked || evening::typed(turn, text)
        }
        State::Consent => welcome::consent_typed(turn, text),
        State::Language => settings::language_typed(turn, text),
        State::Erase => settings::erase_typed(turn, text),
        State::Minutes { entry } => diary::minutes_typed(turn, entry, text),
        State::MaybeCramp { sent } => guess::maybe_typed(turn, sent, text),
        State::Asking(round) => questions::typed(turn, round, text),
        State::Log(asked) => log::typed(turn, asked, text),
        State::Time(ask) => routine::time_typed(turn, ask, text),
        State::WhichAnswer | State::Zone { .. } => false,
    };
    if taken {
        return;
    }
    // "Left calf 3am 7/10, walked it off" is over.
    let meaning = if line.is_told() {
        Meaning::No
    } else {
        line.cramp()
    };
    if meaning != Meaning::Now && in_doubt(turn, text) {
        return;
    }
    let sent = turn.event.sent;
    match (meaning, turn.chat.state.clone()) {
        // "Bad pain", below the morning's question: about last night, or now?
        (Meaning::Now, State::Start) if guess::just_asked(turn) => {
            turn.open(State::MaybeCramp { sent });
            return;
        }
        (Meaning::Now, _) => {
            relief::open(turn, sent, false);
            return;
        }
        // "Bath" is a town; "does a bath help" is a question.
        (_, State::Zone { ask, setup })
            if !ask::is_question(turn, line) && zone::typed(turn, &ask, setup, text) =>
        {
            return;
        }
        (Meaning::Maybe | Meaning::No, _) => {}
    }
    // "My leg again": a cramp, and not a question about one.
    let may_tell = meaning == Meaning::Maybe && turn.chat.state == State::Start;
    let tells = may_tell && !ask::is_question(turn, line);
    if turn.chat.hold.is_some() {
        flags::stay(turn);
    } else if log::told(turn, line) {
        // Shown back, to be kept.
    } else if !tells && ask::typed(turn, line) {
        // The answer was given, and the open question asked again.
    } else if guess::may_guess(turn) {
        relief::open(turn, turn.event.sent, true);
    } else if tells {
        turn.open(State::MaybeCramp {
            sent: turn.event.sent,
        });
    } else {
        let key = if line.asks() {
            "not-known-question"
        } else {
            "not-known"
        };
        not_understood(turn, key);
    }
}

fn listen<'a>(turn: &Turn<'a>, text: &'a str) -> Line<'a> {
    let zone = turn.chat.zone.unwrap_or(chrono_tz::UTC);
    let now = turn.said_at().with_timezone(&zone).naive_local();
    turn.context.reader.line(&turn.chat.language, text, now)
}

/// Half a picture of danger, with nothing else open: a question decides. In a cramp, the relief card asks the same.
fn in_doubt(turn: &mut Turn<'_>, text: &str) -> bool {
    if turn.chat.state != State::Start || turn.chat.hold.is_some() {
        return false;
    }
    let reader = turn.context.reader;
    let Some(half) = reader.half(&turn.chat.language, text) else {
        return false;
    };
    flags::doubt(turn, half.slug.to_owned(), half.tier);
    true
}

/// A message without words.
fn odd(turn: &mut Turn<'_>, odd: Odd) {
    if turn.chat.relief().is_some() {
        relief::show_again(turn);
    } else if turn.chat.hold.is_some() {
        flags::stay(turn);
    } else if guess::may_guess(turn) {
        relief::open(turn, turn.event.sent, true);
    } else {
        let key = match odd {
            Odd::Sticker => "odd-sticker",
            Odd::Picture => "odd-picture",
            Odd::Voice => "odd-voice",
            Odd::Other => "odd-other",
        };
        not_understood(turn, key);
    }
}

/// The current question again, kindly; in other words the second time. With no question open: what Charley can do.
fn not_understood(turn: &mut Turn<'_>, key: &str) {
    if !turn.chat.greeted {
        welcome::start(turn);
        return;
    }
    let again = turn.chat.misses > 0;
    if turn.chat.state == State::Start {
        let text = if again {
            turn.t("not-known-again")
        } else {
            turn.t(key)
        };
        turn.chat.misses = turn.chat.misses.saturating_add(1);
        let rows = vec![
            turn.lasting("cramp-now-button", Action::Cramp),
            turn.lasting("help-button", Action::Help),
        ];
        turn.say(with_buttons(text, rows));
        return;
    }
    let key = match (again, key) {
        (true, _) => "question-again",
        (false, "not-known" | "not-known-question") => "question-first",
        (false, odd) => odd,
    };
    let remark = turn.t(key);
    turn.ask_again(remark, true);
}
