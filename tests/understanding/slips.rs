//! Listed phrases as tired fingers type them: inside other words, in capitals, with a slip in a longer word.

use std::{collections::HashSet, sync::LazyLock};

use charley::{
    content::{
        ENGLISH,
        words::{FlagWords, Piece, Rule, pieces},
    },
    understanding::normalise::normalise,
};
use proptest::{prelude::*, sample::Index};

use super::{CONTENT, READER};

/// A slip counts in words from this length on.
const SLIPS_FROM: usize = 5;

/// Which key lies beside which on most keyboards.
const KEYS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

fn words() -> &'static FlagWords {
    &CONTENT.words(ENGLISH).flags
}

/// One of the phrases that `phrase` stands for; `choices` picks from its lists.
fn spelt(phrase: &str, choices: &mut impl Iterator<Item = Index>) -> String {
    let mut spelling: Vec<String> = Vec::new();
    for piece in pieces(phrase) {
        match piece {
            Piece::Gap => {}
            Piece::Word(word) => spelling.push(word.to_owned()),
            Piece::List(name) => {
                let entry = choices
                    .next()
                    .map_or(0, |choice| choice.index(words().lists[name].len()));
                spelling.push(spelt(&words().lists[name][entry], choices));
            }
        }
    }
    spelling.join(" ")
}

/// What is enough for a rule: one phrase of each group.
fn spelt_rule(rule: &Rule, choices: &[Index]) -> String {
    let mut choices = choices.iter().copied().cycle();
    let mut phrases = Vec::new();
    for group in rule.signs().chain(&rule.with) {
        let place = choices.next().map_or(0, |choice| choice.index(group.len()));
        phrases.push(spelt(&group[place], &mut choices));
    }
    phrases.join(" ")
}

fn is_flagged(text: &str) -> bool {
    READER.flag(ENGLISH, text).is_some()
}

fn is_flagged_by_a_rule(text: &str) -> bool {
    let flag = READER.flag(ENGLISH, text);
    flag.is_some_and(|flag| !flag.is_likened)
}

/// A listed phrase or combination that the rules find as it stands.
fn listed() -> impl Strategy<Value = String> {
    let rules: Vec<&Rule> = words().rules.values().flatten().collect();
    let choices = proptest::collection::vec(any::<Index>(), 1..8);
    (proptest::sample::select(rules), choices)
        .prop_map(|(rule, choices)| spelt_rule(rule, &choices))
        .prop_filter("a combination may be an exception of its rule", |text| {
            is_flagged_by_a_rule(text)
        })
}

/// All words that the scan knows. A slip that makes one of them is no slip but another word.
static KNOWN: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let words = words();
    let rules = words.rules.values().chain(words.half.values()).flatten();
    let groups = rules.flat_map(|rule| {
        let exceptions = [&rule.unless, &rule.unless_beside, &rule.unless_anywhere];
        rule.signs().chain(&rule.with).chain(exceptions)
    });
    let no = &words.negation;
    let tables = [
        &words.ordinary.words,
        &words.fillers,
        &words.idioms,
        &words.general,
        &words.own,
        &words.unreal,
        &words.past,
        &words.turns,
        &no.words,
        &no.borders,
        &no.pardon,
        &no.alternatives,
    ];
    let all = groups.chain(words.lists.values()).chain(tables);
    all.flatten()
        .flat_map(|phrase| phrase.split_whitespace())
        .map(str::to_owned)
        .chain(words.spellings.values().flatten().cloned())
        .collect()
});

/// The word with one slip: two letters swapped, one dropped, one doubled, or the key beside it.
fn with_slip(word: &str, kind: u8, place: Index) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = place.index(letters.len() - 1);
    match kind {
        0 => letters.swap(at, at + 1),
        1 => drop(letters.remove(at)),
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = neighbour(letters[at]),
    }
    letters.into_iter().collect()
}

fn neighbour(letter: char) -> char {
    let row = KEYS.iter().find(|row| row.contains(letter));
    row.and_then(|row| {
        let place = row.find(letter)?;
        let next = row[place + 1..].chars().next();
        next.or_else(|| row[..place].chars().next_back())
    })
    .unwrap_or(letter)
}

/// Words that mean nothing to the scan.
fn filler() -> impl Strategy<Value = String> {
    proptest::collection::vec("[qxz]{3,4}", 0..8).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, max_global_rejects: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn a_listed_phrase_wins_with_a_slip_in_a_longer_word(
        text in listed(), word in any::<Index>(), kind in 0..4_u8, place in any::<Index>(),
    ) {
        let mut typed: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        let long: Vec<usize> = (0..typed.len())
            .filter(|at| typed[*at].chars().count() >= SLIPS_FROM && typed[*at].chars().all(char::is_alphabetic))
            .collect();
        prop_assume!(!long.is_empty());
        let at = long[word.index(long.len())];
        let slipped = with_slip(&typed[at], kind, place);
        let read = normalise(&slipped).words.remove(0).word;
        prop_assume!(read == slipped); // A letter typed three times becomes two.
        let single = read.strip_suffix('s').unwrap_or(&read);
        prop_assume!(!KNOWN.contains(&read) && !KNOWN.contains(single));
        typed[at] = slipped;
        prop_assert!(is_flagged(&typed.join(" ")), "{}: {}", text, typed.join(" "));
    }

    #[test]
    fn a_listed_phrase_is_found_inside_anything(before in filler(), phrase in listed(), after in filler()) {
        let text = format!("{before} {phrase} {after}");
        prop_assert!(is_flagged(&text), "{}", text);
    }

    #[test]
    fn capitals_and_long_letters_hide_nothing(phrase in listed()) {
        let text = phrase.to_uppercase();
        prop_assert!(is_flagged(&text), "{}", text);
    }

    #[test]
    fn any_text_is_scanned_without_a_panic_and_twice_alike(text in any::<String>()) {
        prop_assert_eq!(READER.flag(ENGLISH, &text), READER.flag(ENGLISH, &text));
        prop_assert_eq!(READER.half(ENGLISH, &text), READER.half(ENGLISH, &text));
        let _meaning = READER.cramp(ENGLISH, &text);
        let _reply = READER.reply(ENGLISH, &text);
        let _number = READER.number(ENGLISH, &text);
    }
}

/// Most combinations raise a flag as they stand; the rest are exceptions of their rules ("rather than", "cat bite").
#[test]
fn most_combinations_raise_a_flag_as_they_stand() {
    let rules = words().rules.values().flatten();
    let mut all = 0_usize;
    let mut silent = Vec::new();
    for rule in rules {
        for group in rule.any.iter().filter(|_| rule.with.is_empty()) {
            let text = spelt(group, &mut std::iter::empty());
            all += 1;
            if !is_flagged_by_a_rule(&text) {
                silent.push(text);
            }
        }
    }
    assert!(
        silent.len() * 25 <= all,
        "{} of {all}:\n{}",
        silent.len(),
        silent.join("\n")
    );
}
