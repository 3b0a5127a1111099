//! `charley simulate` as a process of its own: what it prints, to the letter, and what it answers to what it cannot take.
//!
//! Deliberately not here: whether the evenings are right in every zone (scripts/oracle).

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Output, Stdio},
};

fn simulate(words: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_charley"));
    command.arg("simulate").args(words.split_whitespace());
    command
}

fn ended(words: &str) -> Output {
    simulate(words).output().expect("the program starts")
}

/// What it prints, and that it is content.
fn prints(words: &str) -> String {
    let output = ended(words);
    assert!(output.status.success(), "{words}: {output:?}");
    assert!(output.stderr.is_empty(), "{words}: {output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// What it says to words that it does not take.
fn refuses(words: &str) -> String {
    let output = ended(words);
    assert!(!output.status.success(), "{words}: {output:?}");
    assert!(output.stdout.is_empty(), "{words}: {output:?}");
    String::from_utf8(output.stderr).expect("UTF-8")
}

#[test]
fn berlin_skips_half_past_two() {
    assert_eq!(
        prints("--days 3 --zone Europe/Berlin --time 02:30 --from 2026-03-28"),
        "\
date        local             utc                   note
2026-03-28  2026-03-28 02:30  2026-03-28T01:30:00Z
2026-03-29  2026-03-29 03:00  2026-03-29T01:00:00Z  the clock skips 02:30
2026-03-30  2026-03-30 02:30  2026-03-30T00:30:00Z
"
    );
}

#[test]
fn nuuk_skips_the_end_of_a_date() {
    assert_eq!(
        prints("--days 3 --zone America/Nuuk --time 23:30 --from 2026-03-27"),
        "\
date        local             utc                   note
2026-03-27  2026-03-27 23:30  2026-03-28T01:30:00Z
2026-03-28  2026-03-29 00:00  2026-03-29T01:00:00Z  the clock skips 23:30, so it comes on the next date
2026-03-29  2026-03-29 23:30  2026-03-30T00:30:00Z
"
    );
}

#[test]
fn apia_left_out_a_date() {
    assert_eq!(
        prints("--days 4 --zone pacific/apia --time 21:00 --from 2011-12-28"),
        "\
date        local             utc                   note
2011-12-28  2011-12-28 21:00  2011-12-29T07:00:00Z
2011-12-29  2011-12-29 21:00  2011-12-30T07:00:00Z
2011-12-30                                          the zone never had this date
2011-12-31  2011-12-31 21:00  2011-12-31T07:00:00Z
"
    );
}

#[test]
fn havana_shows_half_past_midnight_twice() {
    assert_eq!(
        prints("--days 2 --zone America/Havana --time 00:30 --from 2026-10-31"),
        "\
date        local             utc                   note
2026-10-31  2026-10-31 00:30  2026-10-31T04:30:00Z
2026-11-01  2026-11-01 00:30  2026-11-01T04:30:00Z  first of two 00:30
"
    );
}

/// RFC 4180: a header, lines that end in CR LF, and quotes around a field with a comma.
#[test]
fn programs_get_comma_separated_values() {
    assert_eq!(
        prints("--days 2 --zone America/Nuuk --time 23:30 --from 2026-03-28 --csv"),
        "date,local,utc,note\r\n\
         2026-03-28,2026-03-29 00:00,2026-03-29T01:00:00Z,\"the clock skips 23:30, so it comes on the next date\"\r\n\
         2026-03-29,2026-03-29 23:30,2026-03-30T00:30:00Z,\r\n"
    );
    assert_eq!(
        prints("--days 1 --zone Pacific/Apia --time 21:00 --from 2011-12-30 --csv"),
        "date,local,utc,note\r\n2011-12-30,,,the zone never had this date\r\n"
    );
}

#[test]
fn friday_and_saturday_may_have_a_time_of_their_own() {
    let all = prints("--days 4 --zone UTC --time 21:00 --weekend 22:15 --from 2026-11-26 --csv");
    let local = all.lines().skip(1).map(|line| &line[11..27]);
    let expected = [
        "2026-11-26 21:00",
        "2026-11-27 22:15",
        "2026-11-28 22:15",
        "2026-11-29 21:00",
    ];
    assert_eq!(local.collect::<Vec<_>>(), expected);
}

/// Weekends so far off that evenings come too near to each other, or too far: what becomes of a date is told, never hidden.
#[test]
fn what_the_schedule_leaves_out_or_brings_forward_is_told() {
    let all = prints("--days 3 --zone UTC --time 23:00 --weekend 12:00 --from 2026-11-26");
    assert!(all.contains("2026-11-27                                          left out"));
    assert!(all.contains("2026-11-28T07:00:00Z  early"), "{all}");
}

#[test]
fn without_a_date_it_begins_today() {
    let all = prints("--days 2 --zone UTC --time 21:00 --csv");
    assert_eq!(all.lines().count(), 3);
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let mut child = simulate("--days 3660 --zone UTC --time 21:00")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut out = BufReader::new(child.stdout.take().expect("stdout"));
    let mut line = String::new();
    out.read_line(&mut line).expect("a line");
    drop(out);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[test]
fn what_it_cannot_take_is_named() {
    let cases = [
        ("--days 2 --zone Europe/Berln --time 21:00", "--zone <ZONE>"),
        ("--days 2 --zone Europe/Berln --time 21:00", "Europe/Berlin"),
        ("--days 2 --zone lodon --time 21:00", "Europe/London"),
        (
            "--days 2 --zone Mordor --time 21:00",
            "no zone has that name",
        ),
        ("--days 2 --zone UTC --time 24:00", "'--time <HH:MM>'"),
        (
            "--days 2 --zone UTC --time 21:00 --weekend 9pm",
            "'--weekend <HH:MM>'",
        ),
        (
            "--days 2 --zone UTC --time 21:00 --from 2026-02-30",
            "'--from <YYYY-MM-DD>'",
        ),
        (
            "--days 2 --zone UTC --time 21:00 --from 1844-12-30",
            "from 1970 to 2099",
        ),
        ("--days 0 --zone UTC --time 21:00", "'--days <N>'"),
        (
            "--days 400 --zone UTC --time 21:00 --from 2099-01-01",
            "--days goes beyond",
        ),
        ("--days 2 --time 21:00", "--zone <ZONE>"),
    ];
    for (words, answer) in cases {
        let said = refuses(words);
        assert!(said.contains(answer), "{words}: {said}");
    }
}
