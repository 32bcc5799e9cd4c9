internal import Castbook
internal import Model

/// The names of files as answers list them: below the folder that all of them share, which is named
/// once.
///
/// Names are data from the user's disk. They are in «», without control characters, and short.
struct ShownNames {
  /// The label and path of the shared folder, such as `root1/refs`; `nil` if the files share none.
  let folder: String?
  private let prefix: [UInt8]
  private let roots: Roots

  private static let slash = UInt8(ascii: "/")
  /// The maximum length of a name in an answer, in characters.
  static let maximumLength = 80

  /// Creates the names for paths, each of which is an absolute path in a root, or a file below a
  /// handle: `@mira/front.jpg`.
  init(_ paths: [FilePath], in roots: Roots) {
    self.roots = roots
    let folders = paths.map { Array($0.folder.bytes) }
    var shared = folders.first ?? []
    for folder in folders.dropFirst() where shared != folder {
      let common = zip(shared, folder).prefix { $0 == $1 }.count
      let parts = shared.prefix(common)
      let isWhole =
        (shared.count == common || shared[common] == Self.slash)
        && (folder.count == common || folder[common] == Self.slash)
      shared = isWhole ? Array(parts) : Array(parts[..<(parts.lastIndex(of: Self.slash) ?? 0)])
    }
    let path = paths.count > 1 ? FilePath(bytes: shared) : nil
    let label = path.flatMap { roots.shown($0) ?? ($0.bytes.first == 0x40 ? $0.text : nil) }
    folder = label.map { sanitized($0) }
    prefix = folder == nil ? [] : shared + [Self.slash]
  }

  /// Returns the name of a path, in «».
  func name(_ path: FilePath) -> String {
    if !prefix.isEmpty, path.bytes.starts(with: prefix) {
      return Self.quoted(String(decoding: path.bytes.dropFirst(prefix.count), as: UTF8.self))
    }
    return Self.quoted(roots.shown(path) ?? path.shown)
  }

  /// Returns the first names, and how many others there are.
  func list(_ paths: [FilePath], atMost maximum: Int = 4) -> String {
    Quantity.list(paths.map(name), atMost: maximum)
  }

  /// The maximum length of a sentence in an answer, in characters.
  static let maximumSentence = 400

  /// Returns a sentence of Castbook's, in «» if it quotes something of the user's: messages and
  /// commands put names and words in quotation marks, and paths have slashes.
  static func sentence(_ text: String, atMost maximum: Int = maximumSentence) -> String {
    if text.contains(where: { "\"'/".contains($0) }) { return quoted(text, atMost: maximum) }
    let clean = sanitized(text)
    return clean.count <= maximum ? clean : clean.prefix(maximum - 1) + "…"
  }

  /// Returns a text of the user's, in «», cut after a number of characters.
  static func quoted(_ text: String, atMost maximum: Int = maximumLength) -> String {
    let clean = sanitized(text).replacing("«", with: "‹").replacing("»", with: "›")
    return "«\(clean.count <= maximum ? clean : clean.prefix(maximum - 1) + "…")»"
  }
}
