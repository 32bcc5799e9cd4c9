import Files
import Foundation
import Media
import Model
import TestSupport
import Testing

@testable import Library

/// Whatever call a backup is ended at, its folder is a state that the library had, or not yet a
/// backup, and running again completes it.
@Suite(
  "Interrupted backups",
  .enabled(if: TestRun.isLong && CrashRun.isPossible))
struct BackupCrashes {
  private let library: TestLibrary
  /// The folder for backups, whose calls are watched.
  private let container: FilePath
  private let target: FilePath
  /// The names of all records, in the order in which they arrived.
  private let order: [Digest]
  private let earlier: Int

  init() throws {
    library = try TestLibrary()
    container = library.folder.path("place")
    target = container.appending("backup".utf8)
    try FileSystem.createFolder(container)
    let store = try library.open()
    try store.register("mira", files: [[1, 2, 3], [4, 5]])
    try store.register("mug", .product, files: [[4, 5], []])
    let old = try library.folderCensus().entries.count
    _ = try LibraryBackup(of: library.root)
      .write(toFolder: target, verifying: false, pruning: false)
    try store.register("lamp", .product, files: [[6], [7]])
    try store.edit("mira") { $0.notes = "changed" }
    try store.register("vase", .product, files: [[8, 8, 8]])
    earlier = old
    order = try library.folderCensus().segmentsByAge.flatMap(\.records)
  }

  private func run(_ words: String...) -> CrashRun {
    CrashRun(
      Program.builtWithTests("castbook").path(), words + ["--library", library.root.text],
      under: URL(filePath: container.text), environment: ["HOME": library.folder.path.text])
  }

  /// Expects that a folder is a usable backup with at least a number of records.
  private func expectState(
    _ folder: FilePath, atLeast count: Int, _ comment: Comment
  ) throws {
    guard LibraryStore.exists(at: folder) else {
      #expect(count == 0, comment)
      return
    }
    let files = try LibraryFolder(folder)
    let census = try RecordInventory(of: files, files.segments(), BackupMonitor())
    #expect(census.faults == [], comment)
    let records = Set(census.entries.keys)
    #expect(records == Set(order.prefix(records.count)), comment)
    #expect(records.count >= count, comment)
    let erased = try ErasedRecords(in: InventoryRecords([census]))
    for blob in census.blobs(without: erased, in: files) {
      #expect(StoredFile.blob(blob).isSound(in: folder), comment)
    }
  }

  private func expectCompleted(_ folder: FilePath, _ comment: Comment) throws {
    _ = try LibraryBackup(of: library.root)
      .write(toFolder: folder, verifying: true, pruning: true)
    try expectState(folder, atLeast: order.count, comment)
    #expect(try FileSystem.names(in: folder).count == 3, comment)
    let names = try FileSystem.names(in: folder.appending("blobs".utf8))
    #expect(names.allSatisfy { $0.count == 2 }, comment)
  }

  /// Up to `most` of the calls: the first, the last, and some between.
  private func sample(_ count: Int, _ maximum: Int) -> [Int] {
    let step = max(1, count / maximum)
    return Array(stride(from: 1, through: count, by: step)) + [count]
  }

  @Test("by a kill leave a state that the library had", arguments: [true, false])
  func kills(isNew: Bool) throws {
    let url = URL(filePath: container.text)
    if isNew { try FileSystem.removeAll(target) }
    let before = try FolderState(of: url)
    let run = run("backup", target.text)
    let count = try run.trace().calls.count
    for call in sample(count, 60) {
      for isAfter in [false, true] {
        try before.write(to: url)
        try run.kill(at: call, after: isAfter)
        let comment = Comment(rawValue: "call \(call) of \(count), after: \(isAfter)")
        try expectState(target, atLeast: isNew ? 0 : earlier, comment)
        try expectCompleted(target, comment)
      }
    }
  }

  @Test("by a power cut leave a state that the library had", arguments: [true, false])
  func powerCuts(isNew: Bool) throws {
    let url = URL(filePath: container.text)
    if isNew { try FileSystem.removeAll(target) }
    let before = try FolderState(of: url)
    let outcome = try run("backup", target.text).trace(recording: true)
    try #require(outcome.ending == .exited(0), "\(outcome.output) \(outcome.errors)")
    let cut = PowerCut(in: url, before: before, during: outcome)
    for call in 0...cut.callCount {
      for (survival, state) in try cut.states(after: call, seeds: call..<call + 3) {
        try state.write(to: url)
        let comment = Comment(
          rawValue:
            "after \(call) of \(cut.callCount), \(survival): \(outcome.calls.prefix(call).last as Any)"
        )
        let isOver = call == cut.callCount
        try expectState(
          target, atLeast: isOver ? order.count : isNew ? 0 : earlier, comment)
        try expectCompleted(target, comment)
      }
    }
  }

  @Test("by a kill leave no zip, or a complete one")
  func zips() throws {
    let url = URL(filePath: container.text)
    let before = try FolderState(of: url)
    let zip = container.appending("b.zip".utf8)
    let run = run("backup", zip.text)
    let count = try run.trace().calls.count
    let whole = try FileSystem.read(zip, limit: 1 << 24)
    for call in sample(count, 60) {
      try before.write(to: url)
      try run.kill(at: call)
      if FileSystem.status(zip) != nil {
        #expect(try FileSystem.read(zip, limit: 1 << 24) == whole)
      }
      _ = try LibraryBackup(of: library.root).write(toZip: zip, replacing: true)
      #expect(try FileSystem.read(zip, limit: 1 << 24) == whole)
      #expect(try FileSystem.names(in: container).count == 2)
    }
  }

