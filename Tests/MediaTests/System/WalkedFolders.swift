import Foundation
import Model
import TestSupport
import Testing

@testable import Media

@Suite("A folder that is walked", .timeLimit(.minutes(30)))
struct WalkedFolders {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func found(_ walk: FolderWalk) -> [String] { folder.names(of: walk.files.map(\.path)) }

  @Test("returns files in byte order, and folders where their names sort")
  func order() throws {
    try folder.createFolder("a")
    try folder.createFolder("m")
    try folder.createFolder("m/sub")
    for name in [
      "b.jpg", "B.jpg", "a/2.jpg", "a/10.jpg", "a.jpg", "m/z.jpg", "m/sub/1.jpg", "é.jpg", "z.jpg",
    ] {
      try folder.write(to: name)
    }
    #expect(
      found(FolderWalk([folder.path])) == [
        "B.jpg", "a/10.jpg", "a/2.jpg", "a.jpg", "b.jpg", "m/sub/1.jpg", "m/z.jpg", "z.jpg",
        "é.jpg",
      ])
  }

  @Test("keeps the order in which paths were given, each as it was given")
  func given() throws {
    try folder.createFolder("a")
    try folder.write(to: "a/1.jpg")
    try folder.write(to: "z.jpg")
    let walk = FolderWalk([
      folder.path("z.jpg"), folder.path("a"), folder.path("gone"), folder.path("z.jpg"),
    ])
    #expect(found(walk) == ["z.jpg", "a/1.jpg", "gone", "z.jpg"])
    let relative = FolderWalk([folder.path.appending(Array("a//".utf8))])
    #expect(found(relative) == ["a//1.jpg"])
  }

  @Test("leaves out hidden and irrelevant files, and counts them")
  func passedOver() throws {
    try folder.createFolder(".git")
    try folder.createFolder(".hidden.jpg")
    try folder.createFolder("sub")
    let names = [
      ".git/a.jpg", ".DS_Store", "._a.jpg", "Thumbs.db", "thumbs.DB", "desktop.ini", "element.json",
      "sub/element.json", "a.aae", "a.XMP", "a.thm", "a.jpg", "other.json", "sub/xmp", "notes.txt",
      "castbook.lock",
    ]
    for name in names { try folder.write(to: name) }
    let walk = FolderWalk([folder.path])
    #expect(found(walk) == ["a.jpg", "notes.txt", "other.json", "sub/xmp"])
    #expect(walk.skipped == [.hidden: 4, .sidecar: 9])
    #expect(walk.files.allSatisfy { $0.problem == nil })
  }

  @Test("includes a file that is named explicitly, whatever its name")
  func named() throws {
    try folder.createFolder(".hidden")
    let paths = try [".a.jpg", "element.json", "a.xmp", ".hidden/b.jpg"].map {
      try folder.write(to: $0)
    }
    #expect(FolderWalk(paths).files.map(\.path) == paths)
    #expect(found(FolderWalk([folder.path(".hidden")])) == [".hidden/b.jpg"])
  }

  @Test("follows links to files, and skips links to folders")
  func links() throws {
    try folder.createFolder("real")
    try folder.write(to: "real/a.jpg")
    try folder.link("file.jpg", to: "real/a.jpg")
    try folder.link("again.jpg", to: "file.jpg")
    try folder.link("folder", to: "real")
    try folder.link("real/up", to: "..")
    try folder.link("self", to: ".")
    try folder.link("gone.jpg", to: "nothing")
    try folder.link("round.jpg", to: "round.jpg")
    let walk = FolderWalk([folder.path])
    #expect(found(walk) == ["again.jpg", "file.jpg", "gone.jpg", "real/a.jpg", "round.jpg"])
    #expect(walk.skipped == [.folderLink: 3])
    // A link that is named itself is gone through.
    #expect(found(FolderWalk([folder.path("folder")])) == ["folder/a.jpg"])
  }

  @Test("also returns what is not a file, for the reader to refuse")
  func noFiles() throws {
    try folder.makePipe("pipe.jpg")
    #expect(found(FolderWalk([folder.path])) == ["pipe.jpg"])
    #expect(found(FolderWalk([folder.path("gone")])) == ["gone"])
    try folder.createFolder("empty")
    #expect(FolderWalk([folder.path("empty")]).files.isEmpty)
  }

  @Test("is reported at its position if it can't be opened", .enabled(if: permissionsHold))
  func unreadable() throws {
    try folder.createFolder("locked")
    try folder.write(to: "a.jpg")
    try folder.protect("locked", mode: 0)
    defer { try? folder.protect("locked", mode: 0o755) }
    let walk = FolderWalk([folder.path])
    #expect(found(walk) == ["a.jpg", "locked"])
    let broken = walk.files.filter { $0.problem != nil }
    #expect(broken.map(\.path) == [folder.path("locked")])
    #expect(broken.map(\.problem) == [.unreadable(reason: "Permission denied")])
  }

  @Test("may be deeper than the longest possible path")
  func deep() throws {
    var bottom = folder.path.withCString { open($0, O_RDONLY | O_DIRECTORY) }
    for depth in 0..<1200 {
      try #require(mkdirat(bottom, "sub", 0o755) == 0)
      let next = openat(bottom, "sub", O_RDONLY | O_DIRECTORY)
      try #require(next >= 0)
      close(bottom)
      bottom = next
      if depth == 900 { close(openat(bottom, "deep.jpg", O_WRONLY | O_CREAT, 0o644)) }
    }
    close(bottom)
    let walk = FolderWalk([folder.path])
    #expect(walk.files.contains { $0.path.name.text == "deep.jpg" })
    // Where the system accepts no longer path, the rest is reported rather than silently skipped.
    let unread = walk.files.filter { $0.path.name.text == "sub" }
    let rest = try #require(unread.first)
    #expect(unread.count == 1)
    #expect(rest.path.bytes.count >= 4000)
  }

  @Test("may have names of any bytes")
  func names() throws {
    let names: [[UInt8]] = [
      Array("a\nb.jpg".utf8), [0xFF, 0xFE] + Array(".jpg".utf8), Array("\u{1b}[31m.jpg".utf8),
      Array(" .jpg".utf8), Array("-rf".utf8), Array("米拉.jpg".utf8), [0xE7, 0xB1],
    ]
    for name in names { try folder.write([1], to: name) }
    let found = FolderWalk([folder.path]).files.map(\.path.name.bytes)
    #expect(found == names.sorted { $0.lexicographicallyPrecedes($1) })
  }

  @Test("of three thousand files is walked quickly")
  func many() throws {
    for number in 0..<3000 {
      let path = folder.path("\(number).jpg")
      close(path.withCString { open($0, O_WRONLY | O_CREAT, 0o644) })
    }
    #expect(FolderWalk([folder.path]).files.count == 3000)
  }
}
