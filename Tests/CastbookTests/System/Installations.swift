import Castbook
import TestSupport
import Testing

@testable import DeliveryVerbs
@testable import FileVerbs
@testable import LibraryVerbs

@Suite("How Castbook was installed")
struct Installations {
  @Test(
    "is what the package says, and without a package it was compiled",
    arguments: [
      ("wheel\n", Installation.wheel), ("deb", .deb), ("archive\n", .archive), ("", .source),
      ("snap\n", .source), ("\u{FEFF}", .source), (String(repeating: "deb", count: 99), .source),
    ])
  func mark(text: String, installation: Installation) throws {
    let root = try TemporaryFolder()
    for folder in ["bin", "libexec", "libexec/castbook"] { _ = try root.createFolder(folder) }
    let programs = root.path("bin").bytes
    #expect(Installation.at(programs) == .source)
    _ = try root.write(text, to: "libexec/castbook/installation")
    #expect(Installation.at(programs) == installation)
  }
}
