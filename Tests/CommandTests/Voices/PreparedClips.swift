import Foundation
import Model
import TestSupport
import Testing

/// Clips prepared for a target, and sent in a bundle.
@Suite("Prepared clips", .timeLimit(.minutes(30)))
struct PreparedClips {
  private let scratch: TemporaryFolder

  init() throws {
    scratch = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: scratch.url.appending(path: "in"), withIntermediateDirectories: false)
  }

  private func prepared(_ words: String...) throws -> [JSONValue] {
    let result = try Tool.run(["prepare"] + words + ["--json"], in: scratch.url)
    return try JSONParser.parse(Array(result.output.utf8))["files"]?.array ?? []
  }

  private func steps(_ file: JSONValue) -> [String] {
    (file["steps"]?.array ?? []).compactMap { $0["step"]?.string }
  }

  @Test("A long clip of two takes becomes one take, with all speech in it")
  func takes() throws {
    try scratch.copy("clips/takes.mkv", as: "in/takes.mkv")
    let file = try #require(try prepared("in/takes.mkv", "--for", "kling", "-o", "out").first)
    #expect(file["status"]?.string == "prepared", "\(file.compactText)")
    #expect(steps(file) == ["trim", "keep-coding", "encode"])
    let trim = try #require(file["steps"]?.array?.first)
    let (start, end) = (trim["start-ms"]?.integer ?? 0, trim["end-ms"]?.integer ?? 0)
    #expect(start >= 4000 && end <= 12_000 && (3000...8000).contains(end - start))
    let checked = try Checked(["out", "--for", "kling"], in: scratch.url)
    let copy = try #require(checked.files.first)
    #expect(copy["path"]?.string?.hasSuffix("takes.mp4") == true)
    #expect(copy["status"]?.string != "fail")
    let rules = (copy["findings"]?.array ?? []).compactMap { $0["rule"]?.string }
    #expect(!rules.contains("clip.cuts") && !rules.contains("clip.too-long"), "\(rules)")
  }

  @Test("Recoding is reported with its losses")
  func lost() throws {
    try scratch.copy("clips/mira.webm", as: "in/mira.webm")
    let result = try Tool.run(
      ["prepare", "in/mira.webm", "--for", "kling", "-o", "out"], in: scratch.url)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("its pictures (vp9 to H.264) were re-encoded"))
    #expect(result.output.contains("clip.coded-anew"))
  }

  @Test("The place and author of a recording are removed; the copy is made once")
  func exported() throws {
    let film = try Production()
    try film.take("clips/placed.mov", as: "photos/turn.mov")
    #expect(
      try film.run("add", "character", "@ana", "photos", "--basis", "own").status == 0)
    try film.write(
      "---\ntarget: muapi.kling-4.0.r2v\nimages: @ana=clip\n---\n@ana turns", to: "ana.md")
    let asIs = try film.run("export", "ana.md", "-o", "out", "--as-is")
    #expect(asIs.status == 1 && asIs.output.contains("clip.private-metadata"), "\(asIs.output)")
    let out = try film.run("export", "ana.md", "-o", "out")
    #expect(out.status == 0, "\(out.output)\(out.errors)")
    #expect(
      out.output.contains("GPS position, owner's name removed; MOV, nothing re-encoded"))
    let sent = try film.files("out/ana").filter { $0.0.hasPrefix("references/") }
    #expect(sent.count == 1)
    for (name, bytes) in sent { #expect(!bytes.contains(bytes: "+48".utf8), "\(name)") }
    #expect(try film.run("export", "ana.md", "-o", "again").output.contains("prepared earlier"))
    #expect(try film.files("out/ana") == film.files("again/ana"))
    let kept = try film.run("export", "ana.md", "-o", "kept", "--keep-metadata")
    #expect(kept.status == 0)
    let whole = try film.files("kept/ana").first { $0.0.hasPrefix("references/") }
    #expect(whole?.1.range(of: Data("+48".utf8)) != nil)
  }
}
