import Foundation
import Testing

/// Bundles that earlier versions of the program wrote.
@Suite("A bundle of an earlier version")
struct EarlierBundles {
  /// `words`: a shot of words alone at Kling, with the rules of two makers that no call uses.
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Earlier")

  @Test("is verified, and its calls are printed")
  func verified() throws {
    let film = try Production(starter: false)
    let place = film.folder.appending(path: "words")
    try FileManager.default.copyItem(at: Self.folder.appending(path: "words"), to: place)
    let verified = try film.run("bundle", "verify", "words")
    #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    #expect(verified.output.contains("words: verified, with ") || verified.output.contains("whole"))
    let request = try film.run("bundle", "request", "words")
    #expect(request.status == 0)
    #expect(request.output.contains("\ncurl --fail-with-body -sS 'https://api-singapore"))
    // Its own facts can be trusted as well.
    #expect(try film.run("bundle", "verify", "words", "--profile", "words").status == 0)
    // A file that it does not need is an error as ever.
    try FileManager.default.copyItem(
      at: place.appending(path: "target.json"), to: place.appending(path: "makers/x.json"))
    #expect(try film.run("bundle", "verify", "words").status == 1)
  }
}
