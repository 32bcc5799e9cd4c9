package import Library
internal import Preparing

extension ElementLibrary {
  /// Checks a file of an element for targets: the file itself, and the copies that the library
  /// keeps.
  func judged(
    _ facts: FileFacts, of kind: ElementKind, _ targets: [CheckTarget], _ contents: Contents
  ) throws -> CheckedFile {
    CheckedFile(
      facts, targets, isNamed: false, isKept: true,
      copies: try storedCopies(of: facts, contents), isVoice: kind == .voice)
  }

  /// Checks a file of an element for targets, and returns it with its scores.
  ///
  /// The scores are read again only if the file has copies, since one of them may have better ones.
  ///
  /// - Parameter own: The scores of the file itself, or `nil` if it has none.
  func judged(
    _ facts: FileFacts, scored own: KeptScores?, of kind: ElementKind, _ targets: [CheckTarget],
    _ contents: Contents
  ) throws -> (checked: CheckedFile, scored: KeptScores?) {
    let checked = try judged(facts, of: kind, targets, contents)
    guard !checked.copies.isEmpty, let blob = facts.digest else { return (checked, own) }
    return (checked, try contents.keptScores(of: blob, kind: kind, copies: checked.copies))
  }

  /// Returns the copies of a file that show the same, the earliest first.
  ///
  /// Views that were cut from a sheet are different pictures, so they are left out, and so are
  /// copies whose record can't be trusted.
  package func storedCopies(of facts: FileFacts, _ contents: Contents) throws -> [StoredCopy] {
    guard let digest = facts.digest else { return [] }
    return try contents.copies(of: digest).compactMap { copy in
      guard let copied = copy.facts, let sent = copied.digest, let byteCount = copied.byteCount,
        store.blobs.contains(sent)
      else { return nil }
      let steps = copy.derivation.steps.compactMap { PreparationStep(json: $0) }
      let isView = steps.contains { if case .crop(_, .view) = $0 { true } else { false } }
      guard steps.count == copy.derivation.steps.count, !steps.isEmpty, !isView,
        try contents.isAlike(digest, sent) || Self.isPart(copied, of: facts, by: steps)
      else { return nil }
      let path = facts.path.withSuffix(for: copied.format ?? .jpeg)
      return StoredCopy(
        facts: copied.named(path), digest: sent, byteCount: byteCount, steps: steps,
        scores: try contents.scores.of(sent)?.scores)
    }
  }

  /// Returns whether a sound or a clip can be what the steps make of an original, judged by lengths
  /// and shapes. A record that names the wrong file is not followed.
  private static func isPart(
    _ copy: FileFacts, of original: FileFacts, by steps: [PreparationStep]
  ) -> Bool {
    /// Returns whether two lengths in seconds differ by less than 0.15 s.
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
  /// The maximum number of bits in which the hashes of a picture and its copy differ.
  ///
  /// The hashes of unrelated pictures differ in half of their 64 bits by chance. Cropping and
  /// removing bars changes some.
  private static var maximumDifferingBits: Int { 20 }

  /// Returns whether a copy shows what its original shows. The record of the copy may be from an
  /// imported pack of a stranger. A copy whose appearance is unknown is not trusted.
  fileprivate func isAlike(_ original: Digest, _ copy: Digest) throws -> Bool {
    guard let one = try blobs.hash(of: original), let other = try blobs.hash(of: copy) else {
      return false
    }
    return one.distance(to: other) <= Self.maximumDifferingBits
  }
}
