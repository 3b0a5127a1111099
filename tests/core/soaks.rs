//! No soak without the answers of clinical.md section 7, fresh enough, at that moment; and out of the water in time. What may start a
//! soak is said here once more, apart from the content and from the code that reads it. The laws are held after each step of every
//! sequence; `water` has those that go for it.

use charley::dialogue::{Action, Age, Chat, Press, Soak, What};
use chrono::{DateTime, TimeDelta, Utc};

use super::{
    laws::messages,
    model::{Taken, buttons},
};

/// A question of section 7: how many hours an answer holds, the answers that rule the soak out, and those for which a clinician comes
/// first.
struct Asked {
    slug: &'static str,
    hours: Option<i64>,
    stop: &'static [&'static str],
    ask_first: &'static [&'static str],
}

const MONTH: Option<i64> = Some(30 * 24);
const TONIGHT: Option<i64> = Some(3);

const ASKED: [Asked; 9] = [
    Asked {
        slug: "age",
        hours: None,
        stop: &["under16"],
        ask_first: &["unsure"],
    },
    Asked {
        slug: "leg-conditions",
        hours: MONTH,
        stop: &["circulation", "nerve", "ulcer", "lymph"],
        ask_first: &["veins", "unsure"],
    },
    Asked {
        slug: "legs",
        hours: MONTH,
        stop: &[
            "numb",
            "tingling",
            "weak-suddenly",
            "cold",
            "cold-suddenly",
            "sores",
            "rest-pain",
        ],
        ask_first: &["weak", "unsure"],
    },
    Asked {
        slug: "walking",
        hours: MONTH,
        stop: &["yes"],
        ask_first: &["unsure"],
    },
    Asked {
        slug: "conditions",
        hours: MONTH,
        stop: &["memory"],
        ask_first: &["diabetes", "heart", "low-pressure", "kidney", "unsure"],
    },
    Asked {
        slug: "recent",
        hours: MONTH,
        stop: &["pregnant", "clot", "cancer"],
        ask_first: &["heart-or-stroke", "operation", "unsure"],
    },
    Asked {
        slug: "medicines",
        hours: MONTH,
        stop: &[],
        ask_first: &["nitrates", "blood-pressure", "unsure"],
    },
    Asked {
        slug: "steady",
        hours: MONTH,
        stop: &[],
        ask_first: &["falls", "aid", "frail", "unsure"],
    },
    Asked {
        slug: "tonight",
        hours: TONIGHT,
        stop: &["swollen", "skin", "hurt", "drowsy", "faint"],
        ask_first: &["alone", "unsure"],
    },
];

/// Asked of whoever has diabetes, for whom a clinician comes first in any case.
const DIABETIC: Asked = Asked {
    slug: "diabetes-feet",
    hours: MONTH,
    stop: &["trouble", "unchecked", "unsure"],
    ask_first: &["normal"],
};

/// What stands against a soak now.
fn objection(chat: &Chat, now: DateTime<Utc>) -> Option<String> {
    if chat.age == Age::Young {
        return Some("under sixteen".to_owned());
    }
    if chat.hold.is_some() {
        return Some("a red flag is open".to_owned());
    }
    let diabetic = chat
        .answers
        .get("conditions")
        .is_some_and(|answer| answer.has("diabetes"));
    let word = chat.answers.get("cleared").map(|word| word.at);
    let word = word.filter(|at| now - *at < TimeDelta::days(30));
    for asked in ASKED.iter().chain(diabetic.then_some(&DIABETIC)) {
        let slug = asked.slug;
        let Some(answer) = chat.answers.get(slug) else {
            return Some(format!("{slug} was never asked"));
        };
        let age = now - answer.at;
        if asked
            .hours
            .is_some_and(|hours| age >= TimeDelta::hours(hours))
        {
            return Some(format!("the answer to {slug} is {age} old"));
        }
        if let Some(pick) = asked.stop.iter().find(|pick| answer.has(pick)) {
            return Some(format!("{slug}: {pick}"));
        }
        let first = asked.ask_first.iter().find(|pick| answer.has(pick));
        if let Some(pick) = first
            && (word.is_none() || asked.hours == TONIGHT)
        {
            return Some(format!("{slug}: {pick}, and no clinician said yes"));
        }
        let later = word.is_some_and(|word| answer.at > word) && asked.hours != TONIGHT;
        if later && needs_a_word(chat) {
            return Some(format!("{slug} was answered after the clinician's yes"));
        }
    }
    None
}

