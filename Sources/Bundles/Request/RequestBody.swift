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
  public init?(_ prompt: CompiledPrompt, _ settings: ShotSettings) {
    guard !prompt.profile.request.isEmpty else { return nil }
    var writing = RequestWriting(prompt, settings)
    writing.write()
    json = writing.body
    files = writing.names.files
    remarks = writing.remarks
  }

  /// What stands for an element or a voice that the provider has an id of.
  public static func remote(_ handle: Handle) -> String { "\(RequestFile.scheme)remote/\(handle)" }

  /// Every placeholder, with where it stands in the body: JSON Pointers (RFC 6901), in order.
  public var placeholders: [(name: String, pointers: [String])] {
    var found: [(name: String, pointers: [String])] = []
    func look(at value: JSONValue, _ pointer: String) {
      switch value {
      case .string(let text) where text.hasPrefix(RequestFile.scheme):
        if let known = found.firstIndex(where: { $0.name == text }) {
          found[known].pointers.append(pointer)
        } else {
          found.append((text, [pointer]))
        }
      case .object(let members):
        for member in members {
          let key = member.key.replacing("~", with: "~0").replacing("/", with: "~1")
          look(at: member.value, "\(pointer)/\(key)")
        }
      case .array(let items):
        for (place, item) in items.enumerated() { look(at: item, "\(pointer)/\(place)") }
      default: break
      }
    }
    look(at: json, "")
    return found
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

  var placeholder: String { Self.scheme + name }
}

/// Gives files their names in a bundle: each once, and no two the same.
struct RequestNames {
  private(set) var files: [RequestFile] = []

  init(files: [RequestFile] = []) { self.files = files }

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
