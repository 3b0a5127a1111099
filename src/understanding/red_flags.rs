//! The red-flag scan: the rules of one language, applied to one text; what they pass is likened to told dangers.
//!
//! Recall comes first: what is denied ("no chest pain"), a figure of speech, long ago or a general question raises no flag. Of the
//! rest only flags that were pieced together from single signs can be outweighed, by a text that is far from danger; no wish to die. The scan needs nothing but the text, so it works whatever else is broken (I3).

use std::collections::BTreeMap;

use crate::content::{
    knowledge::{Knowledge, Tier},
    words::{ExampleWords, FlagWords, Rule},
};

use super::{
    heard::{Heard, Role, Sign},
    likeness::{Kind, Likeness},
    normalise::Tokens,
    phrases::{self, Phrasebook},
};

/// A red flag that a text raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flag<'a> {
    /// The slug of the topic list, such as `redflag_dvt`.
    pub slug: &'a str,
    pub tier: Tier,
    /// The key of the text to send.
    pub message: &'a str,
    /// No rule raised it: it is the danger that the text resembles.
    pub is_likened: bool,
    rank: Rank,
}

/// Of two flags with the same tier the lesser rank counts: a rule about these circumstances (a pregnancy, kidneys, a child)
/// before one for everybody, then the order of the knowledge file.
type Rank = (bool, usize);

impl Flag<'_> {
    /// Grows with the urgency.
    #[must_use]
    pub(super) fn urgency(&self) -> (Tier, std::cmp::Reverse<Rank>) {
        (self.tier, std::cmp::Reverse(self.rank))
    }
}

/// One compiled rule.
#[derive(Debug)]
struct Compiled {
    slug: String,
    message: String,
    tier: Tier,
    rank: Rank,
    /// How many groups of signs it has, and how many of circumstances behind them.
    signs: usize,
    with: usize,
    within: usize,
    picture: Picture,
}

/// What a rule that is met has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Picture {
    /// A phrase that is dangerous by itself.
    Whole,
    /// Signs and circumstances that are dangerous together.
    Pieced,
    /// Signs that need a question.
    Half,
}

/// The rules of one language.
#[derive(Debug)]
pub struct Rules {
    book: Phrasebook,
    roles: Vec<Role>,
    rules: Vec<Compiled>,
    reach: usize,
    likeness: Likeness,
}

/// The rules while they are compiled.
struct Compiler<'a> {
    words: &'a FlagWords,
    knowledge: &'a Knowledge,
    book: phrases::Builder,
    roles: Vec<Role>,
    rules: Vec<Compiled>,
}

impl Compiler<'_> {
    fn add_table(&mut self, table: &BTreeMap<String, Vec<Rule>>, is_half: bool) {
        for (rank, flag) in self.knowledge.flags.iter().enumerate() {
            for rule in table.get(&flag.slug).into_iter().flatten() {
                let tier = rule.tier.unwrap_or(flag.tier);
                let Some(message) = flag.messages.get(&tier) else {
                    continue;
                };
                self.add_rule(rule);
                let is_listed = rule.signs().count() == 1 && rule.with.is_empty();
                self.rules.push(Compiled {
                    slug: flag.slug.clone(),
                    message: message.clone(),
                    tier,
                    rank: (rule.with.is_empty(), rank),
                    signs: rule.signs().count(),
                    with: rule.with.len(),
                    within: rule.within.unwrap_or(usize::MAX),
                    picture: if is_half {
                        Picture::Half
                    } else if is_listed {
                        Picture::Whole
                    } else {
                        Picture::Pieced
                    },
                });
            }
        }
    }

    fn add_rule(&mut self, rule: &Rule) {
        let index = self.rules.len();
        let signs = rule.signs().count();
        for (group, phrases) in rule.signs().chain(&rule.with).enumerate() {
            let sign = Role::Sign {
                rule: index,
                group,
                context: group >= signs,
            };
            self.add(phrases, sign);
        }
        self.add(&rule.unless, Role::Cover { rule: index });
        self.add(&rule.unless_beside, Role::Beside { rule: index });
        self.add(&rule.unless_anywhere, Role::Veto { rule: index });
    }

    fn add(&mut self, phrases: &[String], role: Role) {
        let group = self.roles.len();
        self.roles.push(role);
        // A slip may hide no danger: what speaks against a sign must be typed right.
        if role.speaks_against() {
            self.book.be_strict(group);
        }
        for phrase in phrases {
            self.book.add(phrase, &self.words.lists, group);
        }
    }
}

impl Rules {
    /// Compiles the tables of a language. What the content check would report is left out.
    #[must_use]
    pub fn new(words: &FlagWords, examples: &ExampleWords, knowledge: &Knowledge) -> Self {
        let mut compiler = Compiler {
            words,
            knowledge,
            book: phrases::Builder::bold(),
            roles: Vec::new(),
            rules: Vec::new(),
        };
        // First of all, so that a repair prefers nothing over an ordinary word.
        compiler.book.know(&words.ordinary.words);
        compiler.book.skip(&words.fillers);
        compiler.book.wall(&words.negation.walls);
        let tables = [
            (Role::Idiom, &words.idioms),
            (Role::Negation, &words.negation.words),
            (Role::Pardon, &words.negation.pardon),
            (Role::Stop, &words.negation.borders),
            (Role::Turn, &words.turns),
            (Role::Alternative, &words.negation.alternatives),
            (Role::General, &words.general),
            (Role::Own, &words.own),
            (Role::Unreal, &words.unreal),
            (Role::Past, &words.past),
        ];
        for (role, phrases) in tables {
            compiler.add(phrases, role);
        }
        compiler.add_table(&words.rules, false);
        compiler.add_table(&words.half, true);
        // Last, so that a spelling that is a word of its own stays one.
        for (word, spellings) in &words.spellings {
            compiler.book.respell(word, spellings);
        }
        Self {
            book: compiler.book.build(),
            roles: compiler.roles,
            rules: compiler.rules,
            reach: words.negation.reach,
            likeness: Likeness::new(&words.lines, examples, knowledge),
        }
    }

