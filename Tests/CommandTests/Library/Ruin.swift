import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// A way in which a library can be spoilt, by accident or on purpose.
struct Ruin: Sendable, CustomTestStringConvertible {
  let name: String
  /// Whether no command can work then.
  let isRefused: Bool
  /// Damages the library; receives the folder outside of which nothing may change.
  let spoil: @Sendable (_ shelf: Shelf, _ outside: String) throws -> Void

  var testDescription: String { name }

  private init(
    _ name: String, isRefused: Bool = false,
    _ spoil: @escaping @Sendable (_ shelf: Shelf, _ outside: String) throws -> Void
  ) {
    self.name = name
    self.isRefused = isRefused
    self.spoil = spoil
  }

  static let all = ofTheMark + ofFolders + ofTheIndex + ofTheLog + ofFiles

  // MARK: castbook.json

  private static let ofTheMark = [
    Ruin("a mark of 1 GB", isRefused: true) { shelf, _ in
      try #require(truncate(shelf.inLibrary("castbook.json"), 1 << 30) == 0)
    },
    Ruin("a folder as the mark", isRefused: true) { shelf, _ in
      try replace(shelf, "castbook.json") { try createFolder($0) }
    },
    Ruin("a pipe as the mark", isRefused: true) { shelf, _ in
      try replace(shelf, "castbook.json") { try #require(mkfifo($0, 0o644) == 0) }
    },
    Ruin("a link to nothing as the mark", isRefused: true) { shelf, outside in
      try replace(shelf, "castbook.json") { try link($0, to: outside + "/none") }
    },
    Ruin("a newer format", isRefused: true) { shelf, _ in
      try replace(shelf, "castbook.json") { try write(#"{"format":2,"id":"x"}"#, $0) }
    },
    Ruin("a much newer format", isRefused: true) { shelf, _ in
      try replace(shelf, "castbook.json") { try write(#"{"format":9007199254740992}"#, $0) }
    },
  ]

  // MARK: Folders that are missing, or elsewhere

  private static let ofFolders =
    ["blobs", "log", "cache", "damaged", "blobs/.new"].map { name in
      Ruin("\(name) behind a link", isRefused: true) { shelf, outside in
        try replace(shelf, name) { try link($0, to: outside) }
      }
    }
    + ["blobs", "log"].map { name in
      Ruin("a file as \(name)", isRefused: true) { shelf, _ in
        try replace(shelf, name) { try write("x", $0) }
      }
    }
    + [
      Ruin("a folder that looks left over") { shelf, _ in
        try createFolder(shelf.inLibrary(".new-0123456789abcdef/deep"))
        try createFolder(shelf.inLibrary("erased/catalog.sqlite"))
      },
      Ruin("shelves behind links") { shelf, outside in
        for name in try shelves(shelf) {
          try FileManager.default.moveItem(
            atPath: shelf.inLibrary("blobs/\(name)"), toPath: "\(outside)/\(name)")
          try link(shelf.inLibrary("blobs/\(name)"), to: "\(outside)/\(name)")
        }
      },
      Ruin("every shelf behind one link") { shelf, outside in
        let own = try shelves(shelf)
        for number in 0..<256 {
          let name = String(number + 256, radix: 16).dropFirst()
          if own.contains(String(name)) { continue }
          try link(shelf.inLibrary("blobs/\(name)"), to: outside)
        }
      },
    ]

  // MARK: The index

  private static let ofTheIndex =
    [
      ("", "db"), ("", "none"), ("-wal", "db"), ("-wal", "none"), ("-shm", "none"),
      ("-journal", "none"),
    ]
    .map { suffix, target in
      Ruin("the index\(suffix) as a link to \(target)") { shelf, outside in
        try replace(shelf, "catalog.sqlite\(suffix)") { try link($0, to: "\(outside)/\(target)") }
      }
    } + [
      Ruin("a folder as the index", isRefused: true) { shelf, _ in
        try replace(shelf, "catalog.sqlite") { try createFolder($0 + "/x") }
      },
      Ruin("a pipe as the index") { shelf, _ in
        try replace(shelf, "catalog.sqlite") { try #require(mkfifo($0, 0o644) == 0) }
      },
      Ruin("a pipe beside the index") { shelf, _ in
        try replace(shelf, "catalog.sqlite-wal") { try #require(mkfifo($0, 0o644) == 0) }
      },
      Ruin("somebody's database as the index") { shelf, _ in
        try replace(shelf, "catalog.sqlite") { try Database.make($0, "CREATE TABLE a(b)") }
      },
      Ruin("an index without tables") { shelf, _ in
        try replace(shelf, "catalog.sqlite") {
          try Database.make($0, "PRAGMA application_id=1128425848; PRAGMA user_version=1")
        }
      },
      Ruin("an index that lacks a table") { shelf, _ in
        try Database.make(shelf.inLibrary("catalog.sqlite"), "DROP TABLE tag; DROP TABLE use")
      },
      Ruin("an index of random bytes") { shelf, _ in
        try replace(shelf, "catalog.sqlite") { try noise(9000).write(to: URL(filePath: $0)) }
      },
      Ruin("noise beside the index") { shelf, _ in
        try replace(shelf, "catalog.sqlite-wal") { try noise(90_000).write(to: URL(filePath: $0)) }
      },
      Ruin("hashes behind a link") { shelf, outside in
        try replace(shelf, "catalog.phash") { try link($0, to: outside + "/keep") }
      },
      Ruin("a folder as the hashes") { shelf, _ in
        try replace(shelf, "catalog.phash") { try createFolder($0 + "/x") }
      },
      Ruin("a pipe as the hashes") { shelf, _ in
        try replace(shelf, "catalog.phash") { try #require(mkfifo($0, 0o644) == 0) }
      },
    ]

  // MARK: The log

  private static let segment = String(repeating: "a", count: 64) + ".jsonl"

  private static let ofTheLog = [
    Ruin("a pipe as a segment") { shelf, _ in
      try #require(mkfifo(try day(shelf) + "/" + segment, 0o644) == 0)
    },
    Ruin("a folder as a segment") { shelf, _ in try createFolder(try day(shelf) + "/" + segment) },
    Ruin("a link as a segment") { shelf, outside in
      try link(try day(shelf) + "/" + segment, to: outside + "/keep")
    },
    Ruin("a day behind a link", isRefused: true) { shelf, outside in
      try link(shelf.inLibrary("log/2026-01-02"), to: outside)
    },
    Ruin("a file as a day", isRefused: true) { shelf, _ in
      try write("x", shelf.inLibrary("log/2026-01-02"))
    },
    Ruin("a segment of one-byte lines") { shelf, _ in
      let count = TestRun.isLong ? 1_000_000 : 50_000
      try shelf.writeSegment(Data(repeatElement(Array("x\n".utf8), count: count).joined()))
    },
    Ruin("a segment of empty lines") { shelf, _ in
      try shelf.writeSegment(Data(repeating: 10, count: 1_000_000))
    },
    Ruin("a record of 4 MiB and more") { shelf, _ in
      let text = String(repeating: "x", count: 4 << 20)
      try shelf.writeSegment(Data(#"{"castbook":"mood/1","t":"\#(text)"}"#.utf8))
    },
    Ruin("deep JSON in the log") { shelf, _ in
      for text in ["[", #"{"a":"#, #"{"castbook":"#] {
        try shelf.writeSegment(Data(String(repeating: text, count: 200_000).utf8))
      }
    },
    Ruin("a segment that is not what its name says") { shelf, _ in
      try write("{}\n", try day(shelf) + "/" + segment)
    },
  ]

  // MARK: Files

  private static let ofFiles = [
    Ruin("a folder as a file") { shelf, _ in
      for path in try blobs(shelf) { try replace(path) { try createFolder($0 + "/x") } }
    },
    Ruin("a link as a file") { shelf, outside in
      for path in try blobs(shelf) { try replace(path) { try link($0, to: outside + "/keep") } }
    },
    Ruin("a pipe as a file") { shelf, _ in
      for path in try blobs(shelf) {
        try replace(path) { try #require(mkfifo($0, 0o644) == 0) }
      }
    },
    Ruin("files that are gone") { shelf, _ in
      for path in try blobs(shelf) { try FileManager.default.removeItem(atPath: path) }
    },
  ]
}

// MARK: Links and modes

private func replace(
  _ shelf: Shelf, _ name: String, _ make: (String) throws -> Void
) throws { try replace(shelf.inLibrary(name), make) }

private func replace(_ path: String, _ make: (String) throws -> Void) throws {
  try? FileManager.default.removeItem(atPath: path)
  try make(path)
}

private func link(_ path: String, to target: String) throws {
  try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
}

private func createFolder(_ path: String) throws {
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
}

private func write(_ text: String, _ path: String) throws {
  try Data(text.utf8).write(to: URL(filePath: path))
}

private func noise(_ count: Int) -> Data {
  var state: UInt64 = 42
  return Data(
    (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    })
}

/// The folder of the only day.
private func day(_ shelf: Shelf) throws -> String {
  let days = try FileManager.default.contentsOfDirectory(atPath: shelf.inLibrary("log"))
  return shelf.inLibrary("log/\(try #require(days.first))")
}

private func shelves(_ shelf: Shelf) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: shelf.inLibrary("blobs"))
    .filter { $0.count == 2 }
}

private func blobs(_ shelf: Shelf) throws -> [String] {
  try shelves(shelf).flatMap { name in
    try FileManager.default.contentsOfDirectory(atPath: shelf.inLibrary("blobs/\(name)"))
      .map { shelf.inLibrary("blobs/\(name)/\($0)") }
  }
}
