//! What a text says about its own words: which are denied, which are a figure of speech, which happened long ago or not at all.
//!
//! Only what was really said counts as a sign. In doubt a sign counts.

use super::{
    normalise::{Border, Tokens},
    phrases::Found,
};

/// How much further a "no" reaches in a list ("no redness, swelling or heat").
const LIST: usize = 2;

/// A question in general begins with one of so many words of its sentence: "so what are the signs of".
const EARLY: usize = 4;

/// What a group of phrases is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// One of the groups of a rule of which each must be there; `context` for what may be long ago.
    Sign {
        rule: usize,
        group: usize,
        context: bool,
    },
    /// Words that do not count for one rule.
    Cover {
        rule: usize,
    },
    /// Switches one rule off for its sentence.
    Beside {
        rule: usize,
    },
    /// Switches one rule off.
    Veto {
        rule: usize,
    },
    Idiom,
    Negation,
    Pardon,
    /// Ends the reach of a "no".
    Stop,
    /// Begins a new thought.
    Turn,
    Alternative,
    General,
    Own,
    Unreal,
    Past,
}

impl Role {
    /// Whether it makes a sign count for nothing.
    pub const fn speaks_against(self) -> bool {
        match self {
            Self::Cover { .. }
            | Self::Beside { .. }
            | Self::Veto { .. }
            | Self::Idiom
            | Self::Negation
            | Self::Alternative
            | Self::General
            | Self::Unreal
            | Self::Past => true,
            Self::Sign { .. } | Self::Pardon | Self::Stop | Self::Turn | Self::Own => false,
        }
    }
}

/// A phrase of a rule that counts.
#[derive(Debug, Clone, Copy)]
pub struct Sign {
    pub rule: usize,
    pub group: usize,
    from: usize,
    to: usize,
}

impl Sign {
    /// Whether it is made of the word at a place, among others.
    pub fn holds(&self, at: usize) -> bool {
        (self.from..self.to).contains(&at)
    }

    /// Whether the two are different words with at most `within` others between them.
    pub fn is_apart(&self, other: &Self, within: usize) -> bool {
        let (first, second) = if self.from <= other.from {
            (self, other)
        } else {
            (other, self)
        };
        first.to <= second.from && second.from - first.to <= within
    }
}

/// A text, and what was found in it that is no sign itself.
#[derive(Default)]
pub struct Heard<'a> {
    words: Vec<Word>,
    /// What stands behind the last word.
    end: Border,
    others: Vec<(Role, usize, usize)>,
    found: &'a [Found],
    reach: usize,
}

/// What is known of one word.
#[derive(Clone, Copy, Default)]
struct Word {
    before: Border,
    is_idiom: bool,
    /// Begins a new thought.
    turns: bool,
    /// Ends the reach of a "no" that stands before it.
    stops: bool,
    /// The numbers of its sentence and of its thought.
    sentence: usize,
    thought: usize,
}

impl<'a> Heard<'a> {
    pub fn new(tokens: &Tokens, found: &'a [Found], roles: &[Role], reach: usize) -> Self {
        let others = found.iter().filter_map(|found| match roles[found.group] {
            Role::Sign { .. } => None,
            role => Some((role, found.from, found.to)),
        });
        let mut heard = Self {
            words: Vec::with_capacity(tokens.words.len()),
            end: tokens.end,
            others: others.collect(),
            found,
            reach,
        };
        heard.divide(tokens);
        heard.keep_real_denials(roles);
        heard
    }

    /// Sentences end at stops and question marks, thoughts also at commas and at words like "but".
    fn divide(&mut self, tokens: &Tokens) {
        let (mut sentence, mut thought) = (0, 0);
        for (place, token) in tokens.words.iter().enumerate() {
            let begins = |role| {
                let mut others = self.others.iter();
                others.any(|(other, from, _)| *other == role && *from == place)
            };
            let turns = begins(Role::Turn);
            sentence += usize::from(token.before >= Border::Question);
            thought += usize::from(turns || token.before >= Border::Soft);
            self.words.push(Word {
                before: token.before,
                is_idiom: false,
                turns,
                stops: begins(Role::Stop),
                sentence,
                thought,
            });
        }
        for (role, from, to) in &self.others {
            if *role == Role::Idiom {
                for word in &mut self.words[*from..*to] {
                    word.is_idiom = true;
                }
            }
        }
    }

