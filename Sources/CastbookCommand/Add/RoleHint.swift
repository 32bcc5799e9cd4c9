internal import Castbook
internal import CommandLineKit
internal import Model

/// Suggests how to set the roles of an element's unsorted files, with a command to type.
///
/// The command is one that works as it is; its roles are only examples, because Castbook does not
/// guess what a picture shows.
///
/// ```text
/// 1 file has no role yet. Example: castbook edit @mira --role 5=left
/// Or in a browser: castbook serve --open
/// ```
struct RoleHint {
  private let revision: ElementRevision
  private let style: TerminalStyle
  /// The numbers of files and elements, when several elements have unsorted files; `nil` for one
  /// element.
  private let all: (files: Int, elements: Int)?

  init(_ revision: ElementRevision, _ style: TerminalStyle) {
    self.revision = revision
    self.style = style
    all = nil
  }

  /// Creates one hint for several elements, or `nil` if there are none.
  init?(_ revisions: [ElementRevision], _ style: TerminalStyle) {
    guard let first = revisions.first else { return nil }
    revision = first
    self.style = style
    let files = revisions.reduce(0) { $0 + $1.unsortedNumbers.count }
    all = revisions.count == 1 ? nil : (files, revisions.count)
  }

  /// The maximum number of examples in the command.
  private static let maximumExamples = 4

  /// Returns the roles that pictures of a kind often have, the most useful first.
  private static func commonRoles(_ kind: ElementKind) -> [Role] {
    switch kind {
    case .character: [.front, .left, .back, .right]
    case .product: [.front, .left, .back, .top]
    case .place: [.front, .left, .right, .back]
    case .voice: []
    }
  }

  private var unsorted: [Int] { revision.unsortedNumbers }

  /// The examples for the command, such as `1=front,2=left`. Roles that the element lacks come
  /// first.
  private var examples: [String] {
    let present = Set(revision.references.map(\.role))
    let common = Self.commonRoles(revision.kind)
    let roles = common.filter { !present.contains($0) } + common.filter(present.contains)
    return zip(unsorted.prefix(Self.maximumExamples), roles).map { "\($0)=\($1)" }
  }

  /// The hint, or an empty array if every file has a role.
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
