//! Finds many phrases in a text at once, forgiving slips in longer words.
//!
//! A phrase belongs to a group, a plain number; what a group means is the caller's matter. All phrases share one tree of
//! symbols. A symbol is a word or a list of phrases (`{leg}`); lists are found first, from the text's end to its beginning,
//! so that a phrase may be made of lists, and a list of other lists. The time depends on the text and hardly on the number
//! of phrases.

use std::collections::{HashMap, HashSet};

use crate::content::words::{Lists, Piece, pieces};

use super::{
    normalise::{Border, Tokens},
    vocabulary::{Number, Repair, Vocabulary, plain_words},
};

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
    lists: HashMap<Box<str>, usize>,
    /// Words that may stand between the words of a phrase.
    fillers: HashSet<Number>,
    /// Words for which no `*` stands.
    walls: HashSet<Number>,
    /// Groups whose phrases must be typed without a slip.
    strict: HashSet<usize>,
    /// The first node is the root.
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    /// Sorted by symbol.
    next: Vec<(Symbol, usize)>,
    gap: Option<usize>,
    ends: Vec<End>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Symbol {
    Word(Number),
    List(usize),
}

/// What a phrase is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Group(usize),
    List(usize),
}

/// What begins at a word of a text, where it ends, and whether it was typed without a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    symbol: Symbol,
    to: usize,
    exact: bool,
}

impl Phrasebook {
    /// Forgives one slip in a word whose first letter is right.
    #[must_use]
    pub fn new() -> Self {
        Self::with(Repair::Careful)
    }

    /// Forgives more: where missing a phrase is worse than finding one that is not there.
    #[must_use]
    pub fn bold() -> Self {
        Self::with(Repair::Bold)
    }

    fn with(repair: Repair) -> Self {
        Self {
            vocabulary: Vocabulary::new(repair),
            lists: HashMap::new(),
            fillers: HashSet::new(),
            walls: HashSet::new(),
            strict: HashSet::new(),
            nodes: vec![Node::default()],
        }
    }

    /// Adds ordinary words, so that they are not taken for a slip of another one. They come first of all.
    pub fn know(&mut self, words: &[String]) {
        for word in words.iter().flat_map(|word| plain_words(word)) {
            self.vocabulary.know(&word);
        }
    }

    /// Adds words that may stand between those of any phrase ("is", "really").
    pub fn skip(&mut self, words: &[String]) {
        for word in words {
            let number = self.vocabulary.learn(word);
            self.fillers.insert(number);
        }
    }

    /// Adds words for which no `*` stands, because they turn the meaning ("not").
    pub fn wall(&mut self, words: &[String]) {
        for word in words {
            let number = self.vocabulary.learn(word);
            self.walls.insert(number);
        }
    }

    /// Adds other ways to write a word.
    pub fn respell(&mut self, word: &str, spellings: &[String]) {
        for spelling in spellings {
            self.vocabulary.respell(spelling, word);
        }
    }

    /// Forgives no slip in the phrases of a group: where finding one that is not there would hide another.
    pub fn be_strict(&mut self, group: usize) {
        self.strict.insert(group);
    }

    /// Adds a phrase. One that refers to an unknown list is left out; the content check reports it.
    pub fn add(&mut self, phrase: &str, lists: &Lists, group: usize) {
        self.insert(phrase, lists, End::Group(group));
    }

    fn insert(&mut self, phrase: &str, lists: &Lists, end: End) {
        let mut at = 0;
        for piece in pieces(phrase) {
            match piece {
                Piece::Gap => at = self.gap_after(at),
                Piece::List(name) => match self.list(name, lists) {
                    Some(list) => at = self.step(at, Symbol::List(list)),
                    None => return,
                },
                Piece::Word(word) => {
                    for word in plain_words(word) {
                        let number = self.vocabulary.learn(&word);
                        at = self.step(at, Symbol::Word(number));
                    }
                }
            }
        }
        if at != 0 && !self.nodes[at].ends.contains(&end) {
            self.nodes[at].ends.push(end);
        }
    }

    /// The number of a list, whose phrases are added when it is first met.
    fn list(&mut self, name: &str, lists: &Lists) -> Option<usize> {
        if let Some(known) = self.lists.get(name) {
            return Some(*known);
        }
        let phrases = lists.get(name)?;
        let number = self.lists.len();
        self.lists.insert(name.into(), number);
        for phrase in phrases {
            self.insert(phrase, lists, End::List(number));
        }
        Some(number)
    }

    fn step(&mut self, at: usize, symbol: Symbol) -> usize {
        match self.nodes[at]
            .next
            .binary_search_by_key(&symbol, |next| next.0)
        {
            Ok(place) => self.nodes[at].next[place].1,
            Err(place) => {
                let new = self.nodes.len();
                self.nodes[at].next.insert(place, (symbol, new));
                self.nodes.push(Node::default());
                new
            }
        }
    }

    fn gap_after(&mut self, at: usize) -> usize {
        if let Some(there) = self.nodes[at].gap {
            return there;
        }
        let new = self.nodes.len();
        self.nodes[at].gap = Some(new);
        self.nodes.push(Node::default());
        new
    }

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
    seen: HashSet<(usize, usize, bool)>,
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
                symbol: Symbol::Word(number),
                to: from + 1,
                exact,
            });
        }
        if let Some(next) = tokens.words.get(from + 1)
            && next.before == Border::None
            && let Some(number) = book.vocabulary.together(word, &next.word)
        {
            self.lattice[from].push(Span {
                symbol: Symbol::Word(number),
                to: from + 2,
                exact: false,
            });
        }
        self.seen.clear();
        let mut done = 0;
        while let Some(span) = self.lattice[from].get(done).copied() {
            done += 1;
            if let Some(node) = book.nodes[0].after(span.symbol) {
                self.walk(node, from, span.to, span.exact);
            }
        }
    }

    fn walk(&mut self, node: usize, from: usize, at: usize, exact: bool) {
        if !self.seen.insert((node, at, exact)) {
            return;
        }
        let book = self.book;
        let node = &book.nodes[node];
        self.end_at(node, from, at, exact);
        if !node.next.is_empty() {
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
                    if let Some(next) = node.after(span.symbol) {
                        self.walk(next, from, span.to, exact && span.exact);
                    }
                }
                exact &= self.is_listed[at];
            }
        }
        if let Some(gap) = node.gap {
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
    fn end_at(&mut self, node: &Node, from: usize, to: usize, exact: bool) {
        for end in &node.ends {
            match *end {
                End::Group(group) if exact || !self.book.strict.contains(&group) => {
                    self.found.push(Found { from, to, group });
                }
                End::Group(_) => {}
                End::List(list) => {
                    let span = Span {
                        symbol: Symbol::List(list),
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

impl Node {
    fn after(&self, symbol: Symbol) -> Option<usize> {
        let place = self.next.binary_search_by_key(&symbol, |next| next.0);
        place.ok().map(|place| self.next[place].1)
    }
}
