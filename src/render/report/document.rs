//! Sheets into a PDF that can be searched, copied from and listened to (PDF/UA-1).
//!
//! Invariants: the same sheets give the same bytes; each piece is tagged with what it is, and what is no content is an artifact; the
//! validator of PDF/UA looks at each document, and one that it refuses is not given out.
//! Deliberately not here: what stands on the sheets.

use chrono::{DateTime, Datelike, Timelike, Utc};
use krilla::{
    Document, SerializeSettings,
    color::luma,
    configure::{Accessibility, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{Path, PathBuilder, Point, Rect},
    metadata::{self, Metadata},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, FillRule, Stroke as Pen},
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, BBox, ContentTag, Identifier, ListNumbering, Node,
        TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
    },
    text::{Font, GlyphId, KrillaGlyph},
};

use super::sheet::{Cell, Ink, Kind, Look, Mark, Piece, Role, Sheet, Stroke};
use crate::render::{
    NotDrawn,
    fonts::{self, Weight},
    svg::Area,
};

/// The program's name, as it stands among the properties of a document.
const MAKER: &str = "Charley";

/// What a document says about itself.
pub struct About<'a> {
    pub title: &'a str,
    /// An IETF tag.
    pub language: &'a str,
    pub made: DateTime<Utc>,
}

/// The document.
///
/// # Errors
/// [`NotDrawn::Pdf`], where the fonts cannot be read or the validator objects.
pub fn pdf(sheets: &[Sheet], about: &About<'_>) -> Result<Vec<u8>, NotDrawn> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|_| NotDrawn::Pdf)?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        enable_tagging: true,
        ..SerializeSettings::default()
    });
    let fonts = Fonts::read()?;
    let mut tree = Tree::default();
    let mut outline = Outline::new();
    for (number, sheet) in sheets.iter().enumerate() {
        let size = PageSettings::from_wh(sheet.width, sheet.height).ok_or(NotDrawn::Size)?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for piece in &sheet.pieces {
            let id = surface.start_tagged(content_of(&piece.role));
            draw(&mut surface, piece, &fonts);
            surface.end_tagged();
            tree.add(piece, id, number);
            if let Some((title, y)) = titled(piece) {
                let place = XyzDestination::new(number, Point::from_xy(0.0, y));
                outline.push_child(OutlineNode::new(title, place));
            }
        }
        surface.finish();
        page.finish();
    }
    document.set_tag_tree(tree.finish());
    document.set_outline(outline);
    document.set_metadata(metadata_of(about));
    document.finish().map_err(|_| NotDrawn::Pdf)
}

fn metadata_of(about: &About<'_>) -> Metadata {
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    let made = metadata::DateTime::new(u16::try_from(about.made.year()).unwrap_or_default())
        .month(small(about.made.month()))
        .day(small(about.made.day()))
        .hour(small(about.made.hour()))
        .minute(small(about.made.minute()))
        .second(small(about.made.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    Metadata::new()
        .title(about.title.to_owned())
        .authors(vec![MAKER.to_owned()])
        .creator(MAKER.to_owned())
        .language(about.language.to_owned())
        .creation_date(made)
}

const fn content_of(role: &Role) -> ContentTag<'static> {
    match role {
        Role::Artifact => ContentTag::Artifact(Artifact {
            kind: ArtifactType::Layout,
            bbox: None,
        }),
        Role::Title
        | Role::Heading
        | Role::Paragraph
        | Role::Item
        | Role::Figure(_)
        | Role::Cell(_) => ContentTag::Other,
    }
}

/// A heading's words and the height of its top.
fn titled(piece: &Piece) -> Option<(String, f32)> {
    if !matches!(piece.role, Role::Title | Role::Heading) {
        return None;
    }
    let top = piece.marks.iter().find_map(|mark| match mark {
        Mark::Text { y, look, .. } => Some(y - look.size),
        Mark::Box { .. } | Mark::Line { .. } => None,
    })?;
    Some((words(piece), top))
}

/// The lines of a piece as one.
fn words(piece: &Piece) -> String {
    let lines: Vec<&str> = piece
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Text { text, .. } => Some(text.as_str()),
            Mark::Box { .. } | Mark::Line { .. } => None,
        })
        .collect();
    lines.join(" ")
}

