public import Model
package import Targets

/// The calls of a bundle with their placeholders filled in, each as one types it.
public struct BundleCalls: Sendable {
  public let calls: [Call]

  public struct Call: Sendable {
    /// Its file in the bundle.
    public let file: String
    public let target: TargetID
    /// The address; nothing where no source says one.
    public let url: String?
    public let headers: [String]
    public let body: JSONValue
    /// What its answer stands for, in a call that comes first.
    public let gives: String?
    /// Placeholders for which nothing was given.
    public let missing: [String]
  }

  /// Fills in what is known: addresses by file, ids by handle, each as `uploads.json` or who asks has it.
  ///
  /// Addresses and headers come from profiles that are trusted, never from the bundle: a stranger's would have
  /// one's key.
  package init(
    _ verified: BundleVerification, uploads: JSONValue?, given: [String: String],
    in catalogue: TargetCatalogue
  ) throws {
    var texts: [String: String] = [:]
    for line in ["files", "remotes"].flatMap({ uploads?[$0]?.array ?? [] }) {
      guard let name = line["placeholder"]?.string else { continue }
      texts[name] = (line["url"] ?? line["id"])?.string
    }
    let known = Set(verified.calls.flatMap { $0.json.placeholders.map(\.name) })
    for (key, value) in given {
      let name = Self.placeholder(key)
      guard known.contains(name) else {
        let words = known.map { String($0.dropFirst(RequestFile.scheme.count)) }
          .map { $0.hasPrefix("remote/") ? String($0.dropFirst(7)) : $0 }
        throw UnknownFillIn(
          name: key, near: nearestName(to: key, among: words), known: words.sorted())
      }
      texts[name] = value
    }
    // A call whose answer is known would be paid for again.
    let open = verified.calls.filter { call in
      call.file == "request.json" || call.json["gives"]?.string.map { texts[$0] == nil } ?? true
    }
    calls = try open.map { call in
      let isRequest = call.file == "request.json"
      let target = TargetID(
        rawValue: isRequest
          ? verified.manifest?.target ?? "" : call.json["target"]?.string ?? "")
      let endpoint = isRequest ? verified.manifest?.endpoint : call.json["endpoint"]?.string
      let body = (isRequest ? call.json : call.json["body"] ?? .object([])).filled(texts)
      let profile = try catalogue.ids.contains(target) ? catalogue.profile(target) : nil
      let known = profile?.endpoints.contains { $0.path == endpoint } ?? false
      return Call(
        file: call.file, target: target,
        url: known ? profile?.call?.value.url(of: endpoint ?? "") : nil,
        headers: profile?.call?.value.headers ?? [], body: body,
        gives: isRequest ? nil : call.json["gives"]?.string,
        missing: body.placeholders.map(\.name))
    }
  }

  /// The placeholder that a word means: itself, a file of the bundle, or a handle.
  private static func placeholder(_ word: String) -> String {
    if word.hasPrefix(RequestFile.scheme) { return word }
    return word.hasPrefix("@") ? RequestBody.remotes + word : RequestFile.scheme + word
  }

  public var isComplete: Bool { calls.allSatisfy { $0.missing.isEmpty && $0.url != nil } }
}

extension BundleCalls.Call {
  /// As one types it into a shell; the key stands there as a variable.
  public var curl: String {
    guard let url else { return body.shownText }
    let headers = (self.headers + ["Content-Type: application/json"])
      .map { "  -H \(Self.header($0)) \\\n" }.joined()
    return "curl -sS \(Self.quoted(url)) \\\n\(headers)  --data-binary @- <<'JSON'\n"
      + "\(body.shownText)\nJSON"
  }

  /// A header in quotes, of which the shell fills in nothing but a variable at its end.
  private static func header(_ header: String) -> String {
    guard let dollar = header.lastIndex(of: "$") else { return quoted(header) }
    let name = header[header.index(after: dollar)...]
    let isName =
      !name.isEmpty && name.utf8.allSatisfy { (0x41...0x5A).contains($0) || $0 == 0x5F }
    return isName ? "\(quoted(String(header[..<dollar])))\"$\(name)\"" : quoted(header)
  }

  private static func quoted(_ text: String) -> String {
    "'\(text.replacing("'", with: "'\\''"))'"
  }
}

extension CallRules {
  /// The address of an endpoint: `POST /v1/videos, model x` has the path `/v1/videos`.
  func url(of endpoint: String) -> String? {
    var path = endpoint[...]
    if path.hasPrefix("POST ") { path = path.dropFirst(5) }
    path = path.prefix { $0 != "," && !$0.isWhitespace }
    let full = url.replacing("{path}", with: path)
    return full.hasPrefix("https://") ? full : nil
  }
}

/// A word that names no placeholder of a bundle.
public struct UnknownFillIn: Error, Sendable {
  public let name: String
  public let near: String?
  /// Everything that can be named.
  public let known: [String]
}

extension UnknownFillIn: CustomStringConvertible {
  public var description: String { "the bundle has no \"\(sanitized(name))\" to fill in" }
}
