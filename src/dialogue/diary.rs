//! The diary: pages of entries, newest first, in the person's own zone; each can be corrected, deleted, and brought back.
//!
//! Invariants: what was not said is shown as not said; a red-flag episode is marked and kept apart; a deleted entry can be brought
//! back for as long as its card is there (a day at most), then it is nowhere.

use chrono::Duration;

use super::{
    chat::{Address, Deck, Diary, State},
    effect::{Class, Message},
    entry::{Cramp, Entry, EntryId},
    lines, morning,
    press::{Action, Press},
    soak,
    turn::{Turn, plain, with_buttons},
};
use crate::{content::Arg, understanding::Reply};

/// Entries on a page.
const PAGE: usize = 5;
/// How long a page of the diary can be used.
const LASTS: Duration = Duration::hours(24);
/// The longest duration that can be entered, in minutes: twelve hours.
pub(super) const LONGEST: u16 = 720;

/// `/history`.
pub(super) fn open(turn: &mut Turn<'_>) {
    open_at(turn, Diary::Page(0));
}

/// One entry of it, for correction. One that is gone shows the first page.
pub(super) fn open_entry(turn: &mut Turn<'_>, id: EntryId) {
    let is_there = turn.entry(id).is_some();
    let view = if is_there {
        Diary::Entry(id)
    } else {
        Diary::Page(0)
    };
    open_at(turn, view);
}

fn open_at(turn: &mut Turn<'_>, view: Diary) {
    put_older_away(turn);
    let at = turn.new_address();
    let message = show(turn, at, &view);
    turn.add_card(at, LASTS, Deck::Diary(view));
    turn.say_at(at.anchor, Class::Answer, message);
}

/// One open diary is enough; what was deleted keeps its card.
fn put_older_away(turn: &mut Turn<'_>) {
    let older: Vec<_> = turn
        .chat
        .cards
        .iter()
        .filter(|card| match &card.what {
            Deck::Diary(Diary::Deleted(_))
            | Deck::Relief(_)
            | Deck::Morning(_)
            | Deck::Flag(_)
            | Deck::Topic(_)
            | Deck::Evening(_)
            | Deck::LastNight(_)
            | Deck::Routine(_)
            | Deck::Imported(_) => false,
            Deck::Diary(_) => true,
        })
        .map(|card| card.at.anchor)
        .collect();
    for anchor in older {
        turn.take_card(anchor);
    }
}

/// All entries, newest first; drafts among them.
pub(super) fn entries(turn: &Turn<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = turn.context.read.entries.to_vec();
    for draft in &turn.chat.drafts {
        entries.retain(|entry| entry.id != draft.id);
        entries.push(draft.clone());
    }
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.from, entry.id)));
    entries
}

fn page(turn: &Turn<'_>, at: Address, number: u16) -> Message {
    let entries = entries(turn);
    if entries.is_empty() {
        let rows = vec![
            turn.lasting("cramp-now-button", Action::Cramp),
            turn.lasting("log-button", Action::Log),
        ];
        return with_buttons(turn.t("diary-empty"), rows);
    }
    let pages = entries.len().div_ceil(PAGE);
    let number = usize::from(number).min(pages - 1);
    let shown = &entries[number * PAGE..entries.len().min((number + 1) * PAGE)];
    let lines: Vec<String> = shown
        .iter()
        .zip(number * PAGE + 1..)
        .map(|(entry, n)| format!("{n}. {}", lines::line(turn, entry)))
        .collect();
    let mut text = turn.tn(
        "diary-page",
        &[
            (
                "count",
                Arg::Number(i64::try_from(entries.len()).unwrap_or(i64::MAX)),
            ),
            ("lines", Arg::Text(&lines.join("\n"))),
        ],
    );
    if turn.chat.zone.is_none() {
        text.push_str("\n\n");
        text.push_str(&turn.t("diary-no-zone"));
    }
    if !turn.chat.consented() {
        text.push_str("\n\n");
        text.push_str(&turn.t("diary-not-kept"));
    }
    let cell = |label: String, action| {
        Press {
            at: Some(at),
            action,
        }
        .button(label)
    };
    let mut rows = vec![
        shown
            .iter()
            .zip(number * PAGE + 1..)
            .map(|(entry, n)| {
                let label = turn.tn(
                    "open-entry-button",
                    &[("n", Arg::Number(i64::try_from(n).unwrap_or(i64::MAX)))],
                );
                cell(label, Action::Open(entry.id))
            })
            .collect::<Vec<_>>(),
    ];
    let mut turning = Vec::new();
    if number > 0 {
        turning.push(cell(turn.t("newer-button"), page_action(number - 1)));
    }
    if number + 1 < pages {
        turning.push(cell(turn.t("older-button"), page_action(number + 1)));
    }
    if !turning.is_empty() {
        rows.push(turning);
    }
    with_buttons(text, rows)
}

fn page_action(number: usize) -> Action {
    Action::Page(u16::try_from(number).unwrap_or(u16::MAX))
}

