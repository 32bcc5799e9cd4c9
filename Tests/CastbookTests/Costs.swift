import Castbook
import Files
import Foundation
import Library
import Model
import TestSupport
import Testing

/// Promises about the cost of verbs, as counts.
@Suite("The work of a verb")
struct Costs {
  private let cast: Cast
  private let picture: FilePath
  private let byteCount: Int

  init() async throws {
    cast = try await Cast()
    picture = try Fixtures.path("starter/mug-top.jpg")
    byteCount = try FileSystem.read(picture, limit: 1 << 24).count
  }

  /// Adds elements without files.
  private func fill(_ numbers: Range<Int>) async throws {
    let drafts = try numbers.map { number in
      var draft = ElementDraft(.product, try Handle("cup\(number)"))
      draft.mayBeEmpty = true
      return draft
    }
    try await Add(drafts).run(in: cast.library)
  }

  /// Expects a body to do nearly the same work with few elements and with ten times as many.
  ///
  /// - Parameter extra: The extra statements that the body may run for anything but the elements.
  private func expectEqualWork(
    extra: Int = 0, _ body: () async throws -> Void
  ) async throws {
    try await fill(0..<20)
    try await body()
    let few = try await WorkMeter.count(body)
    try await fill(20..<200)
    try await body()
    let many = try await WorkMeter.count(body)
    #expect(few.statements > 0)
    #expect(many.openedFiles <= few.openedFiles + extra / 4, "\(few) \(many)")
    #expect(many.readBytes <= few.readBytes + 64, "\(few) \(many)")
    #expect(many.hashedBytes <= few.hashedBytes + 64, "\(few) \(many)")
    #expect(many.startedPrograms <= few.startedPrograms, "\(few) \(many)")
    #expect(many.statements <= few.statements + 2 + extra, "\(few) \(many)")
    #expect(
      Double(many.databaseSteps) <= 1.25 * Double(few.databaseSteps) + 50 + Double(20 * extra),
      "\(few) \(many)")
  }

  @Test("that lists a page is the same for ten times as many elements")
  func list() async throws {
    try await expectEqualWork {
      let page = try ListElements(limit: 10).run(in: cast.library)
      #expect(page.elements.count == 10)
    }
  }

  @Test("that shows an element is the same, and opens none of its files")
  func show() async throws {
    try await cast.add(.product, "@mug", [picture])
    try await expectEqualWork { _ = try cast.show("@mug") }
    let work = try WorkMeter.count { _ = try cast.show("@mug") }
    #expect(work.readBytes < byteCount / 2 && work.hashedBytes < byteCount / 2, "\(work)")
  }

  @Test("that shows an element with Content Credentials checks them not again")
  func showCredentials() async throws {
    let signed = Fixtures.repository.appending(path: "Tests/Fuzzing/Seeds/avif.signed")
    let scratch = try TemporaryFolder()
    let file = try scratch.write([UInt8](Data(contentsOf: signed)), to: "signed.avif")
    try await cast.add(.product, "@cup", [file])
    let details = try cast.show("@cup")
    #expect(details.files.first?.checked?.facts.provenance?.credentials?.state == .intact)
    let work = try WorkMeter.count { _ = try cast.show("@cup") }
    // Its record alone is read. The file, which is small, has four times as many bytes.
    #expect(work.readBytes < 1000 && work.hashedBytes < 1000, "\(work)")
  }

  @Test("that exports a shot again is the same for ten times as many elements")
  func export() async throws {
    try await cast.add(.product, "@mug", [picture])
    let shot = cast.scratch.path("shot.md")
    try FileSystem.create(
      shot,
      Array("---\ntarget: fal.kling-o3.t2v\nduration: 5\n---\n@mug on a table, steaming.\n".utf8),
      mode: 0o600,
      isDurable: false)
    let destination = ExportDestination(cast.scratch.path("out"))
    let catalogue = try TargetCatalogue()
    try await expectEqualWork {
      let export = Export(library: cast.library, project: nil, in: catalogue)
      let plan = try await export.plan([shot], to: destination)
      let outcome = try export.write(plan, to: destination)
      #expect(outcome.bundles.count == 1)
    }
  }

  @Test("that searches is the same for ten times as many elements")
  func search() async throws {
    try await cast.add(.product, "@mug", [picture])
    try await expectEqualWork {
      let page = try Search("mug", limit: 10).run(in: cast.library)
      #expect(page.elements.count == 1)
    }
  }

  @Test("that finds similar pictures decodes those of the library once")
  func similar() async throws {
    let pictures = try ["mug-000-daylight", "mug-090-daylight", "mira-000-daylight"].map {
      try Fixtures.path("scenes/\($0).jpg")
    }
    try await cast.add(.product, "@things", pictures)
    let search = FindSimilar(to: .files(FileList([picture])))
    let first = try await WorkMeter.count { _ = try await search.run(in: cast.library) }
    let again = try await WorkMeter.count { _ = try await search.run(in: cast.library) }
    let sizes = try pictures.map { try FileSystem.read($0, limit: 1 << 24).count }
    #expect(first.readBytes >= sizes.reduce(byteCount, +), "\(first) \(sizes)")
    #expect(again.readBytes < first.readBytes - sizes.reduce(0, +) / 2, "\(again) \(first)")
    #expect(again.hashedBytes <= byteCount + 8192, "\(again)")
    // In a large library, no picture is opened that isn't nearly equal by its hash.
    var copies = FindSimilar(to: .element(try HandleReference("@things")))
    copies.maximumViewedPictures = 2
    let large = try await WorkMeter.count {
      let found = try await copies.run(in: cast.library)
      #expect(found.count == 3 && found.allSatisfy { !$0.areViewsCompared })
    }
    // What is kept of one picture has 8 kB of samples alone.
    #expect(large.readBytes < 8192, "\(large)")
    #expect(try cast.library.store.comparablePictures(atMost: 3)?.count == 3)
    #expect(try cast.library.store.comparablePictures(atMost: 2) == nil)
  }

  @Test("that erases an element is the same for ten times as many elements")
  func erase() async throws {
    // Each time another one, since an erasure is for good.
    var number = 0
    for each in 0..<4 { try await cast.add(.product, "@old\(each)", [picture]) }
    // Earlier erasures are looked at, too.
    try await expectEqualWork(extra: 20) {
      let plan = try EraseElement(HandleReference("@old\(number)")).plan(in: cast.library)
      try plan.run(in: cast.library, reason: "asked")
      number += 1
    }
  }

  @Test("that adds a file reads and hashes it a bounded number of times")
  func add() async throws {
    let work = try await WorkMeter.count { try await cast.add(.product, "@mug", [picture]) }
    #expect((byteCount...3 * byteCount).contains(work.readBytes), "\(work), \(byteCount)")
    #expect((byteCount...2 * byteCount + 8192).contains(work.hashedBytes), "\(work), \(byteCount)")
  }

  @Test("that checks a file opens it once and reads it once")
  func check() async throws {
    let targets = try Fixtures.targets(["kling"])
    let work = try await WorkMeter.count {
      let summary = try await Check(targets: targets).run(FileList([picture])) { _ in }
      #expect(summary.files == 1)
    }
    #expect((1...2).contains(work.openedFiles), "\(work)")
    #expect((byteCount...byteCount + 65_536).contains(work.readBytes), "\(work), \(byteCount)")
    #expect(work.startedPrograms == 0, "\(work)")
  }

  @Test("that checks many pictures starts a decoder for each worker, not for each picture")
  func decoders() async throws {
    let files = try [
      "avif-10-bit", "avif-12-bit", "avif-422", "avif-444", "avif-alpha", "avif-alpha-full",
    ].map { try Fixtures.path("odd/\($0).avif") }
    let targets = try Fixtures.targets(["kling"])
    let work = try await WorkMeter.count {
      let summary = try await Check(targets: targets, workers: 2).run(FileList(files)) { _ in }
      #expect(summary.files == files.count)
    }
    #expect((1...2).contains(work.startedPrograms), "\(work)")
  }

  @Test("that watches a folder opens none of its files; only what has arrived is handed out")
  func watch() throws {
    let saved = try TemporaryFolder()
    for number in 0..<200 { try saved.write("x", to: "old-\(number).mp4") }
    var watch = FolderWatch(try #require(FilePath(saved.url.path())))
    #expect(try watch.arrivals().isEmpty)
    try saved.write("new", to: "new.mp4")
    var looks: [[FilePath]] = []
    let work = try WorkMeter.count { for _ in 0..<4 { looks.append(try watch.arrivals()) } }
    // At the first looks it may still be written.
    #expect(looks.map { $0.map(\.name.text) } == [[], [], ["new.mp4"], []])
    #expect(work.openedFiles == 0 && work.readBytes == 0, "\(work)")
  }

  @Test("that lists drafts is the same however often each was saved")
  func drafts() async throws {
    var keep = KeepDraft(name: "lobby.md", text: "0")
    func save(_ numbers: Range<Int>) throws {
      for number in numbers {
        keep.text = "\(number)"
        guard case .kept(let kept) = try keep.run(in: cast.library) else { continue }
        keep.known = (kept.draft.draft, kept.record)
      }
    }
    let list = { _ = try ListDrafts().run(in: cast.library) }
    try save(1..<4)
    let few = try WorkMeter.count(list)
    try save(4..<40)
    let many = try WorkMeter.count(list)
    #expect(few.statements > 0 && many.statements <= few.statements, "\(few) \(many)")
    #expect(many.readBytes <= few.readBytes + 64, "\(few) \(many)")
    // The index is asked for each earlier record whether another replaces it.
    #expect(many.databaseSteps <= few.databaseSteps + 36 * 40, "\(few) \(many)")
    #expect(try ListDrafts().run(in: cast.library).map(\.draft.text) == ["39"])
  }
}
