import Foundation
import TestSupport
import Testing

/// A user-defined target whose elements another user-defined target makes.
@Suite("A bundle for a user-defined target")
struct OwnTargetBundles {
  @Test("is valid without the rules of a maker that no call uses, by the local facts or its own")
  func maker() throws {
    let film = try Production()
    try FileManager.default.createDirectory(
      at: film.folder.appending(path: "own"), withIntermediateDirectories: false)
    for (name, own) in [("kling.v3-omni", "my.omni"), ("kling.element.create", "my.element")] {
      let file = Fixtures.repository.appending(path: "Catalog/Targets/\(name).json")
      let text = try String(contentsOf: file, encoding: .utf8)
        .replacing("\"id\": \"\(name)\"", with: "\"id\": \"\(own)\"")
        .replacing("\"via\": \"kling.element.create\"", with: "\"via\": \"my.element\"")
      try film.write(text, to: "own/\(own).json")
    }
    try film.take("starter/mug-front.jpg", as: "street.jpg")
    try film.write(
      "---\ntarget: my.omni\nstart: street.jpg\naspect: 16:9\n---\nit rains\n", to: "rain.md")
    let made = try film.run("export", "rain.md", "-o", "out", "--no-lint", "--targets", "own")
    try #require(made.status == 0, "\(made.output)\(made.errors)")
    #expect(!film.exists("out/rain/makers"))
    for option in [["--targets", "own"], ["--profile", "out/rain"]] {
      let verified = try film.run("bundle", "verify", "out/rain", option[0], option[1])
      #expect(
        verified.status == 0 && verified.output.contains(": verified ·"), "\(verified.output)")
    }
    // A user who needs the maker learns which one it is.
    try film.write(
      "---\ntarget: my.omni\nstart: street.jpg\naspect: 16:9\n---\n@mug steams\n", to: "mug.md")
    let lacking = try film.run("export", "mug.md", "-o", "out", "--profile", "out/rain")
    #expect(lacking.status > 0 && (lacking.output + lacking.errors).contains("my.element"))
  }
}
