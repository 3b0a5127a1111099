//! What must hold after each step, whatever came before. Each law is a function; a law that is broken panics with its name.

use std::{collections::BTreeSet, sync::LazyLock};

use charley::dialogue::{
    Action, Address, Card, Chat, Class, Deck, Effect, EntryId, EveningStep, Farewell, Keyboard,
    Message, Press, State, Step, What,
};
use chrono::{DateTime, TimeDelta, Timelike, Utc};

use super::{
    model::{LORE, Model, Taken, buttons, text},
    soaks,
};

/// Telegram counts a message in UTF-16 units.
const LONGEST: usize = 4096;
const LONGEST_DATA: usize = 64;
/// A chat's record without drafts: eight cards of at most 250 bytes, a night of fifty numbers twice (asked about, and gathering), and
/// the rest. Measured in `sequences`; a record is rewritten with each message, so this is what a message costs.
const RECORD: usize = 4096;
/// One draft. There are at most as many as the daily limit allows in the hours that a provisional record lives.
const DRAFT: usize = 380;

/// Everything that must hold.
pub fn hold(model: &mut Model, taken: &Taken<'_>) {
    each_message_can_be_sent_and_read(taken);
    the_record_is_small_and_survives_the_disk(model, taken.after);
    the_open_question_and_its_message_go_together(taken.after);
    a_red_flag_wins(taken);
    no_rubbing_and_no_warmth_without_a_clear_no(taken);
    no_question_is_answered_while_it_hurts(taken);
    nothing_is_kept_without_consent(taken);
    refusing_the_diary_leaves_none(taken);
    nothing_is_sent_unasked_but_what_may_be(model, taken);
    nothing_goes_unannounced(taken);
    a_stale_press_changes_nothing(taken);
    an_entry_has_its_number_to_itself(model, taken);
    nobody_hears_anything_while_asleep(taken);
    no_exercise_beside_a_warning_or_a_cramp(taken.after);
    soaks::hold(taken);
}

pub fn messages<'a>(taken: &'a Taken<'_>) -> impl Iterator<Item = &'a Message> {
    taken.effects.iter().filter_map(|effect| match effect {
        Effect::Say { message, .. }
        | Effect::Edit { message, .. }
        | Effect::Tidy { message, .. }
        | Effect::Erase {
            receipt: Some(message),
        } => Some(message),
        Effect::Keep(_) | Effect::Remove(_) | Effect::Erase { receipt: None } => None,
    })
}

fn each_message_can_be_sent_and_read(taken: &Taken<'_>) {
    static KEYS: LazyLock<BTreeSet<String>> =
        LazyLock::new(|| LORE.content.keys().map(str::to_owned).collect());
    let legible = |words: &str| {
        assert!(!words.trim().is_empty(), "an empty text");
        assert!(
            !words.contains(['{', '}', '\u{0}', '\u{202e}', '\u{2068}']),
            "a place-holder or a hidden character in: {words}"
        );
        let leaked = words
            .split(|c: char| c.is_whitespace() || ".,:;?!()“”".contains(c))
            .find(|word| word.contains('-') && KEYS.contains(*word));
        assert_eq!(leaked, None, "the name of a text in: {words}");
    };
    for message in messages(taken) {
        // Below a picture stands what it shows, also where there is nothing else to say.
        if !(message.text.is_empty() && message.attached.is_some()) {
            legible(&message.text);
        }
        let length = message.text.encode_utf16().count();
        assert!(length <= LONGEST, "{length} units: {}", message.text);
        for button in buttons(message) {
            legible(&button.label);
            assert!(button.data.len() <= LONGEST_DATA, "{}", button.data);
            let press = Press::parse(&button.data).expect("a button of ours reads back");
            assert_eq!(press.encode(), button.data);
        }
    }
}

fn the_record_is_small_and_survives_the_disk(model: &mut Model, chat: &Chat) {
    let json = serde_json::to_vec(chat).expect("a chat can be written");
    let read: Chat = serde_json::from_slice(&json).expect("a chat can be read");
    assert_eq!(&read, chat);
    let bare = Chat {
        drafts: Vec::new(),
        ..chat.clone()
    };
    let size = serde_json::to_vec(&bare)
        .expect("a chat can be written")
        .len();
    assert!(size <= RECORD, "{size} bytes: {bare:?}");
    assert!(json.len() <= RECORD + DRAFT * chat.drafts.len());
    model.largest = (model.largest.0.max(size), model.largest.1.max(json.len()));
}

