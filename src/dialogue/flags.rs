//! Red flags: one clear action, everything else paused, and two easy ways out (clinical.md section 4; design.md section 8).
//! Half a picture: two questions first.
//!
//! Invariants: a flag wins over everything; while one is open no card is opened and nothing is sent unasked, but for one
//! "Were you seen?" the next morning; the flagged episode is kept apart from the cramp counts; a false alarm locks nobody.

use chrono::Duration;

use super::{
    chat::{Address, Deck, FlagCard, Hold, Relief},
    diary,
    effect::{Class, Message},
    entry::{Entry, EntryId},
    guide,
    press::{Action, slug_of},
    record,
    relief::{self, water},
    turn::{Turn, plain, with_buttons},
};
use crate::{
    care::schedule::is_quiet,
    content::knowledge::Tier,
    understanding::{Reply, Sign},
};

/// Days for which the buttons of a red-flag message work.
const LASTS: Duration = Duration::days(7);
/// After so long a cramp that ran past ten minutes belongs to an earlier night.
const OLD_NIGHT: Duration = Duration::hours(6);
/// The flag of a cramp that does not ease within ten minutes.
pub(super) const PROLONGED: &str = "redflag_prolonged";

/// A cramp of an earlier night that ran past ten minutes, with nobody to say how it ended, must not deny help in tonight's. Its
/// entry stays flagged.
pub(super) fn let_go_of_an_old_night(turn: &mut Turn<'_>) {
    let now = turn.now();
    let old = turn.chat.hold.as_ref().is_some_and(|hold| {
        hold.slug == PROLONGED && (hold.asked || now - hold.since >= OLD_NIGHT)
    });
    if old {
        put_older_away(turn);
        turn.chat.hold = None;
    }
}

/// A red flag was said. It closes what runs, pauses the rest and says the one thing to do.
pub(super) fn raise(turn: &mut Turn<'_>, slug: String, tier: Tier) {
    let mut entry = None;
    let mut start = None;
    let mut wet = guide::stop_all(turn);
    if let Some((card, running)) = turn.chat.relief() {
        let (at, running) = (card.at, running.clone());
        wet |= water::is_near(&running);
        entry = stop_relief(turn, at, &running, &slug);
        start = Some(running.start);
    }
    turn.drop_form();
    let knowledge = turn.context.content.knowledge();
    turn.chat.answers.forget_tonight(knowledge);
    put_older_away(turn);
    let earlier = turn.chat.hold.take();
    // A second, less urgent flag does not talk down the first.
    let worst = earlier
        .as_ref()
        .filter(|hold| hold.tier > tier)
        .map_or((slug.clone(), tier), |hold| (hold.slug.clone(), hold.tier));
    let (worst_slug, worst_tier) = worst;
    turn.chat.hold = Some(Hold {
        slug: worst_slug.clone(),
        tier: worst_tier,
        since: turn.now(),
        entry: entry.or_else(|| earlier.as_ref().and_then(|hold| hold.entry)),
        start: start.or_else(|| earlier.as_ref().and_then(|hold| hold.start)),
        asked: false,
        wet,
    });
    advise(turn, &worst_slug, worst_tier);
}

/// Half a picture: two short questions before any advice, and the worst plausible reading unless both are denied.
pub(super) fn doubt(turn: &mut Turn<'_>, slug: String, tier: Tier) {
    let wet = guide::stop_all(turn);
    turn.chat.hold = Some(Hold {
        slug,
        tier,
        since: turn.now(),
        entry: None,
        start: None,
        asked: false,
        wet,
    });
    check(turn, FlagCard::CheckSign);
}

/// The card's question found a sign.
pub(super) fn sign(turn: &mut Turn<'_>, sign: Sign) {
    let tier = turn
        .context
        .content
        .knowledge()
        .flag(slug_of(sign))
        .map_or(Tier::Emergency, |flag| flag.tier);
    raise(turn, slug_of(sign).to_owned(), tier);
}

/// Ten minutes and no relief: the same-day advice, as a message that can be heard.
pub(super) fn prolonged(turn: &mut Turn<'_>) {
    raise(turn, PROLONGED.to_owned(), Tier::SameDay);
}

