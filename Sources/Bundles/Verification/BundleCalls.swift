public import Model
package import Targets

/// The calls of a verified bundle with their placeholders filled in, ready to send.
///
/// ```swift
/// let calls = try BundleCalls(verified, given: ["@mira": "element-123"], in: catalogue)
/// if calls.isComplete { print(calls.calls.map(\.curl).joined(separator: "\n")) }
/// ```
public struct BundleCalls: Sendable {
  /// The file of a bundle with the request itself.
  package static let requestFile = "request.json"

  /// The calls that remain to be made, in order; the request itself comes last.
  public private(set) var calls: [Call]

  /// One call to a provider.
  public struct Call: Sendable {
    /// The call's file in the bundle.
    public let file: String
    public let target: TargetID
    /// The address, or `nil` when no source states one.
    public let url: String?
    /// The headers, with a variable in place of the API key.
    public internal(set) var headers: [String]
    /// The reasons why headers of the profile are left out.
    public internal(set) var withheld: [String] = []
    /// The body with its placeholders filled in.
    public let body: JSONValue
    /// The placeholder that the call's response fills, or `nil` for the request itself.
    public let producedPlaceholder: String?
    /// The texts that were filled in, and their origins.
    public var filled: [FillIn] = []
    /// The placeholders that have no text yet.
    public let missing: [String]
    /// How to follow the call after submitting it, or `nil` when no source states it.
    public var steps: CallSteps?
    /// The id of the call's task, if it was submitted already.
    public var task: String?
  }

  /// A text that was filled in for a placeholder.
  public struct FillIn: Hashable, Sendable {
    /// The placeholder, such as `castbook:remote/@mira`.
    public let placeholder: String
    /// The id or address that replaces it.
    public let text: String
    /// Where the text comes from.
    public let origin: Origin
  }

  /// The origin of a placeholder's text, the most trusted one first.
  public enum Origin: String, JSONConvertible, CaseIterable, Sendable {
    /// The text was given with `--urls` or `--ids`.
    case given
    /// The text is registered in the user's own library.
    case library
    /// The text is in the bundle, as its sender chose it.
    case bundle
  }

  /// Fills placeholders with the given texts, then with those from the user's library, then with
  /// those from the bundle.
  ///
  /// The calls are those that were compiled when the bundle was verified. Addresses and headers
  /// come from trusted facts, never from the bundle: an address of a stranger's choice would
  /// receive the user's key.
  ///
  /// - Parameters:
  ///   - own: Texts from the user's library, by placeholder.
  ///   - given: Texts from the user, by placeholder, file name or handle; for a call's file name,
  ///     the id of its task.
  /// - Throws: `UnknownFillIn` when a key of `given` names no placeholder.
  package init(
    _ verified: BundleVerification, own: [String: String] = [:], given: [String: String],
    in catalogue: TargetCatalogue
  ) throws {
    var filled = verified.carriedIDs.mapValues { (text: $0.id, origin: Origin.bundle) }
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
        let keys = known.map { String($0.dropFirst(RequestFile.scheme.count)) }
          .map { $0.hasPrefix("remote/") ? String($0.dropFirst(7)) : $0 }
        throw UnknownFillIn(
          name: key, near: nearestName(to: key, among: keys + files),
          known: (keys + files).sorted())
      }
      // An empty text, or one that is a placeholder itself, fills nothing in.
      filled[name] =
        text.isEmpty || text.hasPrefix(RequestFile.scheme) ? nil : (text, .given)
    }
    // Making a call again whose result is known would be charged again.
    let remaining = verified.calls.filter { call in
      call.file == Self.requestFile || call.json["gives"]?.string.map { filled[$0] == nil } ?? true
    }
    calls = try remaining.map { call in
      var filledCall = try Self.call(call.file, call.json, verified, filled, in: catalogue)
      filledCall.task = tasks[call.file]
      return filledCall
    }
  }

  /// Removes the headers that must not be sent to the addresses of their calls.
  ///
  /// - Parameter reason: Returns why a header must not go to an address; `nil` if it may.
  package mutating func withholdHeaders(_ reason: (_ header: String, _ url: String) -> String?) {
    for index in calls.indices {
      let call = calls[index]
      let task = call.task ?? "id"
      let urls = [call.url, call.steps?.pollURL(of: task), call.steps?.resultURL(of: task)]
        .compactMap(\.self)
      for header in call.headers {
        guard let words = urls.compactMap({ reason(header, $0) }).first else { continue }
        calls[index].headers.removeAll { $0 == header }
        calls[index].withheld.append(words)
      }
    }
  }

  /// Returns one call with its placeholders filled in.
  private static func call(
    _ file: String, _ json: JSONValue, _ verified: BundleVerification,
    _ filled: [String: (text: String, origin: Origin)], in catalogue: TargetCatalogue
  ) throws -> Call {
    let isRequest = file == requestFile
    let target = TargetID(
      rawValue: isRequest ? verified.manifest?.target ?? "" : json["target"]?.string ?? "")
    let endpoint = isRequest ? verified.manifest?.endpoint : json["endpoint"]?.string
    let unfilled = isRequest ? json : json["body"] ?? .object([])
    let profile = try catalogue.ids.contains(target) ? catalogue.profile(target) : nil
    let body = unfilled.filled(
      filled.mapValues(\.text), numbers: isRequest ? unfilled.numericPlaceholders(of: profile) : [])
    let known = profile?.endpoints.contains { $0.path == endpoint } ?? false
    let names = unfilled.placeholders.map(\.name)
    return Call(
      file: file, target: target, url: known ? profile?.call?.value.url(of: endpoint ?? "") : nil,
      headers: profile?.call?.value.headers ?? [], body: body,
      producedPlaceholder: isRequest ? nil : json["gives"]?.string,
      filled: names.compactMap { name in
        filled[name].map { FillIn(placeholder: name, text: $0.text, origin: $0.origin) }
      }, missing: names.filter { filled[$0] == nil },
      steps: try profile.flatMap { profile in
        try catalogue.sending(of: profile).flatMap { CallSteps($0, endpoint: endpoint ?? "") }
      })
  }

  /// Returns the placeholder that a key stands for: a placeholder, a file of the bundle, or a
  /// handle.
  private static func placeholder(_ word: String) -> String {
    if word.hasPrefix(RequestFile.scheme) { return word }
    return word.hasPrefix("@") ? RequestBody.remotePrefix + word : RequestFile.scheme + word
  }

  /// Whether every call has an address and no missing placeholders.
  public var isComplete: Bool { calls.allSatisfy { $0.missing.isEmpty && $0.url != nil } }

  /// The texts that came from the bundle itself, without duplicates.
  public var filledFromBundle: [FillIn] {
    var seen: Set<FillIn> = []
    return calls.flatMap(\.filled).filter { $0.origin == .bundle && seen.insert($0).inserted }
  }
}

/// The error for a key that names no placeholder of a bundle.
public struct UnknownFillIn: CastbookError {
  /// The unknown key.
  public let name: String
  /// The most similar known key, if any is similar.
  public let near: String?
  /// All keys that can be given.
  public let known: [String]
}

extension UnknownFillIn {
  public var blame: Blame { .usage }
  public var rule: String { "usage" }
  public var fix: String? {
    near.map { "did you mean \"\($0)\"?" }
      ?? "it has \(known.prefix(8).joined(separator: ", "))"
  }
  public var message: String { "the bundle has no \"\(sanitized(name))\" to fill in" }
}
