import Files
import Model
import TestSupport
import Testing

@testable import Library

/// An erasure leaves the same records and files, whichever way a library takes them: by erasing, by
/// a backup, or by a restoration.
@Suite("What an erasure leaves")
struct ErasureContract {
  private let library: TestLibrary
  private let store: LibraryStore
  private let mira: ULID
  private let mug: ULID
  /// The first revision that an erasure of earlier ones leaves.
  private let second: Digest
  private let old: FilePath

  private static func digest(_ byte: UInt8) -> Digest { SHA256.digest(of: [byte]) }

  /// Makes a library with everything that an erasure must decide on, and a backup of it.
  init() throws {
    library = try TestLibrary()
    store = try library.open()
    old = library.folder.path("old")
    mira = try store.register("mira", name: "Mira Okafor", files: [[1], [3], [7], [17], [30]])
    // The second revision keeps one picture, and another name.
    try store.edit("mira") { revision in
      revision.name = "Someone"
      revision.references.removeAll { $0.blob != Self.digest(30) }
    }
    mug = try store.register("mug", .product, name: "Mug", files: [[2], [3], [8], [18]])
    let (mira, mug) = (mira, mug)
    second = try #require(try store.contents { try $0.entries(of: mira).first?.revision })
    let first = try #require(try store.contents { try $0.history(of: mira).first { $0 != second } })
    let mugs = try #require(try store.contents { try $0.entries(of: mug).first?.revision })
    let others: [UInt8] = [4, 5, 6, 9, 10, 12, 16, 19, 31]
    let staged = try others.map { try store.stage([$0], Self.digest($0)) }
    try store.change(with: staged) { change in
      // 4 is a copy of hers, 5 one of hers and of the mug's, 9 one of a copy that the mug has. 6 is
      // a sheet of hers alone, 16 one of both, and 19 a view on it that no element has.
      for (from, blob) in [
        (1, 4), (1, 5), (2, 5), (1, 8), (8, 9), (6, 7), (16, 17), (16, 18), (16, 19), (30, 31),
      ] as [(UInt8, UInt8)] {
        change.add(
          .derivation(
            Derivation(
              blob: Self.digest(blob), from: Self.digest(from), steps: [], tool: "t",
              at: try change.moment())))
      }
      for (blob, reason) in [
        (2, "fine"), (2, "as Mira Okafor has it"), (2, "withdrawn for Mira Okafor"), (4, "a copy"),
      ] as [(UInt8, String)] {
        let dismissal = Dismissal(
          blob: Self.digest(blob), rule: "r", reason: reason, at: try change.moment())
        change.add(.dismissal(dismissal))
        if reason.hasPrefix("withdrawn"), let line = Record.dismissal(dismissal).line {
          change.add(
            .withdrawal(
              Withdrawal(
                record: SHA256.digest(of: line), reason: "mistaken", at: try change.moment())))
        }
      }
      for (element, blob) in [(mira, nil), (nil, 4), (nil, 2), (mug, 2)] as [(ULID?, UInt8?)] {
        change.add(
          .registration(
            Registration(
              element: element, blob: blob.map(Self.digest), target: "t", account: "a",
              kind: .upload, remoteId: "x", at: try change.moment())))
      }
      let project = try change.newIdentity()
      for (element, revision) in [(mira, first), (mug, mugs)] {
        change.add(
          .use(
            ProjectUse(
              project: project, path: "/p", element: element, revision: revision,
              at: try change.moment())))
      }
      let parts = [
        ExportRecord.Element(
          element: mira, revision: first, handle: try Handle("mira"),
          blobs: [ExportRecord.Sent(from: Self.digest(1), sent: Self.digest(4))]),
        ExportRecord.Element(
          element: mug, revision: mugs, handle: try Handle("mug"),
          blobs: [ExportRecord.Sent(from: Self.digest(2), sent: Self.digest(12))]),
      ]
      for (bundle, parts) in [(100, parts), (101, [parts[1]])] as [(UInt8, [ExportRecord.Element])]
      {
        change.add(
          .export(
            ExportRecord(
              bundle: Self.digest(bundle), target: "t", profile: Self.digest(103),
              shot: ExportRecord.Shot(path: "shot.md", sha256: Self.digest(104)), elements: parts,
              at: try change.moment())))
      }
      for (bundle, blob, note) in [
        (100, 10, "she turns"), (101, nil, "mira okafor was better"), (101, nil, "good"),
      ] as [(UInt8, UInt8?, String)] {
        change.add(
          .take(
            Take(
              export: Self.digest(bundle), blob: blob.map(Self.digest), result: .kept, note: note,
              at: try change.moment())))
      }
      for (bundle, blob, text) in [
        (100, 10, "her arm"), (101, 12, "mira okafor again"), (101, 12, "lovely"),
      ] as [(UInt8, UInt8, String)] {
        change.add(
          .comment(
            TakeComment(
              export: Self.digest(bundle), blob: Self.digest(blob), milliseconds: 40, text: text,
              at: try change.moment())))
      }
      for (name, text) in [
        ("a.md", "Mira Okafor walks"), ("mira.md", "A street"), ("b.md", "@mug on a desk"),
      ] {
        change.add(
          .draft(Draft(try change.newIdentity(), name: name, text: text, at: try change.moment())))
      }
      for (element, bundle, note) in [
        (mira, nil, ""), (mug, nil, ""), (nil, 100, "Mira Okafor is not allowed"),
        (nil, 101, "too many"),
      ] as [(ULID?, UInt8?, String)] {
        var job = Job(
          try change.newIdentity(), .refused, target: "t", account: "a", at: try change.moment())
        (job.element, job.export, job.note) = (element, bundle.map(Self.digest), note)
        change.add(.job(job))
      }
    }
    _ = try LibraryBackup(of: library.root).write(toFolder: old, verifying: false, pruning: false)
  }

