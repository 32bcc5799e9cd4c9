import CastSupport
import Media
import Model
import Prompting
import Targets
import Testing

@testable import Bundles

/// A bundle of a shot file and the usual cast, whose pictures are some bytes each.
enum Draft {
  static func bundle(
    _ text: String, for target: String, name: String = "lobby"
  ) throws -> (bundle: Bundle, files: MemoryFiles) {
    let catalogue = try TargetCatalogue()
    let file = try ShotFile(text: text)
    let script = try PromptScript(file, cast: Cast.usual)
    let profile = try catalogue.find(target)
    let prompt = try CompiledPrompt(script, for: profile, in: catalogue)
    let body = try #require(RequestBody(prompt, file.settings))
    let remotes = Set(body.placeholders.map(\.name).filter { $0.hasPrefix("castbook:remote/") })
    var draft = BundleDraft(name: name, shot: Array(text.utf8), settings: [], prompt: prompt)
    draft.body = body.json
    draft.first = try Prerequisite.all(for: body, prompt, lacking: remotes, in: catalogue)
    draft.makers = try Set(profile.slots.compactMap(\.via)).sorted().map(catalogue.profile)
    draft.cost = try RenderCost(prompt, body.json, in: catalogue)
    draft.sent = try (draft.first.last?.files ?? body.files).map { file in
      let place = try #require(FilePath(file.name))
      let bytes = Array("picture \(place)".utf8)
      let digest = try #require(SHA256.digest(of: bytes))
      return SentFile(
        file, from: digest, sent: digest, byteCount: bytes.count, format: .jpeg,
        size: PixelSize(width: 30, height: 40), content: .copy(of: place))
    }
    let bundle = try draft.bundle(hash: SHA256.digest)
    return (bundle, MemoryFiles(bundle.files))
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