/// A cramp that was being logged is still there: the same advice, and its entry carries the flag.
pub(super) fn still_there(turn: &mut Turn<'_>, entry: Option<Entry>) {
    prolonged(turn);
    let Some(mut entry) = entry else {
        return;
    };
    if let Some(cramp) = entry.cramp_mut() {
        cramp.flag = Some(PROLONGED.to_owned());
    }
    if let Some(hold) = &mut turn.chat.hold
        && hold.entry.is_none()
    {
        hold.entry = Some(entry.id);
        hold.start = (entry.from == entry.until).then_some(entry.from);
    }
    turn.keep(entry);
}

/// Ends the relief card in favour of the advice; the episode's entry carries the flag.
fn stop_relief(turn: &mut Turn<'_>, at: Address, running: &Relief, slug: &str) -> Option<EntryId> {
    turn.take_card(at.anchor);
    let key = if water::is_near(running) {
        "night-handed-over-wet"
    } else {
        "night-handed-over"
    };
    let message = relief::ended(turn, key);
    turn.edit(at.anchor, message);
    if running.guess {
        return None;
    }
    match record::log(turn, running, running.lasted(), Some(slug.to_owned())) {
        record::Logged::Kept | record::Logged::Draft => Some(running.entry),
        record::Logged::No | record::Logged::Full => None,
    }
}

/// Says what to do about a flag, with the ways out.
fn advise(turn: &mut Turn<'_>, slug: &str, tier: Tier) {
    put_older_away(turn);
    let text = advice(turn, slug, tier);
    let at = turn.new_address();
    let message = with_buttons(text, ways_out(turn, at, slug));
    turn.add_card(at, LASTS, Deck::Flag(FlagCard::Advice));
    turn.say_aloud(at.anchor, message);
}

/// The newest card speaks of the flag: older advice keeps its words and loses its buttons. (A tap on one that was already on its
/// way still counts: see `route`.)
fn put_older_away(turn: &mut Turn<'_>) {
    let older: Vec<_> = turn
        .chat
        .cards
        .iter()
        .filter_map(|card| match card.what {
            Deck::Flag(flag) => Some((card.at.anchor, flag)),
            Deck::Relief(_)
            | Deck::Morning(_)
            | Deck::Diary(_)
            | Deck::Topic(_)
            | Deck::Evening(_)
            | Deck::LastNight(_)
            | Deck::Routine(_)
            | Deck::Imported(_) => None,
        })
        .collect();
    let Some(hold) = turn.chat.hold.clone() else {
        return;
    };
    for (anchor, flag) in older {
        turn.take_card(anchor);
        let words = match flag {
            FlagCard::Advice => advice(turn, &hold.slug, hold.tier),
            FlagCard::Still => short_word(turn, hold.tier),
            FlagCard::CheckSign | FlagCard::CheckDanger | FlagCard::Seen => continue,
        };
        turn.edit(anchor, plain(words));
    }
}

/// The one clear action; for whoever has their feet in water, below the one that comes before it.
fn advice(turn: &Turn<'_>, slug: &str, tier: Tier) -> String {
    let known = turn.context.content.knowledge().flag(slug);
    let key = known.and_then(|flag| flag.messages.get(&tier));
    let text = turn.t(key.map_or("flag-in-doubt", String::as_str));
    if turn.chat.hold.as_ref().is_some_and(|hold| hold.wet) {
        format!("{}\n{text}", turn.t("feet-out"))
    } else {
        text
    }
}

/// The advice that spoke of the water is an older one now; what is said from here on does not repeat it.
fn dry(turn: &mut Turn<'_>) {
    put_older_away(turn);
    if let Some(hold) = &mut turn.chat.hold {
        hold.wet = false;
    }
}

fn ways_out(turn: &Turn<'_>, at: Address, slug: &str) -> Vec<Vec<super::Button>> {
    let other = if slug == PROLONGED {
        turn.button(at, "gone-now-button", Action::Gone)
    } else {
        turn.button(at, "otherwise-button", Action::Otherwise)
    };
    vec![turn.button(at, "seen-button", Action::Seen), other]
}

/// A flag is open and the person writes something that is no answer: a short word and the ways out, not the whole alarm again;
/// or the question again, if one is open.
pub(super) fn stay(turn: &mut Turn<'_>) {
    let Some(hold) = turn.chat.hold.clone() else {
        return;
    };
    if let Some(question) = open_question(turn) {
        check(turn, question);
        return;
    }
    dry(turn);
    let at = turn.new_address();
    let message = with_buttons(short_word(turn, hold.tier), ways_out(turn, at, &hold.slug));
    turn.add_card(at, LASTS, Deck::Flag(FlagCard::Still));
    turn.say_aloud(at.anchor, message);
}

