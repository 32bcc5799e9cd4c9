package import Model
internal import Targets

/// Checks several files together against what targets accept as one set.
///
/// All pictures named in one call are candidates, from which the user will choose: too few or
/// too many of them are notes. When the user says that they are the set, the target's numbers
/// are errors.
///
/// ```swift
/// var check = SetCheck(targets: targets, isCompleteSet: true)
/// for file in files { check.add(file) }
/// let findings = check.findings
/// ```
package struct SetCheck {
  private let targets: [CheckTarget]
  /// Whether the files are the whole set, not candidates for it.
  private let isCompleteSet: Bool
  private var counts: [MediaFormat.Medium: Int] = [:]
  /// The path at which each file's bytes were first found.
  private var firstPaths: [Digest: FilePath] = [:]
  /// Groups of files with equal bytes under several paths, in the order of the second file of
  /// each.
  private var duplicates: [Duplicates] = []
  private var indexOfDuplicate: [Digest: Int] = [:]
  /// The files of each medium that were given several times under one path.
  private var repeated: [MediaFormat.Medium: Repeated] = [:]

  /// Creates a check without files. `isCompleteSet` says whether the files are the whole set.
  package init(targets: [CheckTarget], isCompleteSet: Bool) {
    self.targets = targets
    self.isCompleteSet = isCompleteSet
  }

  /// Adds a file.
  ///
  /// A path that is given twice counts once. If the files are the set, equal bytes are one
  /// picture under two names.
  package mutating func add(_ file: FileFacts) {
    guard let format = file.format, format.medium != .other, let digest = file.digest else {
      return
    }
    guard let first = firstPaths[digest] else {
      counts[format.medium, default: 0] += 1
      firstPaths[digest] = file.path
      return
    }
    if file.path == first {
      repeated[format.medium, default: Repeated()].add(file.path)
      return
    }
    let index = indexOfDuplicate[digest] ?? duplicates.count
    if index == duplicates.count {
      indexOfDuplicate[digest] = index
      duplicates.append(Duplicates(of: first))
    }
    guard duplicates[index].add(file.path) else {
      repeated[format.medium, default: Repeated()].add(file.path)
      return
    }
    if !isCompleteSet { counts[format.medium, default: 0] += 1 }
  }

  /// The findings on all files together.
  package var findings: [Finding] { targets.flatMap(countFindings) + duplicates.map(\.finding) }

  /// Returns the finding for a check without any file. It is an error, so checking nothing
  /// doesn't look like success.
  package static func noFiles(skipped: Int) -> Finding {
    Finding(
      .setEmpty, .error,
      message: skipped == 0
        ? "no file to check" : "no file to check (skipped \(Quantity.count(skipped, "name")))",
      fix: "name the files or another folder")
  }

  /// Returns the findings on the number of files for each slot of a target.
  private func countFindings(_ target: CheckTarget) -> [Finding] {
    let media: [MediaFormat.Medium] = [.picture, .clip, .sound]
    return media.flatMap { medium -> [Finding] in
      guard let count = counts[medium], let slot = target.slot(for: medium),
        let effective = target.rules(for: slot)
      else { return [] }
      switch (slot, medium) {
      case (.element, .picture):
        return [elementFinding(count, effective, target)].compactMap(\.self)
      case (.clip, .clip): return [clipFinding(count, target)].compactMap(\.self)
      default: return requestFindings(count, medium, slot, target)
      }
    }
  }

  /// Returns a finding when an element would have too few or too many pictures.
  private func elementFinding(
    _ count: Int, _ effective: EffectiveSlot, _ target: CheckTarget
  ) -> Finding? {
    guard let fact = effective.rules.pictures else { return nil }
    let range = fact.value
    let message =
      "\(Quantity.count(count, "picture")); \(target.profile.id) accepts "
      + "\(Self.words(range)) per element"
    let number = Number(medium: .picture, slot: .element, target: target.profile.id, count: count)
    if let minimum = range.minimum, count < minimum {
      let repeated = repeated[.picture]
      return finding(
        .setTooFew, number, limit: minimum, fact.confidence, message + (repeated?.clause ?? ""),
        fix: repeated == nil
          ? "add a view from another side" : "name another view instead of repeating the file")
    }
    guard let maximum = range.maximum, count > maximum else { return nil }
    return finding(
      .setTooMany, number, limit: maximum, fact.confidence, message,
      fix: "choose \(maximum) of them")
  }

  /// Returns a finding when there are several clips for an element.
  private func clipFinding(_ count: Int, _ target: CheckTarget) -> Finding? {
    guard count > 1 else { return nil }
    return Finding(
      .setTwoClips, isCompleteSet ? .error : .note,
      message: "\(Quantity.count(count, "clip")); an element is made from one",
      fix: "choose the clip that shows the subject best", measured: String(count), limit: "1",
      unit: "clips"
    ).on(target.profile.id, .clip)
  }

  // MARK: What one request accepts

  /// Returns findings on too few or too many files for one request that contains nothing else.
  ///
  /// Where endpoints differ, the one with the highest limit decides; lower limits of others are
  /// a note.
  private func requestFindings(
    _ count: Int, _ medium: MediaFormat.Medium, _ slot: Slot, _ target: CheckTarget
  ) -> [Finding] {
    let number = Number(medium: medium, slot: slot, target: target.profile.id, count: count)
    let who = "\(Quantity.count(count, medium.name)); \(target.profile.id) accepts"
    if let fact = target.profile[slot]?.perRequest, let minimum = fact.value.minimum,
      count < minimum
    {
      return [
        finding(
          .setTooFew, number, limit: minimum, fact.confidence,
          "\(who) \(Self.words(fact.value)) per request" + (repeated[medium]?.clause ?? ""),
          fix: repeated[medium] == nil
            ? "add \(Quantity.count(minimum - count, medium.name))"
            : "name another file instead of repeating one")
      ]
    }
    let limits = RequestLimits(slot, of: target.profile)
    guard let loosest = limits.known.first, let strictest = limits.known.last,
      count > strictest.maximum
    else { return [] }
    func words(_ group: RequestLimits.Group) -> String {
      "\(group.maximum)\(limits.isUniform ? "" : " at \(group.endpoints.joined(separator: ", "))")"
    }
    if count > loosest.maximum {
      let others = limits.known.dropFirst().map { ", \(words($0))" }.joined()
      let unknown =
        limits.unknown.isEmpty
        ? "" : " (no limit is known for \(limits.unknown.joined(separator: ", ")))"
      let minimum = target.profile[slot]?.perRequest?.value.minimum ?? 0
      let allowed =
        loosest.maximum <= 1 || minimum == loosest.maximum
        ? "" : minimum > 0 ? "\(minimum)–" : "up to "
      return [
        finding(
          .setTooMany, number, limit: loosest.maximum,
          loosest.confidence,
          "\(who) \(allowed)\(loosest.maximum) per request"
            + (limits.isUniform ? "" : " at \(loosest.endpoints.joined(separator: ", "))\(others)")
            + unknown,
          fix: loosest.maximum == 0
            ? "leave \(count == 1 ? "it" : "them") out" : "choose \(loosest.maximum) of them")
      ]
    }
    let stricter = limits.known.filter { count > $0.maximum }.map(words).joined(separator: ", ")
    return [
      finding(
        .setTooMany, number, limit: strictest.maximum, strictest.confidence, severity: .note,
        "\(who) fewer at some endpoints: \(stricter)",
        fix: "choose an endpoint that accepts them all")
    ]
  }

  /// A number of files of one medium, for one slot of a target.
  private struct Number {
    let medium: MediaFormat.Medium
    let slot: Slot
    let target: TargetID
    let count: Int
  }

  /// Returns a finding on a number. It is a note for candidates, and an error for a set only
  /// where the source states the limit.
  private func finding(
    _ rule: RuleID, _ number: Number, limit: Int, _ confidence: Basis, severity: Severity? = nil,
    _ message: String, fix: String
  ) -> Finding {
    Finding(
      rule, severity ?? (isCompleteSet ? .error : .note), of: number.target, number.slot,
      confidence,
      message: message, fix: fix, measured: String(number.count), limit: String(limit),
      unit: "\(number.medium.name)s")
  }

  private static func words(_ range: SlotRules.Range) -> String {
    switch (range.minimum, range.maximum) {
    case (let low?, let high?) where low == high: "\(low)"
    case (let low?, let high?) where low > 0: "\(low)–\(high)"
    case (_, let high?): high <= 1 ? "\(high)" : "up to \(high)"
    case (let low?, nil): "\(low) or more"
    case (nil, nil): "any number"
    }
  }
}

