//! `/progress`: the diary in one picture, with its numbers in words; and what they can tell about before and after.
//!
//! Invariants: a night that nobody told about is in no count; what the numbers are said to show is what `care::progress` found, and never
//! without the sentence that a diary cannot show why.
//!
//! Deliberately not here: how a picture looks and what it shows in words (`render`), and the weekly look back (`last_night`).

use chrono::{Days, NaiveDate, Timelike};

use super::{
    chat::Age,
    diary,
    effect::{Attached, Button, Look, Picture, View},
    entry::Entry,
    figures::{self, Count, Figures, SEASON, Span, Spell},
    lines,
    month::BASELINE,
    press::Action,
    progress_words::{Amount, report},
    turn::{Turn, with_buttons},
};
use crate::care::{
    self,
    progress::{self, Finding, MINUTES, PAIN, Tally, compare_amounts},
};

/// Weeks that a look back shows: the month, and two weeks before it. Its words stand beside others below the picture.
const WEEKS_BACK: u16 = 7;
/// Pictures are dark from this hour of the evening to that one of the morning, where nothing else was chosen; at night always.
const DARK: (u32, u32) = (19, 7);

/// `/progress`.
pub(super) fn open(turn: &mut Turn<'_>) {
    see(turn, View::Nights);
}

/// A picture of the diary.
pub(super) fn see(turn: &mut Turn<'_>, view: View) {
    if turn.chat.age == Age::Young {
        turn.say_key("progress-young");
        return;
    }
    let entries = diary::entries(turn);
    let Some(figures) = figures(turn, &entries, SEASON) else {
        let rows = vec![
            turn.lasting("log-button", Action::Log),
            turn.lasting("progress-routine-button", Action::Routine),
        ];
        let message = with_buttons(turn.t("progress-nothing"), rows);
        turn.say(message);
        return;
    };
    let found = finding(turn, &entries, view);
    let picture = picture(turn, view, figures);
    let rows = rows(turn, view, picture.look);
    let mut message = with_buttons(found.unwrap_or_default(), rows);
    message.attached = Some(Box::new(Attached::Picture(picture)));
    turn.say(message);
}

/// How pictures look, from now on; and the picture again.
pub(super) fn look(turn: &mut Turn<'_>, look: Look) {
    turn.chat.look = Some(look);
    see(turn, View::Nights);
}

/// The weeks that a picture shows: as far back as there is something to show, but no more than fit.
fn figures(turn: &Turn<'_>, entries: &[Entry], most: u16) -> Option<Figures> {
    let last = figures::last_night(entries, turn.chat.zone, turn.now());
    let month = turn.chat.routine.as_deref();
    let told = entries.iter().map(Entry::night).min();
    let begun = month
        .map(|month| month.first)
        .filter(|first| *first <= last);
    let first = [told, begun].into_iter().flatten().min()?;
    let span = Span::weeks(
        last,
        weeks(first, last, month.map(|it| it.first), most),
        month.map(|it| it.first),
    );
    Some(Figures::of(entries, month, span))
}

fn weeks(first: NaiveDate, last: NaiveDate, month: Option<NaiveDate>, most: u16) -> u16 {
    (1..most)
        .find(|weeks| Span::weeks(last, *weeks, month).first <= first)
        .unwrap_or(most)
}

/// What before and after come to, in words; and at least that a diary cannot show why.
fn finding(turn: &Turn<'_>, entries: &[Entry], view: View) -> Option<String> {
    if view == View::Helped {
        return None;
    }
    let Some(compared) = compared(turn, entries, view) else {
        return Some(turn.t("progress-why"));
    };
    let hint = compared.needs_a_hint.then(|| turn.t("month-doctor-hint"));
    let parts: Vec<_> = std::iter::once(compared.words).chain(hint).collect();
    Some(parts.join("\n"))
}

