import Library
import Model

/// Asks a large library typical questions, and reports how long the answers took.
struct Measurement {
  let folder: FilePath

  private static let rounds = 2000

  func run() throws {
    let start = Clock.seconds
    let store = try LibraryStore(at: folder)
    print("opened: \(Clock.text((Clock.seconds - start) * 1000)) ms")
    var random = RandomWords(seed: 99)
    // Elements from all over the library, as samples.
    let sample = try store.contents { contents in
      try (0..<Self.rounds).compactMap { _ in
        let words = random.word
        return try contents.search(words, limit: 20).last
      }
    }
    guard !sample.isEmpty else { return print("the library is empty") }
    print("query\tp50 ms\tp99 ms\tmax ms\trows")
    try measure("list, newest 50", store) { contents, _, _ in
      try contents.list(limit: 50).count
    }
    try measure("list, a page from anywhere", store) { contents, random, _ in
      try contents.list(after: sample[random.number(below: sample.count)].position, limit: 50).count
    }
    try measure("list --kind --tag, one to three", store) { contents, random, _ in
      var filter = Contents.Filter()
      filter.kind = ElementKind.allCases[random.number(below: 4)]
      filter.tags = random.tags
      return try contents.list(filter, limit: 50).count
    }
    try measure("list --tag, one to three", store) { contents, random, _ in
      var filter = Contents.Filter()
      filter.tags = random.tags
      return try contents.list(filter, limit: 50).count
    }
    try measure("list --expiring", store) { contents, random, _ in
      var filter = Contents.Filter()
      filter.expiringBy = Day("2026-12-01")?.adding(days: random.number(below: 365))
      return try contents.list(filter, limit: 50).count
    }
    try measure("search, one word", store) { contents, random, _ in
      try contents.search(random.word, limit: 50).count
    }
    try measure("search, two words", store) { contents, random, _ in
      try contents.search("\(random.word) \(random.word)", limit: 50).count
    }
    try measure("search, one letter", store) { contents, random, _ in
      try contents.search("\(random.word.prefix(1))*", limit: 50).count
    }
    try measure("search, beginning of a word", store) { contents, random, _ in
      try contents.search("\(random.word.prefix(4))*", limit: 50).count
    }
    try measure("search, two beginnings", store) { contents, random, _ in
      try contents.search("\(random.word.prefix(3))* \(random.word.prefix(5))*", limit: 50).count
    }
    try measure("search, two letters and three", store) { contents, random, _ in
      try contents.search("\(random.word.prefix(2))* \(random.word.prefix(3))*", limit: 50).count
    }
    try measure("an element by its handle", store) { contents, random, _ in
      try contents.entries(named: sample[random.number(below: sample.count)].handle.name).count
    }
    try measure("an element with its files' facts", store) { contents, random, _ in
      let entry = sample[random.number(below: sample.count)]
      let revision = try contents.revision(entry.revision)
      return try revision?.revision.references.count {
        try contents.blobs.facts(of: $0.blob, as: folder) != nil
      } ?? 0
    }
    try measure("its history", store) { contents, random, _ in
      try contents.history(of: sample[random.number(below: sample.count)].element).count
    }
    try measure("who has a file", store) { contents, random, _ in
      try contents.elements(containing: LargeLibrary.blob(random.number(below: sample.count * 4)))
        .count
    }
    try measure("how many of each kind", store) { contents, _, _ in
      try contents.counts(retired: false).count
    }
  }

  private func measure(
    _ name: String, _ store: LibraryStore,
    _ body: @escaping (Contents, inout RandomWords, Int) throws -> Int
  ) throws {
    var random = RandomWords(seed: 5)
    var times: [Double] = []
    var rows = 0
    for round in 0..<Self.rounds {
      let start = Clock.seconds
      let count = try store.contents { try body($0, &random, round) }
      times.append(Clock.seconds - start)
      rows += count
    }
    let (p50, p99, maximum) = Clock.summary(of: times)
    print("\(name)\t\(p50)\t\(p99)\t\(maximum)\t\(rows / Self.rounds)")
  }
}
