internal import Castbook
internal import CommandLineKit
internal import Model

/// What to type, or where to click, when files of an element have no role yet.
struct RoleHint {
  private let revision: ElementRevision
  private let style: TerminalStyle
  /// Where several elements have such files: how many files and elements there are.
  private let all: (files: Int, elements: Int)?

  init(_ revision: ElementRevision, _ style: TerminalStyle) {
    self.revision = revision
    self.style = style
    all = nil
  }

  /// One hint for several elements. `nil` where there are none.
  init?(_ revisions: [ElementRevision], _ style: TerminalStyle) {
    guard let first = revisions.first else { return nil }
    revision = first
    self.style = style
    let files = revisions.reduce(0) { $0 + $1.unsortedNumbers.count }
    all = revisions.count == 1 ? nil : (files, revisions.count)
  }

  /// More examples than these are no longer read.
  private static let maximumExamples = 4

  /// Roles that pictures of a kind often have, the most useful first.
  private static func usual(_ kind: ElementKind) -> [Role] {
    switch kind {
    case .character: [.front, .left, .back, .right]
    case .product: [.front, .left, .back, .top]
    case .place: [.front, .left, .right, .back]
    case .voice: []
    }
  }

  private var unsorted: [Int] { revision.unsortedNumbers }

  /// `1=front,2=left`: those that the element does not have come first.
  private var examples: [String] {
    let present = Set(revision.references.map(\.role))
    let usual = Self.usual(revision.kind)
    let roles = usual.filter { !present.contains($0) } + usual.filter(present.contains)
    return zip(unsorted.prefix(Self.maximumExamples), roles).map { "\($0)=\($1)" }
  }

  /// No lines where every file has a role.
  var lines: [String] {
    let examples = examples
    guard !examples.isEmpty else { return [] }
    let files = all?.files ?? unsorted.count
    let elements = all.map { " in \($0.elements) elements" } ?? ""
    let lead =
      "\(Quantity.count(files, "file"))\(elements) \(files == 1 ? "has" : "have") no role yet. Example:"
    let roles = "--role \(examples.joined(separator: ","))"
    let command = "castbook edit \(revision.handle) \(roles)"
    let click = "Or in a browser: castbook serve --open"
    guard displayWidth("\(lead) \(command)") >= style.columns else {
      return ["\(lead) \(command)", click]
    }
    guard displayWidth(command) + 2 >= style.columns else { return [lead, "  \(command)", click] }
    // A shell continues a command after a backslash.
    return [lead, "  castbook edit \(revision.handle) \\", "    \(roles)", click]
  }
}
