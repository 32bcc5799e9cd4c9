import Files
import Media
import Model
import Testing

@testable import Library

/// Files of one byte with known scores.
struct Measured {
  /// The weaknesses of a byte.
  static let weaknesses: [UInt8: [Weakness]] = [
    // A busy background, which is normal for a place.
    1: [Weakness("image.cluttered", .warning, kinds: [.character, .product])],
    2: [
      Weakness("image.over-compressed", .error, kinds: Set(ElementKind.allCases)),
      Weakness("image.dark", .warning, kinds: Set(ElementKind.allCases)),
    ],
    3: [Weakness("image.blurred", .warning, kinds: Set(ElementKind.allCases))],
  ]

  static func digest(_ byte: UInt8) throws -> Digest {
    SHA256.digest(of: [byte])
  }

  /// The facts of the file with a byte.
  static func facts(_ byte: UInt8, metric: String = PictureScores.metric) throws -> FileFacts {
    var facts = FileFacts(path: try #require(FilePath("\(byte).jpg")))
    facts.digest = try digest(byte)
    facts.format = .jpeg
    facts.isProven = true
    facts.metric = metric
    facts.scores = scores(byte)
    facts.weaknesses = weaknesses[byte] ?? []
    return facts
  }

  static func scores(_ byte: UInt8) -> PictureScores {
    var scores = PictureScores(
      original: PixelSize(width: 1200, height: 900), analysis: PixelSize(width: 1024, height: 768))
    for (index, measure) in Measure.allCases.enumerated() where index % 4 != 3 {
      scores[measure] = MeasuredScore(
        score: Double(Int(byte) * 37 % 10_001) / 10_000,
        value: Double(index * 7919 - 30_000) / 10_000,
        warn: index % 2 == 0 ? 0.8533 : nil, fail: index % 3 == 0 ? 0.1 : nil,
        box: index % 5 == 0 ? PixelBox(x: index, y: 0, width: 128, height: 96) : nil)
    }
    return scores
  }
}

extension LibraryStore {
  /// Examines all files that were never examined, as opening a library does.
  func examine() throws {
    let waiting = Set(try contents { try $0.blobs.unexamined(limit: 1000) })
    let bytes = try (0...UInt8.max).filter { waiting.contains(try Measured.digest($0)) }
    try recordFacts(try bytes.map { try Measured.facts($0) }, missing: [])
  }

  /// The elements in a list of weak ones: `mira 2 image.dark`.
  func weak(
    _ kind: ElementKind? = nil, tags: [String] = [], isRetired: Bool = false
  ) throws -> [String] {
    var filter = Contents.Filter()
    filter.hasWeakPictures = true
    filter.kind = kind
    filter.tags = tags
    filter.isRetired = isRetired
    return try contents { contents in
      try contents.list(filter, limit: 100).map { entry in
        let weak = try #require(try contents.weakPictures(of: entry))
        return "\(entry.handle.name) \(weak.pictures) \(weak.severity) \(weak.rule)"
      }
    }
  }

  /// Dismisses a finding; returns the name of the record.
  @discardableResult
  func dismiss(_ byte: UInt8, _ rule: String) throws -> Digest {
    try change { change in
      let dismissal = Dismissal(
        blob: try Measured.digest(byte), rule: rule, reason: "meant so", at: try change.moment())
      change.add(.dismissal(dismissal))
      let line = try #require(Record.dismissal(dismissal).line)
      return SHA256.digest(of: line)
    }
  }

  func withdraw(_ record: Digest) throws {
    try change { change in
      change.add(.withdrawal(Withdrawal(record: record, at: try change.moment())))
    }
  }
}