/// The fonts, read once a document.
struct Fonts([Font; 3]);

impl Fonts {
    fn read() -> Result<Self, NotDrawn> {
        let font = |weight| Font::new(fonts::file(weight).into(), 0).ok_or(NotDrawn::Pdf);
        Ok(Self([
            font(Weight::Regular)?,
            font(Weight::SemiBold)?,
            font(Weight::Bold)?,
        ]))
    }

    fn get(&self, weight: Weight) -> Font {
        let [regular, semi_bold, bold] = &self.0;
        match weight {
            Weight::Regular => regular,
            Weight::SemiBold => semi_bold,
            Weight::Bold => bold,
        }
        .clone()
    }
}

fn draw(surface: &mut Surface<'_>, piece: &Piece, fonts: &Fonts) {
    let last = piece.marks.len();
    for (number, mark) in piece.marks.iter().enumerate() {
        match mark {
            Mark::Text { x, y, look, text } => {
                // The words of two lines stay two words when they are copied or read out.
                let text = if number + 1 < last {
                    format!("{text} ")
                } else {
                    text.clone()
                };
                write(surface, (*x, *y), *look, &text, fonts);
            }
            Mark::Box { area, fill, edge } => {
                if let Some(path) = outline_of(*area) {
                    paint(surface, &path, *fill, *edge);
                }
            }
            Mark::Line { from, to, stroke } => {
                let mut path = PathBuilder::new();
                path.move_to(from.0, from.1);
                path.line_to(to.0, to.1);
                if let Some(path) = path.finish() {
                    paint(surface, &path, None, Some(*stroke));
                }
            }
        }
    }
}

fn write(surface: &mut Surface<'_>, (x, y): (f32, f32), look: Look, text: &str, fonts: &Fonts) {
    let glyphs: Vec<KrillaGlyph> = fonts::letters(text, look.weight)
        .into_iter()
        .map(|letter| {
            let glyph = GlyphId::new(letter.glyph.into());
            let range = letter.at..letter.at + letter.bytes;
            KrillaGlyph::new(glyph, letter.advance, 0.0, 0.0, 0.0, range, None)
        })
        .collect();
    surface.set_fill(Some(filled(look.ink)));
    surface.set_stroke(None);
    let font = fonts.get(look.weight);
    surface.draw_glyphs(Point::from_xy(x, y), &glyphs, font, text, look.size, false);
}

fn paint(surface: &mut Surface<'_>, path: &Path, fill: Option<Ink>, edge: Option<Stroke>) {
    if fill.is_none() && edge.is_none() {
        return;
    }
    surface.set_fill(fill.map(filled));
    surface.set_stroke(edge.map(|edge| Pen {
        paint: luma::Color::new(edge.ink.0).into(),
        width: edge.width,
        ..Pen::default()
    }));
    surface.draw_path(path);
}

fn filled(ink: Ink) -> Fill {
    Fill {
        paint: luma::Color::new(ink.0).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}

fn outline_of(area: Area) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(area.x, area.y, area.width, area.height)?);
    path.finish()
}

/// What the pieces are to each other.
#[derive(Default)]
struct Tree {
    root: Vec<Node>,
    table: Option<Table>,
    list: Option<TagGroup>,
}

/// A table that is being read.
struct Table {
    number: u16,
    row: u32,
    head: TagGroup,
    body: TagGroup,
}

