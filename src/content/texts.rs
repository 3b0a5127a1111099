//! The Fluent texts of one language: read, checked for form, and ready to be said.
//!
//! Deliberately not here: how a text must be worded (`wording`).

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use unic_langid::LanguageIdentifier;

use super::{
    File, Files,
    problem::{Problems, line_at},
    wording,
};

/// The key under which a language says its own name.
const OWN_NAME: &str = "language-own-name";

/// The plural categories of Unicode CLDR.
const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// How deep texts may refer to texts; stops a circle.
const DEPTH: usize = 4;

/// All texts of one language.
pub struct Texts {
    folder: String,
    bundle: FluentBundle<FluentResource>,
    origins: BTreeMap<String, Origin>,
    own_name: Option<String>,
}

/// Where a text stands and what it needs.
struct Origin {
    file: String,
    line: usize,
    variables: BTreeSet<String>,
    refers_to: BTreeSet<String>,
}

impl Texts {
    /// Reads each `.ftl` file of the folder `texts/<code>`.
    pub fn read(code: &str, files: &Files, problems: &mut Problems) -> Self {
        let folder = format!("config/texts/{code}");
        let tag = code.parse::<LanguageIdentifier>().unwrap_or_else(|_| {
            problems.error(&folder, None, None, "the folder's name is no language tag");
            LanguageIdentifier::default()
        });
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Telegram shows the isolation marks as nothing, but copied text would carry them.
        bundle.set_use_isolating(false);
        if let Err(error) = bundle.add_builtins() {
            problems.error(&folder, None, None, error.to_string());
        }

        let parsed = parse(code, files, problems);
        let mut origins = BTreeMap::new();
        {
            let patterns = patterns(&parsed);
            for (file, resource) in &parsed {
                for entry in resource.entries() {
                    take_up(entry, file, &patterns, &mut origins, problems);
                }
            }
            let limits = wording::Limits::read(code, files);
            for (key, origin) in &origins {
                for text in renderings(patterns.get(key.as_str()).copied(), &patterns) {
                    limits.check(&origin.file, origin.line, key, &text, problems);
                }
            }
        }
        for (_, resource) in parsed {
            // An override was reported as a duplicate key already.
            drop(bundle.add_resource(resource));
        }
        let mut texts = Self {
            folder,
            bundle,
            origins,
            own_name: None,
        };
        texts.own_name = texts.format(OWN_NAME, &FluentArgs::new());
        texts.check_references(problems);
        texts
    }

    pub fn own_name(&self) -> Option<&str> {
        self.own_name.as_deref()
    }

    pub fn has(&self, key: &str) -> bool {
        self.origins.contains_key(key)
    }

    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.origins.keys().map(String::as_str)
    }

    /// The keys that other texts build upon.
    pub fn referred(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = self
            .origins
            .values()
            .flat_map(|origin| origin.refers_to.iter().map(String::as_str))
            .collect();
        keys.push(OWN_NAME);
        keys
    }

    /// The text of `key` with its place-holders filled, or nothing where there is no such text.
    pub fn format(&self, key: &str, values: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(values), &mut errors);
        for error in errors {
            log::error!("the text {key} is incomplete: {error}");
        }
        Some(text.into_owned())
    }

    fn check_references(&self, problems: &mut Problems) {
        if self.own_name.is_none() {
            let what = "is missing: what does this language call itself?";
            problems.error(&self.folder, None, Some(OWN_NAME), what);
        }
        for (key, origin) in &self.origins {
            for other in &origin.refers_to {
                if !self.has(other) {
                    let what = format!("refers to {other}, which does not exist");
                    problems.error(&origin.file, Some(origin.line), Some(key), what);
                }
            }
        }
    }

    /// Reports keys that only one of the two has, and place-holders that English does not have.
    pub fn compare_with(&self, english: &Self, problems: &mut Problems) {
        for (key, origin) in &english.origins {
            if !self.has(key) {
                let what = format!("is missing; English has it in {}", origin.file);
                problems.error(&self.folder, None, Some(key), what);
            }
        }
        for (key, origin) in &self.origins {
            let Some(model) = english.origins.get(key) else {
                let what = "is not an English key";
                problems.error(&origin.file, Some(origin.line), Some(key), what);
                continue;
            };
            for variable in origin.variables.difference(&model.variables) {
                let what = format!("uses ${variable}, which the English text does not have");
                problems.error(&origin.file, Some(origin.line), Some(key), what);
            }
        }
    }
}