/// One entry, with all that can be corrected.
fn view(turn: &Turn<'_>, at: Address, entry: &Entry) -> Message {
    let cell = |key: &str, action| {
        Press {
            at: Some(at),
            action,
        }
        .button(turn.t(key))
    };
    let ends = vec![
        cell("delete-button", Action::Delete),
        cell("back-button", Action::Back),
    ];
    let Some(cramp) = entry.cramp() else {
        return with_buttons(lines::line(turn, entry), vec![ends]);
    };
    let unsaid = || turn.t("not-said");
    let score = |score: Option<u8>| {
        score.map_or_else(unsaid, |score| {
            turn.tn("score-of-ten", &[("score", Arg::Number(score.into()))])
        })
    };
    let place = lines::place(turn, cramp).unwrap_or_else(unsaid);
    let duration = lines::duration(turn, cramp).unwrap_or_else(unsaid);
    let helped = lines::helped(turn, cramp).unwrap_or_else(unsaid);
    let mut text = turn.tn(
        "entry-view",
        &[
            ("when", Arg::Text(&lines::when(turn, entry))),
            ("place", Arg::Text(&place)),
            ("duration", Arg::Text(&duration)),
            ("pain", Arg::Text(&score(cramp.pain))),
            ("sleep", Arg::Text(&score(cramp.sleep))),
            ("helped", Arg::Text(&helped)),
        ],
    );
    if let Some(soaked) = cramp.soak {
        text.push('\n');
        text.push_str(&soak::line(turn, soaked));
    }
    if cramp.flag.is_some() {
        text.push_str("\n\n");
        text.push_str(&turn.t("entry-flagged"));
    }
    let rows = vec![
        vec![
            cell("edit-place-button", Action::EditPlace),
            cell("edit-minutes-button", Action::EditMinutes),
        ],
        vec![
            cell("edit-pain-button", Action::EditPain),
            cell("edit-sleep-button", Action::EditSleep),
        ],
        vec![cell("edit-helped-button", Action::EditHelped)],
        ends,
    ];
    with_buttons(text, rows)
}

/// A button of a diary card.
pub(super) fn pressed(turn: &mut Turn<'_>, at: Address, diary: Diary, action: Action) -> bool {
    match (diary, action) {
        (Diary::Page(_), Action::Page(number)) => put(turn, at, Diary::Page(number)),
        (Diary::Page(_), Action::Open(id)) => put(turn, at, Diary::Entry(id)),
        (Diary::Entry(_), Action::Back) => put(turn, at, Diary::Page(0)),
        (Diary::Entry(id), Action::EditPlace) => put(turn, at, Diary::Side(id)),
        (Diary::Entry(id), Action::EditPain) => put(turn, at, Diary::Pain(id)),
        (Diary::Entry(id), Action::EditSleep) => put(turn, at, Diary::Sleep(id)),
        (Diary::Entry(id), Action::EditHelped) => put(turn, at, Diary::Helped(id)),
        (Diary::Entry(id), Action::EditMinutes) => {
            // The question is a message of its own, below the entry.
            turn.press = None;
            turn.open(State::Minutes { entry: id });
        }
        (Diary::Entry(id), Action::Delete) => delete(turn, at, id),
        (Diary::Side(id), Action::Side(side)) => put(turn, at, Diary::Muscle(id, side)),
        (Diary::Muscle(id, side), Action::Muscle(muscle)) => {
            change(turn, at, Diary::Entry(id), id, |cramp| {
                cramp.side = Some(side);
                cramp.muscle = Some(muscle);
            });
        }
        (Diary::Pain(id), Action::Score(score)) => {
            change(turn, at, Diary::Entry(id), id, |cramp| {
                cramp.pain = Some(score);
            });
        }
        (Diary::Sleep(id), Action::Score(score)) => {
            change(turn, at, Diary::Entry(id), id, |cramp| {
                cramp.sleep = Some(score);
            });
        }
        // Several can be ticked, so the card stays where it is.
        (Diary::Helped(id), Action::Helped(helped)) => {
            change(turn, at, Diary::Helped(id), id, |cramp| {
                cramp.toggle_helped(helped);
            });
        }
        (
            Diary::Side(id)
            | Diary::Muscle(id, _)
            | Diary::Pain(id)
            | Diary::Sleep(id)
            | Diary::Helped(id),
            Action::Back,
        ) => put(turn, at, Diary::Entry(id)),
        (Diary::Deleted(entry), Action::Undo) => {
            let id = entry.id;
            turn.keep(entry);
            put(turn, at, Diary::Entry(id));
        }
        (Diary::Deleted(_), Action::Back) => put(turn, at, Diary::Page(0)),
        _ => return false,
    }
    true
}