/// Whether some answer sends this person to a clinician first.
fn needs_a_word(chat: &Chat) -> bool {
    ASKED.iter().any(|asked| {
        let answer = chat.answers.get(asked.slug);
        answer.is_some_and(|answer| asked.ask_first.iter().any(|pick| answer.has(pick)))
    })
}

pub fn soak(chat: &Chat) -> Option<Soak> {
    chat.relief()?.1.step.soak()
}

/// Whether feet are in the water, or may be. A card whose time is over is put away before anything else.
pub fn is_wet(chat: &Chat, now: DateTime<Utc>) -> bool {
    let runs = chat.relief().is_some_and(|(card, _)| card.until > now);
    runs && soak(chat).is_some_and(|soak| soak != Soak::Tonight)
}

pub const fn feet_are_in(soak: Option<Soak>) -> bool {
    matches!(soak, Some(Soak::In(_)))
}

/// Everything that must hold of the soak.
pub fn hold(taken: &Taken<'_>) {
    no_step_towards_the_water_without_fresh_answers(taken);
    five_minutes_at_most(taken);
    whoever_leaves_the_water_is_told_so(taken);
    the_card_has_few_words(taken);
}

fn no_step_towards_the_water_without_fresh_answers(taken: &Taken<'_>) {
    let (before, after) = (soak(taken.before), soak(taken.after));
    let Some(now) = after else {
        return;
    };
    let clear = taken.after.relief().is_some_and(|(_, relief)| relief.clear);
    let is_over = matches!(now, Soak::Out | Soak::Wrong | Soak::Dizzy);
    assert!(clear || is_over, "the soak without a clear “no”");
    if is_over
        || now == Soak::Tonight
        || (before == after && taken.before.answers == taken.after.answers)
    {
        return;
    }
    if feet_are_in(before) && feet_are_in(after) && taken.before.answers == taken.after.answers {
        return;
    }
    assert_eq!(
        objection(taken.after, taken.now),
        None,
        "{before:?} → {now:?}"
    );
    if feet_are_in(after) && !feet_are_in(before) {
        assert!(
            matches!(before, Some(Soak::Ready(_))),
            "the clock started at {before:?}"
        );
        match &taken.event.what {
            What::Pressed(data) => assert_eq!(
                Press::parse(data).map(|press| press.action),
                Some(Action::FeetIn)
            ),
            What::Text(_) => {}
            other => panic!("the clock was started by {other:?}"),
        }
    }
}

fn five_minutes_at_most(taken: &Taken<'_>) {
    if let (What::Due(_), Some(Soak::In(bath))) = (&taken.event.what, soak(taken.after)) {
        let held = taken.now - bath.since;
        assert!(
            taken.after.asleep || held < TimeDelta::minutes(5),
            "feet in for {held}"
        );
    }
}

fn whoever_leaves_the_water_is_told_so(taken: &Taken<'_>) {
    let stays = feet_are_in(soak(taken.after)) && taken.after.relief().is_some();
    if !feet_are_in(soak(taken.before)) || stays || taken.after.asleep {
        return;
    }
    assert!(
        messages(taken).any(|message| message.text.to_lowercase().contains("feet out")),
        "nobody said “feet out”: {:?}",
        taken.effects
    );
}

fn the_card_has_few_words(taken: &Taken<'_>) {
    let Some((card, _)) = taken.after.relief() else {
        return;
    };
    for message in messages(taken) {
        let of_the_card = buttons(message).iter().any(|button| {
            let at = Press::parse(&button.data).and_then(|press| press.at);
            at == Some(card.at)
        });
        let words = message.text.split_whitespace().count();
        assert!(
            !of_the_card || words <= 25,
            "{words} words: {}",
            message.text
        );
    }
}