type Patterns<'a> = BTreeMap<&'a str, &'a Pattern<&'a str>>;

fn parse<'f>(
    code: &str,
    files: &'f Files,
    problems: &mut Problems,
) -> Vec<(&'f File, FluentResource)> {
    let folder = format!("texts/{code}/");
    let mut parsed = Vec::new();
    for (path, file) in files {
        if !(path.starts_with(&folder) && path.ends_with(".ftl")) {
            continue;
        }
        let (resource, errors) = match FluentResource::try_new(file.text.to_string()) {
            Ok(resource) => (resource, Vec::new()),
            Err(partly) => partly,
        };
        for error in errors {
            let line = line_at(&file.text, error.pos.start);
            problems.error(&file.shown, Some(line), None, error.kind.to_string());
        }
        parsed.push((file, resource));
    }
    parsed
}

fn patterns<'a>(parsed: &'a [(&File, FluentResource)]) -> Patterns<'a> {
    let mut patterns = Patterns::new();
    for entry in parsed.iter().flat_map(|(_, resource)| resource.entries()) {
        if let Entry::Message(message) = entry
            && let Some(pattern) = &message.value
        {
            patterns.insert(message.id.name, pattern);
        }
    }
    patterns
}

/// Checks one entry for form and notes its origin.
fn take_up(
    entry: &Entry<&str>,
    file: &File,
    patterns: &Patterns<'_>,
    origins: &mut BTreeMap<String, Origin>,
    problems: &mut Problems,
) {
    let message = match entry {
        Entry::Message(message) => message,
        Entry::Term(term) => {
            let what = "terms are not used here; make it a message";
            return problems.error(&file.shown, None, Some(term.id.name), what);
        }
        // Junk was reported by the parser.
        Entry::Comment(_)
        | Entry::GroupComment(_)
        | Entry::ResourceComment(_)
        | Entry::Junk { .. } => return,
    };
    let key = message.id.name;
    let line = line_of_key(&file.text, key);
    let mut complain = |what: String| problems.error(&file.shown, Some(line), Some(key), what);
    let Some(pattern) = &message.value else {
        return complain("has no text".to_owned());
    };
    if !message.attributes.is_empty() {
        complain("attributes are not used here; make it a message".to_owned());
    }
    if !key.contains('-') || key.contains('_') || key != key.to_lowercase() {
        complain("a key is of lower-case words joined by dashes, at least two of them".to_owned());
    }
    let mut found = Found::default();
    found.walk(pattern, patterns, 0);
    for what in found.complaints {
        complain(what);
    }
    let origin = Origin {
        file: file.shown.clone(),
        line,
        variables: found.variables,
        refers_to: found.refers_to,
    };
    if let Some(earlier) = origins.insert(key.to_owned(), origin) {
        let what = format!("stands in {}:{} already", earlier.file, earlier.line);
        problems.error(&file.shown, Some(line), Some(key), what);
    }
}