  @Test("leave no restored library, or a complete one, after a kill or a power cut")
  func restorations() throws {
    let url = URL(filePath: container.text)
    _ = try LibraryBackup(of: library.root)
      .write(toFolder: target, verifying: false, pruning: false)
    let new = container.appending("new".utf8)
    let before = try FolderState(of: url)
    var run = run("restore-backup")
    run.arguments = ["restore-backup", target.text, new.text]
    let outcome = try run.trace(recording: true)
    try #require(outcome.ending == .exited(0), "\(outcome.output) \(outcome.errors)")
    func expectWhole(_ comment: Comment) throws {
      if FileSystem.status(new) != nil {
        try expectState(new, atLeast: order.count, comment)
        #expect(LibraryStore.exists(at: new), comment)
        try FileSystem.removeAll(new)
      }
      _ = try LibraryRestoration(from: target).write(toNew: new, partial: false)
      try expectState(new, atLeast: order.count, comment)
      #expect(try FileSystem.names(in: container).count == 2, comment)
    }
    try end(run, outcome, from: before, then: expectWhole)
  }

  @Test("leave a state that the library had when they prune, after a kill or a power cut")
  func prunes() throws {
    let url = URL(filePath: container.text)
    try library.open().putTogether()
    let before = try FolderState(of: url)
    let run = run("backup", target.text, "--prune")
    let outcome = try run.trace(recording: true)
    try #require(outcome.ending == .exited(0), "\(outcome.output) \(outcome.errors)")
    #expect(try LibraryFolder(target).segments().count == 1)
    for call in 1...outcome.calls.count {
      try before.write(to: url)
      try run.kill(at: call)
      try expectState(target, atLeast: earlier, "call \(call)")
      try expectCompleted(target, "call \(call)")
    }
    let cut = PowerCut(in: url, before: before, during: outcome)
    for call in 0...cut.callCount {
      for (survival, state) in try cut.states(after: call, seeds: call..<call + 2) {
        try state.write(to: url)
        let comment = Comment(rawValue: "after \(call), \(survival)")
        try expectState(target, atLeast: earlier, comment)
        try expectCompleted(target, comment)
      }
    }
  }

  @Test("leave a state that the library had when they restore into it, after a kill or a power cut")
  func joining() throws {
    let url = URL(filePath: container.text)
    let new = container.appending("new".utf8)
    _ = try LibraryRestoration(from: target).write(toNew: new, partial: false)
    _ = try LibraryStore(at: new)
    let before = try FolderState(of: url)
    var run = run("restore-backup")
    run.arguments = ["restore-backup", library.root.text, new.text, "--into"]
    let outcome = try run.trace(recording: true)
    try #require(outcome.ending == .exited(0), "\(outcome.output) \(outcome.errors)")
    func expectWhole(_ comment: Comment) throws {
      try expectState(new, atLeast: earlier, comment)
      _ = try LibraryRestoration(from: library.root).write(into: new, partial: false)
      try expectState(new, atLeast: order.count, comment)
      #expect(try LibraryStore(at: new).contents { try $0.list(limit: 9) }.count == 4, comment)
    }
    try end(run, outcome, from: before, then: expectWhole)
  }

  /// Ends a run at some of its calls, by a kill and by a power cut, and checks what is left each
  /// time.
  private func end(
    _ run: CrashRun, _ outcome: CrashRun.Outcome, from before: FolderState,
    then expectWhole: (Comment) throws -> Void
  ) throws {
    let url = URL(filePath: container.text)
    for call in sample(outcome.calls.count, 50) {
      try before.write(to: url)
      try run.kill(at: call)
      try expectWhole("call \(call)")
    }
    let cut = PowerCut(in: url, before: before, during: outcome)
    for call in sample(cut.callCount, 40) {
      for (survival, state) in try cut.states(after: call, seeds: call..<call + 1) {
        try state.write(to: url)
        try expectWhole("after \(call), \(survival)")
      }
    }
  }

  @Test("by a full or failing disk report it, and resume when there is space")
  func failures() throws {
    let url = URL(filePath: container.text)
    let before = try FolderState(of: url)
    let run = run("backup", target.text)
    let count = try run.trace().calls.count
    for call in 1...count {
      for failure in [CrashRun.Failure.noSpace, .inputOutput] {
        try before.write(to: url)
        let outcome = try run.fail(at: call, failure, onward: failure == .noSpace)
        let comment = Comment(rawValue: "call \(call), \(failure): \(outcome.errors)")
        if outcome.ending != .exited(0) {
          #expect(outcome.ending == .exited(3), comment)
          #expect(outcome.errors.contains("castbook: "), comment)
        }
        try expectState(target, atLeast: earlier, comment)
        try expectCompleted(target, comment)
      }
    }
  }
}

extension TestLibrary {
  /// The contents of the log.
  func folderCensus() throws -> RecordInventory {
    let folder = try LibraryFolder(root)
    return try RecordInventory(of: folder, folder.segments(), BackupMonitor())
  }
}