/// Shows another view on the card. An entry that is gone becomes the first page.
fn put(turn: &mut Turn<'_>, at: Address, next: Diary) {
    let gone = match &next {
        Diary::Entry(id)
        | Diary::Side(id)
        | Diary::Muscle(id, _)
        | Diary::Pain(id)
        | Diary::Sleep(id)
        | Diary::Helped(id) => turn.entry(*id).is_none(),
        Diary::Page(_) | Diary::Deleted(_) => false,
    };
    let next = if gone { Diary::Page(0) } else { next };
    let Some(at) = turn.turn_card(at.anchor, Deck::Diary(next.clone())) else {
        return;
    };
    let message = show(turn, at, &next);
    turn.edit(at.anchor, message);
}

fn show(turn: &Turn<'_>, at: Address, diary: &Diary) -> Message {
    let ask = |key: &str, mut rows: Vec<Vec<super::Button>>| {
        rows.push(turn.button(at, "back-button", Action::Back));
        // The questions are the morning's, about one cramp.
        with_buttons(turn.tn(key, &[("count", Arg::Number(1))]), rows)
    };
    match diary {
        Diary::Page(number) => page(turn, at, *number),
        Diary::Entry(id) => match turn.entry(*id) {
            Some(entry) => view(turn, at, &entry),
            None => page(turn, at, 0),
        },
        Diary::Side(_) => ask("morning-side", morning::side_rows(turn, at)),
        Diary::Muscle(..) => ask("morning-muscle", morning::muscle_rows(turn, at)),
        Diary::Pain(_) => ask("morning-pain", morning::score_rows(at)),
        Diary::Sleep(_) => ask("morning-sleep", morning::score_rows(at)),
        Diary::Helped(id) => {
            let helped = turn
                .entry(*id)
                .and_then(|entry| Some(entry.cramp()?.helped.clone()));
            let rows = lines::helped_rows(turn, at, &helped.unwrap_or_default());
            ask("log-helped", rows)
        }
        Diary::Deleted(_) => ask(
            "entry-deleted",
            vec![turn.button(at, "undo-button", Action::Undo)],
        ),
    }
}

fn change(
    turn: &mut Turn<'_>,
    at: Address,
    next: Diary,
    id: EntryId,
    change: impl FnOnce(&mut Cramp),
) {
    if let Some(mut entry) = turn.entry(id) {
        if let Some(cramp) = entry.cramp_mut() {
            change(cramp);
        }
        turn.keep(entry);
    }
    put(turn, at, next);
}

fn delete(turn: &mut Turn<'_>, at: Address, id: EntryId) {
    let Some(entry) = turn.entry(id) else {
        put(turn, at, Diary::Page(0));
        return;
    };
    turn.remove(id);
    if let Some(night) = &mut turn.chat.night {
        night.entries.retain(|asked| *asked != id);
    }
    put(turn, at, Diary::Deleted(entry));
}

/// A quick answer to "How many minutes?".
pub(super) fn minutes_pressed(turn: &mut Turn<'_>, id: EntryId, action: Action) -> bool {
    match action {
        Action::Pick(minutes) if minutes <= LONGEST => set_minutes(turn, id, minutes),
        Action::Back => {
            let message = plain(turn.t("minutes-unchanged"));
            turn.close_form(message);
        }
        _ => return false,
    }
    true
}

/// A typed answer to "How many minutes?".
pub(super) fn minutes_typed(turn: &mut Turn<'_>, id: EntryId, text: &str) -> bool {
    if let Some(Reply::Back | Reply::Skip | Reply::No) = turn.reply(text) {
        return minutes_pressed(turn, id, Action::Back);
    }
    match turn.context.reader.minutes(&turn.chat.language, text) {
        Some(minutes) if minutes <= LONGEST => {
            set_minutes(turn, id, minutes);
            true
        }
        Some(_) | None => false,
    }
}

fn set_minutes(turn: &mut Turn<'_>, id: EntryId, minutes: u16) {
    let Some(mut entry) = turn.entry(id) else {
        let message = plain(turn.t("entry-gone"));
        turn.close_form(message);
        return;
    };
    if let Some(cramp) = entry.cramp_mut() {
        cramp.seconds = Some(u32::from(minutes) * 60);
    }
    let line = lines::line(turn, &entry);
    turn.keep(entry);
    let rows = vec![turn.lasting("diary-button", Action::History)];
    let message = with_buttons(turn.tn("minutes-set", &[("line", Arg::Text(&line))]), rows);
    turn.close_form(message);
}

/// A message was edited: nothing is taken back by itself; the last entry is offered for correction.
pub(super) fn edited(turn: &mut Turn<'_>) {
    if turn.chat.relief().is_some() || turn.chat.state != State::Start {
        return;
    }
    let Some(entry) = entries(turn).into_iter().next() else {
        return;
    };
    put_older_away(turn);
    let at = turn.new_address();
    let shown = view(turn, at, &entry);
    let message = Message {
        text: format!("{}\n\n{}", turn.t("edited-offer"), shown.text),
        ..shown
    };
    turn.add_card(at, LASTS, Deck::Diary(Diary::Entry(entry.id)));
    turn.say_at(at.anchor, Class::Answer, message);
}
