import Foundation
import Model
import Testing

@testable import Library

/// The list of backups, without a library.
@Suite("Lists of backups")
struct BackupLists {
  private func entry(_ path: String, _ milliseconds: Int, isZip: Bool = false) throws
    -> BackupList.Entry
  {
    BackupList.Entry(
      place: try #require(FilePath(path)), isZip: isZip, at: Instant(milliseconds: milliseconds))
  }

  @Test("have each path once, newest first, up to a maximum")
  func bounds() throws {
    var list = BackupList()
    for number in 1...(BackupList.most + 20) { list.note(try entry("/b\(number)", number * 1000)) }
    #expect(list.entries.count == BackupList.most)
    #expect(list.entries.first?.place.text == "/b\(BackupList.most + 20)")
    #expect(list.entries.last?.place.text == "/b21")
    list.note(try entry("/b30", 1_000_000))
    #expect(list.entries.count == BackupList.most && list.entries.first?.place.text == "/b30")
  }

  @Test("have paths of any bytes, read back as they were written")
  func anyBytes() throws {
    let library = try TestLibrary()
    _ = try library.open()
    let odd = try #require(FilePath(bytes: Array("/disk/\u{65}\u{301}".utf8) + [0xFF, 0xFE]))
    var list = BackupList()
    list.note(BackupList.Entry(place: odd, isZip: true, at: Instant(milliseconds: 5)))
    list.note(try entry("/a\u{301}\n\"x", 7))
    let file = library.root.appending(BackupList.name)
    try Data(list.bytes).write(to: URL(filePath: file.text))
    #expect(BackupList(of: library.root).entries == list.entries)
  }

  @Test("are not read through a link, and not beyond the maximum length")
  func strangers() throws {
    let library = try TestLibrary()
    _ = try library.open()
    var list = BackupList()
    list.note(try entry("/a", 1))
    let file = library.root.appending(BackupList.name).text
    try Data(list.bytes).write(to: URL(filePath: file + ".x"))
    try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: file + ".x")
    #expect(BackupList(of: library.root).entries.isEmpty)
    try FileManager.default.removeItem(atPath: file)
    try (Data(list.bytes) + Data(repeating: 32, count: 2 << 20)).write(to: URL(filePath: file))
    #expect(BackupList(of: library.root).entries.isEmpty)
  }
}
