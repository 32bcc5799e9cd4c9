public import Model
public import Prompting
internal import Targets

/// The exact body of a request to a target, with placeholders where addresses and ids of a provider go:
/// `castbook:references/mira-front.jpg`, `castbook:remote/@mira_voice`.
///
/// It is made of what the target's profile states of its fields. What no source states is said, never guessed.
public struct RequestBody: Sendable {
  public let json: JSONValue
  /// The files that go along, each under its name in the bundle, in the order in which they come.
  public let files: [RequestFile]
  public let remarks: [PromptRemark]

  /// Writes a prompt as the target takes it. Nothing for a target without a body, which is filled in by hand.
  /// Files are named by what they turned out to be, as far as that is known, else as their originals are.
  public init?(
    _ prompt: CompiledPrompt, _ settings: ShotSettings,
    formats: [RequestFile.Source: MediaFormat] = [:]
  ) {
    guard !prompt.profile.request.isEmpty else { return nil }
    var writing = RequestWriting(prompt, settings)
    writing.names = RequestNames(formats: formats)
    writing.write()
    json = writing.body
    files = writing.names.files
    remarks = writing.remarks
  }

  /// What stands for an element or a voice that the provider has an id of.
  public static func remote(_ handle: Handle) -> String { "\(remotes)\(handle)" }

  /// What such placeholders begin with.
  static let remotes = "\(RequestFile.scheme)remote/"

  /// Every placeholder, with where it stands in the body: JSON Pointers (RFC 6901), in order.
  public var placeholders: [(name: String, pointers: [String])] {
    json.placeholders
  }
}

/// A file that goes along with a request.
public struct RequestFile: Hashable, Sendable {
  /// Its path in the bundle: `references/mira-front.jpg`.
  public let name: String
  public let source: Source

  public enum Source: Hashable, Sendable {
    case element(CastMember, CastFile)
    case voice(CastVoice, CastFile)
    /// As the shot file writes it.
    case path(String)
  }

  /// What placeholders begin with.
  static let scheme = "castbook:"

  package var placeholder: String { Self.scheme + name }
}

/// Gives files their names in a bundle: each once, and no two the same.
struct RequestNames {
  private(set) var files: [RequestFile] = []
  private let formats: [RequestFile.Source: MediaFormat]

  init(files: [RequestFile] = [], formats: [RequestFile.Source: MediaFormat] = [:]) {
    self.files = files
    self.formats = formats
  }

  /// The placeholder of a voice's sample.
  mutating func placeholder(_ file: CastFile, ofVoice voice: CastVoice) -> String {
    placeholder(voice.handle.name, suffix: Self.suffix(of: file.name), .voice(voice, file))
  }

  /// The placeholder of an element's file.
  mutating func placeholder(_ file: CastFile, of member: CastMember) -> String {
    let role = file.role == .unsorted ? String(file.number) : file.role.rawValue
    return placeholder(
      "\(member.handle.name)-\(role)", suffix: Self.suffix(of: file.name),
      .element(member, file))
  }

  /// The placeholder of a file that the shot file names.
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

  /// The end of a name, where it is plain.
  private static func suffix(of path: String) -> String {
    guard let path = FilePath(path), let suffix = path.suffix, suffix.utf8.count <= 5,
      suffix.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) })
    else { return "" }
    return ".\(suffix == "jpeg" ? "jpg" : suffix)"
  }
}