fn the_open_question_and_its_message_go_together(chat: &Chat) {
    assert_eq!(
        chat.form.is_some(),
        chat.state != State::Start,
        "a question without a message, or a message without a question: {:?}, {:?}",
        chat.state,
        chat.form
    );
    let mut anchors: Vec<_> = chat.cards.iter().map(|card| card.at.anchor).collect();
    anchors.extend(chat.form.map(|form| form.anchor));
    let count = anchors.len();
    anchors.sort();
    anchors.dedup();
    assert_eq!(anchors.len(), count, "two things to tap at one message");
    let running = |card: &&Card| matches!(card.what, Deck::Relief(_));
    assert!(chat.cards.iter().filter(running).count() <= 1);
    assert!(chat.hold.is_none() || chat.relief().is_none());
}

/// I3.
fn a_red_flag_wins(taken: &Taken<'_>) {
    let (What::Text(words) | What::Edited(Some(words))) = &taken.event.what else {
        return;
    };
    let Some(flag) = LORE.reader.flag(&taken.before.language, words) else {
        return;
    };
    let said: Vec<&str> = taken
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Say { message, .. } => Some(message.text.as_str()),
            Effect::Edit { .. }
            | Effect::Tidy { .. }
            | Effect::Keep(_)
            | Effect::Remove(_)
            | Effect::Erase { .. } => None,
        })
        .filter(|said| *said != text("was-away"))
        .collect();
    // A milder flag does not talk down one that is open: the advice is that of the worst.
    let worst = taken
        .before
        .hold
        .as_ref()
        .filter(|hold| hold.tier > flag.tier)
        .and_then(|hold| {
            let known = LORE.content.knowledge().flag(&hold.slug)?;
            known.messages.get(&hold.tier)
        })
        .map_or(flag.message, String::as_str);
    let advice = if soaks::is_wet(taken.before, taken.now) {
        format!("{}\n{}", text("feet-out"), text(worst))
    } else {
        text(worst)
    };
    assert_eq!(
        said,
        [advice],
        "“{words}” is answered with its advice alone"
    );
    let hold = taken.after.hold.as_ref().expect("the pause has begun");
    assert!(hold.tier >= flag.tier);
    assert_eq!(hold.since, taken.now);
    assert!(taken.after.relief().is_none());
}

fn no_rubbing_and_no_warmth_without_a_clear_no(taken: &Taken<'_>) {
    static RISKY: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        [
            "night-rub",
            "night-rub-more",
            "night-warm-ask",
            "night-warm",
        ]
        .map(text)
        .into()
    });
    let warm = text("night-warm");
    for message in messages(taken).filter(|message| RISKY.contains(&message.text)) {
        assert!(taken.after.hold.is_none(), "{}", message.text);
        let (_, relief) = taken.after.relief().expect("the card that says so");
        assert!(relief.clear, "no clear “no” before: {}", message.text);
        // Words that stay above the card when it moves on have no buttons.
        let above = message.keyboard == Keyboard::None;
        assert!(above || message.text != warm || relief.step == Step::Warm);
        let young = taken.after.age == charley::dialogue::Age::Young;
        let of_warmth = [Step::Warm, Step::WarmAsk].contains(&relief.step);
        assert!(!young || !of_warmth, "warmth for a child");
    }
}

/// A cramp and a red flag come before any question. Beside the water there is time.
fn no_question_is_answered_while_it_hurts(taken: &Taken<'_>) {
    static ANSWERS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let topics = &LORE.content.knowledge().topics.all;
        topics.iter().map(|topic| text(&topic.keys.short)).collect()
    });
    let said = taken.effects.iter().filter_map(|effect| match effect {
        Effect::Say { message, .. } => Some(&message.text),
        Effect::Edit { .. }
        | Effect::Tidy { .. }
        | Effect::Keep(_)
        | Effect::Remove(_)
        | Effect::Erase { .. } => None,
    });
    for said in said {
        let answers = ANSWERS.iter().any(|answer| said.starts_with(answer));
        let relief = taken.after.relief();
        let is_busy = relief.is_some_and(|(_, relief)| !matches!(relief.step, Step::Soak(_)));
        assert!(
            !answers || (taken.after.hold.is_none() && !is_busy),
            "answered in a cramp, or with a red flag open: {said}"
        );
    }
}

fn nothing_is_kept_without_consent(taken: &Taken<'_>) {
    let keeps = |effect: &Effect| matches!(effect, Effect::Keep(_));
    if taken.effects.iter().any(keeps) {
        assert!(taken.after.consented(), "a row without consent");
    }
    if taken.after.consented() {
        assert!(taken.after.drafts.is_empty(), "a draft beside the diary");
    }
}

