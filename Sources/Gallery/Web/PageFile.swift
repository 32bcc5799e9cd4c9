internal import Archive
internal import Pages

/// A file of the web page as the server sends it.
struct PageFile: Sendable {
  /// The name by which the page refers to it.
  let name: String
  let bytes: [UInt8]
  /// The content as gzip; `nil` if that is no shorter.
  let compressed: [UInt8]?
  /// The `ETag`, which changes with the content.
  let tag: String
  /// Whether its address contains the tag, so that a browser never has to ask again.
  let isPermanent: Bool

  private init(_ name: String, _ text: String, isPermanent: Bool = true) {
    self.name = name
    self.isPermanent = isPermanent
    bytes = Array(text.utf8)
    compressed = Gzip.compressed(bytes, level: 9)
    tag = "\"\(Self.hash(text))\""
  }

  /// FNV-1a, which is enough to tell versions of our own files apart.
  private static func hash(_ text: String) -> String {
    let hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return String(hash, radix: 16)
  }

  /// The address of a file with a text.
  private static func address(_ name: String, _ text: String) -> String {
    "/page/\(name)?\(hash(text))"
  }

  /// The names of the style sheets, in the order in which they apply.
  private static let styles = [
    "base.css", "grid.css", "element.css", "making.css", "projects.css",
  ]

  /// The style sheet of what only the second script shows.
  private static let moreStyle = "views.css"

  /// The script that isn't a module: it runs before the others have arrived.
  private static let early = "early.js"

  /// All files that are served, by their names.
  static let all: [String: PageFile] = {
    let sources = PageSources.all
    let modules = PageSources.modules { $0 != early && !PageSources.guestNames.contains($0) }
    let style = styles.compactMap { sources[$0] }.joined(separator: "\n")
    let more = sources[moreStyle] ?? ""
    let scripts = PagePack.scripts(
      of: modules, from: "app.js", styleAddress: address("more.css", more)
    ) { address("more.js", $0) }
    let page = (sources["index.html"] ?? "")
      .replacing("/page/app.css", with: address("app.css", style))
      .replacing("/page/app.js", with: address("app.js", scripts.first))
      .replacing("/page/\(early)", with: address(early, sources[early] ?? ""))
    let files = [
      PageFile("index.html", page, isPermanent: false), PageFile("app.css", style),
      PageFile("more.css", more),
      PageFile("app.js", scripts.first), PageFile("more.js", scripts.more),
      PageFile("icon.svg", sources["icon.svg"] ?? ""), PageFile(early, sources[early] ?? ""),
    ]
    return Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0) })
  }()

  /// The media type, which follows from the extension of the name.
  var type: String {
    switch name.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "js": "text/javascript; charset=utf-8"
    case "svg": "image/svg+xml"
    default: "application/octet-stream"
    }
  }

  /// The content security policy of the page: everything comes from this server, and no
  /// text becomes a script.
  static let policy = (
    "Content-Security-Policy",
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' "
      + "blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
      + "require-trusted-types-for 'script'; trusted-types 'none'"
  )
}
