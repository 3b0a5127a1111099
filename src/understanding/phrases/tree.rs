//! All phrases of a book as one tree: the way from the root to a node is the beginning of a phrase.
//!
//! It grows in a [`Builder`] and then never changes, so that it can lie in a few flat arrays: nodes that follow the same one stand
//! together, level by level, and a node needs no list of its own. Deliberately not here: what the symbols stand for (`phrases`).

use std::collections::{BTreeMap, BTreeSet};

use crate::understanding::vocabulary::Number;

/// A place in the tree. The root is the first.
pub type Node = u32;

pub const ROOT: Node = 0;

/// What leads from one node to the next: a word, a list, or the gap that `*` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Symbol(u32);

/// What is complete at a node: a phrase of a group or of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    Group(u32),
    List(u32),
}

/// Tells lists from words and from groups. There are never so many of those.
const LIST: u32 = 1 << 31;

/// An end in four bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Packed(u32);

impl From<End> for Packed {
    fn from(end: End) -> Self {
        match end {
            End::Group(group) => Self(group),
            End::List(list) => Self(list | LIST),
        }
    }
}

impl From<Packed> for End {
    fn from(Packed(number): Packed) -> Self {
        if number & LIST == 0 {
            Self::Group(number)
        } else {
            Self::List(number & !LIST)
        }
    }
}

impl Symbol {
    /// The last of all, so that it stands behind the others.
    const GAP: Self = Self(u32::MAX);

    pub const fn word(number: Number) -> Self {
        Self(number)
    }

    pub const fn list(number: u32) -> Self {
        Self(number | LIST)
    }
}

/// A tree that grows.
#[derive(Debug, Default)]
pub struct Builder {
    next: BTreeMap<(Node, Symbol), Node>,
    ends: BTreeSet<(Node, Packed)>,
}

impl Builder {
    /// The node that a symbol leads to.
    pub fn step(&mut self, at: Node, symbol: Symbol) -> Node {
        let new = narrow(self.next.len() + 1);
        *self.next.entry((at, symbol)).or_insert(new)
    }

    /// The node behind a gap.
    pub fn gap_after(&mut self, at: Node) -> Node {
        self.step(at, Symbol::GAP)
    }

    /// Notes what is complete at a node.
    pub fn end(&mut self, at: Node, end: End) {
        self.ends.insert((at, end.into()));
    }

    /// Numbers the nodes anew, level by level, and lays them out.
    pub fn build(self) -> Tree {
        let count = self.next.len() + 1;
        let mut tree = Tree {
            leads: Vec::with_capacity(count),
            follow: Vec::with_capacity(count + 1),
            ends: Vec::with_capacity(self.ends.len()),
            ends_begin: Vec::with_capacity(count + 1),
        };
        // By new number, the old one.
        let mut old: Vec<Node> = Vec::with_capacity(count);
        old.push(ROOT);
        tree.leads.push(Symbol::GAP); // Nothing leads to the root.
        for new in 0..count {
            let node = old[new];
            tree.follow.push(narrow(old.len()));
            for ((_, symbol), next) in self.next.range((node, Symbol(0))..=(node, Symbol::GAP)) {
                tree.leads.push(*symbol);
                old.push(*next);
            }
            tree.ends_begin.push(narrow(tree.ends.len()));
            let all = (node, Packed(0))..=(node, Packed(u32::MAX));
            tree.ends.extend(self.ends.range(all).map(|(_, end)| *end));
        }
        tree.follow.push(narrow(old.len()));
        tree.ends_begin.push(narrow(tree.ends.len()));
        tree
    }
}

/// A tree that is searched.
#[derive(Debug)]
pub struct Tree {
    /// By node: what leads to it.
    leads: Vec<Symbol>,
    /// By node: the first of those that follow it, in the order of their symbols; one more at the end.
    follow: Vec<Node>,
    /// What is complete at the nodes, in their order.
    ends: Vec<Packed>,
    /// By node: where that begins; one more at the end.
    ends_begin: Vec<u32>,
}

impl Tree {
    /// The node that a symbol leads to.
    pub fn after(&self, node: Node, symbol: Symbol) -> Option<Node> {
        let (first, end) = self.following(node);
        let place = self.leads[first..end].binary_search(&symbol).ok()?;
        Some(narrow(first + place))
    }

    /// The node behind a gap.
    pub fn gap_after(&self, node: Node) -> Option<Node> {
        let (first, end) = self.following(node);
        let last = self.leads[first..end].last()?;
        (*last == Symbol::GAP).then(|| narrow(end - 1))
    }

    /// Whether anything follows, but for a gap.
    pub fn goes_on(&self, node: Node) -> bool {
        let (first, end) = self.following(node);
        first < end && self.leads[first] != Symbol::GAP
    }

    /// What is complete at a node.
    pub fn ends(&self, node: Node) -> impl Iterator<Item = End> {
        let node = node as usize;
        let ends = &self.ends[self.ends_begin[node] as usize..self.ends_begin[node + 1] as usize];
        ends.iter().map(|end| (*end).into())
    }

    fn following(&self, node: Node) -> (usize, usize) {
        let node = node as usize;
        (self.follow[node] as usize, self.follow[node + 1] as usize)
    }
}

/// Phrases are written by hand: they fit.
fn narrow(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_is_found_and_nothing_else() {
        let mut builder = Builder::default();
        let symbols = [Symbol::word(7), Symbol::list(7), Symbol::word(1)];
        for (group, first) in (0..).zip(symbols) {
            let at = builder.step(ROOT, first);
            builder.end(at, End::List(group));
            let at = builder.gap_after(at);
            let at = builder.step(at, Symbol::word(group));
            builder.end(at, End::Group(group));
            builder.end(at, End::Group(group));
        }
        let tree = builder.build();
        assert!(tree.goes_on(ROOT) && tree.gap_after(ROOT).is_none());
        assert_eq!(tree.after(ROOT, Symbol::word(2)), None);
        for (group, first) in (0..).zip(symbols) {
            let at = tree.after(ROOT, first).expect("was added");
            assert_eq!(tree.ends(at).collect::<Vec<_>>(), [End::List(group)]);
            assert!(!tree.goes_on(at));
            let at = tree.gap_after(at).expect("was added");
            assert_eq!(tree.ends(at).count(), 0);
            assert!(tree.goes_on(at));
            let at = tree.after(at, Symbol::word(group)).expect("was added");
            assert_eq!(tree.ends(at).collect::<Vec<_>>(), [End::Group(group)]);
            assert!(!tree.goes_on(at) && tree.gap_after(at).is_none());
        }
    }
}
