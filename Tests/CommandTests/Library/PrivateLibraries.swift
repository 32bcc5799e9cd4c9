import Foundation
import Model
import TestSupport
import Testing

@Suite("A library is private to its user")
struct PrivateLibraries {
  private func mode(_ url: URL) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: url.path())
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
  }

  /// Every file in a folder that other users may access.
  private func open(_ folder: URL) throws -> [String] {
    let found = try Tool.run(
      program: URL(filePath: "/usr/bin/find"), [folder.path(), "!", "-type", "l", "-perm", "/077"])
    return found.output.split(separator: "\n").map(String.init)
  }

  @Test("from the first moment, with its index, hashes, previews, backups and restored copies")
  func new() throws {
    let shelf = try Shelf()
    try shelf.draw("1.bmp", 1)
    try shelf.draw("2.bmp", 2)
    try shelf.run("add", "character", "@mira", "1.bmp")
    try shelf.run("add", "character", "@ana", "2.bmp")
    try shelf.run("similar", "1.bmp")
    try shelf.run("score", "@mira")
    try shelf.run("backup", "kept")
    try shelf.run("backup", "kept.zip")
    try shelf.run("restore-backup", "kept", "again")
    #expect(try open(shelf.library) == [])
    for name in ["kept", "kept.zip", "again"] {
      #expect(try open(shelf.folder.appending(path: name)) == [], "\(name)")
    }
    #expect(try mode(shelf.library) == 0o700)
    #expect(try mode(shelf.library.appending(path: "castbook.json")) == 0o600)
    #expect(try mode(shelf.library.appending(path: "catalog.sqlite")) == 0o600)
  }

  @Test("or says so once, and doctor makes it private")
  func older() throws {
    let shelf = try Shelf()
    try shelf.draw("1.bmp", 1)
    try shelf.run("add", "character", "@mira", "1.bmp")
    let opened = try Tool.run(
      program: URL(filePath: "/bin/chmod"), ["-R", "a+rX", shelf.library.path()])
    #expect(opened.status == 0)
    #expect(
      try shelf.run("list").errors.contains("Other users of this machine can read the library"))
    #expect(try shelf.run("list").errors == "")
    // A new file is as accessible as the rest.
    try shelf.draw("2.bmp", 2)
    try shelf.run("add", "character", "@mira", "2.bmp")
    let report = try shelf.json("doctor")
    let rules = report["findings"]?.array?.compactMap { $0["rule"]?.string }
    #expect(rules == ["library.readable"], "\(report)")
    try shelf.run("doctor", "--repair")
    #expect(try open(shelf.library) == [])
    #expect(try shelf.json("doctor")["findings"]?.array?.isEmpty == true)
  }
}
