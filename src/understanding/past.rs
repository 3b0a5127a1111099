//! A past cramp in words: when it was, how long, where, and what helped.
//!
//! Small on purpose: an answer is read only if each of its words is listed, and in an order that is known; all else is no answer. What
//! the times may mean in a person's zone is `care::past`.

mod clock;
mod figures;
mod lexicon;

use crate::{
    care::past::Said,
    content::words::past::{HelpedWords, PastWords, PlaceWords, WayWords},
};

use clock::Times;
use lexicon::Lexicon;

/// Which leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leg {
    Left,
    Right,
    Both,
}

/// Which muscle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Calf,
    Foot,
    Thigh,
    Other,
}

/// Where it was; at least one of the two is known, unless it was "somewhere else".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Where {
    pub leg: Option<Leg>,
    pub part: Option<Part>,
}

/// What helped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remedy {
    Stretching,
    Standing,
    Walking,
    Massage,
    Heat,
    Ice,
    Soak,
    PickleJuice,
    Nothing,
    Other,
}

/// A way through or out of the questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Stop,
    Enough,
    AnotherDay,
}

#[derive(Debug, Clone, Copy)]
enum Place {
    Noise,
    Leg(Leg),
    Part(Part),
    Elsewhere,
}

/// The words of one language for a cramp that is over.
#[derive(Debug)]
pub struct Past {
    times: Times,
    places: Lexicon<Place>,
    remedies: Lexicon<Option<Remedy>>,
    ways: Lexicon<Way>,
}

impl Past {
    #[must_use]
    pub fn new(words: &PastWords) -> Self {
        Self {
            times: Times::new(&words.when),
            places: places(&words.places),
            remedies: remedies(&words.helped),
            ways: ways(&words.ways),
        }
    }

    /// When it was: "20 minutes ago", "about 3 am", "last night", "Fri 20 Nov".
    #[must_use]
    pub fn when(&self, text: &str) -> Option<Said> {
        self.times.when(text)
    }

    /// How long it was, in seconds: "5", "5 min", "half an hour". A bare number is minutes.
    #[must_use]
    pub fn lasted(&self, text: &str) -> Option<u32> {
        self.times.lasted(text)
    }

    /// Where it was: "left calf", "my right foot", "both legs", "somewhere else".
    #[must_use]
    pub fn place(&self, text: &str) -> Option<Where> {
        let words = self.places.read(text)?;
        let mut place = Where {
            leg: None,
            part: None,
        };
        let mut said = false;
        for word in words {
            match (word, place.leg, place.part) {
                (Place::Noise, ..) => continue,
                (Place::Leg(leg), None, _) => place.leg = Some(leg),
                (Place::Leg(leg), Some(before), _) if leg != before => place.leg = Some(Leg::Both),
                (Place::Part(part), _, None) => place.part = Some(part),
                (Place::Part(part), _, Some(before)) if part != before => return None,
                (Place::Leg(_) | Place::Part(_) | Place::Elsewhere, ..) => {}
            }
            said = true;
        }
        said.then_some(place)
    }

    /// What helped: "stretched it", "walking and heat", "nothing".
    #[must_use]
    pub fn helped(&self, text: &str) -> Option<Vec<Remedy>> {
        let words = self.remedies.read(text)?;
        let mut remedies: Vec<Remedy> = words.into_iter().flatten().collect();
        remedies.sort();
        remedies.dedup();
        let at_odds = remedies.contains(&Remedy::Nothing) && remedies.len() > 1;
        (!remedies.is_empty() && !at_odds).then_some(remedies)
    }

    /// "Stop", "that's all", "another day", and nothing else.
    #[must_use]
    pub fn way(&self, text: &str) -> Option<Way> {
        match self.ways.read(text)?.as_slice() {
            [way] => Some(*way),
            _ => None,
        }
    }
}

fn places(words: &PlaceWords) -> Lexicon<Place> {
    let leg = |leg| Place::Leg(leg);
    let part = |part| Place::Part(part);
    Lexicon::new([
        (Place::Noise, &words.noise),
        (leg(Leg::Left), &words.left),
        (leg(Leg::Right), &words.right),
        (leg(Leg::Both), &words.both),
        (part(Part::Calf), &words.calf),
        (part(Part::Foot), &words.foot),
        (part(Part::Thigh), &words.thigh),
        (part(Part::Other), &words.other),
        (Place::Elsewhere, &words.elsewhere),
    ])
}

fn remedies(words: &HelpedWords) -> Lexicon<Option<Remedy>> {
    Lexicon::new([
        (None, &words.noise),
        (Some(Remedy::Stretching), &words.stretching),
        (Some(Remedy::Standing), &words.standing),
        (Some(Remedy::Walking), &words.walking),
        (Some(Remedy::Massage), &words.massage),
        (Some(Remedy::Heat), &words.heat),
        (Some(Remedy::Ice), &words.ice),
        (Some(Remedy::Soak), &words.soak),
        (Some(Remedy::PickleJuice), &words.pickle_juice),
        (Some(Remedy::Nothing), &words.nothing),
        (Some(Remedy::Other), &words.other),
    ])
}

fn ways(words: &WayWords) -> Lexicon<Way> {
    Lexicon::new([
        (Way::Stop, &words.stop),
        (Way::Enough, &words.enough),
        (Way::AnotherDay, &words.another_day),
    ])
}