impl Tree {
    fn add(&mut self, piece: &Piece, id: Identifier, sheet: usize) {
        match &piece.role {
            // It has no place among the content, and interrupts nothing.
            Role::Artifact => {}
            Role::Title => self.leaf(Tag::Hn(level(1), Some(words(piece))), id),
            Role::Heading => self.leaf(Tag::Hn(level(2), Some(words(piece))), id),
            Role::Paragraph => self.leaf(Tag::P, id),
            Role::Figure(words) => {
                let place = bounds(piece).map(|bounds| BBox::new(sheet, bounds));
                self.leaf(Tag::Figure(Some(words.clone())).with_bbox(place), id);
            }
            Role::Item => {
                self.close_table();
                let mut item = TagGroup::new(Tag::LI);
                item.push(group(Tag::LBody, id));
                self.list
                    .get_or_insert_with(|| TagGroup::new(Tag::L(ListNumbering::Disc)))
                    .push(item);
            }
            Role::Cell(cell) => self.cell(*cell, id),
        }
    }

    fn leaf(&mut self, tag: impl Into<TagKind>, id: Identifier) {
        self.close();
        self.root.push(group(tag, id).into());
    }

    fn cell(&mut self, cell: Cell, id: Identifier) {
        self.close_list();
        if self
            .table
            .as_ref()
            .is_some_and(|table| table.number != cell.table)
        {
            self.close_table();
        }
        let is_new = self.table.is_none();
        let table = self.table.get_or_insert_with(|| Table {
            number: cell.table,
            row: cell.row,
            head: TagGroup::new(Tag::THead),
            body: TagGroup::new(Tag::TBody),
        });
        let rows = if cell.kind == Kind::Column {
            &mut table.head
        } else {
            &mut table.body
        };
        if is_new || table.row != cell.row || rows.children.is_empty() {
            rows.push(TagGroup::new(Tag::TR));
            table.row = cell.row;
        }
        let span = std::num::NonZeroU32::new(cell.columns.into()).filter(|span| span.get() > 1);
        let cell = match cell.kind {
            Kind::Column => group(Tag::TH(TableHeaderScope::Column).with_col_span(span), id),
            Kind::Row => group(Tag::TH(TableHeaderScope::Row).with_col_span(span), id),
            Kind::Data => group(Tag::TD.with_col_span(span), id),
        };
        if let Some(Node::Group(row)) = rows.children.last_mut() {
            row.push(cell);
        }
    }

    fn close(&mut self) {
        self.close_list();
        self.close_table();
    }

    fn close_list(&mut self) {
        self.root.extend(self.list.take().map(Node::from));
    }

    fn close_table(&mut self) {
        if let Some(table) = self.table.take() {
            let mut whole = TagGroup::new(Tag::Table);
            whole.push(table.head);
            whole.push(table.body);
            self.root.push(whole.into());
        }
    }

    fn finish(mut self) -> TagTree {
        self.close();
        let mut tree = TagTree::new();
        for node in self.root {
            tree.push(node);
        }
        tree
    }
}

fn group(tag: impl Into<TagKind>, id: Identifier) -> TagGroup {
    let mut group = TagGroup::new(tag);
    group.push(id);
    group
}

/// 1 or 2; a level has no zero.
fn level(level: u16) -> std::num::NonZeroU16 {
    std::num::NonZeroU16::new(level).unwrap_or(std::num::NonZeroU16::MIN)
}

/// A box around the boxes and lines of a drawing.
fn bounds(piece: &Piece) -> Option<Rect> {
    let (mut left, mut top) = (f32::MAX, f32::MAX);
    let (mut right, mut bottom) = (f32::MIN, f32::MIN);
    let mut take = |x: f32, y: f32| {
        (left, top) = (left.min(x), top.min(y));
        (right, bottom) = (right.max(x), bottom.max(y));
    };
    for mark in &piece.marks {
        match mark {
            Mark::Text { x, y, look, text } => {
                take(*x, y - look.size);
                take(x + fonts::width(text, look.weight, look.size), *y);
            }
            Mark::Box { area, .. } => {
                take(area.x, area.y);
                take(area.x + area.width, area.y + area.height);
            }
            Mark::Line { from, to, .. } => {
                take(from.0, from.1);
                take(to.0, to.1);
            }
        }
    }
    Rect::from_ltrb(left, top, right, bottom)
}