/// The two weeks before the month and the last two, compared: the nights, and the cramps' pain and length where those are shown. `None`:
/// the last two weeks are not yet over, or nothing is known of those before.
pub(super) fn compared(turn: &Turn<'_>, entries: &[Entry], view: View) -> Option<Compared> {
    let last = figures::last_over(turn.chat.zone, turn.now());
    let month = turn.chat.routine.as_deref()?;
    let first = month.first.checked_sub_days(Days::new(BASELINE.into()))?;
    let all = Figures::of(entries, Some(month), Span::between(first, last));
    let spans = [all.baseline()?, all.lately(last)?];
    let [was, is] = spans.map(|span| all.count(span));
    if was.known == 0 {
        return None;
    }
    let tally = |Count { cramps, known, .. }| Tally { cramps, known };
    let nights = progress::compare(tally(was), tally(is));
    let amounts: Vec<_> = AMOUNTS
        .into_iter()
        .filter(|_| view == View::Pain)
        .map(|(amount, least)| {
            let [before, after] = spans.map(|span| amounts(&all, span, amount));
            let shift = compare_amounts(nights.finding, &before, &after, least);
            (amount, shift)
        })
        .collect();
    let content = turn.context.content;
    // "Too close to tell" must not sound like "wait and see" to whoever still has cramps on most nights. Whoever is worse has heard it.
    let is_often = is.known >= progress::KNOWN && is.cramps * 2 >= is.known;
    let hears_it = matches!(nights.finding, Finding::Fewer | Finding::More);
    Some(Compared {
        words: report(content, &turn.chat.language, last, &nights, &amounts),
        needs_a_hint: is_often && !hears_it,
        has_a_hint: nights.finding == Finding::More,
    })
}

/// A comparison in words, and whether they are to send somebody to a doctor, or do already.
pub(super) struct Compared {
    pub words: String,
    pub needs_a_hint: bool,
    pub has_a_hint: bool,
}

/// The amounts that are compared, and the smallest shift of each that is worth a word.
const AMOUNTS: [(Amount, u16); 2] = [(Amount::Pain, PAIN), (Amount::Minutes, MINUTES)];

fn amounts(figures: &Figures, span: Span, amount: Amount) -> Vec<progress::Amount> {
    let minutes = |seconds| u16::try_from(lines::minutes(seconds)).unwrap_or(u16::MAX);
    let of = |spell: &Spell| match amount {
        Amount::Pain => spell.pain.map(u16::from),
        Amount::Minutes => spell.seconds.map(minutes),
    };
    let inside = figures
        .cramps
        .iter()
        .filter(|spell| span.holds(spell.night));
    inside
        .filter_map(|spell| Some((spell.night, of(spell)?)))
        .collect()
}

/// The picture that a look back carries; none where no night is known.
/// `asks`: the words end in a question.
pub(super) fn of_a_look_back(turn: &Turn<'_>, asks: bool) -> Option<Box<Attached>> {
    let figures = figures(turn, turn.context.read.entries, WEEKS_BACK)?;
    let is_known = figures.total().known > 0;
    let picture = |figures| Picture {
        asks,
        ..picture(turn, View::Nights, figures)
    };
    is_known.then(|| Box::new(Attached::Picture(picture(figures))))
}

/// A picture in the way that this person likes it.
fn picture(turn: &Turn<'_>, view: View, figures: Figures) -> Picture {
    Picture {
        view,
        look: look_now(turn),
        language: turn.chat.language.clone(),
        figures,
        asks: false,
    }
}

/// Nobody gets a bright picture at night, whatever they chose by day; nor where nobody knows whether it is night.
fn look_now(turn: &Turn<'_>) -> Look {
    let Some(zone) = turn.chat.zone else {
        return Look::Dark;
    };
    let hour = turn.now().with_timezone(&zone).hour();
    let is_dark = hour >= DARK.0 || hour < DARK.1;
    if care::clock::is_night(turn.now(), zone) {
        return Look::Dark;
    }
    let by_the_hour = if is_dark { Look::Dark } else { Look::Light };
    turn.chat.look.unwrap_or(by_the_hour)
}

fn rows(turn: &Turn<'_>, view: View, look: Look) -> Vec<Vec<Button>> {
    let others = [
        (View::Nights, "progress-nights-button"),
        (View::Pain, "progress-pain-button"),
        (View::Helped, "progress-helped-button"),
    ];
    let mut rows: Vec<Vec<Button>> = others
        .into_iter()
        .filter(|(other, _)| *other != view)
        .map(|(other, key)| turn.lasting(key, Action::See(other)))
        .collect();
    rows.push(turn.lasting("progress-report-button", Action::Reports));
    let (key, other) = match look {
        Look::Dark => ("progress-light-button", Look::Light),
        Look::Light => ("progress-dark-button", Look::Dark),
    };
    let is_day = turn
        .chat
        .zone
        .is_some_and(|zone| !care::clock::is_night(turn.now(), zone));
    if view == View::Nights && is_day {
        rows.push(turn.lasting(key, Action::Look(other)));
    }
    rows
}