    /// "Not getting better" denies nothing, and the "no" of "no feeling" is the sign itself.
    fn keep_real_denials(&mut self, roles: &[Role]) {
        let pardons: Vec<_> = self.spans(Role::Pardon).collect();
        let found = self.found;
        self.others.retain(|(role, from, to)| {
            let is_pardoned = pardons
                .iter()
                .any(|pardon| pardon.0 < *to && *from < pardon.1);
            let is_in_sign = || {
                found.iter().any(|found| {
                    matches!(roles[found.group], Role::Sign { .. })
                        && found.from <= *from
                        && *to < found.to
                })
            };
            *role != Role::Negation || !(is_pardoned || is_in_sign())
        });
    }

    fn spans(&self, role: Role) -> impl Iterator<Item = (usize, usize)> {
        let others = self.others.iter().filter(move |other| other.0 == role);
        others.map(|(_, from, to)| (*from, *to))
    }

    /// The signs that count.
    pub fn signs(&self, roles: &[Role]) -> Vec<Sign> {
        let mut signs = Vec::new();
        for Found { group, from, to } in self.found {
            let Role::Sign {
                rule,
                group,
                context,
            } = roles[*group]
            else {
                continue;
            };
            let sign = Sign {
                rule,
                group,
                from: *from,
                to: *to,
            };
            let is_said = !self.is_figure(sign)
                && !self.is_denied(sign.from, sign.to)
                && !self.is_answered_no(sign);
            if is_said && (context || self.is_now(sign.from)) {
                signs.push(sign);
            }
        }
        signs
    }

    /// Whether a rule is switched off for the whole text.
    pub fn is_vetoed(&self, rule: usize) -> bool {
        self.spans(Role::Veto { rule })
            .any(|(from, to)| !self.is_denied(from, to))
    }

    /// A figure of speech, or words that do not count for this rule.
    fn is_figure(&self, sign: Sign) -> bool {
        let rule = sign.rule;
        let words = &self.words[sign.from..sign.to];
        words.iter().any(|word| word.is_idiom)
            || self
                .spans(Role::Cover { rule })
                .any(|(from, to)| from < sign.to && sign.from < to)
            || self.spans(Role::Beside { rule }).any(|(from, to)| {
                self.words[from].sentence == words[0].sentence && !self.is_denied(from, to)
            })
    }

    /// The words that are meant as they stand, and now.
    pub fn meant(&self, tokens: &Tokens) -> Tokens {
        let words = tokens.words.iter().enumerate();
        let meant = words.filter(|(place, _)| !self.words[*place].is_idiom && self.is_now(*place));
        Tokens {
            words: meant.map(|(_, token)| token.clone()).collect(),
            end: tokens.end,
        }
    }

    /// Neither long ago nor imagined nor asked in general.
    fn is_now(&self, place: usize) -> bool {
        let here = self.words[place];
        let is_past = self
            .spans(Role::Past)
            .any(|(from, _)| self.words[from].thought == here.thought);
        let is_unreal = self
            .spans(Role::Unreal)
            .any(|(from, _)| from <= place && self.words[from].thought == here.thought);
        let is_general = || {
            let in_sentence = |from: usize| self.words[from].sentence == here.sentence;
            self.spans(Role::General)
                .any(|(from, _)| from <= place && in_sentence(from) && self.is_early(from))
                && !self.spans(Role::Own).any(|(from, _)| in_sentence(from))
        };
        !is_past && !is_unreal && !is_general()
    }

    /// Whether a word is among the first of its sentence.
    fn is_early(&self, place: usize) -> bool {
        let sentence = self.words[place].sentence;
        place < EARLY || self.words[place - EARLY].sentence != sentence
    }

    /// "no chest pain": a denying word shortly before, in the same thought. "no redness, swelling or heat" is one thought.
    fn is_denied(&self, begin: usize, end: usize) -> bool {
        self.spans(Role::Negation).any(|(_, after)| {
            if after > begin {
                return false;
            }
            let near = self.words.len().min(end + 2);
            let is_list = self
                .spans(Role::Alternative)
                .any(|(from, _)| (after..near).contains(&from));
            let (allowed, reach) = if is_list {
                (Border::Soft, self.reach * LIST)
            } else {
                (Border::None, self.reach)
            };
            begin - after <= reach
                && self.words[after..=begin]
                    .iter()
                    .all(|word| word.before <= allowed && !word.turns && (is_list || !word.stops))
        })
    }

    /// "chest pain? no": a denying word that stands alone right behind it.
    fn is_answered_no(&self, sign: Sign) -> bool {
        self.spans(Role::Negation).any(|(from, to)| {
            let next = self
                .words
                .get(to)
                .map_or(self.end.max(Border::Stop), |word| word.before);
            from == sign.to
                && to == from + 1
                && self.words[from].before < Border::Stop
                && next > Border::None
        })
    }
}
