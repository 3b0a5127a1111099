//! `/report`: the doctor's page. It is asked for in two taps: which nights, and there it is.
//!
//! Invariant: the page holds the entries that there are when it is asked for, and none that come later.
//!
//! Deliberately not here: the page itself (`render::report`); it is made when the message is sent.

use chrono::NaiveDate;

use super::{
    chat::Age,
    diary,
    effect::{Attached, Paper, Report},
    entry::{Entry, EntryId},
    figures::{self, Span},
    press::Action,
    turn::{Turn, plain, with_buttons},
};
use crate::content::Arg;

/// For how many nights it can be asked; 0 stands for all.
const NIGHTS: [u16; 4] = [14, 28, 90, 0];

/// `/report`: which nights?
pub(super) fn open(turn: &mut Turn<'_>) {
    if turn.chat.age == Age::Young {
        turn.say_key("progress-young");
        return;
    }
    if diary::entries(turn).is_empty() && turn.chat.routine.is_none() {
        nothing(turn);
        return;
    }
    let mut rows: Vec<_> = NIGHTS
        .into_iter()
        .map(|nights| {
            let label = span_label(turn, nights);
            vec![
                super::Press {
                    at: None,
                    action: Action::Report(nights),
                }
                .button(label),
            ]
        })
        .collect();
    let (key, other) = match paper_of(turn) {
        Paper::A4 => ("report-letter-button", Paper::Letter),
        Paper::Letter => ("report-a4-button", Paper::A4),
    };
    rows.push(turn.lasting(key, Action::Paper(other)));
    let message = with_buttons(turn.t("report-which"), rows);
    turn.say(message);
}

/// The paper, from now on.
pub(super) fn paper(turn: &mut Turn<'_>, paper: Paper) {
    turn.chat.paper = Some(paper);
    open(turn);
}

/// The page of so many nights; 0: all.
pub(super) fn send(turn: &mut Turn<'_>, nights: u16) {
    if turn.chat.age == Age::Young {
        turn.say_key("progress-young");
        return;
    }
    let entries = diary::entries(turn);
    let Some(span) = span(turn, &entries, nights) else {
        nothing(turn);
        return;
    };
    let content = turn.context.content;
    let date = |date| match span.has_years() {
        true => content.date_and_year(&turn.chat.language, date),
        false => content.date(&turn.chat.language, date),
    };
    let (first, last) = (date(span.first), date(span.last()));
    let args = [("first", Arg::Text(&first)), ("last", Arg::Text(&last))];
    let mut message = plain(turn.tn("report-sent", &args));
    message.attached = Some(Box::new(Attached::Report(Report {
        span,
        last: newest(&entries),
        paper: paper_of(turn),
        language: turn.chat.language.clone(),
    })));
    turn.say(message);
}

/// How a number of nights is called on a button.
fn span_label(turn: &Turn<'_>, nights: u16) -> String {
    if nights == 0 {
        turn.t("nights-all-button")
    } else {
        turn.tn(
            "nights-last-button",
            &[("nights", Arg::Number(nights.into()))],
        )
    }
}

/// So many nights up to the last one, also where nothing was told yet; `None`: nothing was.
pub(super) fn span(turn: &Turn<'_>, entries: &[Entry], nights: u16) -> Option<Span> {
    let last = figures::last_night(entries, turn.chat.zone, turn.now());
    let told = entries.iter().map(Entry::night).min();
    let begun = turn.chat.routine.as_deref().map(|month| month.first);
    let first = [told, begun].into_iter().flatten().min()?.min(last);
    let all = Span::between(first, last);
    let wanted = if nights == 0 { all.nights } else { nights };
    let back = i64::from(wanted.clamp(1, LONGEST)) - 1;
    Some(Span::between(earlier(last, back), last))
}

/// The longest span, in nights: ten years, so that no number makes a document without end.
const LONGEST: u16 = 3_660;

fn earlier(date: NaiveDate, days: i64) -> NaiveDate {
    date.checked_sub_signed(chrono::Duration::days(days))
        .unwrap_or(date)
}

/// The newest entry there is now.
pub(super) fn newest(entries: &[Entry]) -> EntryId {
    let newest = entries.iter().map(|entry| entry.id).max();
    newest.unwrap_or(EntryId(0))
}

pub(super) const fn paper_of(turn: &Turn<'_>) -> Paper {
    match turn.chat.paper {
        Some(paper) => paper,
        None => Paper::A4,
    }
}

fn nothing(turn: &mut Turn<'_>) {
    let rows = vec![turn.lasting("log-button", Action::Log)];
    let message = with_buttons(turn.t("report-nothing"), rows);
    turn.say(message);
}
