package import Model

/// A cast sheet: who is in a cast, how they look and sound, and what may be done with them, on
/// pages for print.
///
/// The value describes what is on the sheet; `pages()` lays it out.
///
/// ```swift
/// let pages = CastSheet(title: "Lobby", lines: ["2 elements"], day: day, entries: entries).pages()
/// ```
package struct CastSheet: Sendable {
  /// The title, such as the name of the library's folder or of the project.
  package var title: String
  /// The lines below the title: how many elements, and a summary.
  package var lines: [String]
  package var day: Day
  /// The elements in their order.
  package var entries: [Entry]
  /// The size of the pages.
  package var paper: Paper

  package init(
    title: String, lines: [String], day: Day, entries: [Entry], paper: Paper = .a4
  ) {
    self.title = title
    self.lines = lines
    self.day = day
    self.entries = entries
    self.paper = paper
  }

  /// Lays out the sheet. A sheet without entries has one page.
  package func pages() -> CastSheetPages { CastSheetPages(of: self) }
}

extension CastSheet {
  /// An element as the sheet shows it.
  package struct Entry: Sendable {
    /// The name. When it cannot be drawn, the handle replaces it.
    package var name: String
    /// The handle with its `@`.
    package var handle: String
    /// What the element is, such as "character · version 3".
    package var facts: String
    /// The first sentence of the description; empty for none.
    package var summary = ""
    /// The facts below the description, each with a label.
    package var rows: [Row] = []
    /// The large picture or recording; `nil` when there is none.
    package var cover: View?
    /// The words in the empty frame of an element without a cover.
    package var emptyWords = "no pictures"
    /// The further pictures, in their order.
    package var views: [View] = []
    /// The number of pictures that are left out because there are too many.
    package var omittedCount = 0
    /// Whether the entry is a look of the element above it, which is drawn smaller and indented.
    package var isLook = false

    /// The largest number of views that are drawn.
    package static let maximumViews = 8

    /// Describes an element by its name, handle and facts alone.
    package init(name: String, handle: String, facts: String) {
      self.name = name
      self.handle = handle
      self.facts = facts
    }
  }

  /// A fact with its label: "Rights", "licensed, Studio North, until 31 May 2027".
  package struct Row: Sendable {
    /// The label; empty for a continuation of the row above.
    package var label: String
    package var text: String
    /// The status, drawn as a mark in front of the text.
    package var mark: Mark?
    /// The waveform below the text: the peak of each of equally long parts, from 0 to 255.
    package var waveform: [UInt8]?

    /// Describes a fact.
    package init(_ label: String, _ text: String, _ mark: Mark? = nil, waveform: [UInt8]? = nil) {
      self.label = label
      self.text = text
      self.mark = mark
      self.waveform = waveform
    }
  }

  /// A picture or a recording with the words under it.
  package struct View: Sendable {
    /// What fills the frame of a view.
    package enum Content: Sendable {
      /// A picture by its index, with the size of the upright original.
      case picture(Int, PixelSize)
      /// A recording by its waveform.
      case waveform([UInt8])
      /// Words that say why there is no picture.
      case words(String)
    }
    package var content: Content
    package var label: String

    /// Describes a picture or a recording.
    package init(_ content: Content, label: String) {
      self.content = content
      self.label = label
    }
  }
}

/// The lengths of a cast sheet, in pixels of 1/200 inch.
struct CastSheetMetrics: Sendable {
  /// Ordinary text: 9.7 points.
  let text = TextStyle(size: 27, lineHeight: 38, baseline: 28)
  /// Names and the title: 16.6 points.
  let name = TextStyle(size: 46, lineHeight: 62, baseline: 47)

  /// The height above the capitals of a name.
  let nameRise = 14

  /// The distance from the edges of the paper.
  let margin = 120
  /// The distance of the page number's baseline from the lower edge.
  let footer = 66
  /// The distance between the cover and the words.
  let gutter = 54
  /// The area of a cover.
  let cover = PixelSize(width: 500, height: 600)
  /// How far the cover of a look is indented, by which it is smaller, too.
  let lookIndent = 110
  /// The height of an empty frame and of a recording in place of a cover.
  let emptyHeight = 150
  /// The distance between a picture and the words under it.
  let labelGap = 8
  /// The height of a row of views, at most.
  let viewHeight = 236
  /// The height below which a row of views moves below the words, where it has more room.
  let minimumViewHeight = 170
  /// The distance between views.
  let viewGap = 22
  /// The distance between the parts of an entry.
  let partGap = 20
  /// The distance above and below the line between two entries.
  let entryGap = 34
  /// The thickness of that line.
  let rule = 2
  /// The width of the column with labels.
  let label = 130
  /// The side of a mark.
  let mark = 26
  /// The distance of a mark from the upper edge of its line.
  let markDrop = 5
  /// The distance between a mark and its text.
  let markGap = 12
  /// The height of a waveform below a text.
  let waveform = 64
  /// The distance from one column of a waveform to the next, and the width of a column.
  let column = (step: 4, width: 3)

  /// The color of lines between entries.
  let ruleColor = Color.grey(190)
  /// The background of empty frames and recordings.
  let frameColor = Color.grey(238)
}
