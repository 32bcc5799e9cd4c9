package import Model

/// The picture in a bundle of what the provider will see: the pictures of each element under its heading, and the words
/// of the shots.
package struct LegendPicture: Hashable, Sendable {
  /// What belongs to one element, or to one frame.
  package struct Group: Hashable, Sendable {
    /// The element's handle, or what the picture is: "start frame".
    package var heading: String
    /// Its name, its token in the prompt, the shots that name it.
    package var facts: [String] = []
    package var cells: [Cell]
    /// What else is sent of it, and what is not.
    package var notes: [String] = []

    package init(heading: String, cells: [Cell]) {
      self.heading = heading
      self.cells = cells
    }
  }

  package struct Cell: Hashable, Sendable {
    package var picture: Bitmap?
    /// "2 front", numbered as the element's files are.
    package var title: String
    package var size: PixelSize?
    /// How it was prepared.
    package var notes: [String] = []

    package init(picture: Bitmap?, title: String) {
      self.picture = picture
      self.title = title
    }
  }

  /// The words of a shot as they are sent.
  package struct Passage: Hashable, Sendable {
    /// "Shot 2 · 5 s"; `nil` for a prompt without shots.
    package let title: String?
    package let words: String

    package init(title: String?, words: String) {
      self.title = title
      self.words = words
    }
  }

  package var name: String
  package var subtitle: String
  package var groups: [Group]
  package var passages: [Passage]
  /// Pictures that are sent and not in `groups`.
  package var undrawnCount = 0

  package init(name: String, subtitle: String, groups: [Group], passages: [Passage]) {
    self.name = name
    self.subtitle = subtitle
    self.groups = groups
    self.passages = passages
  }

  /// No picture is drawn larger than this.
  package static let pictureBox = PixelSize(
    width: LegendMeasures.cellWidth, height: LegendMeasures.pictureHeight)

  /// The same bytes each time.
  package var png: [UInt8] { PNGWriter().quickBytes(of: canvas) }

  var canvas: Canvas {
    let layout = LegendLayout(self)
    let theme = ContactSheet.Theme.dark
    var canvas = Canvas(
      width: layout.size.width, height: layout.size.height, theme.ground,
      longestSide: LegendMeasures.maximumHeight)
    for rule in layout.rules { canvas.fill(rule, theme.track) }
    for place in layout.pictures {
      guard let picture = groups[place.group].cells[place.cell].picture else {
        canvas.frame(place.frame, thickness: 2, theme.track)
        continue
      }
      canvas.draw(
        picture.fitted(width: place.frame.width, height: place.frame.height), x: place.frame.x,
        y: place.frame.y)
    }
    for text in layout.texts { text.draw(on: &canvas, theme) }
    return canvas
  }
}

/// The lengths of a legend, in pixels.
enum LegendMeasures {
  static let width = 960
  static let margin = 32
  static let gutter = 32
  static let columns = 4
  static let cellWidth = (width - 2 * margin - (columns - 1) * gutter) / columns
  /// A picture taller than four thirds of its width is made narrower.
  static let pictureHeight = 4 * cellWidth / 3
  static let title = TextStyle(size: 36, lineHeight: 48, baseline: 36)
  static let text = TextStyle(size: 24, lineHeight: 32, baseline: 24)
  static let gap = 12
  static let groupGap = 36
  /// The line above a group.
  static let rule = 2

  /// Nothing is drawn below this.
  static let maximumHeight = 16_384
  /// The lines of words that are drawn at most; `prompt.txt` has all of them.
  static let maximumWordLines = 160
  /// What is kept free for the words, with their titles and the gaps between them.
  static let wordsHeight = (maximumWordLines + 48) * text.lineHeight
}
