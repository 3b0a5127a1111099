//! `/export`: the diary as a file, and back. What a file brings can be taken out again with one tap.
//!
//! Invariants: a file changes nothing that is there: what it holds is added, and only once; who has not agreed to a diary, and who is under
//! sixteen, brings nothing in; each line that is not taken is told of.
//!
//! Deliberately not here: what files look like (`takeout`), making them and fetching them (`telegram`).

use chrono::Duration;

use super::{
    chat::{Address, Age, Deck, Imported, State},
    diary,
    effect::{Attached, Class, Export, Format, Message},
    entry::{Entry, EntryId},
    event::File,
    month::{Course, Dealt, Evenings, Routine},
    press::{Action, Press},
    relief::warmth,
    report::{newest, span},
    takeout::{self, Import, Merge, Owned, Unnumbered},
    turn::{Turn, plain, with_buttons},
    zone::place_name,
};
use crate::{care::clock::instant, content::Arg};

/// For how many nights it can be asked; 0 stands for all.
const NIGHTS: [u16; 3] = [0, 90, 28];
/// What a file brought can be taken out again for this long.
const LASTS: Duration = Duration::hours(24);
/// Bytes that a kept entry takes up beside its text: its key, its seal, what the store counts for a row.
const SEALED: u64 = 128;
/// So many lines that cannot be read are told of one by one.
const TOLD: usize = 5;

/// `/export`: which kind, and which nights?
pub(super) fn open(turn: &mut Turn<'_>) {
    if is_empty(turn, &diary::entries(turn)) {
        turn.say_key("export-nothing");
        return;
    }
    let button = |label: String, format, nights| {
        let action = Action::Export(format, nights);
        vec![Press { at: None, action }.button(label)]
    };
    let mut rows = vec![button(turn.t("export-json-button"), Format::Json, 0)];
    for nights in NIGHTS {
        let label = match nights {
            0 => turn.t("export-csv-all-button"),
            nights => turn.tn(
                "export-csv-button",
                &[("nights", Arg::Number(nights.into()))],
            ),
        };
        rows.push(button(label, Format::Csv, nights));
    }
    let message = with_buttons(turn.t("export-which"), rows);
    turn.say(message);
}

fn is_empty(turn: &Turn<'_>, entries: &[Entry]) -> bool {
    turn.chat.routine.is_none() && turn.chat.answers.is_empty() && entries.is_empty()
}

/// The diary of so many nights as a file; 0: all. A table comes with what its columns mean.
pub(super) fn send(turn: &mut Turn<'_>, format: Format, nights: u16) {
    let entries = diary::entries(turn);
    // An old button may be tapped when all of it was erased.
    if is_empty(turn, &entries) {
        turn.say_key("export-nothing");
        return;
    }
    let span = match nights {
        0 => None,
        nights => span(turn, &entries, nights),
    };
    let last = newest(&entries);
    let language = turn.chat.language.clone();
    let file = |text: String, format| Message {
        attached: Some(Box::new(Attached::Export(Export {
            format,
            span,
            last,
            language: language.clone(),
        }))),
        ..plain(text)
    };
    let messages = match format {
        Format::Json => vec![file(turn.t("export-json-sent"), Format::Json)],
        Format::Csv | Format::Columns => vec![
            file(turn.t("export-csv-sent"), Format::Csv),
            file(turn.t("export-columns-sent"), Format::Columns),
        ],
    };
    for message in messages {
        turn.say(message);
    }
}

/// A file came in.
pub(super) fn sent(turn: &mut Turn<'_>, file: &File) {
    if turn.chat.age == Age::Young {
        return turn.say_key("progress-young");
    }
    if !turn.chat.consented() {
        let rows = vec![turn.lasting("set-up-button", Action::SetUp)];
        let message = with_buttons(turn.t("import-agree-first"), rows);
        return turn.say(message);
    }
    let text = match file {
        File::Text(text) => text,
        File::TooLong => return turn.say_key("import-too-long"),
        File::NotHere => return turn.say_key("import-not-here"),
        File::Table => return turn.say_key("import-table"),
    };
    let knowledge = turn.context.content.knowledge();
    match takeout::read(text, knowledge, turn.now()) {
        Ok(import) => bring(turn, &import),
        Err(problem) => {
            let why = problem.text(turn.context.content, &turn.chat.language);
            turn.say(plain(why));
        }
    }
}

/// Adds what is new in a file, and says what became of the rest.
fn bring(turn: &mut Turn<'_>, import: &Import) {
    let entries = turn.context.read.entries;
    let owned = Owned {
        zone: turn.chat.zone,
        entries,
        routine: turn.chat.routine.as_deref(),
        answers: &turn.chat.answers,
    };
    let knowledge = turn.context.content.knowledge();
    let mut merge = takeout::merge(&owned, import, knowledge, turn.now());
    let without_room = fit(&mut merge.entries, turn.context.read.room);
    let text = outcome(turn, import, &merge, without_room);
    if merge.is_empty() {
        turn.say(plain(text));
        return;
    }
    let had_zone = turn.chat.zone.is_some();
    let imported = put_in(turn, merge);
    let zone = turn.chat.zone.filter(|_| !had_zone);
    let came = zone.map(|zone| turn.tn("import-zone", &[("zone", Arg::Text(&place_name(zone)))]));
    let text = [Some(text), came].into_iter().flatten();
    let text = text.collect::<Vec<_>>().join("\n");
    let at = turn.new_address();
    let rows = vec![turn.button(at, "import-undo-button", Action::Undo)];
    turn.add_card(at, LASTS, Deck::Imported(imported));
    // No typed word is meant for it: what was asked last stays what was asked last.
    if let [.., asked, brought] = turn.chat.cards.as_mut_slice() {
        std::mem::swap(asked, brought);
    }
    turn.say_at(at.anchor, Class::Answer, with_buttons(text, rows));
}

