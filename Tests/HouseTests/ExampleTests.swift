import Foundation
import Testing

/// The example uses only the public API, and the page on the Swift API quotes the example.
@Suite struct ExampleTests {
  private static let folder = "Examples/CastList"

  private func lines(_ text: some StringProtocol) -> [String] {
    text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
  }

  @Test("It imports only Castbook")
  func imports() throws {
    for file in try Repository.files(in: "\(Self.folder)/Sources", suffix: ".swift") {
      let imports = lines(try Repository.text(file)).filter { $0.hasPrefix("import ") }
      #expect(imports == ["import Castbook"], "\(file)")
    }
  }

  @Test("Every Swift sample of docs/swift-api.md is in the example, line by line")
  func samples() throws {
    let sources =
      try ["\(Self.folder)/Package.swift"]
      + Repository.files(in: "\(Self.folder)/Sources", suffix: ".swift")
    let texts = try sources.map { lines(try Repository.text($0)).joined(separator: "\n") + "\n" }
    let page = try Repository.text("docs/swift-api.md")
    let samples = page.matches(of: /```swift\n((?s:.*?))```/).map { lines($0.1) }
    #expect(samples.count > 5)
    for sample in samples {
      let text = sample.joined(separator: "\n") + "\n"
      #expect(texts.contains { $0.contains(text) }, "The example does not say:\n\(text)")
    }
  }

  @Test(
    "Every name of a type in these documents is a word of the sources",
    arguments: ["ARCHITECTURE.md", "docs/lives.md", "docs/swift-api.md"])
  func names(document: String) throws {
    var words: Set<Substring> = []
    for file in try Repository.files(in: "Sources", suffix: ".swift") + ["Package.swift"] {
      words.formUnion(
        try Repository.text(file).split { !$0.isLetter && !$0.isNumber })
    }
    let page = try Repository.text(document).replacing(/```swift\n(?s:.*?)```/, with: "")
    let names = page.matches(of: /`([A-Z][a-z]+[A-Za-z]*)[`.(]/).map(\.1)
    #expect(names.count > 10)
    for name in names { #expect(words.contains(name), "\(name) in \(document)") }
  }

  @Test(
    "Every path in these documents exists",
    arguments: [
      "ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "Catalog/README.md", "docs/lives.md",
    ])
  func paths(document: String) throws {
    let paths = try Repository.text(document)
      .matches(of: /`((?:Sources|Tests|Scripts|Catalog|Benchmarks)\/[A-Za-z0-9\/+._-]+)`/)
      .map { String($0.1) }.filter { path in
        !["NAME", "MODULE", "ID."].contains { path.contains($0) }
      }
    #expect(!paths.isEmpty)
    for path in paths {
      let file = Repository.root.appending(path: path)
      #expect(FileManager.default.fileExists(atPath: file.path()), "\(path) in \(document)")
    }
  }

  @Test("Every verb of the Swift API is documented with the command and the option that it serves")
  func verbs() throws {
    var count = 0
    let files = try ["FileVerbs", "LibraryVerbs", "DeliveryVerbs"].flatMap { module in
      try Repository.files(in: "Sources/\(module)", suffix: ".swift")
    }
    for file in files {
      for verb in try Repository.text(file).matches(of: /\/\/\/ The verb `([a-z -]+)`/).map(\.1) {
        count += 1
        let words = verb.split(separator: " ")
        let pages = ["castbook-\(words[0]).md", "castbook-\(words.joined(separator: "-")).md"]
        let page = pages.compactMap { try? Repository.text("docs/commands/\($0)") }.joined()
        #expect(!page.isEmpty, "\(verb) in \(file)")
        for word in words.dropFirst() { #expect(page.contains(word), "\(verb) in \(file)") }
      }
    }
    #expect(count > 30)
  }
}
