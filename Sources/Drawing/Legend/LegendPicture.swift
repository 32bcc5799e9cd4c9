package import Model

/// The picture in a bundle that shows what the provider will receive: the pictures of each
/// element under its heading, and the words of the shots.
package struct LegendPicture: Hashable, Sendable {
  /// The pictures of one element or of one frame.
  package struct Group: Hashable, Sendable {
    /// The element's handle, or the purpose of the picture: "start frame".
    package var heading: String
    /// The element's name, its token in the prompt, and the shots that use it.
    package var facts: [String] = []
    package var cells: [Cell]
    /// What else is sent for the element, and what is not.
    package var notes: [String] = []

    /// Creates a group without facts and notes.
    package init(heading: String, cells: [Cell]) {
      self.heading = heading
      self.cells = cells
    }
  }

  /// One picture with its caption.
  package struct Cell: Hashable, Sendable {
    /// The picture; `nil` when there is none to see.
    package var picture: Bitmap?
    /// The number among the element's files, and the role: "2 front".
    package var title: String
    /// The size that the caption states, in pixels.
    package var size: PixelSize?
    /// How the picture was prepared.
    package var notes: [String] = []

    /// Creates a cell without size and notes.
    package init(picture: Bitmap?, title: String) {
      self.picture = picture
      self.title = title
    }
  }

  /// The words of a shot as they are sent.
  package struct Passage: Hashable, Sendable {
    /// The heading: "Shot 2 · 5 s"; `nil` for a prompt without shots.
    package let title: String?
    /// The text of the prompt.
    package let text: String

    package init(title: String?, text: String) {
      self.title = title
      self.text = text
    }
  }

  package var name: String
  /// The line below the title.
  package var subtitle: String
  /// The groups in the order in which they are drawn.
  package var groups: [Group]
  /// The words in the order in which they are sent.
  package var passages: [Passage]
  /// The number of pictures that are sent and are not in `groups`.
  package var omittedCount = 0

  /// Creates a legend that draws all pictures that are sent.
  package init(name: String, subtitle: String, groups: [Group], passages: [Passage]) {
    self.name = name
    self.subtitle = subtitle
    self.groups = groups
    self.passages = passages
  }

  /// The largest size at which a picture is drawn.
  package static let pictureBox = PixelSize(
    width: LegendMetrics.cellWidth, height: LegendMetrics.pictureHeight)

  /// The legend as a PNG. The bytes are the same each time.
  package var png: [UInt8] { CanvasEncoder().quickBytes(of: canvas) }

  var canvas: Canvas {
    let layout = LegendLayout(self)
    let theme = ContactSheet.Theme.dark
    var canvas = Canvas(
      width: layout.size.width, height: layout.size.height, theme.background,
      maximumSide: LegendMetrics.maximumHeight)
    for rule in layout.rules { canvas.fill(rule, theme.track) }
    for placed in layout.pictures {
      guard let picture = groups[placed.group].cells[placed.cell].picture else {
        canvas.frame(placed.frame, thickness: 2, theme.track)
        continue
      }
      canvas.draw(
        picture.fitted(width: placed.frame.width, height: placed.frame.height), x: placed.frame.x,
        y: placed.frame.y)
    }
    for text in layout.texts { text.draw(on: &canvas, theme) }
    return canvas
  }
}

/// The lengths of a legend, in pixels.
enum LegendMetrics {
  static let width = 960
  /// The distance from the edges.
  static let margin = 32
  /// The distance between cells.
  static let gutter = 32
  /// The number of cells side by side.
  static let columns = 4
  static let cellWidth = (width - 2 * margin - (columns - 1) * gutter) / columns
  /// The height of the tallest picture. One taller than four thirds of its width is made
  /// narrower.
  static let pictureHeight = 4 * cellWidth / 3
  static let title = TextStyle(size: 36, lineHeight: 48, baseline: 36)
  static let text = TextStyle(size: 24, lineHeight: 32, baseline: 24)
  /// The distance between lines that do not belong together.
  static let gap = 12
  /// The distance above a group.
  static let groupGap = 36
  /// The thickness of the line above a group.
  static let rule = 2

  /// The lower edge of the longest legend.
  static let maximumHeight = 16_384
  /// The largest number of lines of the prompt. The file `prompt.txt` contains all of
  /// them.
  static let maximumWordLines = 160
  /// The height that is kept free for the prompt, with its titles and the gaps between
  /// them.
  static let wordsHeight = (maximumWordLines + 48) * text.lineHeight
}
