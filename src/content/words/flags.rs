//! The words that give a red flag away, in three files of each language: `red_flag_words.toml` (the concepts, and how this
//! language says no), `red_flags.toml` (which of them together mean danger) and `red_flag_lines.toml` (whole messages to
//! liken a text to).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Lists, check_lists, check_phrases};
use crate::content::{
    File, Files,
    knowledge::{Knowledge, Tier},
    problem::Problems,
};

/// All three files.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagWords {
    /// The concepts: parts of the body, signs, circumstances.
    #[serde(default)]
    pub lists: Lists,
    /// Other ways to write a word.
    #[serde(default)]
    pub spellings: BTreeMap<String, Vec<String>>,
    pub negation: Negation,
    /// Words that may stand between the words of a phrase: "jaw stiff" is found in "jaw is really stiff".
    #[serde(default)]
    pub fillers: Vec<String>,
    /// Figures of speech: words inside them raise no flag.
    #[serde(default)]
    pub idioms: Vec<String>,
    /// Ways to ask in general ("what are the signs of"): what follows in that sentence raises no flag, unless a word of
    /// `own` is there too.
    #[serde(default)]
    pub general: Vec<String>,
    /// Words that show that people speak of themselves ("my", "i have").
    #[serde(default)]
    pub own: Vec<String>,
    /// What has not happened ("what if", "afraid of falling"): what follows in that thought raises no flag.
    #[serde(default)]
    pub unreal: Vec<String>,
    /// Long ago ("last year"): nothing in that thought raises a flag.
    #[serde(default)]
    pub past: Vec<String>,
    /// Words that begin a new thought ("but", "now").
    #[serde(default)]
    pub turns: Vec<String>,
    #[serde(default)]
    pub ordinary: Ordinary,
    /// By the slug of the flag.
    #[serde(skip)]
    pub rules: BTreeMap<String, Vec<Rule>>,
    /// By the slug of the flag: half a picture, which asks a question.
    #[serde(skip)]
    pub half: BTreeMap<String, Vec<Rule>>,
    #[serde(skip)]
    pub lines: LineWords,
}

/// The third file: what people might write, in danger and on other nights.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineWords {
    /// From so much likeness on a text is taken for danger.
    pub least: f32,
    /// Down to so little likeness a text is ordinary, and single signs in it mean something else.
    pub ordinary_below: f32,
    /// Messages that raise no flag.
    pub ordinary: Vec<String>,
    /// Messages by the flag that they raise, and by its tier.
    pub danger: BTreeMap<String, BTreeMap<Tier, Vec<String>>>,
}

/// Ordinary words that are no misspelling of a flag's word.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ordinary {
    pub words: Vec<String>,
}

/// The second file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagRules {
    #[serde(default)]
    rules: BTreeMap<String, Vec<Rule>>,
    #[serde(default)]
    half: BTreeMap<String, Vec<Rule>>,
}

/// How this language says no.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Negation {
    pub words: Vec<String>,
    /// Words that end the reach of a "no", besides those that begin a new thought.
    pub borders: Vec<String>,
    /// Phrases that hold such a word and deny nothing ("not getting better").
    pub pardon: Vec<String>,
    /// Words that no `*` of a phrase stands for: "leg * swollen" is not "leg is not swollen".
    pub walls: Vec<String>,
    /// Words that carry a "no" on over a comma ("no redness, swelling or heat").
    pub alternatives: Vec<String>,
    /// How many words after it a "no" still denies.
    pub reach: usize,
}

/// One rule: either one phrase of `any`, or one phrase of each group of `all`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    #[serde(default)]
    pub any: Vec<String>,
    #[serde(default)]
    pub all: Vec<Vec<String>>,
    /// How many words may lie between the groups of `all`; the whole message if absent.
    pub within: Option<usize>,
    /// Circumstances: one phrase of each group must be there too, anywhere and from any time.
    #[serde(default)]
    pub with: Vec<Vec<String>>,
    /// Phrases whose words do not count for this rule.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Phrases that switch this rule off for their sentence.
    #[serde(default)]
    pub unless_beside: Vec<String>,
    /// Phrases that switch this rule off for the whole message.
    #[serde(default)]
    pub unless_anywhere: Vec<String>,
    /// The tier, where it is not the flag's usual one.
    pub tier: Option<Tier>,
}

impl FlagWords {
    pub(super) fn take(&mut self, second: FlagRules, third: LineWords) {
        self.rules = second.rules;
        self.half = second.half;
        self.lines = third;
    }
}

impl Rule {
    /// The groups of signs of which each must be there.
    pub fn signs(&self) -> impl Iterator<Item = &Vec<String>> {
        let any = std::iter::once(&self.any).filter(|any| !any.is_empty());
        any.chain(&self.all)
    }
}

