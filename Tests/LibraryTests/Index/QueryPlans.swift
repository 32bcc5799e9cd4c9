import Files
import Media
import Model
import Testing

@testable import Library

/// Queries use the index of a table: no query scans rows, however large the library is.
@Suite("Queries of the index")
struct QueryPlans {
  /// A few hundred elements with all their records.
  private struct Sample {
    let library: TestLibrary
    /// Freshly opened: no query was made yet.
    private(set) var store: LibraryStore
    let mira: ULID
    let voice: ULID
    let project: ULID
    let blob: Digest
    let bundle: Digest
    let revision: Digest

    init() throws {
      library = try TestLibrary()
      store = try library.open()
      let voice = try store.register("mira_voice", .voice, name: "Voice", files: [[9]])
      let mira = try store.register("mira", name: "Mira Okafor", tags: ["lead"], files: [[1], [2]])
      {
        $0.voice = voice
        $0.aliases = ["米拉"]
        $0.rights = Rights(basis: .own, expires: Day("2027-01-01"))
      }
      self.voice = voice
      self.mira = mira
      try store.register("coat", name: "Mira in a coat", files: [[1]]) { $0.lookOf = mira }
      for name in ["One", "Two"] { try store.edit("mira") { $0.name = name } }
      blob = SHA256.digest(of: [1])
      bundle = SHA256.digest(of: [7])
      project = try #require(ULID(bytes: [UInt8](repeating: 5, count: 16)))
      revision = try #require(try store.contents { try $0.entries(of: mira).first }).revision
      try addRecords()
      try addMany()
      store = try library.open()
    }

    private func addRecords() throws {
      let sent = SHA256.digest(of: [2])
      let handle = try Handle("mira")
      try store.change { change in
        let at = try change.moment()
        change.add(
          .use(
            ProjectUse(project: project, path: "/film", element: mira, revision: revision, at: at)))
        change.add(
          .export(
            ExportRecord(
              bundle: bundle, target: "t", profile: bundle,
              shot: ExportRecord.Shot(path: "a.md", sha256: bundle),
              elements: [
                ExportRecord.Element(
                  element: mira, revision: revision, handle: handle,
                  blobs: [ExportRecord.Sent(from: blob, sent: sent)])
              ], at: at)))
        change.add(.take(Take(export: bundle, blob: sent, result: .kept, at: at)))
        change.add(.comment(TakeComment(export: bundle, blob: sent, text: "good", at: at)))
        change.add(.draft(Draft(project, name: "a.md", text: "A street", at: at)))
        change.add(.derivation(Derivation(blob: sent, from: blob, steps: [], tool: "t", at: at)))
        change.add(
          .registration(
            Registration(
              element: mira, revision: revision, blob: blob, target: "t", account: "a",
              kind: .element, remoteId: "1", at: at)))
      }
      var facts = FileFacts(path: library.root)
      facts.digest = blob
      facts.format = .jpeg
      facts.perceptual = PerceptualHash(bits: 1, mirrored: 2)
      facts.metric = "quality/0"
      facts.scores = Measured.scores(1)
      facts.weaknesses = [Weakness("image.blurred", .warning, kinds: [.character])]
      try store.recordFacts([facts], missing: [])
      try store.dismiss(2, "image.dark")
    }

    private func addMany() throws {
      try store.change { change in
        for number in 0..<300 {
          var revision = ElementRevision(
            element: try change.newIdentity(), at: try change.moment(),
            kind: ElementKind.allCases[number % 4], handle: try Handle("element_\(number)"),
            name: "Element \(number)")
          revision.tags = ["t\(number % 7)", "all"]
          revision.retired = number % 11 == 0
          change.add(.revision(revision))
        }
      }
    }
  }

  @Test("of an open page, repeated all the time, use an index")
  func watching() throws {
    let library = try TestLibrary()
    let store = try library.open()
    _ = try store.register("mira", name: "Mira", files: [[1]])
    var kinds = Contents.Filter()
    kinds.kind = .product
    var tagged = Contents.Filter()
    tagged.tags = ["a", "b"]
    var weak = Contents.Filter()
    weak.hasWeakPictures = true
    let texts = try statements(store) { contents in
      let mark = try contents.changeToken()
      _ = try contents.changed(since: mark, limit: 9)
      _ = try contents.commonTags(limit: 9)
      #expect(try contents.names(beginning: "mi", limit: 9) == ["mira"])
      #expect(try contents.names(of: .character, beginning: "mi", limit: 9) == ["mira"])
      #expect(try contents.names(of: .voice, beginning: "mi", limit: 9) == [])
      for filter in [Contents.Filter(), kinds, tagged, weak] {
        _ = try contents.pages(filter, size: 9)
      }
    }
    #expect(texts.count >= 6)
    try expectNarrow(texts, store)
  }

