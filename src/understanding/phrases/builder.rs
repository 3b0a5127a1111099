//! Takes phrases up, as they are listed, and makes a book of them.

use std::collections::{HashMap, HashSet};

use super::{
    Phrasebook,
    tree::{self, End, Node, ROOT, Symbol},
};
use crate::{
    content::words::{Lists, Piece, pieces},
    understanding::vocabulary::{self, Number, Repair, plain_words},
};

/// A book that is being written.
#[derive(Debug)]
pub struct Builder {
    vocabulary: vocabulary::Builder,
    lists: HashMap<Box<str>, u32>,
    fillers: HashSet<Number>,
    walls: HashSet<Number>,
    strict: HashSet<u32>,
    tree: tree::Builder,
}

impl Builder {
    /// Of a book that forgives one slip in a word whose first letter is right.
    #[must_use]
    pub fn careful() -> Self {
        Self::with(Repair::Careful)
    }

    /// Of a book that forgives more: where missing a phrase is worse than finding one that is not there.
    #[must_use]
    pub fn bold() -> Self {
        Self::with(Repair::Bold)
    }

    fn with(repair: Repair) -> Self {
        Self {
            vocabulary: vocabulary::Builder::new(repair),
            lists: HashMap::new(),
            fillers: HashSet::new(),
            walls: HashSet::new(),
            strict: HashSet::new(),
            tree: tree::Builder::default(),
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
        self.strict.insert(narrow(group));
    }

    /// Adds a phrase. One that refers to an unknown list is left out; the content check reports it.
    pub fn add(&mut self, phrase: &str, lists: &Lists, group: usize) {
        self.insert(phrase, lists, End::Group(narrow(group)));
    }

    fn insert(&mut self, phrase: &str, lists: &Lists, end: End) {
        let mut at: Node = ROOT;
        for piece in pieces(phrase) {
            match piece {
                Piece::Gap => at = self.tree.gap_after(at),
                Piece::List(name) => match self.list(name, lists) {
                    Some(list) => at = self.tree.step(at, Symbol::list(list)),
                    None => return,
                },
                Piece::Word(word) => {
                    for word in plain_words(word) {
                        let number = self.vocabulary.learn(&word);
                        at = self.tree.step(at, Symbol::word(number));
                    }
                }
            }
        }
        if at != ROOT {
            self.tree.end(at, end);
        }
    }

    /// The number of a list, whose phrases are added when it is first met.
    fn list(&mut self, name: &str, lists: &Lists) -> Option<u32> {
        if let Some(known) = self.lists.get(name) {
            return Some(*known);
        }
        let phrases = lists.get(name)?;
        let number = narrow(self.lists.len());
        self.lists.insert(name.into(), number);
        for phrase in phrases {
            self.insert(phrase, lists, End::List(number));
        }
        Some(number)
    }

    /// The book.
    #[must_use]
    pub fn build(self) -> Phrasebook {
        Phrasebook {
            vocabulary: self.vocabulary.build(),
            fillers: self.fillers,
            walls: self.walls,
            strict: self.strict,
            tree: self.tree.build(),
        }
    }
}

/// Groups and lists are written by hand: their numbers fit.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
