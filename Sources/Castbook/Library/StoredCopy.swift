internal import Library
internal import Preparing

/// A copy that the library keeps beside a file and that may be sent in its place.
struct StoredCopy: Sendable {
  /// Under the name of the original, with the suffix of the copy's own format.
  let facts: FileFacts
  let digest: Digest
  let byteCount: Int
  let steps: [PreparationStep]
  /// What was measured of it; `nil` where that was never done.
  let scores: PictureScores?

  /// Whether bars were cut off, and nothing else changed than the shape that this asked for. Only a look at the picture finds bars, so a plan that
  /// is made from facts alone can't ask for such a copy.
  var isOnlyWithoutBars: Bool {
    steps.contains { if case .crop(_, .bars) = $0 { true } else { false } }
      && steps.allSatisfy { step in
        switch step {
        case .crop(_, .bars), .crop(_, .aspect), .crop(_, .blocks), .pad, .encode, .keepCoding:
          true
        default: false
        }
      }
  }

  /// Whether it was enlarged to what a target asks for, which is only done when the user asks for it.
  var isEnlarged: Bool {
    steps.contains { if case .scale(_, _, .small) = $0 { true } else { false } }
  }

  /// `JPEG 1152 × 1536, 120 kB`.
  var words: String {
    let shape = [facts.format?.name, facts.image.map { "\($0.size)" }].compactMap(\.self)
    return "\(shape.joined(separator: " ")), \(Quantity.bytes(byteCount))"
  }

  /// Says that it is sent in place of its original.
  var note: Finding {
    Finding(.filePreparedCopy, .note, message: "sent as its prepared copy (\(words))")
  }
}

extension ElementLibrary {
  /// What a file of an element comes to for targets: by itself, or by a copy that is kept of it.
  func judged(
    _ facts: FileFacts, of kind: ElementKind, _ targets: [CheckTarget], _ contents: Contents
  ) throws -> CheckedFile {
    CheckedFile(
      facts, targets, keepsHeld: false, isKept: true,
      copies: try storedCopies(of: facts, contents), isVoice: kind == .voice)
  }

  /// The same with its scores, which are read again only where a copy may come out better.
  func judged(
    _ facts: FileFacts, scored own: KeptScores?, of kind: ElementKind, _ targets: [CheckTarget],
    _ contents: Contents
  ) throws -> (checked: CheckedFile, scored: KeptScores?) {
    let checked = try judged(facts, of: kind, targets, contents)
    guard !checked.copies.isEmpty, let blob = facts.digest else { return (checked, own) }
    return (checked, try contents.keptScores(of: blob, kind: kind, copies: checked.copies))
  }

  /// The copies of a file that can be trusted to show what it shows, the earliest first. Views that were cut out of
  /// a sheet are pictures of their own, so they are left out.
  func storedCopies(of facts: FileFacts, _ contents: Contents) throws -> [StoredCopy] {
    guard let digest = facts.digest else { return [] }
    return try contents.copies(of: digest).compactMap { copy in
      guard let copied = copy.facts, let sent = copied.digest, let byteCount = copied.byteCount,
        store.blobs.has(sent)
      else { return nil }
      let steps = copy.derivation.steps.compactMap { PreparationStep(json: $0) }
      let isView = steps.contains { if case .crop(_, .view) = $0 { true } else { false } }
      guard steps.count == copy.derivation.steps.count, !steps.isEmpty, !isView,
        try contents.isAlike(digest, sent) || Self.isPart(copied, of: facts, by: steps)
      else { return nil }
      let path = facts.path.suffixed(copied.format ?? .jpeg)
      return StoredCopy(
        facts: copied.named(path), digest: sent, byteCount: byteCount, steps: steps,
        scores: try contents.scores(of: sent)?.scores)
    }
  }

  /// Whether a sound or a clip is what such steps make of an original, as far as lengths and shapes tell: a record
  /// that names the wrong file is not followed.
  private static func isPart(
    _ copy: FileFacts, of original: FileFacts, by steps: [PreparationStep]
  ) -> Bool {
    func isNear(_ one: Double, _ other: Double) -> Bool { abs(one - other) < 0.15 }
    if let film = original.film, let copied = copy.film {
      var seconds = Double(film.milliseconds) / 1000
      for case .trim(let start, let end) in steps { seconds = Double(end - start) / 1000 }
      let shapes = [film.size, copied.size].map { Double($0.width) / Double(max(1, $0.height)) }
      return isNear(seconds, Double(copied.milliseconds) / 1000)
        && abs(shapes[0] - shapes[1]) < 0.02 * shapes[0]
    }
    guard let sound = original.sound, let copied = copy.sound, copy.film == nil,
      sound.rate == copied.rate
    else { return false }
    var seconds = sound.seconds
    for case .cut(let start, let end, let rate) in steps {
      seconds = Double(end - start) / Double(rate)
    }
    return isNear(seconds, copied.seconds)
  }
}

extension Contents {
  /// Of 64 bits half differ by chance. Cropping, and bars that were cut off, change some.
  private static var maximumDifferingBits: Int { 20 }

  /// Whether a copy shows what its original shows: the record of it may be a stranger's, whose pack was imported. A
  /// copy whose appearance is unknown is not trusted.
  fileprivate func isAlike(_ original: Digest, _ copy: Digest) throws -> Bool {
    guard let one = try hash(of: original), let other = try hash(of: copy) else { return false }
    return one.distance(to: other) <= Self.maximumDifferingBits
  }
}