/// Files that were given several times under one path.
private struct Repeated {
  private var first: FilePath?
  private var counts: [FilePath: Int] = [:]

  /// Adds a path that was already given.
  mutating func add(_ path: FilePath) {
    if first == nil { first = path }
    counts[path, default: 1] += 1
  }

  /// The end of a message about repeated files: `; mira.png was given twice`.
  var clause: String {
    guard let first, let count = counts[first] else { return "" }
    guard counts.count == 1 else {
      return
        "; \(first) and \(Quantity.count(counts.count - 1, "other file")) were given several times"
    }
    return "; \(first) was given \(count == 2 ? "twice" : "\(count) times")"
  }
}

/// Files with the same bytes as an earlier one. A folder may hold thousands, so only a few are
/// named.
private struct Duplicates {
  /// The number of files that are named.
  private static let maximumNamed = 3

  private let first: FilePath
  private var names: [FilePath] = []
  private var others: Set<FilePath> = []

  init(of first: FilePath) { self.first = first }

  /// Adds a path, and returns whether it is another file than those before.
  mutating func add(_ path: FilePath) -> Bool {
    guard others.insert(path).inserted else { return false }
    if names.count < Self.maximumNamed { names.append(path) }
    return true
  }

  /// Whether the files are pictures, judging by the extension.
  private var arePictures: Bool {
    first.suffix.flatMap(MediaFormat.init(suffix:)).map { $0.medium == .picture } ?? true
  }

  var finding: Finding {
    let count = others.count
    var names = names.map(\.text)
    if count > names.count { names.append(Quantity.count(count - names.count, "other")) }
    let last = names.popLast() ?? ""
    let subject =
      names.isEmpty ? "\(last) is" : "\(names.joined(separator: ", ")) and \(last) are"
    return Finding(
      .setDuplicate, .warning, message: "\(subject) identical to \(first)",
      fix: arePictures
        ? "leave one of them out, or show another angle instead" : "leave one of them out",
      measured: String(count + 1), limit: "1", unit: "files")
  }
}