  // MARK: Contents

  /// The records and files in a folder, each as a few words.
  private func contents(of root: FilePath) throws -> [String] {
    let folder = try LibraryFolder(root, isShared: false)
    let lines = try folder.segments().flatMap {
      try Array(RecordLog.lines(in: folder.bytes(of: $0).bytes))
    }
    let names = Set(lines.map { SHA256.digest(of: $0.bytes) })
    let records = try Set(lines.map(\.bytes)).map { words(for: try Record(line: $0), names) }
    let files = try BlobFolder(root).files().map { "file \(number(of: $0.digest))" }
    return (records + files).sorted()
  }

  private func number(of blob: Digest?) -> String {
    guard let blob else { return "-" }
    return (UInt8.min...UInt8.max).first { Self.digest($0) == blob }.map { "\($0)" } ?? "?"
  }

  private func name(of element: ULID?) -> String {
    element.map { $0 == mira ? "mira" : "mug" } ?? "-"
  }

  private func words(for record: Record, _ names: Set<Digest>) -> String {
    switch record {
    case .revision(let revision): "revision \(name(of: revision.element)) \(revision.sequence)"
    case .derivation(let made): "derivation \(number(of: made.from)) \(number(of: made.blob))"
    case .registration(let registration):
      "registration \(name(of: registration.element)) \(number(of: registration.blob))"
    case .dismissal(let dismissal): "dismissal \(number(of: dismissal.blob)) '\(dismissal.reason)'"
    case .use(let use): "use \(name(of: use.element))"
    case .export(let export):
      "export \(number(of: export.bundle)) '\(export.shot.path)' "
        + export.elements.map { name(of: $0.element) }.joined(separator: ",")
    case .take(let take):
      "take \(number(of: take.export)) \(number(of: take.blob)) '\(take.note)'"
    case .comment(let comment):
      "comment \(number(of: comment.export)) \(number(of: comment.blob)) '\(comment.text)'"
    case .draft(let draft): "draft '\(draft.name)' '\(draft.text)'"
    case .job(let job): "job \(name(of: job.element)) \(number(of: job.export)) '\(job.note)'"
    case .withdrawal(let withdrawal): "withdrawal \(names.contains(withdrawal.record))"
    case .erasure: "erasure"
    case .signature: "signature"
    case .unknown: "unknown"
    }
  }

  /// Everything that is left in the library.
  private static func rest(_ erasure: Kind) -> [String] {
    var rest: Set<String> = [
      "erasure", "revision mug 1", "use mug", "registration - 2", "registration mug 2",
      "derivation 2 5", "derivation 8 9", "derivation 16 18", "derivation 16 19",
      "dismissal 2 'fine'",
      "dismissal 2 ''",
      "withdrawal true", "export 100 '' mug", "export 101 'shot.md' mug", "take 100 10 ''",
      "take 101 - ''", "take 101 - 'good'", "comment 100 10 ''", "comment 101 12 ''",
      "comment 101 12 'lovely'", "draft '' ''", "draft 'b.md' '@mug on a desk'", "job mug - ''",
      "job - 100 ''", "job - 101 'too many'",
    ]
    var files: [Int] = [2, 3, 5, 8, 9, 10, 12, 16, 18, 19]
    if erasure == .withTakes {
      rest.remove("take 100 10 ''")
      rest.insert("take 100 - ''")
      rest.remove("comment 100 10 ''")
      rest.insert("comment 100 - ''")
      files.removeAll { $0 == 10 }
    }
    if erasure == .earlierRevisions {
      rest.formUnion([
        "revision mira 2", "registration mira -", "use mira", "derivation 30 31", "job mira - ''",
        "draft 'mira.md' 'A street'",
      ])
      files += [30, 31]
    }
    return (Array(rest) + files.map { "file \($0)" }).sorted()
  }

