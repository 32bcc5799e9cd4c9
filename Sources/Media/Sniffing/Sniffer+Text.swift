internal import Model

extension Sniffer {
  /// The elements with which web pages begin, including pages that omit the first tags.
  private static let pageElements: Set<String> = [
    "html", "head", "body", "script", "title", "meta", "style", "link", "div", "center", "p", "h1",
    "h2", "table", "iframe", "noscript", "base",
  ]

  /// Returns the kind of a text by its beginning.
  ///
  /// The usual case is an error page that was saved under a picture's name.
  static func text(_ file: ByteView) -> MediaFormat {
    guard let head = TextHead(file, limit: 4096) else { return .unknown }
    if head.begins(with: "<") { return markup(head) }
    if head.begins(with: "[internetshortcut]") { return .shortcut }
    if head.begins(with: "{\\rtf") { return .text }
    if head.begins(with: "{") || head.begins(with: "[") { return .json }
    if head.begins(with: "version https://git-lfs") { return .gitLFS }
    if head.begins(with: "data:") || base64.contains(where: head.beginsExactly) { return .base64 }
    if head.begins(with: "from: <saved by") || head.contains("content-type: multipart/related") {
      return .webarchive
    }
    return .text
  }

  /// The beginnings of base64-encoded pictures: JPEG, PNG, WebP and GIF.
  private static let base64 = ["/9j/", "iVBORw0KGgo", "UklGR", "R0lGOD"]

  /// Returns the kind of a text in angle brackets, by its document type and first element.
  private static func markup(_ head: TextHead) -> MediaFormat {
    let root = head.root
    if root.doctype == "html" { return .html }
    switch root.name {
    case "svg": return .svg
    case "plist" where head.contains("<key>url</key>"): return .shortcut
    case let name? where pageElements.contains(name): return .html
    case _?: return .xml
    // The first comment is longer than the part that is read.
    case nil: return head.contains("<svg") ? .svg : head.contains("<html") ? .html : .xml
    }
  }
}
