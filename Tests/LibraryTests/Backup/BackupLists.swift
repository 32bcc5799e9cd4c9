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
      path: try #require(FilePath(path)), isZip: isZip, at: Instant(milliseconds: milliseconds))
  }

  @Test("have each path once, newest first, up to a maximum")
  func bounds() throws {
    var list = BackupList()
    for number in 1...(BackupList.maximumCount + 20) {
      list.add(try entry("/b\(number)", number * 1000))
    }
    #expect(list.entries.count == BackupList.maximumCount)
    #expect(list.entries.first?.path.text == "/b\(BackupList.maximumCount + 20)")
    #expect(list.entries.last?.path.text == "/b21")
    list.add(try entry("/b30", 1_000_000))
    #expect(
      list.entries.count == BackupList.maximumCount && list.entries.first?.path.text == "/b30")
  }

  @Test("have paths of any bytes, read back as they were written")
  func anyBytes() throws {
    let library = try TestLibrary()
    _ = try library.open()
    let odd = try #require(FilePath(bytes: Array("/disk/\u{65}\u{301}".utf8) + [0xFF, 0xFE]))
    var list = BackupList()
    list.add(BackupList.Entry(path: odd, isZip: true, at: Instant(milliseconds: 5)))
    list.add(try entry("/a\u{301}\n\"x", 7))
    let file = library.root.appending(BackupList.name)
    try Data(list.bytes).write(to: URL(filePath: file.text))
    #expect(BackupList(of: library.root).entries == list.entries)
  }

  @Test("are not read through a link, and not beyond the maximum length")
  func strangers() throws {
    let library = try TestLibrary()
    _ = try library.open()
    var list = BackupList()
    list.add(try entry("/a", 1))
    let file = library.root.appending(BackupList.name).text
    try Data(list.bytes).write(to: URL(filePath: file + ".x"))
    try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: file + ".x")
    #expect(BackupList(of: library.root).entries.isEmpty)
    try FileManager.default.removeItem(atPath: file)
    try (Data(list.bytes) + Data(repeating: 32, count: 2 << 20)).write(to: URL(filePath: file))
    #expect(BackupList(of: library.root).entries.isEmpty)
  }
}
