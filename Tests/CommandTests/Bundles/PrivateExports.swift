import FormatSupport
import Foundation
import TestSupport
import Testing

@Suite("Exports of pictures with private metadata", .timeLimit(.minutes(30)))
struct PrivateExports {
  private static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: Fixtures.folder.appending(path: "odd/\(name)")))
  }

  private static func variants() throws -> [PrivateVariant] {
    PrivateVariant.all(
      PrivateVariant.Pictures(
        jpeg: try bytes("jpeg-baseline.jpg"), png: try bytes("png-rgb-8.png"),
        webp: try bytes("webp-lossy.webp"), width: 320, height: 400))
  }

  /// Whether a text is in the data, in UTF-8 or UTF-16. Tests plant it uncompressed, and bundles
  /// keep it so.
  private static func shows(_ secret: String, in data: Data) -> Bool {
    let plain = Array(secret.utf8)
    let wide: [UInt8] = plain.flatMap { byte -> [UInt8] in [byte, 0] }
    return data.contains(bytes: plain) || data.contains(bytes: wide)
  }

  private static let views = ["front", "left", "back"]

  /// Elements of three pictures each, and a shot of each that begins with a fourth.
  private func film(_ variants: [PrivateVariant]) throws -> (Production, shots: [String]) {
    let film = try Production(starter: false)
    var shots: [String] = []
    for (number, start) in stride(from: 0, to: variants.count - 3, by: 4).enumerated() {
      let folder = film.folder.appending(path: "a\(number)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for (view, variant) in zip(Self.views, variants[start..<start + 3]) {
        try Data(variant.bytes).write(to: folder.appending(path: "\(view).\(variant.suffix)"))
      }
      let frame = "start\(number).\(variants[start + 3].suffix)"
      try Data(variants[start + 3].bytes).write(to: film.folder.appending(path: frame))
      // Different metadata leave equal pictures, which is reported but does not prevent adding.
      let added = try film.run("add", "character", "@a\(number)", "a\(number)", "--basis", "own")
      try #require(added.status == 0, "\(added.output)\(added.errors)")
      try film.write(
        "---\ntarget: kling-o3\nstart: \(frame)\n---\n@a\(number) waves", to: "s\(number).md")
      shots.append("s\(number).md")
    }
    return (film, shots)
  }

  @Test("contain none of it, in no file, whatever carried it")
  func none() throws {
    let variants = TestRun.some(try Self.variants(), 48)
    let (film, shots) = try film(variants)
    let out = try Tool.run(
      ["export"] + shots + ["-o", "out", "--no-lint", "--library", film.library],
      in: film.folder)
    try #require(out.status == 0, "\(out.output)\(out.errors)")
    let files = try film.files("out")
    #expect(files.keys.count { $0.contains("references/") } >= 3 * shots.count)
    for (name, data) in files {
      for variant in variants {
        #expect(!Self.shows(variant.secret, in: data), "\(name): \(variant.name)")
      }
    }
    // A second export finds the copies that the first one kept.
    let again = try Tool.run(
      ["export"] + shots + ["-o", "again", "--no-lint", "--library", film.library],
      in: film.folder)
    #expect(again.status == 0 && again.output.contains("prepared earlier"))
    #expect(try film.files("again") == files)
  }

  @Test("are refused with --as-is, and contain all of it with --keep-metadata")
  func asked() throws {
    let all = try Self.variants()
    let names = [
      "jpeg-comment-prompt.jpg", "png-text-Author.png", "jpeg-credentials.jpg",
      "jpeg-exif-thumbnail.jpg",
    ]
    let variants = names.compactMap { name in all.first { $0.name == name } }
    let (film, _) = try film(variants)
    let refused = try film.run("export", "s0.md", "-o", "out", "--as-is")
    #expect(refused.status == 1)
    for words in [
      "generation prompt", "author or copyright", "Content Credentials (C2PA)",
      "embedded thumbnail", "image.private-metadata",
    ] { #expect(refused.output.contains(words), "\(refused.output)") }
    let kept = try film.run("export", "s0.md", "-o", "kept", "--keep-metadata")
    #expect(kept.status == 0, "\(kept.output)")
    let sent = try film.files("kept")
    for variant in variants {
      #expect(sent.values.contains { Self.shows(variant.secret, in: $0) }, "\(variant.name)")
    }
  }

  @Test("contain only the author and the credentials on request")
  func kept() throws {
    let all = try Self.variants()
    let names = [
      "jpeg-comment-prompt.jpg", "png-text-Author.png", "jpeg-credentials.jpg",
      "png-exif-artist.png",
    ]
    let variants = names.compactMap { name in all.first { $0.name == name } }
    let (film, _) = try film(variants)
    let lost = try film.run("export", "s0.md", "-o", "lost")
    #expect(lost.status == 0 && lost.output.contains("image.metadata-lost"), "\(lost.output)")
    let out = try film.run("export", "s0.md", "-o", "out", "--keep", "authorship,credentials")
    #expect(out.status == 0, "\(out.output)")
    #expect(!out.output.contains("image.metadata-lost"))
    let sent = try film.files("out")
    for variant in variants {
      let isSent = sent.values.contains { Self.shows(variant.secret, in: $0) }
      #expect(isSent == (variant.kind != "prompt"), "\(variant.name)")
    }
    let manifest = String(
      decoding: try film.data("out/s0/bundle.json"), as: UTF8.self)
    #expect(manifest.contains("keep-authorship") && manifest.contains("keep-credentials"))
    let verified = try film.run("bundle", "verify", "out/s0")
    #expect(!verified.output.contains("bundle.inconsistent"), "\(verified.output)")
    let wrong = try film.run("export", "s0.md", "-o", "x", "--keep", "faces")
    #expect(wrong.status == 2 && wrong.errors.contains("authorship or credentials"))
  }
}
