//! Finds many phrases in a text at once, forgiving slips in longer words.
//!
//! A phrase belongs to a group, a plain number; what a group means is the caller's matter. All phrases share one tree of
//! symbols. A symbol is a word or a list of phrases (`{leg}`); lists are found first, from the text's end to its beginning,
//! so that a phrase may be made of lists, and a list of other lists. The time depends on the text and hardly on the number
//! of phrases.

mod builder;
mod tree;

use std::collections::HashSet;

use super::{
    normalise::{Border, Tokens},
    vocabulary::{Number, Vocabulary},
};

use self::tree::{End, Node, ROOT, Symbol, Tree};

pub use builder::Builder;

/// How many words `*` may stand for.
const GAP: usize = 2;

/// How many fillers may stand between two words of a phrase.
const FILLERS: usize = 4;

/// A phrase that was found: its group, and its words from `from` up to, not including, `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    pub from: usize,
    pub to: usize,
    pub group: usize,
}

/// The phrases, ready to be searched for.
#[derive(Debug)]
pub struct Phrasebook {
    vocabulary: Vocabulary,
    /// Words that may stand between the words of a phrase.
    fillers: HashSet<Number>,
    /// Words for which no `*` stands.
    walls: HashSet<Number>,
    /// Groups whose phrases must be typed without a slip.
    strict: HashSet<u32>,
    tree: Tree,
}

/// What begins at a word of a text, where it ends, and whether it was typed without a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    symbol: Symbol,
    to: usize,
    exact: bool,
}

impl Phrasebook {
    /// The words of a text with those parted that were typed as one.
    #[must_use]
    pub fn mend(&self, tokens: &Tokens) -> Tokens {
        self.vocabulary.mend(tokens)
    }

    /// All phrases in a text, by where they begin. No phrase reaches over the end of a sentence.
    #[must_use]
    pub fn find(&self, tokens: &Tokens) -> Vec<Found> {
        let count = tokens.words.len();
        let mut search = Search {
            book: self,
            tokens,
            is_filler: vec![false; count],
            is_listed: vec![false; count],
            is_wall: vec![false; count],
            lattice: vec![Vec::new(); count],
            seen: HashSet::new(),
            found: Vec::new(),
        };
        for from in (0..count).rev() {
            search.begin_at(from);
        }
        search.found.sort_unstable();
        search.found.dedup();
        search.found
    }
}

/// One text being searched.
struct Search<'a> {
    book: &'a Phrasebook,
    tokens: &'a Tokens,
    is_filler: Vec<bool>,
    is_listed: Vec<bool>,
    is_wall: Vec<bool>,
    /// By the word with which it begins.
    lattice: Vec<Vec<Span>>,
    /// The places in the tree and the text that were looked at for the present beginning.
    seen: HashSet<(Node, usize, bool)>,
    found: Vec<Found>,
}

impl Search<'_> {
    /// Finds all that begins with the word `from`; what begins later is known already.
    fn begin_at(&mut self, from: usize) {
        let (book, tokens) = (self.book, self.tokens);
        let word = &tokens.words[from].word;
        let exact = book.vocabulary.is_listed(word);
        self.is_listed[from] = exact;
        for number in book.vocabulary.readings(word) {
            self.is_filler[from] |= book.fillers.contains(&number);
            self.is_wall[from] |= book.walls.contains(&number);
            self.lattice[from].push(Span {
                symbol: Symbol::word(number),
                to: from + 1,
                exact,
            });
        }
        if let Some(next) = tokens.words.get(from + 1)
            && next.before == Border::None
            && let Some(number) = book.vocabulary.together(word, &next.word)
        {
            self.lattice[from].push(Span {
                symbol: Symbol::word(number),
                to: from + 2,
                exact: false,
            });
        }
        self.seen.clear();
        let mut done = 0;
        while let Some(span) = self.lattice[from].get(done).copied() {
            done += 1;
            if let Some(node) = book.tree.after(ROOT, span.symbol) {
                self.walk(node, from, span.to, span.exact);
            }
        }
    }

    fn walk(&mut self, node: Node, from: usize, at: usize, exact: bool) {
        if !self.seen.insert((node, at, exact)) {
            return;
        }
        let tree = &self.book.tree;
        self.end_at(node, from, at, exact);
        if tree.goes_on(node) {
            // "jaw is really stiff" is "jaw stiff".
            let fillers = self.is_filler.iter().skip(at).take(FILLERS);
            let last = at + fillers.take_while(|is_filler| **is_filler).count();
            let mut exact = exact;
            for at in at..=last {
                if !self.is_reachable(at) {
                    break;
                }
                for place in 0..self.lattice[at].len() {
                    let span = self.lattice[at][place];
                    if let Some(next) = tree.after(node, span.symbol) {
                        self.walk(next, from, span.to, exact && span.exact);
                    }
                }
                exact &= self.is_listed[at];
            }
        }
        if let Some(gap) = tree.gap_after(node) {
            for at in at..=at + GAP {
                if !self.is_reachable(at) {
                    break;
                }
                self.walk(gap, from, at, exact);
                if self.is_wall[at] {
                    break;
                }
            }
        }
    }

    /// Notes what is complete with this node.
    fn end_at(&mut self, node: Node, from: usize, to: usize, exact: bool) {
        for end in self.book.tree.ends(node) {
            match end {
                End::Group(group) if exact || !self.book.strict.contains(&group) => {
                    let group = group as usize;
                    self.found.push(Found { from, to, group });
                }
                End::Group(_) => {}
                End::List(list) => {
                    let span = Span {
                        symbol: Symbol::list(list),
                        to,
                        exact,
                    };
                    if !self.lattice[from].contains(&span) {
                        self.lattice[from].push(span);
                    }
                }
            }
        }
    }

    fn is_reachable(&self, at: usize) -> bool {
        let token = self.tokens.words.get(at);
        token.is_some_and(|token| token.before < Border::Question)
    }
}