pub(super) fn check(
    code: &str,
    files: &Files,
    words: &FlagWords,
    knowledge: &Knowledge,
    problems: &mut Problems,
) {
    if let Some(file) = files.get(&super::path(code, "red_flag_words.toml")) {
        check_words(file, words, problems);
    }
    if let Some(file) = files.get(&super::path(code, "red_flags.toml")) {
        check_rules(file, words, knowledge, problems);
    }
    if let Some(file) = files.get(&super::path(code, "red_flag_lines.toml")) {
        check_lines(file, &words.lines, knowledge, problems);
    }
}

fn check_lines(file: &File, lines: &LineWords, knowledge: &Knowledge, problems: &mut Problems) {
    if lines.danger.is_empty() != lines.ordinary.is_empty() {
        let what = "needs both lines of danger and ordinary ones, to tell them apart";
        problems.error(&file.shown, None, None, what);
    }
    let is_sound = lines.ordinary_below < 0.0 && lines.least > 0.0;
    if !lines.danger.is_empty() && !is_sound {
        let what = "least must be above nothing, and ordinary_below below it";
        problems.error(&file.shown, None, Some("least"), what);
    }
    for (slug, tiers) in &lines.danger {
        let Some(flag) = knowledge.flag(slug) else {
            let what = "is no red flag of the knowledge files";
            problems.error(&file.shown, None, Some(slug), what);
            continue;
        };
        for tier in tiers
            .keys()
            .filter(|tier| !flag.messages.contains_key(tier))
        {
            let what = format!("has no message for the tier {tier:?}");
            problems.error(&file.shown, None, Some(slug), what);
        }
    }
}

fn check_words(file: &File, words: &FlagWords, problems: &mut Problems) {
    check_lists(file, &words.lists, problems);
    let general = [
        ("negation.words", &words.negation.words),
        ("negation.borders", &words.negation.borders),
        ("negation.pardon", &words.negation.pardon),
        ("negation.walls", &words.negation.walls),
        ("negation.alternatives", &words.negation.alternatives),
        ("fillers", &words.fillers),
        ("idioms", &words.idioms),
        ("general", &words.general),
        ("own", &words.own),
        ("unreal", &words.unreal),
        ("past", &words.past),
        ("turns", &words.turns),
    ];
    for (key, phrases) in general {
        check_phrases(file, key, phrases, &words.lists, problems);
    }
    for (word, spellings) in &words.spellings {
        check_phrases(file, word, spellings, &words.lists, problems);
        if spellings
            .iter()
            .any(|spelling| spelling.contains(char::is_whitespace))
        {
            let what = "a spelling is one word";
            problems.error(&file.shown, None, Some(word), what);
        }
    }
    if words.negation.words.is_empty() || words.negation.reach == 0 {
        let what = "has no words or no reach";
        problems.error(&file.shown, None, Some("negation"), what);
    }
}

fn check_rules(file: &File, words: &FlagWords, knowledge: &Knowledge, problems: &mut Problems) {
    for flag in &knowledge.flags {
        if words.rules.get(&flag.slug).is_none_or(Vec::is_empty) {
            problems.error(&file.shown, None, Some(&flag.slug), "has no rules here");
        }
    }
    let whole = words.rules.iter().map(|rules| ("rules", rules));
    let half = words.half.iter().map(|rules| ("half", rules));
    for (table, (slug, rules)) in whole.chain(half) {
        let heading = format!("[[{table}.{slug}]]");
        let place = file.text.lines().position(|line| line.trim() == heading);
        let line = place.map(|index| index + 1);
        let Some(flag) = knowledge.flag(slug) else {
            let what = "is no red flag of the knowledge files";
            problems.error(&file.shown, line, Some(slug), what);
            continue;
        };
        for rule in rules {
            if rule.any.is_empty() == rule.all.is_empty() {
                let what = "a rule has either any or all";
                problems.error(&file.shown, line, Some(slug), what);
            }
            if let Some(tier) = rule.tier
                && !flag.messages.contains_key(&tier)
            {
                let what = format!("has no message for the tier {tier:?}");
                problems.error(&file.shown, line, Some(slug), what);
            }
            check_rule(file, slug, rule, &words.lists, problems);
        }
    }
}

fn check_rule(file: &File, slug: &str, rule: &Rule, lists: &Lists, problems: &mut Problems) {
    let exceptions = [&rule.unless, &rule.unless_beside, &rule.unless_anywhere];
    for phrases in rule.signs().chain(&rule.with).chain(exceptions) {
        check_phrases(file, slug, phrases, lists, problems);
    }
    if rule.all.iter().chain(&rule.with).any(Vec::is_empty) {
        problems.error(&file.shown, None, Some(slug), "a group is empty");
    }
}
