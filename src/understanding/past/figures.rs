//! Figures and what joins them: "2:30am", "20/11", "2026-11-20".

use super::{super::normalise::normalise, clock::Piece, lexicon::words};

/// Marks that join figures.
const JOINTS: [char; 4] = [':', '/', '-', '.'];

/// Figures as they were written.
pub(super) struct Figures {
    joint: Option<char>,
    numbers: Vec<Figure>,
}

struct Figure {
    value: u32,
    digits: usize,
}

/// The figures that a chunk begins with, and the words after them: "2:30am" is 2:30 and "am".
pub(super) fn figures(chunk: &str) -> (Option<Figures>, Vec<String>) {
    let joint = chunk.chars().find(|letter| JOINTS.contains(letter));
    let parts: Vec<&str> = match joint {
        Some(joint) => chunk.split(joint).filter(|part| !part.is_empty()).collect(),
        None => vec![chunk],
    };
    let plain = || (None, words(chunk));
    let mut numbers = Vec::new();
    let mut rest = Vec::new();
    for part in &parts {
        let tokens = normalise(part).words;
        let Some((first, others)) = tokens.split_first() else {
            return plain();
        };
        let end = first.word.find(|letter: char| !letter.is_ascii_digit());
        let (digits, tail) = first.word.split_at(end.unwrap_or(first.word.len()));
        let Ok(value) = digits.parse() else {
            return plain();
        };
        // Only after the last figure there may be words.
        if !rest.is_empty() {
            return plain();
        }
        numbers.push(Figure {
            value,
            digits: digits.len(),
        });
        rest.extend((!tail.is_empty()).then(|| tail.to_owned()));
        rest.extend(others.iter().map(|token| token.word.clone()));
    }
    let joint = joint.filter(|_| numbers.len() > 1);
    (Some(Figures { joint, numbers }), rest)
}

/// What figures are: a number, a time, a date, or two numbers that may be a date in two ways.
pub(super) fn joined(figures: &Figures) -> Option<Piece> {
    let year = |figure: &Figure| {
        let value = i32::try_from(figure.value).ok()?;
        match figure.digits {
            2 => Some(Some(2000 + value)),
            4 => Some(Some(value)),
            _ => None,
        }
    };
    match (figures.joint, figures.numbers.as_slice()) {
        (None, [number]) => Some(Piece::Number(number.value)),
        (Some(':'), [hour, minute]) => time(hour, minute),
        (Some('-' | '/' | '.'), [first, month, day]) if first.digits == 4 => Some(Piece::Date {
            year: year(first)?,
            month: month.value,
            day: day.value,
        }),
        (Some('.'), [day, month, last]) => Some(Piece::Date {
            year: year(last)?,
            month: month.value,
            day: day.value,
        }),
        (Some('-' | '/'), [first, second, last]) => {
            Some(Piece::Numbers(first.value, second.value, year(last)?))
        }
        (Some('/'), [first, second]) => Some(Piece::Numbers(first.value, second.value, None)),
        (Some('.'), [first, second]) => {
            let may_be_date = (1..=31).contains(&first.value) && (1..=12).contains(&second.value);
            match (time(first, second), may_be_date) {
                (Some(time), false) => Some(time),
                (Some(_), true) => Some(Piece::Dotted(first.value, second.value)),
                (None, true) => Some(Piece::Date {
                    year: None,
                    month: second.value,
                    day: first.value,
                }),
                (None, false) => None,
            }
        }
        _ => None,
    }
}

fn time(hour: &Figure, minute: &Figure) -> Option<Piece> {
    let is_time = hour.value < 24 && hour.digits <= 2 && minute.value < 60 && minute.digits == 2;
    let twelve = (1..=12).contains(&hour.value);
    is_time.then_some(Piece::Time {
        hour: hour.value,
        minute: minute.value,
        sure: !twelve || (hour.digits == 2 && hour.value < 10),
    })
}
