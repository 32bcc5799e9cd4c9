public import Model
public import Prompting
internal import Targets

/// The exact body of a request to a target, with placeholders for addresses and ids of the
/// provider, such as `castbook:references/mira-front.jpg` and `castbook:remote/@mira_voice`.
///
/// It is built from the fields in the target's profile. A value that no source states is reported,
/// never guessed.
public struct RequestBody: Sendable {
  /// The body as JSON, with placeholders.
  public let json: JSONValue
  /// The files that are sent, under their names in the bundle, in the order of the request.
  public let files: [RequestFile]
  /// Problems with the request, such as settings that the target has no field for.
  public let remarks: [PromptRemark]

  /// Writes a prompt as the target accepts it; returns `nil` for a target without an API.
  ///
  /// Files are named by their actual formats, as far as these are known, otherwise like their
  /// originals.
  ///
  /// ```swift
  /// guard let body = RequestBody(prompt, settings) else { return }
  /// print(body.json.indentedText)
  /// ```
  public init?(
    _ prompt: CompiledPrompt, _ settings: ShotSettings,
    formats: [RequestFile.Source: MediaFormat] = [:]
  ) {
    guard !prompt.profile.request.isEmpty else { return nil }
    var writer = RequestWriter(prompt, settings)
    writer.names = RequestFileNames(formats: formats)
    writer.write()
    json = writer.body
    files = writer.names.files
    remarks = writer.remarks
  }

  /// Returns the placeholder for the provider's id of an element or a voice.
  public static func remotePlaceholder(for handle: Handle) -> String { "\(remotePrefix)\(handle)" }

  /// The prefix of placeholders for ids.
  package static let remotePrefix = "\(RequestFile.scheme)remote/"

  /// Every placeholder in order of appearance, with the JSON Pointers (RFC 6901) of its
  /// occurrences.
  public var placeholders: [(name: String, pointers: [String])] { json.placeholders }
}

/// A file that is sent with a request.
public struct RequestFile: Hashable, Sendable {
  /// The path in the bundle, such as `references/mira-front.jpg`.
  public let name: String
  /// Where the file comes from.
  public let source: Source

  /// Where a file comes from.
  public enum Source: Hashable, Sendable {
    /// A file of an element.
    case element(CastMember, CastFile)
    case voice(CastVoice, CastFile)
    /// A path, as the shot file states it.
    case path(String)
  }

  /// The prefix of all placeholders.
  package static let scheme = "castbook:"

  /// The placeholder for the file's address.
  package var placeholder: String { Self.scheme + name }
}

/// Assigns each file of a request a unique name in the bundle.
struct RequestFileNames {
  private(set) var files: [RequestFile] = []
  var formats: [RequestFile.Source: MediaFormat] = [:]

  /// Returns the placeholder of a voice's sample, and adds the file if it is new.
  mutating func placeholder(_ file: CastFile, ofVoice voice: CastVoice) -> String {
    placeholder(voice.handle.name, suffix: Self.suffix(of: file.name), .voice(voice, file))
  }

  /// Returns the placeholder of an element's file, and adds the file if it is new.
  mutating func placeholder(_ file: CastFile, of member: CastMember) -> String {
    let role = file.role == .unsorted ? String(file.number) : file.role.rawValue
    return placeholder(
      "\(member.handle.name)-\(role)", suffix: Self.suffix(of: file.name),
      .element(member, file))
  }

  /// Returns the placeholder of a file that the shot file names, and adds the file if it is new.
  mutating func placeholder(_ stem: String, path: String) -> String {
    placeholder(stem, suffix: Self.suffix(of: path), .path(path))
  }

  private mutating func placeholder(
    _ stem: String, suffix: String, _ source: RequestFile.Source
  ) -> String {
    if let known = files.first(where: { $0.source == source }) { return known.placeholder }
    let suffix = formats[source]?.suffixes.first.map { ".\($0)" } ?? suffix
    var name = "references/\(stem)\(suffix)"
    var number = 1
    while files.contains(where: { $0.name == name }) {
      number += 1
      name = "references/\(stem)-\(number)\(suffix)"
    }
    let file = RequestFile(name: name, source: source)
    files.append(file)
    return file.placeholder
  }

  /// Returns the lowercase suffix of a path with its dot, or an empty string when it isn't a plain
  /// one.
  private static func suffix(of path: String) -> String {
    guard let path = FilePath(path), let suffix = path.suffix, suffix.utf8.count <= 5,
      suffix.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) })
    else { return "" }
    return ".\(suffix == "jpeg" ? "jpg" : suffix)"
  }
}
