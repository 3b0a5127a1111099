//! Days, clock times and lengths of time, in words and figures.
//!
//! A text becomes pieces ("half", "3", "11:30"), and the pieces are read by their order. "20/11" keeps both of its readings.

use chrono::Weekday;
use unicode_normalization::UnicodeNormalization;

use super::{
    figures::{figures, joined},
    lexicon::Lexicon,
};
use crate::{
    care::past::{Clock, Day, Said},
    content::words::past::WhenWords,
};

/// More pieces than this tell a story.
const LONGEST: usize = 10;
const WEEKDAYS: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// What a word or a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    Noise,
    At,
    Article,
    JustNow,
    Ago,
    Second,
    Minute,
    Hour,
    DayWord,
    Night,
    Week,
    Half,
    Quarter,
    Past,
    To,
    Of(HalfDay),
    OClock,
    /// Midnight or noon: an hour.
    Named(u32),
    Day(Day),
    Ahead,
    Weekday(Weekday),
    Month(u32),
    Number(u32),
    /// `sure`: it cannot mean twelve hours later.
    Time {
        hour: u32,
        minute: u32,
        sure: bool,
    },
    /// "3.10": a time, if something says so; else it might be a date.
    Dotted(u32, u32),
    Date {
        year: Option<i32>,
        month: u32,
        day: u32,
    },
    Numbers(u32, u32, Option<i32>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HalfDay {
    Am,
    Pm,
    Night,
}

/// A length of time.
enum Length {
    Seconds(u32),
    Days(u32),
    Nights(u32),
}

/// The words of one language for times.
#[derive(Debug)]
pub struct Times {
    lexicon: Lexicon<Piece>,
}

impl Times {
    pub fn new(words: &WhenWords) -> Self {
        let named = [
            (Piece::Noise, &words.noise),
            (Piece::At, &words.at),
            (Piece::Article, &words.article),
            (Piece::JustNow, &words.just_now),
            (Piece::Ago, &words.ago),
            (Piece::Second, &words.second),
            (Piece::Minute, &words.minute),
            (Piece::Hour, &words.hour),
            (Piece::DayWord, &words.day),
            (Piece::Night, &words.night),
            (Piece::Week, &words.week),
            (Piece::Half, &words.half),
            (Piece::Quarter, &words.quarter),
            (Piece::Past, &words.past),
            (Piece::To, &words.to),
            (Piece::Of(HalfDay::Am), &words.am),
            (Piece::Of(HalfDay::Pm), &words.pm),
            (Piece::Of(HalfDay::Night), &words.at_night),
            (Piece::OClock, &words.o_clock),
            (Piece::Named(0), &words.midnight),
            (Piece::Named(12), &words.noon),
            (Piece::Day(Day::Night(1)), &words.last_night),
            (Piece::Day(Day::Night(2)), &words.night_before_last),
            (Piece::Day(Day::Night(0)), &words.tonight),
            (Piece::Day(Day::Back(0)), &words.today),
            (Piece::Day(Day::ThisMorning), &words.this_morning),
            (Piece::Day(Day::Back(1)), &words.yesterday),
            (Piece::Day(Day::Back(2)), &words.day_before_yesterday),
            (Piece::Ahead, &words.ahead),
        ];
        let days = WEEKDAYS.into_iter().map(Piece::Weekday);
        let months = (1..=12).map(Piece::Month);
        let numbers: Vec<(Piece, Vec<String>)> = words
            .numbers
            .iter()
            .map(|(word, number)| (Piece::Number(*number), vec![word.clone()]))
            .collect();
        let lists = named
            .into_iter()
            .chain(days.zip(&words.weekdays))
            .chain(months.zip(&words.months))
            .chain(numbers.iter().map(|(piece, list)| (*piece, list)));
        Self {
            lexicon: Lexicon::new(lists),
        }
    }

    pub fn when(&self, text: &str) -> Option<Said> {
        let pieces = self.pieces(text)?;
        if pieces.contains(&Piece::Ahead) {
            return Some(Said::Ahead);
        }
        match pieces.as_slice() {
            [Piece::JustNow] => return Some(Said::Ago(0)),
            [length @ .., Piece::Ago] => {
                if let Some(Length::Seconds(seconds)) = self::length(length) {
                    return Some(Said::Ago(seconds / 60));
                }
            }
            _ => {}
        }
        (0..=pieces.len()).find_map(|split| {
            let (first, second) = pieces.split_at(split);
            both(first, second).or_else(|| both(second, first))
        })
    }

    pub fn lasted(&self, text: &str) -> Option<u32> {
        let pieces = self.pieces(text)?;
        match (pieces.as_slice(), length(&pieces)) {
            ([Piece::Number(minutes)], _) => minutes.checked_mul(60),
            (_, Some(Length::Seconds(seconds))) => Some(seconds),
            (_, Some(Length::Days(_) | Length::Nights(_)) | None) => None,
        }
    }

    /// The pieces of a text without noise, or nothing if something in it is unknown.
    fn pieces(&self, text: &str) -> Option<Vec<Piece>> {
        let mut pieces = Vec::new();
        let mut waiting = Vec::new();
        for chunk in text.split_whitespace() {
            let chunk: String = chunk.nfkc().collect();
            let (figures, rest) = figures(&chunk);
            if let Some(figures) = figures {
                self.words(&mut waiting, &mut pieces)?;
                pieces.push(joined(&figures)?);
            }
            waiting.extend(rest);
        }
        self.words(&mut waiting, &mut pieces)?;
        pieces.retain(|piece| *piece != Piece::Noise);
        // "A half hour", "half an hour", "a quarter to": the article says nothing.
        let beside = |piece: Option<&Piece>| matches!(piece, Some(Piece::Half | Piece::Quarter));
        let kept = (0..pieces.len()).filter(|at| {
            let before = at.checked_sub(1).and_then(|before| pieces.get(before));
            let half = beside(pieces.get(at + 1)) || beside(before);
            pieces[*at] != Piece::Article || !half
        });
        let pieces: Vec<Piece> = kept.map(|at| pieces[at]).collect();
        (!pieces.is_empty() && pieces.len() <= LONGEST).then_some(pieces)
    }

    /// Reads the words that were gathered between figures.
    fn words(&self, waiting: &mut Vec<String>, pieces: &mut Vec<Piece>) -> Option<()> {
        let mut at = 0;
        while at < waiting.len() {
            let (piece, length) = self.lexicon.longest(&waiting[at..])?;
            pieces.push(piece);
            at += length;
        }
        waiting.clear();
        Some(())
    }
}

/// A day, a clock time, or a day and a clock time.
fn both(day: &[Piece], clock: &[Piece]) -> Option<Said> {
    match (day, clock) {
        ([], clock) => self::clock(clock).map(Said::Clock),
        (day, []) => Some(Said::Day(self::day(day)?, None)),
        (day, clock) => Some(Said::Day(self::day(day)?, Some(self::clock(clock)?))),
    }
}

fn number(piece: Piece) -> Option<u32> {
    if let Piece::Number(number) = piece {
        return Some(number);
    }
    (piece == Piece::Article).then_some(1)
}

/// "20 minutes", "half hour", "hour and a half", "2 days".
fn length(pieces: &[Piece]) -> Option<Length> {
    let seconds = |amount: u32, unit: u32| amount.checked_mul(unit).map(Length::Seconds);
    match pieces {
        [Piece::Half, Piece::Hour] => seconds(30, 60),
        [Piece::Quarter, Piece::Hour] => seconds(15, 60),
        // "A couple of minutes".
        [Piece::Article, rest @ ..] if matches!(rest, [Piece::Number(_), _]) => length(rest),
        [amount, Piece::Hour, Piece::Half] => {
            seconds(number(*amount)?.checked_mul(2)?.checked_add(1)?, 30 * 60)
        }
        [hours, Piece::Hour, minutes, Piece::Minute] => seconds(
            number(*hours)?
                .checked_mul(60)?
                .checked_add(number(*minutes)?)?,
            60,
        ),
        [amount, Piece::Second] => seconds(number(*amount)?, 1),
        [amount, Piece::Minute] => seconds(number(*amount)?, 60),
        [amount, Piece::Hour] => seconds(number(*amount)?, 3600),
        [amount, Piece::DayWord] => number(*amount).map(Length::Days),
        [amount, Piece::Night] => number(*amount).map(Length::Nights),
        [amount, Piece::Week] => number(*amount)?.checked_mul(7).map(Length::Days),
        _ => None,
    }
}

fn day(pieces: &[Piece]) -> Option<Day> {
    match pieces {
        [Piece::At | Piece::Night, rest @ ..] => day(rest),
        [length @ .., Piece::Ago] => match self::length(length)? {
            Length::Days(days) => Some(Day::Back(days)),
            Length::Nights(nights) => Some(Day::Night(nights)),
            Length::Seconds(_) => None,
        },
        [Piece::Day(Day::Back(days)), Piece::Night] => Some(Day::Night(*days)),
        [Piece::Day(day)] => Some(*day),
        [Piece::Weekday(day)] => Some(Day::Weekday {
            day: *day,
            night: false,
        }),
        [Piece::Weekday(day), Piece::Night] => Some(Day::Weekday {
            day: *day,
            night: true,
        }),
        [Piece::Weekday(said), rest @ ..] => match day(rest)? {
            Day::Date {
                year,
                month,
                day,
                weekday: None,
            } => Some(Day::Date {
                year,
                month,
                day,
                weekday: Some(*said),
            }),
            _ => None,
        },
        [Piece::Number(day), Piece::Month(month), rest @ ..]
        | [Piece::Month(month), Piece::Number(day), rest @ ..] => {
            let year = match rest {
                [] => None,
                [Piece::Number(year)] => Some(i32::try_from(*year).ok()?),
                _ => return None,
            };
            Some(Day::Date {
                year,
                month: *month,
                day: *day,
                weekday: None,
            })
        }
        [Piece::Date { year, month, day }] => Some(Day::Date {
            year: *year,
            month: *month,
            day: *day,
            weekday: None,
        }),
        [Piece::Numbers(first, second, year)] => Some(Day::Numbers(*first, *second, *year)),
        _ => None,
    }
}

fn clock(pieces: &[Piece]) -> Option<Clock> {
    let (at, rest) = match pieces {
        [Piece::At, rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let (half, rest) = match rest {
        [rest @ .., Piece::Of(half)] => (Some(*half), rest),
        rest => (None, rest),
    };
    let named = at || half.is_some();
    let (hour, minute, sure) = match rest {
        [Piece::Named(hour)] => (*hour, 0, true),
        [Piece::Time { hour, minute, sure }] => (*hour, *minute, *sure),
        [Piece::Dotted(hour, minute)] if named => (*hour, *minute, false),
        [Piece::Number(hour), Piece::OClock] => (*hour, 0, false),
        [Piece::Number(hour)] if named => (*hour, 0, false),
        [Piece::Number(hour), Piece::Number(minute @ 10..60)] => (*hour, *minute, false),
        [Piece::Half, Piece::Number(hour)] | [Piece::Half, Piece::Past, Piece::Number(hour)] => {
            (*hour, 30, false)
        }
        [Piece::Quarter, Piece::Past, Piece::Number(hour)] => (*hour, 15, false),
        [Piece::Quarter, Piece::To, Piece::Number(hour)] => (before(*hour)?, 45, false),
        [
            Piece::Number(minute @ 1..60),
            Piece::Past,
            Piece::Number(hour),
        ]
        | [
            Piece::Number(minute @ 1..60),
            Piece::Minute,
            Piece::Past,
            Piece::Number(hour),
        ] => (*hour, *minute, false),
        [
            Piece::Number(minute @ 1..60),
            Piece::To,
            Piece::Number(hour),
        ]
        | [
            Piece::Number(minute @ 1..60),
            Piece::Minute,
            Piece::To,
            Piece::Number(hour),
        ] => (before(*hour)?, 60 - *minute, false),
        _ => return None,
    };
    let is_twelve = (1..=12).contains(&hour);
    let (hour, twice) = match half {
        Some(_) if !is_twelve && hour != 0 => return None,
        Some(HalfDay::Am) => (hour % 12, false),
        Some(HalfDay::Pm) => (hour % 12 + 12, false),
        Some(HalfDay::Night) if (6..=11).contains(&hour) => (hour + 12, false),
        Some(HalfDay::Night) => (hour % 12, false),
        None => (hour, is_twelve && !sure),
    };
    (hour < 24).then_some(Clock {
        hour,
        minute,
        twice,
    })
}

/// The hour before an hour.
fn before(hour: u32) -> Option<u32> {
    match hour {
        1 => Some(12),
        2..=24 => Some(hour - 1),
        _ => None,
    }
}