  /// Runs a closure and returns the statements that were prepared for it.
  private func statements(
    _ store: LibraryStore, _ body: (Contents) throws -> Void
  ) throws -> [String] {
    try store.contents { contents in
      let known = contents.index.sql.preparedTexts.count
      try body(contents)
      return Array(contents.index.sql.preparedTexts[known...])
    }
  }

  /// Steps that read more than they need, in all reading statements.
  private func wide(_ texts: [String], _ store: LibraryStore) throws -> [String] {
    try store.contents { contents in
      var wide: [String] = []
      // Whether there is any row at all is known from the first one.
      let anyRow = /^SELECT 1 FROM [a-z]+ LIMIT 1$/
      for text in texts where text.hasPrefix("SELECT") && text.wholeMatch(of: anyRow) == nil {
        let plan = try contents.index.sql.all(composed: "EXPLAIN QUERY PLAN \(text)", []) {
          $0.text(3)
        }
        #expect(!plan.isEmpty, "\(text)")
        wide += plan.filter(Self.isWide).map { "\($0): \(text)" }
      }
      return wide
    }
  }

  private func expectNarrow(_ texts: [String], _ store: LibraryStore) throws {
    let wide = try wide(texts, store)
    #expect(wide.isEmpty, "\(wide.joined(separator: "\n"))")
  }

  private static func isWide(_ step: String) -> Bool {
    // If the first terms come in order, only equal ones are sorted.
    if step.contains("TEMP B-TREE") { return step.hasSuffix("FOR ORDER BY") }
    // One row, the results of a subquery, unexamined files, and FTS5's own way of using its index.
    return step.hasPrefix("SCAN") && step != "SCAN CONSTANT ROW" && !step.hasSuffix("blob_pending")
      && !step.hasPrefix("SCAN (subquery") && step != "SCAN found"
      // A million elements have sixteen parts of the search.
      && step != "SCAN part"
      // Notes on takes and similar records: an erasure reads all of them.
      && step != "SCAN remark"
      && step.firstMatch(of: /^SCAN search_[0-9]+ VIRTUAL TABLE INDEX [0-9]+:.+/) == nil
  }

  @Test("with a step that reads every row are recognized")
  func judging() throws {
    let sample = try Sample()
    let texts = [
      "SELECT handle FROM entry WHERE name='x'", "SELECT handle FROM entry ORDER BY handle LIMIT 3",
      "SELECT handle FROM entry WHERE element=1",
    ]
    #expect(try wide([texts[0]], sample.store).count == 1)
    #expect(try wide([texts[1]], sample.store).count == 2)
    #expect(try wide([texts[2]], sample.store).isEmpty)
  }

  private static let filters: [Contents.Filter] = {
    var filters: [Contents.Filter] = []
    for kind in [nil] + ElementKind.allCases.prefix(2).map(Optional.some) {
      for tags in [[], ["all"], ["all", "t1"]] {
        for retired in [false, true] {
          for day in [nil, Day("2030-01-01")] {
            for weak in [false, true] {
              var filter = Contents.Filter()
              filter.kind = kind
              filter.tags = tags
              filter.isRetired = retired
              filter.expiringBy = day
              filter.hasWeakPictures = weak
              filters.append(filter)
            }
          }
        }
      }
    }
    return filters
  }()

  @Test("for lists of any kind, and for pages of them, use an index")
  func lists() throws {
    let sample = try Sample()
    let texts = try statements(sample.store) { (contents: Contents) throws in
      let entry = try #require(try contents.entries(of: sample.mira).first)
      for filter in Self.filters {
        let page = try contents.list(filter, limit: 3)
        _ = try contents.list(filter, after: page.last?.position ?? entry.position, limit: 3)
        // A search with the filter finds equal elements, newest first.
        let named = try contents.list(filter, limit: 1000)
          .filter { $0.name.hasPrefix("Element") }.map(\.position).sorted(by: >)
        #expect(try contents.search("element", in: filter, limit: 1000).map(\.position) == named)
      }
      #expect(try contents.weakPictures(of: entry)?.pictures == 1)
      _ = try contents.counts(retired: false)
      _ = try contents.search("element", limit: 3)
      _ = try contents.search("element*", after: 1 << 60, limit: 3)
    }
    #expect(texts.count >= 15)
    try expectNarrow(texts, sample.store)
  }

