import CastSupport
import Files
import Media
import Model
import Prompting
import Targets
import Testing

@testable import Bundles

/// A bundle of a shot file and the default cast, whose pictures are some bytes each.
enum Draft {
  static func bundle(
    _ text: String, for target: String, name: String = "lobby", cast: Cast = .standard,
    known: [String: KnownID] = [:], inline: Bool = false
  ) throws -> (bundle: Bundle, files: MemoryFiles) {
    let catalogue = try TargetCatalogue()
    let file = try ShotFile(text: text)
    let script = try PromptScript(file, cast: cast)
    let profile = try catalogue.find(target)
    let prompt = try CompiledPrompt(script, for: profile, in: catalogue)
    let body = RequestBody(prompt, file.settings)
    let remotes = try body.map { try CompiledRequest.remoteNames($0, prompt, in: catalogue) } ?? []
    let callable = remotes.filter { $0.hasPrefix("castbook:remote/") }
    // Files are named by their detected format: in tests all are JPEGs.
    let plain = try CompiledRequest(
      script, prompt, file.settings, lacking: callable.subtracting(known.keys),
      known: Set(known.keys), in: catalogue)
    let compiled = try CompiledRequest(
      script, prompt, file.settings, lacking: callable.subtracting(known.keys),
      known: Set(known.keys),
      formats: Dictionary(
        plain.files.map { ($0.source, MediaFormat.jpeg) }, uniquingKeysWith: { first, _ in first }),
      in: catalogue)
    let sent = try compiled.files.map { try Self.sent($0) }
    var draft = try compiled.draft(
      name: name, shot: Array(text.utf8), settings: ["target=\(target)"],
      options: inline ? ["inline"] : [], sent: sent, in: catalogue)
    draft.known = known
    let bytes = Dictionary(
      sent.map { ($0.entry.name, Array("picture \($0.entry.name)".utf8)) },
      uniquingKeysWith: { first, _ in first })
    if inline { _ = try draft.inline(bytes, in: catalogue) }
    let bundle = try draft.bundle(hash: SHA256.digest)
    return (bundle, MemoryFiles(bundle.files, name: name))
  }

  /// A picture of a few bytes: the element's own file if it is the original, else a prepared copy.
  private static func sent(_ file: RequestFile) throws -> BundleFile {
    let place = try #require(FilePath(file.name))
    let bytes = Array("picture \(place)".utf8)
    let digest = SHA256.digest(of: bytes)
    let step: JSONValue = ["step": "keep-coding", "format": "jpeg"]
    let from: Digest
    switch file.source {
    case .element(_, let own), .voice(_, let own): from = own.blob
    case .path: from = digest
    }
    return try BundleFile(
      file, from: from, sent: digest, byteCount: bytes.count, format: .jpeg,
      size: PixelSize(width: 30, height: 40), steps: from == digest ? [] : [step],
      content: .copy(of: place))
  }

  static let lobby = """
    ---
    tier: pro
    start: a.jpg
    ---
    Shot 1 (3s): @mira waves
    Shot 2 (5s): @mug steams
    """
}
