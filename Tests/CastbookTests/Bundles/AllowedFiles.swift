import Castbook
import Foundation
import Model
import TestSupport
import Testing

@Suite("Files that a shot file may use", .timeLimit(.minutes(5)))
struct AllowedFiles {
  /// A folder with a shot file that starts with a picture beside its folder.
  private static func shot(naming path: String) throws -> (TemporaryFolder, FilePath) {
    let scratch = try TemporaryFolder()
    try scratch.createFolder("film")
    try scratch.copy("starter/mira-front.jpg", as: "outside.jpg")
    try scratch.copy("starter/mira-front.jpg", as: "film/inside.jpg")
    try scratch.link("film/link.jpg", to: "../outside.jpg")
    let text = "---\ntarget: kling-v3\nstart: \(path)\n---\nIt rains"
    return (scratch, try scratch.write(text, to: "film/rain.md"))
  }

  private static func options(_ scratch: TemporaryFolder) throws -> ShotPrompt.Options {
    let roots = try Roots([scratch.path("film")])
    var options = ShotPrompt.Options()
    options.isAllowed = { roots.holds($0) }
    return options
  }

  @Test(
    "A file that may not be used is an error, and is not sent",
    arguments: ["../outside.jpg", "link.jpg", "../film/../outside.jpg"])
  func outside(path: String) async throws {
    let (scratch, shot) = try Self.shot(naming: path)
    let options = try Self.options(scratch)
    let read = try ShotPrompt(shot, options, library: nil, project: nil, in: TargetCatalogue())
    #expect(read.status == .fail)
    #expect(read.remarks.map(\.finding.rule).contains(.fileUnreadable))
    #expect(read.remarks.first { $0.finding.rule == .fileUnreadable }?.location?.line == 3)

    var export = Export(library: nil, project: nil, in: try TargetCatalogue())
    export.isDryRun = true
    // By default every file may be used.
    let free = try await export.plan([shot])
    export.discard(free)
    #expect(free.shots.map(\.files.count) == [1] && !free.isFailed)
    export.options.prompt = options
    let plan = try await export.plan([shot])
    export.discard(plan)
    #expect(plan.shots.map(\.files.count) == [0] && plan.isFailed)
    #expect(plan.shots[0].planDigest == nil && free.shots[0].planDigest != nil)
  }

  @Test("An absolute path outside is an error, too, and one inside is fine")
  func absolute() throws {
    for (name, isFine) in [("outside.jpg", false), ("film/inside.jpg", true)] {
      let (scratch, shot) = try Self.shot(naming: "x.jpg")
      let text = "---\ntarget: kling-v3\nstart: \(scratch.path(name))\n---\nIt rains"
      try scratch.write(text, to: "film/rain.md")
      let read = try ShotPrompt(
        shot, Self.options(scratch), library: nil, project: nil, in: TargetCatalogue())
      #expect((read.status != .fail) == isFine, "\(name)")
    }
  }

  @Test("A missing file that may not be used is not looked for")
  func missing() throws {
    let (scratch, shot) = try Self.shot(naming: "../outsid.jpg")
    let read = try ShotPrompt(
      shot, Self.options(scratch), library: nil, project: nil, in: TargetCatalogue())
    let rules = read.remarks.map(\.finding.rule)
    #expect(rules.contains(.fileUnreadable) && !rules.contains(.fileNotFound))
    // The near name outside is not suggested.
    #expect(!read.remarks.contains { $0.finding.fix?.contains("outside.jpg") == true })
  }

  @Test("The digest of a plan depends on the text, the target, the request and the files")
  func digests() async throws {
    let (scratch, shot) = try Self.shot(naming: "inside.jpg")
    func digest(_ target: String? = nil, _ settings: [String] = []) async throws -> Digest {
      var export = Export(library: nil, project: nil, in: try TargetCatalogue())
      export.isDryRun = true
      export.options.prompt.target = target
      export.options.prompt.settings = settings
      let plan = try await export.plan([shot])
      export.discard(plan)
      return try #require(plan.shots.first?.planDigest)
    }
    let first = try await digest()
    #expect(try await digest() == first)
    // A short name and the id are one target.
    #expect(try await digest("fal.kling-v3.i2v") == first)
    var others = [
      first, try await digest("kling.v3.i2v"), try await digest(nil, ["duration=10"]),
    ]
    try scratch.write(
      "---\ntarget: kling-v3\nstart: inside.jpg\n---\nIt rains ", to: "film/rain.md")
    others.append(try await digest())
    try scratch.write("---\ntarget: kling-v3\nstart: inside.jpg\n---\nIt rains", to: "film/rain.md")
    #expect(try await digest() == first)
    try FileManager.default.removeItem(atPath: scratch.path("film/inside.jpg").text)
    try scratch.copy("starter/mira-right.jpg", as: "film/inside.jpg")
    others.append(try await digest())
    #expect(Set(others).count == others.count)
  }
}