/// Which of the two clearing questions is open.
fn open_question(turn: &Turn<'_>) -> Option<FlagCard> {
    turn.chat.cards.iter().find_map(|card| match card.what {
        Deck::Flag(card @ (FlagCard::CheckSign | FlagCard::CheckDanger)) => Some(card),
        Deck::Flag(FlagCard::Advice | FlagCard::Still | FlagCard::Seen)
        | Deck::Relief(_)
        | Deck::Morning(_)
        | Deck::Diary(_)
        | Deck::Topic(_)
        | Deck::Evening(_)
        | Deck::LastNight(_)
        | Deck::Routine(_)
        | Deck::Imported(_) => None,
    })
}

fn short_word(turn: &Turn<'_>, tier: Tier) -> String {
    turn.t(match tier {
        Tier::Emergency => "open-emergency",
        Tier::SameDay => "open-same-day",
        Tier::Crisis => "open-crisis",
    })
}

/// A flag is open and the person asks for something that is paused.
pub(super) fn remind(turn: &mut Turn<'_>) {
    if let Some(hold) = turn.chat.hold.clone() {
        dry(turn);
        advise(turn, &hold.slug, hold.tier);
    }
}

/// A button under a red-flag message.
pub(super) fn pressed(turn: &mut Turn<'_>, at: Address, card: FlagCard, action: Action) -> bool {
    let Some(hold) = turn.chat.hold.clone() else {
        return false;
    };
    match (card, action) {
        (FlagCard::Advice | FlagCard::Still | FlagCard::Seen, Action::Seen) => {
            clear(turn, at, "flag-seen");
        }
        (FlagCard::Advice | FlagCard::Still | FlagCard::Seen, Action::Gone)
            if hold.slug == PROLONGED =>
        {
            gone(turn, &hold);
            clear(turn, at, "flag-gone");
        }
        (FlagCard::Advice | FlagCard::Still | FlagCard::Seen, Action::Otherwise) => {
            check(turn, FlagCard::CheckSign);
        }
        (FlagCard::Seen, Action::NotYet) => {
            turn.take_card(at.anchor);
            let message = plain(turn.t("flag-not-yet"));
            turn.edit(at.anchor, message);
            remind(turn);
        }
        (FlagCard::CheckSign, Action::No) if hold.tier == Tier::Crisis => {
            clear(turn, at, "flag-cleared-crisis");
        }
        (FlagCard::CheckSign, Action::No) => show(turn, at, FlagCard::CheckDanger),
        (FlagCard::CheckSign, Action::Yes) => confirmed(turn, at, None),
        (FlagCard::CheckDanger, Action::No) => {
            unflag(turn, &hold);
            clear(turn, at, "flag-cleared");
        }
        (FlagCard::CheckDanger, Action::Yes) => confirmed(turn, at, Some(Sign::Chest)),
        _ => return false,
    }
    true
}

/// Words typed while a red-flag question is open.
pub(super) fn typed(turn: &mut Turn<'_>, text: &str) -> bool {
    let Some((at, card)) = turn
        .chat
        .cards
        .iter()
        .rev()
        .find_map(|card| match card.what {
            Deck::Flag(flag) => Some((card.at, flag)),
            Deck::Relief(_)
            | Deck::Morning(_)
            | Deck::Diary(_)
            | Deck::Topic(_)
            | Deck::Evening(_)
            | Deck::LastNight(_)
            | Deck::Routine(_)
            | Deck::Imported(_) => None,
        })
    else {
        return false;
    };
    if turn.chat.hold.is_none() {
        return false;
    }
    let action = match (card, turn.reply(text)) {
        (FlagCard::CheckSign | FlagCard::CheckDanger, Some(Reply::No)) => Action::No,
        (FlagCard::CheckSign | FlagCard::CheckDanger, Some(Reply::Yes)) => Action::Yes,
        (FlagCard::Seen, Some(Reply::Yes)) => Action::Seen,
        (FlagCard::Seen, Some(Reply::No)) => Action::NotYet,
        (FlagCard::Advice | FlagCard::Still | FlagCard::Seen, Some(Reply::Gone)) => Action::Gone,
        (_, Some(_) | None) => return false,
    };
    pressed(turn, at, card, action)
}

