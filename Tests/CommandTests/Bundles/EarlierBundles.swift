import FormatSupport
import Foundation
import TestSupport
import Testing

/// Bundles that earlier versions of the program wrote.
@Suite("A bundle of an earlier version")
struct EarlierBundles {
  /// `words`: a text-only shot at Kling, with the rules of two makers that no call uses.
  /// `pictures`: seven pictures of two elements and a start frame, one of them prepared, with the
  /// legend of one grid. `app`: two pictures for the app, with the steps that a person follows.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Earlier")

  @Test("is verified, and its calls are printed")
  func verified() throws {
    let film = try Production(starter: false)
    let url = film.folder.appending(path: "words")
    try FileManager.default.copyItem(at: Self.folder.appending(path: "words"), to: url)
    let verified = try film.run("bundle", "verify", "words")
    #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    #expect(verified.output.contains("words: verified"))
    let request = try film.run("bundle", "request", "words")
    #expect(request.status == 0)
    #expect(request.output.contains("\ncurl --fail-with-body -sS 'https://api-singapore"))
    // Its own facts can be trusted as well.
    #expect(try film.run("bundle", "verify", "words", "--profile", "words").status == 0)
    // An unnecessary file is still an error.
    try FileManager.default.copyItem(
      at: url.appending(path: "target.json"), to: url.appending(path: "makers/x.json"))
    #expect(try film.run("bundle", "verify", "words").status == 1)
  }
}

extension EarlierBundles {
  @Test("with the legend of its time is verified", arguments: ["pictures", "app"])
  func legend(name: String) throws {
    let film = try Production(starter: false)
    try FileManager.default.copyItem(
      at: Self.folder.appending(path: name), to: film.folder.appending(path: name))
    let verified = try film.run("bundle", "verify", name)
    #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    #expect(!verified.output.contains("legend.png"))
  }

  @Test("with a legend that shows something else fails", arguments: ["pictures", "app"])
  func forgedLegend(name: String) throws {
    let film = try Production(starter: false)
    try FileManager.default.copyItem(
      at: Self.folder.appending(path: name), to: film.folder.appending(path: "whole"))
    let mutants = BundleMutants(of: try film.files("whole").mapValues { Array($0) })
    // The other bundle's legend is valid, but for other pictures.
    let other = Self.folder.appending(path: name == "app" ? "pictures" : "app")
    let forged = Array(try Data(contentsOf: other.appending(path: "legend.png")))
    let files = mutants.files(of: BundleMutant(name: "", changes: ["legend.png": forged]))
    for (inner, bytes) in files {
      let url = film.folder.appending(path: "\(name)/\(inner)")
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: url)
    }
    let verified = try film.run("bundle", "verify", name)
    #expect(verified.status == 1, "\(verified.output)")
    #expect(verified.output.contains("legend.png does not show the files that are sent"))
  }
}

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
