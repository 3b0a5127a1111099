//! The red-flag scan: the rules of one language, applied to one text.
//!
//! Recall comes first: what is denied ("no chest pain"), a figure of speech or a general question raises no flag;
//! everything else does. The scan needs nothing but the text, so it works whatever else is broken (I3).

use crate::content::{
    knowledge::{Knowledge, Tier},
    words::{FlagWords, Rule},
};

use super::{
    normalise::{Border, Tokens},
    phrases::{Found, Phrasebook},
};

/// A red flag that a text raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flag<'a> {
    /// The slug of the topic list, such as `redflag_dvt`.
    pub slug: &'a str,
    pub tier: Tier,
    /// The key of the text to send.
    pub message: &'a str,
    /// The place in the knowledge file: of two with the same tier the earlier one counts.
    rank: usize,
}

impl Flag<'_> {
    /// Grows with the urgency.
    #[must_use]
    pub(super) fn urgency(&self) -> (Tier, std::cmp::Reverse<usize>) {
        (self.tier, std::cmp::Reverse(self.rank))
    }
}

/// What a group of phrases is for.
#[derive(Debug, Clone, Copy)]
enum Role {
    /// One of the groups of a rule of which each must be there.
    Sign {
        rule: usize,
        group: usize,
    },
    /// Words that do not count for one rule.
    Cover {
        rule: usize,
    },
    /// Switches one rule off.
    Veto {
        rule: usize,
    },
    Idiom,
    Negation,
    Pardon,
    BorderWord,
    Alternative,
    General,
    Own,
}

/// One compiled rule.
#[derive(Debug)]
struct Compiled {
    slug: String,
    message: String,
    tier: Tier,
    rank: usize,
    groups: usize,
    within: usize,
}

/// The rules of one language.
#[derive(Debug)]
pub struct Rules {
    book: Phrasebook,
    roles: Vec<Role>,
    rules: Vec<Compiled>,
    reach: usize,
}

impl Rules {
    /// Compiles the tables of a language. What the content check would report is left out.
    #[must_use]
    pub fn new(words: &FlagWords, knowledge: &Knowledge) -> Self {
        let mut rules = Self {
            book: Phrasebook::new(),
            roles: Vec::new(),
            rules: Vec::new(),
            reach: words.negation.reach,
        };
        // First of all, so that a repair prefers nothing over an ordinary word.
        rules.book.know(&words.known);
        rules.book.skip(&words.fillers);
        rules.add(words, &words.idioms, Role::Idiom);
        rules.add(words, &words.negation.words, Role::Negation);
        rules.add(words, &words.negation.pardon, Role::Pardon);
        rules.add(words, &words.negation.borders, Role::BorderWord);
        rules.add(words, &words.negation.alternatives, Role::Alternative);
        rules.add(words, &words.general, Role::General);
        rules.add(words, &words.own, Role::Own);
        for (rank, flag) in knowledge.flags.iter().enumerate() {
            for rule in words.rules.get(&flag.slug).into_iter().flatten() {
                let tier = rule.tier.unwrap_or(flag.tier);
                let Some(message) = flag.messages.get(&tier) else {
                    continue;
                };
                rules.add_rule(words, rule);
                rules.rules.push(Compiled {
                    slug: flag.slug.clone(),
                    message: message.clone(),
                    tier,
                    rank,
                    groups: rule.all.len().max(1),
                    within: rule.within.unwrap_or(usize::MAX),
                });
            }
        }
        rules
    }

    fn add_rule(&mut self, words: &FlagWords, rule: &Rule) {
        let index = self.rules.len();
        let any = std::iter::once(&rule.any).filter(|any| !any.is_empty());
        for (group, phrases) in any.chain(&rule.all).enumerate() {
            self.add(words, phrases, Role::Sign { rule: index, group });
        }
        self.add(words, &rule.unless, Role::Cover { rule: index });
        self.add(words, &rule.unless_anywhere, Role::Veto { rule: index });
    }

    fn add(&mut self, words: &FlagWords, phrases: &[String], role: Role) {
        let group = self.roles.len();
        self.roles.push(role);
        for phrase in phrases {
            self.book.add(phrase, &words.lists, group);
        }
    }

    /// The most urgent flag of a text.
    #[must_use]
    pub fn scan(&self, tokens: &Tokens) -> Option<Flag<'_>> {
        let found = self.book.find(tokens);
        let heard = Heard::new(tokens, &found, &self.roles, self.reach);
        let signs = heard.signs(&found, &self.roles);
        let raised = self.rules.iter().enumerate().filter(|(index, rule)| {
            let is_touched = signs.iter().any(|sign| sign.rule == *index);
            is_touched && !heard.vetoed.contains(index) && rule.is_met(*index, &signs)
        });
        raised
            .map(|(_, rule)| Flag {
                slug: &rule.slug,
                tier: rule.tier,
                message: &rule.message,
                rank: rule.rank,
            })
            .max_by_key(Flag::urgency)
    }
}

