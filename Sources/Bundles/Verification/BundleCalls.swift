public import Model
package import Targets

/// The calls of a bundle with their placeholders filled in, each as one types it.
public struct BundleCalls: Sendable {
  public let calls: [Call]

  public struct Call: Sendable {
    /// Its file in the bundle.
    public let file: String
    public let target: TargetID
    /// The address; `nil` where no source states one.
    public let url: String?
    public let headers: [String]
    public let body: JSONValue
    /// What its answer stands for, in a call that comes first.
    public let gives: String?
    /// What was filled in, and who said so.
    public var filled: [Filled] = []
    /// Placeholders for which there is nothing.
    public let missing: [String]
    /// How it is followed when it was submitted; `nil` where no source says.
    public var steps: CallSteps?
    /// The id of its task, where it was submitted already.
    public var task: String?
  }

  /// A text that was filled in for a placeholder.
  public struct Filled: Hashable, Sendable {
    public let placeholder: String
    public let text: String
    public let origin: Origin
  }

  /// Who says what a placeholder stands for, the most trusted first.
  public enum Origin: String, CaseIterable, Sendable {
    /// Given with `--urls` or `--ids`.
    case given
    /// Registered in the user's own library.
    case library
    /// In the bundle itself, as its sender chose it.
    case bundle
  }

  /// Fills in what is known: what was given, then what the user's own library has registered, then what the bundle says.
  ///
  /// The calls are those that were compiled when the bundle was verified. Addresses and headers come from facts that are
  /// trusted, never from the bundle: a stranger's would receive the user's key.
  package init(
    _ verified: BundleVerification, own: [String: String] = [:], given: [String: String],
    in catalogue: TargetCatalogue
  ) throws {
    var filled = verified.carried.mapValues { (text: $0.id, origin: Origin.bundle) }
    for (name, text) in own { filled[name] = (text, .library) }
    let known = Set(verified.calls.flatMap { $0.json.placeholders.map(\.name) })
    let files = Set(verified.calls.map(\.file))
    var tasks: [String: String] = [:]
    for (key, text) in given {
      if files.contains(key) {
        tasks[key] = text.isEmpty ? nil : text
        continue
      }
      let name = Self.placeholder(key)
      guard known.contains(name) else {
        let words = known.map { String($0.dropFirst(RequestFile.scheme.count)) }
          .map { $0.hasPrefix("remote/") ? String($0.dropFirst(7)) : $0 }
        throw UnknownFillIn(
          name: key, near: nearestName(to: key, among: words + files),
          known: (words + files).sorted())
      }
      // What is empty, or a placeholder itself, fills nothing in.
      filled[name] =
        text.isEmpty || text.hasPrefix(RequestFile.scheme) ? nil : (text, .given)
    }
    // A call whose answer is known would be paid for again.
    let open = verified.calls.filter { call in
      call.file == "request.json" || call.json["gives"]?.string.map { filled[$0] == nil } ?? true
    }
    calls = try open.map { call in
      var made = try Self.call(call.file, call.json, verified, filled, in: catalogue)
      made.task = tasks[call.file]
      return made
    }
  }

  private static func call(
    _ file: String, _ json: JSONValue, _ verified: BundleVerification,
    _ filled: [String: (text: String, origin: Origin)], in catalogue: TargetCatalogue
  ) throws -> Call {
    let isRequest = file == "request.json"
    let target = TargetID(
      rawValue: isRequest ? verified.manifest?.target ?? "" : json["target"]?.string ?? "")
    let endpoint = isRequest ? verified.manifest?.endpoint : json["endpoint"]?.string
    let plain = isRequest ? json : json["body"] ?? .object([])
    let profile = try catalogue.ids.contains(target) ? catalogue.profile(target) : nil
    let body = plain.filled(
      filled.mapValues(\.text), numbers: isRequest ? plain.numbers(of: profile) : [])
    let known = profile?.endpoints.contains { $0.path == endpoint } ?? false
    let names = plain.placeholders.map(\.name)
    return Call(
      file: file, target: target, url: known ? profile?.call?.value.url(of: endpoint ?? "") : nil,
      headers: profile?.call?.value.headers ?? [], body: body,
      gives: isRequest ? nil : json["gives"]?.string,
      filled: names.compactMap { name in
        filled[name].map { Filled(placeholder: name, text: $0.text, origin: $0.origin) }
      }, missing: names.filter { filled[$0] == nil },
      steps: try profile.flatMap { profile in
        try catalogue.sending(of: profile).flatMap { CallSteps($0, endpoint: endpoint ?? "") }
      })
  }

  /// The placeholder that a word means: itself, a file of the bundle, or a handle.
  private static func placeholder(_ word: String) -> String {
    if word.hasPrefix(RequestFile.scheme) { return word }
    return word.hasPrefix("@") ? RequestBody.remotes + word : RequestFile.scheme + word
  }

  public var isComplete: Bool { calls.allSatisfy { $0.missing.isEmpty && $0.url != nil } }

  /// What the bundle itself said, each once.
  public var fromBundle: [Filled] {
    var seen: Set<Filled> = []
    return calls.flatMap(\.filled).filter { $0.origin == .bundle && seen.insert($0).inserted }
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