  @Test(
    "for lists in other orders, and without looks, use an index",
    arguments: [Contents.Order.newest, .handle, .weakest, .kind])
  func orders(order: Contents.Order) throws {
    let sample = try Sample()
    let texts = try statements(sample.store) { (contents: Contents) throws in
      for (stacks, kind) in [(false, nil), (true, nil), (true, ElementKind.character)] {
        var filter = Contents.Filter()
        filter.order = order
        filter.stacksLooks = stacks
        filter.kind = kind
        let all = try contents.list(filter, limit: 1000)
        var found: [ElementSummary] = []
        var page = try contents.list(filter, limit: 70)
        while !page.isEmpty {
          found += page
          page = try contents.list(filter, after: found.last?.position, limit: 70)
        }
        #expect(found == all && Set(all.map(\.position)).count == all.count)
        #expect(all.contains { $0.handle.name == "coat" } == !stacks)
        let pages = try contents.pages(filter, size: 70)
        #expect(pages.total == all.count)
        #expect(pages.after == stride(from: 69, to: all.count - 1, by: 70).map { all[$0].position })
        switch order {
        case .newest: #expect(all.map(\.position) == all.map(\.position).sorted(by: >))
        case .handle: #expect(all.map(\.handle) == all.map(\.handle).sorted())
        case .weakest: #expect(all.prefix(2).contains { $0.handle.name == "mira" })
        case .kind:
          let kinds = all.compactMap { ElementKind.allCases.firstIndex(of: $0.kind) }
          #expect(kinds == kinds.sorted())
        }
      }
      let mira = try #require(try contents.entries(of: sample.mira).first)
      #expect(try contents.lookCount(of: mira) == 1)
    }
    // Names are read in their order up to the end of a page. The weak elements, which are few, are
    // all read and sorted, and in each statement nothing else is.
    let steps = try wide(texts, sample.store)
    let sorted = steps.filter {
      $0.hasPrefix("USE TEMP B-TREE FOR ORDER BY: ") && $0.contains("weak.severity+2")
    }
    #expect(Set(sorted).count == sorted.count)
    let wide = Set(steps).subtracting(sorted).filter { step in
      !["SCAN name: ", "SCAN weak: "].contains { step.hasPrefix($0) }
    }
    #expect(wide.isEmpty, "\(wide.joined(separator: "\n"))")
  }

  @Test("for one element use an index: by name, its history, related elements")
  func element() throws {
    let sample = try Sample()
    let texts = try statements(sample.store) { (contents: Contents) throws in
      for name in ["mira", "米拉", "nobody"] { _ = try contents.entries(named: name) }
      #expect(try contents.entries(of: sample.mira).count == 1)
      #expect(try contents.looks(of: sample.mira).count == 1)
      #expect(try contents.speakers(with: sample.voice).count == 1)
      #expect(try contents.revision(sample.revision) != nil)
      #expect(try contents.history(of: sample.mira).count == 3)
      #expect(try contents.erasure(of: sample.mira) == nil)
      #expect(try contents.revisions(of: sample.mira, sequence: 2).count == 1)
      #expect(try contents.lastSequence(of: sample.mira) == 3)
    }
    #expect(texts.count >= 8)
    try expectNarrow(texts, sample.store)
    let plan = try sample.store.erasurePlan(of: sample.mira)
    #expect(plan.uses.count == 1 && plan.exports.count == 1 && plan.takes.count == 1)
    #expect(plan.registrations.count == 1)
  }

  @Test("for the effects of an erasure use an index")
  func erasing() throws {
    let sample = try Sample()
    let known = try statements(sample.store) { _ in }
    #expect(known.isEmpty)
    let before = try sample.store.contents { $0.index.sql.preparedTexts.count }
    _ = try sample.store.erasurePlan(of: sample.mira)
    let texts = try sample.store.contents { Array($0.index.sql.preparedTexts[before...]) }
    // Except for the existing erasures, which are few.
    let others = texts.filter { !$0.contains("DISTINCT element.ulid, element.id FROM erasure") }
    #expect(others.count >= 5)
    try expectNarrow(others, sample.store)
  }

