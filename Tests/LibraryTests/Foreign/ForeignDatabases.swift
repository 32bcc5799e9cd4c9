import Foundation
import Model
import TestSupport
import Testing

@testable import Library

/// Databases of other programs, made with SQLite's own shell.
@Suite struct ForeignDatabases {
  private let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  private func make(_ sql: String, _ name: String = "vault.db") throws -> FilePath {
    let url = scratch.url.appending(path: name)
    let made = try Program.run("sqlite3", [url.path(), sql])
    try #require(made.status == 0, "\(made.errors)")
    return try #require(FilePath(url.path()))
  }

  private func words(_ work: () throws -> Void) -> String {
    do {
      try work()
      return "nothing wrong"
    } catch let error as ForeignDatabaseError {
      return error.message + (error.fix ?? "")
    } catch {
      return "\(error)"
    }
  }

  @Test("values are read as they are stored, and nothing is written")
  func values() throws {
    let path = try make(
      "PRAGMA journal_mode=WAL; CREATE TABLE p(id, name TEXT, x);"
        + "INSERT INTO p VALUES(1,'Mira',NULL),('2',3,1.5),(x'00','Zoë',x'01');")
    let before = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path())
    var rows: [[ForeignDatabase.Value]] = []
    let database = try ForeignDatabase(path)
    try database.read("p", ["id", "name"], ["x", "missing"], limit: 10) { rows.append($0) }
    #expect(
      rows == [
        [.integer(1), .text("Mira"), .null, .null], [.text("2"), .text("3"), .other, .null],
        [.other, .text("Zoë"), .other, .null],
      ])
    #expect(try database.columns(of: "P") == ["id", "name", "x"])
    #expect(try database.columns(of: "gone") == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path()) == before)
  }

  @Test("missing tables and columns are named, and too many rows")
  func missing() throws {
    let database = try ForeignDatabase(try make("CREATE TABLE p(id); INSERT INTO p VALUES(1),(2);"))
    #expect(words { try database.read("q", ["id"], limit: 1) { _ in } }.contains("no table \"q\""))
    #expect(
      words { try database.read("p", ["name"], limit: 1) { _ in } }.contains("no column \"name\""))
    #expect(
      words { try database.read("p", ["id"], limit: 1) { _ in } }.contains("more than 1 rows"))
  }

  @Test("views, virtual tables and computed columns are not run")
  func code() throws {
    let endless =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i AS id FROM n"
    let database = try ForeignDatabase(
      try make(
        "CREATE VIEW v AS \(endless); CREATE VIRTUAL TABLE f USING fts5(id);"
          + "CREATE TABLE c(id INTEGER, big AS (zeroblob(900000000)));"
          + "CREATE TABLE t(id); CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END;"))
    for table in ["v", "f"] {
      #expect(
        words { try database.read(table, ["id"], limit: 9) { _ in } }.contains("no table"))
    }
    #expect(words { try database.read("c", ["big"], limit: 9) { _ in } }.contains("no column"))
    #expect(words { try database.read("t", ["id"], limit: 9) { _ in } } == "nothing wrong")
  }

  @Test("files that are none, unfinished, links or damaged are refused")
  func refused() throws {
    func refusal(_ name: String) throws -> String {
      let path = try #require(FilePath(scratch.url.appending(path: name).path()))
      return words { _ = try ForeignDatabase(path).columns(of: "p") }
    }
    #expect(try refusal("gone.db").contains("no such file"))
    try scratch.write(
      "no database, and long enough to be read as one. \(String(repeating: "x", count: 4096))",
      to: "text.db")
    #expect(try refusal("text.db").contains("is not a database"))
    _ = try make("CREATE TABLE p(id);", "good.db")
    for suffix in ["-wal", "-journal"] {
      try scratch.write("x", to: "good.db\(suffix)")
      #expect(try refusal("good.db").contains("quit the program"))
      try scratch.write("", to: "good.db\(suffix)")
    }
    #expect(try refusal("good.db") == "nothing wrong", "empty ones mean nothing")
    try FileManager.default.createSymbolicLink(
      at: scratch.url.appending(path: "link.db"),
      withDestinationURL: scratch.url.appending(path: "good.db"))
    #expect(try refusal("link.db").contains("is a link"))
    var bytes = try Data(contentsOf: scratch.url.appending(path: "good.db"))
    for index in 100..<bytes.count { bytes[index] = UInt8(truncatingIfNeeded: index &* 7) }
    try bytes.write(to: scratch.url.appending(path: "bad.db"))
    #expect(try refusal("bad.db").contains("damaged"))
  }
}
