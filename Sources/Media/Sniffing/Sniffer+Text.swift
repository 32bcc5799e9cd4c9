internal import Model

extension Sniffer {
  /// Elements with which web pages begin, also those that leave out the first tags.
  private static let pageElements: Set<String> = [
    "html", "head", "body", "script", "title", "meta", "style", "link", "div", "center", "p", "h1",
    "h2", "table", "iframe", "noscript", "base",
  ]

  /// A text is told by its beginning: an error page saved under a picture's name is the usual case.
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

  /// How the text of a picture in base64 begins: JPEG, PNG, WebP, GIF.
  private static let base64 = ["/9j/", "iVBORw0KGgo", "UklGR", "R0lGOD"]

  private static func markup(_ head: TextHead) -> MediaFormat {
    let root = head.root
    if root.doctype == "html" { return .html }
    switch root.name {
    case "svg": return .svg
    case "plist" where head.contains("<key>url</key>"): return .shortcut
    case let name? where pageElements.contains(name): return .html
    case _?: return .xml
    // A comment longer than what is looked at.
    case nil: return head.contains("<svg") ? .svg : head.contains("<html") ? .html : .xml
    }
  }
}