  @Test("for files use an index: their elements, facts, copies and similar files")
  func files() throws {
    let sample = try Sample()
    let sent = SHA256.digest(of: [2])
    let path = sample.library.root
    let texts = try statements(sample.store) { (contents: Contents) throws in
      #expect(try contents.elements(containing: sample.blob).count == 2)
      #expect(try contents.elementCount(containing: sample.blob) == 2)
      #expect(
        try contents.blobs.digests(beginning: [sample.blob.bytes[0]], limit: 9).contains(
          sample.blob))
      #expect(try contents.blobs.facts(of: sample.blob, as: path) != nil)
      #expect(try contents.blobs.hash(of: sample.blob) != nil)
      #expect(try contents.scores.of(sample.blob)?.scores != nil)
      #expect(try contents.dismissals(of: sent).count == 1)
      #expect(try contents.allDismissals(of: sent).count == 1)
      #expect(try contents.derivations.origins(of: sent, limit: 9).count == 1)
      #expect(try contents.derivations.results(of: sample.blob, limit: 9).count == 1)
      #expect(try contents.exports.naming(sample.blob, limit: 9).count == 1)
      #expect(try contents.exports.of(sample.mira, limit: 9).count == 1)
      #expect(try contents.exports.ofBundle(sample.bundle, limit: 9).count == 1)
      #expect(try contents.takes.of(sent, limit: 9).count == 1)
      #expect(try contents.takes.ofBundle(sample.bundle, limit: 9).count == 1)
      #expect(try contents.takes.files(beginning: [sent.bytes[0]], limit: 9) == [sent])
      #expect(try contents.takes.ratingCount(of: sent, from: sample.bundle) == 1)
      #expect(try contents.comments.ofBundle(sample.bundle, limit: 9).count == 1)
      #expect(try contents.drafts.latest(limit: 9).count == 1)
      #expect(try contents.drafts.latest(of: sample.project).count == 1)
      #expect(try contents.exports.all(project: sample.project, limit: 9).isEmpty)
      #expect(try contents.exports.all(target: "t", limit: 9).count == 1)
      #expect(
        try contents.exports.bundles(beginning: Array(sample.bundle.bytes.prefix(4)), limit: 9)
          == [sample.bundle])
      #expect(try contents.fileRecords(of: sample.blob).count >= 1)
      #expect(try contents.registrationRecords(of: sample.mira).count == 1)
      #expect(try contents.erasureRecords(of: sample.mira).isEmpty)
      #expect(try contents.uses.of(sample.mira).count == 1)
      #expect(try contents.uses.inProject(sample.project).count == 1)
      #expect(try contents.blobs.unexamined(limit: 9).count > 1)
      #expect(try contents.index.blobs.isNamed(sample.blob))
      #expect(try contents.blobs.owners(of: sample.blob).count == 2)
    }
    #expect(texts.count >= 16)
    // The elements with one file are all sorted: they are few.
    try expectNarrow(texts.filter { !$0.contains("WHERE holding.blob=?") }, sample.store)
    let before = try sample.store.contents { $0.index.sql.preparedTexts.count }
    #expect(
      try sample.store.pictures(near: PerceptualHash(bits: 1, mirrored: 2), limit: 9).first?.blob
        == sample.blob)
    let similar = try sample.store.contents { Array($0.index.sql.preparedTexts[before...]) }
    try expectNarrow(similar, sample.store)
  }

  @Test("of a change use an index, too")
  func changing() throws {
    let sample = try Sample()
    let before = try sample.store.contents { $0.index.sql.preparedTexts.count }
    try sample.store.edit("mira") { $0.tags = ["other"] }
    try sample.store.register("new", name: "New", files: [[1], [33]])
    try sample.store.withdraw(try sample.store.dismiss(1, "image.blurred"))
    try sample.store.recordScores([try Measured.facts(1)])
    let texts = try sample.store.contents { Array($0.index.sql.preparedTexts[before...]) }
    // The newest entry by its number; whether there is any erasure; the days, of which a year has
    // 365.
    let others = texts.filter {
      !$0.hasSuffix("FROM entry ORDER BY id DESC LIMIT 1") && !$0.hasSuffix("FROM day")
        && $0 != "SELECT 1 FROM erasure LIMIT 1"
    }
    #expect(others.count > 20)
    try expectNarrow(others, sample.store)
  }

  @Test("for names near an unknown one are bounded")
  func nearNames() throws {
    let sample = try Sample()
    let texts = try statements(sample.store) { (contents: Contents) throws in
      #expect(try contents.names(near: "mirra").contains("mira"))
      #expect(try contents.names(near: "mirra", limit: 3).allSatisfy { $0.hasPrefix("m") })
    }
    #expect(texts.count == 2)
    // All names once, up to a maximum; only for an error.
    let scans = try wide(texts, sample.store)
    #expect(scans.count == 1)
    #expect(scans.allSatisfy { $0.hasSuffix("SELECT text FROM name LIMIT ?") })
  }
}
