//! The questions of the log, each a function of the state, with what is known so far above it.

use chrono::NaiveDate;

use super::{AGO, About, Ask, Draft, EVENINGS, Log, entry, told};
use crate::{
    content::Arg,
    dialogue::{
        chat::Address,
        effect::{Button, Message},
        entry::EntryId,
        lines, morning,
        press::Action,
        prompt::{self, cell},
        turn::{Turn, with_buttons},
    },
};

/// The questions that are counted.
const STEPS: i64 = 6;

/// The open question.
pub(in crate::dialogue) fn show(turn: &Turn<'_>, at: Address, log: &Log) -> Message {
    match log {
        Log::When(ask, _) => show_when(turn, at, ask),
        Log::About(about, draft) => show_about(turn, at, *about, draft),
        Log::Told(draft) => {
            let line = lines::line(turn, &entry(turn, EntryId(0), draft));
            let rows = vec![
                turn.button(at, "keep-it-button", Action::Yes),
                vec![
                    cell(at, turn.t("change-or-add-button"), Action::More),
                    cell(at, turn.t("do-not-keep-button"), Action::Stop),
                ],
                turn.lasting("cramp-now-button", Action::Cramp),
            ];
            with_buttons(turn.tn("log-told", &[("line", Arg::Text(&line))]), rows)
        }
        Log::Free(span) => {
            let line = lines::line(turn, &told::free(turn, EntryId(0), *span));
            let rows = vec![
                turn.button(at, "keep-it-button", Action::Yes),
                turn.button(at, "do-not-keep-button", Action::Stop),
            ];
            with_buttons(turn.tn("log-told", &[("line", Arg::Text(&line))]), rows)
        }
        Log::Over { long, .. } => {
            let key = if *long { "log-over-long" } else { "log-over" };
            let rows = vec![
                turn.button(at, "yes-over-button", Action::Yes),
                turn.button(at, "no-or-unsure-button", Action::No),
            ];
            with_buttons(turn.t(key), rows)
        }
    }
}

/// A question with its number.
fn numbered(turn: &Turn<'_>, step: i64, question: &str) -> String {
    let args = [
        ("step", Arg::Number(step)),
        ("steps", Arg::Number(STEPS)),
        ("question", Arg::Text(question)),
    ];
    turn.tn("log-question", &args)
}

fn show_when(turn: &Turn<'_>, at: Address, ask: &Ask) -> Message {
    let (key, mut rows) = match ask {
        Ask::Time => {
            let ago = AGO.into_iter().map(|minutes| {
                let label = turn.tn("ago-button", &[("minutes", Arg::Number(minutes.into()))]);
                cell(at, label, Action::Pick(minutes))
            });
            let nights = vec![
                cell(at, turn.t("last-night-button"), Action::LastNight),
                cell(at, turn.t("another-day-button"), Action::OtherDay),
            ];
            let key = match turn.chat.zone {
                Some(_) => "log-when",
                None => "log-when-blind",
            };
            (key, vec![ago.collect(), nights])
        }
        Ask::Evening(today) => {
            let cells: Vec<Button> = (1..=EVENINGS)
                .filter_map(|back| Some((back, evening(*today, back)?)))
                .map(|(back, evening)| {
                    let label = turn.context.content.date(&turn.chat.language, evening);
                    cell(at, label, Action::Pick(back))
                })
                .collect();
            ("log-evening", cells.chunks(2).map(<[_]>::to_vec).collect())
        }
        Ask::Among(spans) => {
            let zone = turn.chat.zone.unwrap_or(chrono_tz::UTC);
            let rows = spans
                .iter()
                .zip(0..)
                .map(|(span, n)| vec![cell(at, lines::local(turn, *span, zone), Action::Pick(n))]);
            ("log-among", rows.collect())
        }
    };
    let stop = cell(at, turn.t("stop-button"), Action::Stop);
    rows.push(match ask {
        Ask::Time => vec![stop],
        Ask::Evening(_) | Ask::Among(_) => {
            vec![cell(at, turn.t("back-button"), Action::Back), stop]
        }
    });
    with_buttons(numbered(turn, 1, &turn.t(key)), rows)
}

pub(super) fn evening(today: NaiveDate, back: u16) -> Option<NaiveDate> {
    today.checked_sub_days(chrono::Days::new(u64::from(back)))
}

fn show_about(turn: &Turn<'_>, at: Address, about: About, draft: &Draft) -> Message {
    let (step, key, mut rows) = match about {
        About::Place => (2, "log-place", morning::place_rows(turn, at)),
        About::Side => (2, "morning-side", morning::side_rows(turn, at)),
        About::Muscle => (2, "morning-muscle", morning::muscle_rows(turn, at)),
        About::Minutes => (3, "minutes-ask", vec![prompt::minutes(at)]),
        About::Pain => (4, "morning-pain", morning::score_rows(at)),
        About::Sleep => (5, "morning-sleep", morning::score_rows(at)),
        About::Helped => {
            let rows = lines::helped_rows(turn, at, &draft.known.cramp.helped);
            (6, "log-helped", rows)
        }
    };
    rows.extend(ways(turn, at, about, draft));
    let question = turn.tn(key, &[("count", Arg::Number(1))]);
    let so_far = lines::so_far(turn, &entry(turn, EntryId(0), draft));
    let text = format!("{so_far}\n\n{}", numbered(turn, step, &question));
    with_buttons(text, rows)
}

/// Back, on, and out. With a tick at the last question the way on is "Done".
fn ways(turn: &Turn<'_>, at: Address, about: About, draft: &Draft) -> Vec<Vec<Button>> {
    let way = |key: &str, action| cell(at, turn.t(key), action);
    let back = way("back-button", Action::Back);
    let skip = way("skip-button", Action::Skip);
    let stop = way("stop-button", Action::Stop);
    match about {
        About::Helped if draft.known.cramp.helped.is_empty() => vec![vec![back, skip, stop]],
        About::Helped => vec![vec![back, way("done-button", Action::Enough), stop]],
        About::Place
        | About::Side
        | About::Muscle
        | About::Minutes
        | About::Pain
        | About::Sleep => vec![
            vec![back, skip],
            vec![way("enough-button", Action::Enough), stop],
        ],
    }
}
