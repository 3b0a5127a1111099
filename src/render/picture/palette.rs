//! The colours of pictures, dark and light.
//!
//! Invariants (tests below): words can be read on what lies under them, 4.5 to 1 at least; the kinds of nights differ in brightness, not in
//! hue alone, so that whoever sees no colours sees them apart; none is an alarm's red, and no ground is white.

use crate::dialogue::Look;

/// Colours, each as `#rrggbb`.
#[derive(Debug, Clone, Copy)]
pub struct Palette {
    /// What the whole lies on.
    pub ground: &'static str,
    /// What charts lie on.
    pub panel: &'static str,
    /// Words and numbers that matter.
    pub ink: &'static str,
    /// Words that explain.
    pub soft: &'static str,
    /// Lines of a scale.
    pub rule: &'static str,
    /// The track of a bar: all that it could be.
    pub track: &'static str,
    /// A night without a cramp.
    pub free: &'static str,
    /// The outline of a night that nobody told about.
    pub unknown: &'static str,
    /// A cramp.
    pub mild: &'static str,
    /// A strong one.
    pub severe: &'static str,
    /// A warning sign.
    pub flagged: &'static str,
    /// Where the evenings began.
    pub begun: &'static str,
}

/// For the night, and the one that is taken where nobody chose.
const DARK: Palette = Palette {
    ground: "#10151e",
    panel: "#1a212d",
    ink: "#f1f4f9",
    soft: "#a9b5c8",
    rule: "#313b4b",
    track: "#2a3443",
    free: "#35425a",
    unknown: "#5f6d85",
    mild: "#6699f5",
    severe: "#ffd68a",
    flagged: "#dfe5ee",
    begun: "#7fd6b8",
};

/// For the day: paper, not white.
const LIGHT: Palette = Palette {
    ground: "#ece8e1",
    panel: "#f9f7f3",
    ink: "#1d2430",
    soft: "#566072",
    rule: "#d9d5cd",
    track: "#e3e0d9",
    free: "#cdd5e3",
    unknown: "#8d96a6",
    mild: "#5088ea",
    severe: "#1b3473",
    flagged: "#3c4656",
    begun: "#0f6a52",
};

impl Palette {
    #[must_use]
    pub const fn of(look: Look) -> &'static Self {
        match look {
            Look::Dark => &DARK,
            Look::Light => &LIGHT,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [&Palette; 2] = [&DARK, &LIGHT];

    fn channels(colour: &str) -> [f64; 3] {
        let part = |at: usize| u8::from_str_radix(&colour[at..at + 2], 16).expect("hexadecimal");
        [1, 3, 5].map(|at| f64::from(part(at)) / 255.0)
    }

    /// The relative luminance of WCAG 2.2.
    fn luminance(colour: &str) -> f64 {
        let linear = |part: f64| {
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        let [red, green, blue] = channels(colour).map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The contrast of WCAG 2.2, 1 to 21.
    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 0.01);
        assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.01);
    }

    #[test]
    fn words_can_be_read_on_whatever_lies_under_them() {
        for palette in BOTH {
            for words in [palette.ink, palette.soft, palette.begun] {
                for under in [palette.ground, palette.panel] {
                    let found = contrast(words, under);
                    assert!(found >= 4.5, "{words} on {under}: {found:.2}");
                }
            }
        }
    }

    #[test]
    fn kinds_of_nights_differ_in_brightness_and_cramps_stand_out() {
        for palette in BOTH {
            for cramp in [palette.mild, palette.severe, palette.flagged] {
                let found = contrast(cramp, palette.panel);
                assert!(found >= 3.0, "{cramp} on the panel: {found:.2}");
            }
            let found = contrast(palette.unknown, palette.panel);
            assert!(found >= 2.5, "a hollow night on the panel: {found:.2}");
            for (one, other) in [
                (palette.free, palette.mild),
                (palette.mild, palette.severe),
                (palette.free, palette.severe),
            ] {
                let found = contrast(one, other);
                assert!(found >= 1.9, "{one} beside {other}: {found:.2}");
            }
        }
    }

    #[test]
    fn nothing_is_an_alarm_and_no_ground_is_white() {
        for palette in BOTH {
            for colour in [palette.mild, palette.severe, palette.flagged, palette.begun] {
                let [red, green, blue] = channels(colour);
                let is_red = red > 0.7 && green < 0.45 && blue < 0.45;
                assert!(!is_red, "{colour} is red");
            }
            assert!(luminance(palette.ground) < 0.85);
        }
        assert!(luminance(DARK.ground) < 0.02 && luminance(DARK.panel) < 0.02);
    }
}