fn refusing_the_diary_leaves_none(taken: &Taken<'_>) {
    let refusals = [text("declined-text"), text("young-text")];
    if messages(taken).any(|message| refusals.contains(&message.text)) {
        assert!(
            !taken.after.consented(),
            "“no diary” was said, and there is one"
        );
    }
}

/// I7, and the pause of a red flag.
fn nothing_is_sent_unasked_but_what_may_be(model: &Model, taken: &Taken<'_>) {
    let nudges: Vec<(&Message, bool)> = taken
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Say {
                class: Class::Nudge,
                message,
                good_for,
                ..
            } => Some((message, good_for.is_some())),
            Effect::Say { .. }
            | Effect::Edit { .. }
            | Effect::Tidy { .. }
            | Effect::Keep(_)
            | Effect::Remove(_)
            | Effect::Erase { .. } => None,
        })
        .collect();
    assert!(nudges.len() <= 1);
    let Some((nudge, in_the_evening)) = nudges.first() else {
        return;
    };
    assert!(!taken.before.asleep);
    if taken.before.farewell != taken.after.farewell {
        the_end_may_be_announced(taken);
        return;
    }
    assert!(!taken.before.silent);
    if *in_the_evening {
        an_evening_message_may_come(model, taken);
        return;
    }
    if let Some(hold) = &taken.before.hold {
        assert!(!hold.asked, "“Were you seen?” a second time");
        assert_eq!(nudge.text, text("flag-were-you-seen"));
    }
    let (date, at) = taken.after.asked.expect("a nudge leaves its date");
    assert_eq!(at, taken.now);
    for (zone, earlier, when) in &model.nudges {
        assert!(
            (*zone, *earlier) != (taken.after.zone, date),
            "two mornings for {date}"
        );
        assert!(
            at - *when >= chrono::TimeDelta::hours(18),
            "two mornings at once"
        );
    }
}

/// After eleven months without a word, by day, and once.
fn the_end_may_be_announced(taken: &Taken<'_>) {
    let before = taken.before;
    assert!(before.consented());
    let Some(Farewell::Said { at, message, until }) = taken.after.farewell else {
        panic!("a nudge that leaves no trace");
    };
    assert!(at == taken.now && message.is_some());
    assert!(
        taken.now - before.heard >= TimeDelta::days(335),
        "too early"
    );
    assert!(until - before.heard >= TimeDelta::days(365));
    assert!(until - taken.now >= TimeDelta::days(30));
    if let Some(zone) = before.zone {
        let hour = taken.now.with_timezone(&zone).hour();
        assert!((10..20).contains(&hour), "at {hour}");
    }
    let said = matches!(before.farewell, Some(Farewell::Said { .. }));
    assert!(!said, "announced twice");
}

/// What goes by itself was announced, for the whole notice, and nobody was there since.
fn nothing_goes_unannounced(taken: &Taken<'_>) {
    let before = taken.before;
    let by_person = match &taken.event.what {
        What::Due(_) | What::Blocked | What::Deleted | What::Unblocked | What::Undelivered(_) => {
            false
        }
        What::Command(_)
        | What::Text(_)
        | What::Pressed(_)
        | What::Location(_)
        | What::Odd(_)
        | What::File(..)
        | What::Edited(_)
        | What::Failed => true,
    };
    if by_person {
        assert_eq!(taken.after.farewell, None, "somebody is there");
    }
    let erased = taken
        .effects
        .iter()
        .any(|effect| matches!(effect, Effect::Erase { .. }));
    if erased && before.consented() && matches!(taken.event.what, What::Due(_)) {
        let Some(Farewell::Said { at, until, .. }) = before.farewell else {
            panic!("erased without a word");
        };
        assert!(until <= taken.now && before.heard < at);
        assert!(taken.now - at >= TimeDelta::days(30), "too soon");
        assert!(taken.now - before.heard >= TimeDelta::days(365));
    }
}

/// An evening's own message, or the same once more because the person asked for it.
fn an_evening_message_may_come(model: &Model, taken: &Taken<'_>) {
    let before = &taken.before;
    assert!(before.consented() && before.hold.is_none() && before.relief().is_none());
    let routine = taken
        .after
        .routine
        .as_deref()
        .expect("a month that was begun");
    if routine.last.is_some_and(|last| last.at == taken.now) {
        // A clock that went back may have one behind it that lies ahead.
        for earlier in model
            .evenings
            .iter()
            .filter(|earlier| **earlier <= taken.now)
        {
            let apart = taken.now - *earlier;
            assert!(
                apart >= chrono::TimeDelta::hours(18),
                "two evenings at once"
            );
        }
    } else {
        let asked = before.cards.iter().any(|card| {
            matches!(&card.what, Deck::Evening(evening) if evening.again.is_some_and(|at| at <= taken.now))
        });
        assert!(asked, "once more, and nobody asked for it");
    }
}