/// One of the two questions that clear a flag. The advice stays where it is, so they are a message of their own.
fn check(turn: &mut Turn<'_>, card: FlagCard) {
    put_older_away(turn);
    let at = turn.new_address();
    turn.add_card(at, LASTS, Deck::Flag(card));
    let message = question(turn, at, card);
    turn.say_aloud(at.anchor, message);
}

fn show(turn: &mut Turn<'_>, at: Address, card: FlagCard) {
    if let Some(at) = turn.turn_card(at.anchor, Deck::Flag(card)) {
        let message = question(turn, at, card);
        turn.edit(at.anchor, message);
    }
}

/// First the flag's own sign, then what would be dangerous in any case. The risky answer comes first; only a "no" clears.
fn question(turn: &Turn<'_>, at: Address, card: FlagCard) -> Message {
    let text = match card {
        FlagCard::CheckSign => {
            let slug = turn
                .chat
                .hold
                .as_ref()
                .map_or("", |hold| hold.slug.as_str());
            turn.t(&format!("check-{}", name_of(slug)))
        }
        FlagCard::CheckDanger => turn.t("check-danger"),
        FlagCard::Seen | FlagCard::Still | FlagCard::Advice => turn.t("flag-were-you-seen"),
    };
    with_buttons(
        text,
        vec![
            turn.button(at, "yes-or-unsure-button", Action::Yes),
            turn.button(at, "no-button", Action::No),
        ],
    )
}

/// A slug as it stands in text keys: `redflag_pe_chest` is `pe-chest`.
fn name_of(slug: &str) -> String {
    slug.trim_start_matches("redflag_").replace('_', "-")
}

/// A "yes" to one of the two questions: the worst plausible reading stands.
fn confirmed(turn: &mut Turn<'_>, at: Address, worse: Option<Sign>) {
    turn.take_card(at.anchor);
    let message = plain(turn.t("flag-not-yet"));
    turn.edit(at.anchor, message);
    match worse {
        Some(worse) => sign(turn, worse),
        None => remind(turn),
    }
}

/// The morning after: once, and only this.
pub(super) fn ask_seen(turn: &mut Turn<'_>) {
    let Some(hold) = &mut turn.chat.hold else {
        return;
    };
    hold.asked = true;
    let prolonged = hold.slug == PROLONGED;
    put_older_away(turn);
    let at = turn.new_address();
    let other = if prolonged {
        turn.button(at, "went-by-itself-button", Action::Gone)
    } else {
        turn.button(at, "otherwise-button", Action::Otherwise)
    };
    let rows = vec![
        turn.button(at, "seen-button", Action::Seen),
        turn.button(at, "not-yet-button", Action::NotYet),
        other,
    ];
    let clock = turn.chat.zone.map(|zone| turn.now().with_timezone(&zone));
    let message = Message {
        // After an outage it may come at night.
        silent: clock.is_some_and(|clock| is_quiet(clock.time())),
        ..with_buttons(turn.t("flag-were-you-seen"), rows)
    };
    turn.add_card(at, LASTS, Deck::Flag(FlagCard::Seen));
    turn.say_at(at.anchor, Class::Nudge, message);
}

/// The flag is closed: the pause ends.
fn clear(turn: &mut Turn<'_>, at: Address, key: &str) {
    turn.take_card(at.anchor);
    put_older_away(turn);
    turn.chat.hold = None;
    let message = plain(turn.t(key));
    turn.edit(at.anchor, message);
}

/// It went after all. Its length is known only if the person says so at once, not the next morning.
fn gone(turn: &mut Turn<'_>, hold: &Hold) {
    let Some(mut entry) = hold.entry.and_then(|id| turn.entry(id)) else {
        return;
    };
    if !hold.asked
        && let Some(start) = hold.start
        && let Some(cramp) = entry.cramp_mut()
    {
        // Whoever says so days later does not say when it went.
        let seconds = u32::try_from((turn.now() - start).num_seconds()).ok();
        cramp.seconds = seconds.filter(|seconds| *seconds <= u32::from(diary::LONGEST) * 60);
    }
    turn.keep(entry);
}

/// It was something else: the episode counts as a cramp like any other.
fn unflag(turn: &mut Turn<'_>, hold: &Hold) {
    if let Some(mut entry) = hold.entry.and_then(|id| turn.entry(id)) {
        if let Some(cramp) = entry.cramp_mut() {
            cramp.flag = None;
        }
        turn.keep(entry);
    }
}
