public import Model
public import Prompting
internal import Targets

/// A render for an app without an API: the files arranged as the app needs them, and the steps to
/// take there.
public struct AppLayout: Sendable {
  /// The files, named after their positions in the app.
  public let files: [RequestFile]
  private let prompt: CompiledPrompt

  /// Arranges the files of a prompt; `formats` contains their actual formats, as far as they are
  /// known.
  public init(_ prompt: CompiledPrompt, formats: [RequestFile.Source: MediaFormat]) {
    self.prompt = prompt
    var files: [RequestFile] = []
    func add(_ source: RequestFile.Source, _ stem: String, _ name: String) {
      guard !files.contains(where: { $0.source == source }) else { return }
      let suffix =
        formats[source].flatMap(\.suffixes.first)
        ?? FilePath(name)?.suffix.flatMap { suffix in
          suffix.utf8.allSatisfy { Character(Unicode.Scalar($0)).isHandleCharacter } ? suffix : nil
        }
      files.append(
        RequestFile(name: "upload/\(stem)" + (suffix.map { ".\($0)" } ?? ""), source: source))
    }
    func add(_ member: CastMember, _ sent: [CastFile]) {
      for (index, file) in sent.enumerated() {
        let role = file.role == .unsorted ? "" : "-\(file.role.rawValue)"
        add(.element(member, file), "@\(member.handle.name)/\(index + 1)\(role)", file.name)
      }
    }
    for binding in prompt.bindings {
      switch binding.subject {
      case .element(let member, let sent, _):
        add(member, sent)
        if prompt.sound.isHeard(member), let voice = member.voice, let file = voice.file {
          add(.voice(voice, file), "@\(voice.handle.name)/1-voice", file.name)
        }
      case .voice(let member): add(member, Array(member.files.prefix(1)))
      default:
        if let (stem, path) = binding.subject.file { add(.path(path), stem, path) }
      }
    }
    self.files = files
  }

  /// The steps to take in the app, as a numbered Markdown list.
  public var steps: String {
    var steps: [String] = []
    for binding in prompt.bindings {
      switch binding.subject {
      case .element(let member, let sent, _):
        steps.append(
          "Make an element called **\(member.handle.name)** of \(Self.list(names(member, sent))), in "
            + "this order: the first one shows it from the front.")
        if let voice = member.voice, let file = voice.file,
          let name = files.first(where: { $0.source == .voice(voice, file) })?.name
        {
          steps.append("Give **\(member.handle.name)** the voice `\(name)`.")
        }
      case .voice(let member):
        steps.append(
          "Make a voice called **\(member.handle.name)** of "
            + "\(Self.list(names(member, Array(member.files.prefix(1))))).")
      case .start(let path): steps.append("Set \(Self.list(names(path))) as the start frame.")
      case .middle(let number, let path):
        steps.append("Set \(Self.list(names(path))) as frame \(number) between start and end.")
      case .end(let path): steps.append("Set \(Self.list(names(path))) as the end frame.")
      case .image(let number, let path):
        steps.append("Add \(Self.list(names(path))) as picture \(number).")
      case .video(let path): steps.append("Add \(Self.list(names(path))) as the video.")
      }
    }
    switch prompt.sound.requested {
    case .on: steps.append("Turn sound on.")
    case .off: steps.append("Turn sound off.")
    case .original: steps.append("Keep the sound of the video.")
    case nil: break
    }
    if let seconds = prompt.seconds { steps.append("Set the length to \(seconds) s.") }
    steps.append("Paste the words of `prompt.txt` into the prompt.")
    steps.append("Compare with `legend.png` what each name shows, then render.")
    return "# In the app, in this order\n\n"
      + steps.enumerated().map { "\($0.offset + 1). \($0.element)\n" }.joined()
  }

  /// Returns the names of an element's files.
  private func names(_ member: CastMember, _ sent: [CastFile]) -> [String] {
    sent.compactMap { file in files.first { $0.source == .element(member, file) }?.name }
  }

  /// Returns the name of the file at a path, as an array of at most one.
  private func names(_ path: String) -> [String] {
    [files.first { $0.source == .path(path) }?.name].compactMap(\.self)
  }

  /// Returns names in backticks, separated by commas.
  private static func list(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }
}