impl Compiled {
    /// Whether each group has a sign, near enough to one of the first group.
    fn is_met(&self, index: usize, signs: &[Sign]) -> bool {
        let of_group = |group: usize| {
            signs
                .iter()
                .filter(move |sign| sign.rule == index && sign.group == group)
        };
        of_group(0).any(|first| {
            (1..self.groups)
                .all(|group| of_group(group).any(|other| first.distance(other) <= self.within))
        })
    }
}

/// A phrase of a rule that counts.
struct Sign {
    rule: usize,
    group: usize,
    from: usize,
    to: usize,
}

impl Sign {
    /// How many words lie between the two.
    fn distance(&self, other: &Self) -> usize {
        let later = self.from.max(other.from);
        later.saturating_sub(self.to.min(other.to))
    }
}

/// What a text says about its own words: which are denied, which are not meant.
struct Heard<'a> {
    tokens: &'a Tokens,
    /// For each word: part of a figure of speech.
    idiom: Vec<bool>,
    /// For each word: it begins a new thought.
    fresh: Vec<bool>,
    /// The words that deny, as spans.
    negations: Vec<(usize, usize)>,
    /// Where an "or" stands.
    alternatives: Vec<usize>,
    covers: Vec<(usize, usize, usize)>,
    vetoed: Vec<usize>,
    /// The text asks in general and not about the person.
    is_general: bool,
    reach: usize,
}

impl<'a> Heard<'a> {
    fn new(tokens: &'a Tokens, found: &[Found], roles: &[Role], reach: usize) -> Self {
        let count = tokens.words.len();
        let mut heard = Self {
            tokens,
            idiom: vec![false; count],
            fresh: vec![false; count],
            negations: Vec::new(),
            alternatives: Vec::new(),
            covers: Vec::new(),
            vetoed: Vec::new(),
            is_general: false,
            reach,
        };
        let mut pardoned = vec![false; count];
        let mut is_own = false;
        for Found { group, from, to } in found.iter().copied() {
            match roles[group] {
                Role::Sign { .. } => {}
                Role::Cover { rule } => heard.covers.push((rule, from, to)),
                Role::Veto { rule } => heard.vetoed.push(rule),
                Role::Idiom => heard.idiom[from..to].fill(true),
                Role::Negation => heard.negations.push((from, to)),
                Role::Pardon => pardoned[from..to].fill(true),
                Role::BorderWord => heard.fresh[from] = true,
                Role::Alternative => heard.alternatives.push(from),
                Role::General => heard.is_general = true,
                Role::Own => is_own = true,
            }
        }
        // The "no" of "no feeling" is the sign itself and denies nothing after it.
        let is_in_sign = |from: usize, to: usize| {
            found.iter().any(|found| {
                matches!(roles[found.group], Role::Sign { .. })
                    && found.from <= from
                    && to < found.to
            })
        };
        heard
            .negations
            .retain(|(from, to)| !pardoned[*from..*to].contains(&true) && !is_in_sign(*from, *to));
        heard.is_general &= !is_own;
        heard
    }

    fn signs(&self, found: &[Found], roles: &[Role]) -> Vec<Sign> {
        let signs = found.iter().filter_map(|found| match roles[found.group] {
            Role::Sign { rule, group } => Some(Sign {
                rule,
                group,
                from: found.from,
                to: found.to,
            }),
            Role::Cover { .. }
            | Role::Veto { .. }
            | Role::Idiom
            | Role::Negation
            | Role::Pardon
            | Role::BorderWord
            | Role::Alternative
            | Role::General
            | Role::Own => None,
        });
        signs.filter(|sign| self.counts(sign)).collect()
    }

    fn counts(&self, sign: &Sign) -> bool {
        let is_covered = self
            .covers
            .iter()
            .any(|(rule, from, to)| *rule == sign.rule && *from < sign.to && sign.from < *to);
        !self.is_general
            && !is_covered
            && !self.idiom[sign.from..sign.to].contains(&true)
            && !self.is_denied(sign)
            && !self.is_answered_no(sign)
    }

    /// "no chest pain": a denying word shortly before, in the same thought. "no redness, swelling or heat" is one thought.
    fn is_denied(&self, sign: &Sign) -> bool {
        self.negations.iter().any(|(_, after)| {
            if *after > sign.from || sign.from - after > self.reach {
                return false;
            }
            let between = *after..=sign.from;
            let is_list = self
                .alternatives
                .iter()
                .any(|place| (*after..sign.to + 2).contains(place));
            let allowed = if is_list { Border::Soft } else { Border::None };
            between
                .clone()
                .all(|place| self.tokens.words[place].before <= allowed && !self.fresh[place])
        })
    }

    /// "chest pain? no": a denying word that stands alone right behind it.
    fn is_answered_no(&self, sign: &Sign) -> bool {
        self.negations.iter().any(|(from, to)| {
            let leads_over = |border: Border| border < Border::Stop;
            let ends_thought = self
                .tokens
                .words
                .get(*to)
                .map_or(Border::Stop, |token| token.before)
                > Border::None;
            *from == sign.to
                && *to == from + 1
                && leads_over(self.tokens.words[*from].before)
                && ends_thought
        })
    }
}