  /// How an element is erased.
  enum Kind: CaseIterable {
    case completely, withTakes, earlierRevisions
  }

  // MARK: Ways

  private func erase(_ kind: Kind, in store: LibraryStore? = nil) throws {
    let isComplete = try (store ?? self.store).erase(
      mira, before: kind == .earlierRevisions ? second : nil, takes: kind == .withTakes,
      reason: "asked")
    #expect(isComplete)
  }

  /// Writes the erasure to the log, as a process does that ends before it is carried out.
  private func recordErasure(_ kind: Kind) throws {
    try store.change { change in
      change.add(
        .erasure(
          Erasure(
            element: mira, before: kind == .earlierRevisions ? second : nil,
            takes: kind == .withTakes, reason: "asked", at: try change.moment())))
    }
  }

  private func backUp(pruning: Bool = false) throws {
    _ = try LibraryBackup(of: library.root)
      .write(toFolder: old, verifying: false, pruning: pruning)
  }

  private func expectRest(_ kind: Kind, in root: FilePath) throws {
    let (found, expected) = (Set(try contents(of: root)), Set(Self.rest(kind)))
    #expect(found.subtracting(expected).sorted() == [], "too much for \(kind)")
    #expect(expected.subtracting(found).sorted() == [], "too little for \(kind)")
  }

  @Test("is the rest of its rule in the library itself", arguments: Kind.allCases)
  func erased(kind: Kind) throws {
    try erase(kind)
    try expectRest(kind, in: library.root)
    #expect(try store.checkup().faults == [])
  }

  @Test("is what a preview promises", arguments: Kind.allCases)
  func planned(kind: Kind) throws {
    let before = try BlobFolder(library.root).files().count
    let plan = try store.erasurePlan(
      of: mira, before: kind == .earlierRevisions ? second : nil, takes: kind == .withTakes)
    try erase(kind)
    #expect(plan.erasedFileCount == before - (try BlobFolder(library.root).files().count))
  }

  @Test("is left of a backup that is pruned", arguments: Kind.allCases)
  func pruned(kind: Kind) throws {
    try erase(kind)
    try backUp(pruning: true)
    try expectRest(kind, in: old)
  }

  @Test("comes back from a backup of before, and no more", arguments: Kind.allCases)
  func restoredFromBefore(kind: Kind) throws {
    try erase(kind)
    let report = try LibraryRestoration(from: old).write(into: library.root, partial: false)
    #expect(report.added.files == 0)
    try expectRest(kind, in: library.root)
  }

  @Test("comes back from a backup of before and after, in a new library", arguments: Kind.allCases)
  func restoredFromBoth(kind: Kind) throws {
    try erase(kind)
    try backUp()
    let new = library.folder.path("new")
    _ = try LibraryRestoration(from: old).write(toNew: new, partial: false)
    try expectRest(kind, in: new)
  }

  @Test("is restored while the erasure is only recorded", arguments: Kind.allCases)
  func unfinished(kind: Kind) throws {
    try recordErasure(kind)
    try backUp()
    let new = library.folder.path("new")
    _ = try LibraryRestoration(from: old).write(toNew: new, partial: false)
    try expectRest(kind, in: new)
    let zip = library.folder.path("backup.zip")
    _ = try LibraryBackup(of: library.root).write(toZip: zip, replacing: false)
    let unzipped = library.folder.path("unzipped")
    _ = try LibraryRestoration(from: zip).write(toNew: unzipped, partial: false)
    try expectRest(kind, in: unzipped)
  }

  @Test("is left when erased records come back another way", arguments: Kind.allCases)
  func broughtBack(kind: Kind) throws {
    let lines = try LibraryFolder(old).segments().flatMap {
      try Array(RecordLog.lines(in: LibraryFolder(old).bytes(of: $0).bytes)).map(\.bytes)
    }
    try erase(kind)
    let day = try #require(Day("2026-11-01"))
    let log = RecordLog(library.root)
    try log.commit(try log.draft(lines, on: day), temporaryName: "x")
    for byte in [1, 4, 6, 7, 10, 17] as [UInt8] {
      try store.change(with: [try store.stage([byte], Self.digest(byte))]) { _ in }
    }
    _ = try library.open()
    try expectRest(kind, in: library.root)
  }
}