/// The last line that begins with `key =`; the last, because that one is the duplicate.
fn line_of_key(text: &str, key: &str) -> usize {
    let is_here = |line: &str| {
        line.strip_prefix(key)
            .is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    let lines = text.lines().enumerate();
    let found = lines
        .filter(|(_, line)| is_here(line))
        .map(|(index, _)| index + 1)
        .last();
    found.unwrap_or(1)
}

/// What a pattern uses, and what is wrong with its form.
#[derive(Default)]
struct Found {
    variables: BTreeSet<String>,
    refers_to: BTreeSet<String>,
    complaints: Vec<String>,
}

impl Found {
    fn walk(&mut self, pattern: &Pattern<&str>, patterns: &Patterns<'_>, depth: usize) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { .. } => {}
                PatternElement::Placeable { expression } => {
                    self.expression(expression, patterns, depth);
                }
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>, patterns: &Patterns<'_>, depth: usize) {
        match expression {
            Expression::Inline(inline) => self.inline(inline, patterns, depth),
            Expression::Select { selector, variants } => {
                self.inline(selector, patterns, depth);
                let is_plural = variants.iter().any(|variant| match &variant.key {
                    VariantKey::Identifier { name } => PLURALS.contains(name),
                    VariantKey::NumberLiteral { .. } => true,
                });
                let default_is_other = variants.iter().any(|variant| {
                    variant.default
                        && matches!(&variant.key, VariantKey::Identifier { name } if *name == "other")
                });
                if is_plural && !default_is_other {
                    self.complaints
                        .push("a choice by number needs *[other]".to_owned());
                }
                for variant in variants {
                    self.walk(&variant.value, patterns, depth);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>, patterns: &Patterns<'_>, depth: usize) {
        match inline {
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
            InlineExpression::FunctionReference { id, arguments } => {
                if id.name != "NUMBER" {
                    self.complaints
                        .push(format!("there is no function {}", id.name));
                }
                for argument in &arguments.positional {
                    self.inline(argument, patterns, depth);
                }
            }
            InlineExpression::MessageReference { id, .. } => {
                self.refers_to.insert(id.name.to_owned());
                if depth >= DEPTH {
                    self.complaints
                        .push("texts refer to each other too deeply".to_owned());
                } else if let Some(pattern) = patterns.get(id.name) {
                    self.walk(pattern, patterns, depth + 1);
                }
            }
            InlineExpression::TermReference { id, .. } => {
                self.complaints
                    .push(format!("there is no term -{}", id.name));
            }
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
            }
            InlineExpression::Placeable { expression } => {
                self.expression(expression, patterns, depth);
            }
        }
    }
}

/// The text as people may see it: once for each variant of its choices. A place-holder shows as a digit.
fn renderings(pattern: Option<&Pattern<&str>>, patterns: &Patterns<'_>) -> Vec<String> {
    let Some(pattern) = pattern else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let mut choice = 0;
    loop {
        let mut text = String::new();
        let variants = render(pattern, patterns, choice, 0, &mut text);
        all.push(text);
        choice += 1;
        if choice >= variants {
            return all;
        }
    }
}

/// Appends the text with the variant number `choice` everywhere; tells the largest number of variants it met.
fn render(
    pattern: &Pattern<&str>,
    patterns: &Patterns<'_>,
    choice: usize,
    depth: usize,
    text: &mut String,
) -> usize {
    let mut most = 1;
    for element in &pattern.elements {
        let expression = match element {
            PatternElement::TextElement { value } => {
                text.push_str(value);
                continue;
            }
            PatternElement::Placeable { expression } => expression,
        };
        match expression {
            Expression::Select { variants, .. } => {
                most = most.max(variants.len());
                if let Some(variant) = variants.get(choice.min(variants.len().saturating_sub(1))) {
                    most = most.max(render(&variant.value, patterns, choice, depth, text));
                }
            }
            Expression::Inline(InlineExpression::StringLiteral { value }) => text.push_str(value),
            Expression::Inline(InlineExpression::MessageReference { id, .. })
                if depth < DEPTH && patterns.contains_key(id.name) =>
            {
                most = most.max(render(patterns[id.name], patterns, choice, depth + 1, text));
            }
            Expression::Inline(_) => text.push('0'),
        }
    }
    most
}