/// What comes first ends the exercises, and none begins beside it.
fn no_exercise_beside_a_warning_or_a_cramp(chat: &Chat) {
    let exercises = chat.cards.iter().any(|card| {
        matches!(&card.what, Deck::Evening(evening) if matches!(evening.step, EveningStep::Guide(_)))
    });
    let comes_first = chat.hold.is_some() || chat.relief().is_some();
    assert!(
        !(exercises && comes_first),
        "an exercise beside what comes first"
    );
}

/// Whether something in the chat waits for a tap at this address.
fn is_open(chat: &Chat, at: Address) -> bool {
    chat.form == Some(at) || chat.cards.iter().any(|card| card.at == at)
}

/// "Gone" counts on any version of the card that runs, for the step may have turned while the finger came down; and beside the water
/// "Something is wrong".
fn ends_the_cramp(before: &Chat, now: DateTime<Utc>, data: &str) -> bool {
    Press::parse(data).is_some_and(|press| {
        let wrong = press.action == Action::Wrong && soaks::is_wet(before, now);
        (press.action == Action::Gone || wrong)
            && before
                .relief()
                .is_some_and(|(card, _)| press.at.map(|at| at.anchor) == Some(card.at.anchor))
    })
}

/// The ways out of an open red flag count on every message that ever showed them.
fn is_a_way_out(before: &Chat, data: &str) -> bool {
    let action = Press::parse(data).map(|press| press.action);
    before.hold.is_some()
        && matches!(
            action,
            Some(Action::Seen | Action::Otherwise | Action::Gone)
        )
}

fn a_stale_press_changes_nothing(taken: &Taken<'_>) {
    let What::Pressed(data) = &taken.event.what else {
        return;
    };
    let stale = match Press::parse(data) {
        None => true,
        Some(Press { at: None, .. }) => false,
        Some(Press { at: Some(at), .. }) => !is_open(taken.before, at),
    };
    if !stale || is_a_way_out(taken.before, data) || ends_the_cramp(taken.before, taken.now, data) {
        return;
    }
    let (before, after) = (taken.before, taken.after);
    assert_eq!(before.state, after.state);
    assert_eq!(before.keeping, after.keeping);
    assert_eq!(before.hold, after.hold);
    assert_eq!(before.night, after.night);
    assert_eq!(before.drafts, after.drafts);
    assert_eq!(
        (before.zone, before.age, before.silent, before.entries),
        (after.zone, after.age, after.silent, after.entries)
    );
    assert_eq!(before.language, after.language);
    // The running card may move to the end of the chat, as it is.
    let running = |chat: &Chat| chat.relief().map(|(_, relief)| relief.clone());
    assert_eq!(running(before), running(after));
    assert!(
        taken.effects.iter().all(|effect| match effect {
            Effect::Say { .. } => true,
            // Words whose question is over lose their buttons.
            Effect::Edit { message, .. } | Effect::Tidy { message, .. } =>
                message.keyboard == Keyboard::None,
            Effect::Keep(_) | Effect::Remove(_) | Effect::Erase { .. } => false,
        }),
        "a stale press did something: {:?}",
        taken.effects
    );
}

fn an_entry_has_its_number_to_itself(model: &mut Model, taken: &Taken<'_>) {
    assert!(taken.after.entries >= taken.before.entries);
    let allotted = (taken.before.entries + 1..=taken.after.entries).map(EntryId);
    for id in allotted {
        assert!(model.used.insert(id), "{id:?} was in use");
    }
    for effect in taken.effects {
        if let Effect::Keep(entry) = effect {
            assert!(entry.id.0 <= taken.after.entries);
            if let Some(before) = model.entries.get(&entry.id) {
                assert_eq!(
                    before.from, entry.from,
                    "another cramp under a number in use"
                );
            }
        }
    }
}

fn nobody_hears_anything_while_asleep(taken: &Taken<'_>) {
    let woken = matches!(taken.event.what, What::Due(_));
    if woken && taken.before.asleep {
        assert_eq!(messages(taken).count(), 0, "{:?}", taken.effects);
    }
}