    /// The most urgent flag of a text.
    #[must_use]
    pub fn scan(&self, tokens: &Tokens) -> Option<Flag<'_>> {
        let tokens = self.book.mend(tokens);
        let found = self.book.find(&tokens);
        let heard = Heard::new(&tokens, &found, &self.roles, self.reach);
        let by_rule = self.most_urgent(&heard, |rule, signs| match rule.picture {
            Picture::Whole => true,
            Picture::Pieced => !self.is_outweighed(rule, signs, &tokens),
            Picture::Half => false,
        });
        let Some(flag) = by_rule else {
            return self.likened(&heard, &tokens);
        };
        if flag.tier > Tier::SameDay {
            return Some(flag);
        }
        // A rule may see only the lesser part of a picture: the worst plausible reading counts.
        let sure = self.likeness.sure_danger(&tokens, &heard.meant(&tokens));
        let sure = sure.map(|kind| Flag {
            is_likened: false,
            ..kind.flag()
        });
        sure.filter(|sure| sure.tier > flag.tier).or(Some(flag))
    }

    /// Whether all else that is said speaks against a picture pieced together from these signs: in the whole text, and in the sentence
    /// that holds them, so that no long story drowns a danger.
    fn is_outweighed(&self, rule: &Compiled, signs: &[Sign], tokens: &Tokens) -> bool {
        let is_seen = |at: usize| signs.iter().any(|sign| sign.holds(at));
        let places = (0..tokens.words.len()).filter(|at| is_seen(*at));
        let (Some(first), Some(last)) = (places.clone().min(), places.max()) else {
            return false;
        };
        let is_ordinary = |tokens: &Tokens| self.likeness.is_ordinary(tokens, rule.tier);
        self.likeness.says_enough(tokens, is_seen)
            && is_ordinary(tokens)
            && is_ordinary(&tokens.sentences(first, last))
    }

    /// The flag that a text resembles. With half a picture there, a question is better than a guess.
    fn likened(&self, heard: &Heard<'_>, tokens: &Tokens) -> Option<Flag<'_>> {
        let meant = heard.meant(tokens);
        // A danger may be told in the middle of a long story.
        let in_part = || {
            meant
                .parts()
                .find_map(|part| self.likeness.danger_in_part(&part))
        };
        let kind = self.likeness.danger(tokens, &meant).or_else(in_part);
        let flag = kind?.flag();
        let is_sure = || self.likeness.sure_danger(tokens, &meant).is_some();
        (self.half_of(heard).is_none() || is_sure()).then_some(flag)
    }

    /// The most urgent half picture of a text: what needs a question.
    #[must_use]
    pub fn half(&self, tokens: &Tokens) -> Option<Flag<'_>> {
        let tokens = self.book.mend(tokens);
        let found = self.book.find(&tokens);
        let heard = Heard::new(&tokens, &found, &self.roles, self.reach);
        self.half_of(&heard)
    }

    fn half_of(&self, heard: &Heard<'_>) -> Option<Flag<'_>> {
        self.most_urgent(heard, |rule, _| rule.picture == Picture::Half)
    }

    /// `counts`: which rules count, met by which signs.
    fn most_urgent(
        &self,
        heard: &Heard<'_>,
        counts: impl Fn(&Compiled, &[Sign]) -> bool,
    ) -> Option<Flag<'_>> {
        let mut signs = heard.signs(&self.roles);
        signs.sort_by_key(|sign| sign.rule);
        let raised = signs
            .chunk_by(|one, other| one.rule == other.rule)
            .filter_map(|signs| {
                let rule = &self.rules[signs[0].rule];
                let is_raised =
                    rule.is_met(signs) && !heard.is_vetoed(signs[0].rule) && counts(rule, signs);
                is_raised.then_some(rule)
            });
        raised.map(Compiled::flag).max_by_key(Flag::urgency)
    }
}

impl Kind {
    fn flag(&self) -> Flag<'_> {
        Flag {
            slug: &self.slug,
            tier: self.tier,
            message: &self.message,
            is_likened: true,
            rank: (true, self.rank),
        }
    }
}

impl Compiled {
    fn flag(&self) -> Flag<'_> {
        Flag {
            slug: &self.slug,
            tier: self.tier,
            message: &self.message,
            is_likened: false,
            rank: self.rank,
        }
    }

    /// Whether each group has a sign, near enough to one of the first group, and each circumstance is there.
    fn is_met(&self, signs: &[Sign]) -> bool {
        let of_group = |group: usize| signs.iter().filter(move |sign| sign.group == group);
        let is_there = |group: usize| of_group(group).next().is_some();
        (self.signs..self.signs + self.with).all(is_there)
            && of_group(0).any(|first| {
                (1..self.signs)
                    .all(|group| of_group(group).any(|other| first.is_apart(other, self.within)))
            })
    }
}