/// Leaves out what does not fit, the oldest first; how many those are.
fn fit(entries: &mut Vec<Unnumbered>, room: u64) -> usize {
    let mut left = room;
    let mut newest: Vec<usize> = (0..entries.len()).collect();
    newest.sort_by_key(|index| std::cmp::Reverse(entries[*index].from));
    let mut fits = vec![false; entries.len()];
    for index in newest {
        let entry = entries[index].clone().numbered(EntryId(u32::MAX));
        // What is not text for JSON is nothing that can be kept either.
        let Ok(text) = serde_json::to_vec(&entry) else {
            continue;
        };
        let Some(rest) = left.checked_sub(text.len() as u64 + SEALED) else {
            break;
        };
        left = rest;
        fits[index] = true;
    }
    let before = entries.len();
    let mut fits = fits.into_iter();
    entries.retain(|_| fits.next().unwrap_or_default());
    before - entries.len()
}

fn put_in(turn: &mut Turn<'_>, merge: Merge) -> Imported {
    let first = turn.chat.entries + 1;
    let some = !merge.entries.is_empty();
    for entry in merge.entries {
        turn.chat.entries += 1;
        turn.keep(entry.numbered(EntryId(turn.chat.entries)));
    }
    if turn.chat.zone.is_none() && merge.zone.is_some() {
        turn.chat.zone = merge.zone;
        // The set-up's question has its answer.
        if matches!(turn.chat.state, State::Zone { .. }) {
            turn.drop_form();
        }
    }
    let month = merge.month.is_some();
    if let Some(month) = merge.month {
        let mut routine = Routine::new(turn.now(), month.first, month.time, 0);
        routine.weekend = month.weekend;
        // Evenings come again only when the person says so, and go on with this month then.
        routine.course = Course::Stopped;
        let last = merge.evenings.iter().map(|(date, _)| *date).max();
        routine.last = last.zip(turn.chat.zone).map(|(date, zone)| Dealt {
            date,
            at: instant(zone, date, month.time).min(turn.now()),
        });
        turn.chat.routine = Some(Box::new(routine));
    }
    let mut evenings = Evenings::default();
    if let Some(routine) = turn.chat.routine.as_deref_mut() {
        for (date, mark) in merge.evenings {
            routine.evenings.mark(date, mark);
            evenings.mark(date, mark);
        }
    }
    let mut answers = Vec::new();
    for answer in merge.answers {
        answers.push((answer.ask.clone(), answer.at));
        turn.chat.answers.put(&answer.ask, answer.picks, answer.at);
    }
    // What warmth somebody may have can have changed.
    warmth::reconsider(turn);
    Imported {
        entries: some.then_some((EntryId(first), EntryId(turn.chat.entries))),
        answers,
        month,
        evenings,
    }
}

/// What became of a file, in words.
fn outcome(turn: &Turn<'_>, import: &Import, merge: &Merge, without_room: usize) -> String {
    let told = |key: &str, count: usize| {
        let args = [(
            "count",
            Arg::Number(i64::try_from(count).unwrap_or(i64::MAX)),
        )];
        (count > 0).then(|| turn.tn(key, &args))
    };
    let all_there = merge.conflicts.is_empty()
        && merge.to_ask == 0
        && merge.kept == 0
        && import.complaints.is_empty();
    let key = match merge.is_empty() && without_room == 0 {
        true if all_there && merge.known > 0 => "import-nothing",
        true => "import-nothing-new",
        false => "import-done",
    };
    let mut parts = vec![turn.t(key)];
    parts.extend(told("import-new", merge.entries.len()));
    parts.extend(told("import-known", merge.known));
    parts.extend(told("import-conflicts", merge.conflicts.len()));
    parts.extend(told("import-kept", merge.kept));
    parts.extend(told("import-evenings", merge.evenings.len()));
    parts.extend(told("import-answers", merge.answers.len()));
    parts.extend(told("import-to-ask", merge.to_ask));
    parts.extend(told("import-no-room", without_room));
    parts.extend(told("import-left-out", import.complaints.len()));
    let content = turn.context.content;
    let complaints = import.complaints.iter().take(TOLD);
    parts.extend(complaints.map(|complaint| complaint.text(content, &turn.chat.language)));
    parts.extend(told(
        "import-more",
        import.complaints.len().saturating_sub(TOLD),
    ));
    parts.join("\n")
}

/// A button of the card: out with what the file brought.
pub(super) fn pressed(
    turn: &mut Turn<'_>,
    at: Address,
    imported: &Imported,
    action: Action,
) -> bool {
    if action != Action::Undo {
        return false;
    }
    if let Some((first, last)) = imported.entries {
        let entries = turn.context.read.entries.iter().map(|entry| entry.id);
        let brought: Vec<EntryId> = entries.filter(|id| (first..=last).contains(id)).collect();
        for id in brought {
            turn.remove(id);
        }
    }
    for (slug, at) in &imported.answers {
        // One that was given since is the person's own.
        if turn
            .chat
            .answers
            .get(slug)
            .is_some_and(|answer| answer.at == *at)
        {
            turn.chat.answers.remove(slug);
        }
    }
    let stopped = |month: &Routine| month.course == Course::Stopped;
    if imported.month && turn.chat.routine.as_deref().is_some_and(stopped) {
        turn.chat.routine = None;
    }
    if let Some(routine) = turn.chat.routine.as_deref_mut() {
        routine.evenings.take_out(&imported.evenings);
    }
    turn.take_card(at.anchor);
    let message = plain(turn.t("import-undone"));
    turn.edit(at.anchor, message);
    true
}
