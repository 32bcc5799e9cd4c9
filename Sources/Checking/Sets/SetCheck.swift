package import Model
internal import Targets

/// Holds several files together against what targets take as one set.
///
/// All pictures named in one call are candidates, from which people will choose: too few or too many
/// of them are notes. When the user says that they are the set, the target's numbers are errors.
package struct SetCheck {
  private let targets: [CheckTarget]
  private let isTheSet: Bool
  private var counts: [MediaFormat.Medium: Int] = [:]
  private var firstPaths: [Digest: FilePath] = [:]
  /// Files that are equal to an earlier one, by what they are equal to, in the order of their first.
  private var duplicates: [Duplicates] = []
  private var placeOfDuplicate: [Digest: Int] = [:]

  package init(targets: [CheckTarget], isTheSet: Bool) {
    self.targets = targets
    self.isTheSet = isTheSet
  }

  /// Takes a file into account; one that is named twice counts once, and as a set equal bytes are one
  /// picture under two names.
  package mutating func take(_ file: FileFacts) {
    guard let format = file.format, format.medium != .other, let digest = file.digest else {
      return
    }
    guard let first = firstPaths[digest] else {
      counts[format.medium, default: 0] += 1
      firstPaths[digest] = file.path
      return
    }
    if file.path == first { return }
    let place = placeOfDuplicate[digest] ?? duplicates.count
    if place == duplicates.count {
      placeOfDuplicate[digest] = place
      duplicates.append(Duplicates(of: first))
    }
    if duplicates[place].add(file.path), !isTheSet { counts[format.medium, default: 0] += 1 }
  }

  /// What is to be said of the files together.
  package var findings: [Finding] {
    targets.flatMap(countFindings)
      + duplicates.map(\.finding)
  }

  /// Said when there was no file at all.
  package static func nothing(skipped: Int) -> Finding {
    Finding(
      .setEmpty, .warning,
      message: skipped == 0
        ? "no file to check" : "no file to check (\(Quantity.count(skipped, "name")) passed over)",
      fix: "name the files or another folder")
  }

  private func countFindings(_ target: CheckTarget) -> [Finding] {
    let media: [MediaFormat.Medium] = [.picture, .clip]
    return media.flatMap { medium -> [Finding] in
      guard let count = counts[medium], let slot = target.slot(for: medium),
        let effective = target.rules(for: slot)
      else { return [] }
      let finding =
        slot.medium == .picture
        ? pictureFinding(count, slot, effective, target) : clipFinding(count, slot, target)
      return finding.map { [$0] } ?? []
    }
  }

  private func pictureFinding(
    _ count: Int, _ slot: Slot, _ effective: EffectiveSlot, _ target: CheckTarget
  ) -> Finding? {
    guard let range = slot == .element ? effective.rules.pictures : requestRange(slot, target)
    else {
      return nil
    }
    let what = slot == .element ? "an element" : "a request"
    let pictures = Quantity.count(count, "picture")
    let allowed = Self.words(range.value)
    if let minimum = range.value.minimum, count < minimum {
      return finding(
        .setTooFew, range, target, slot, count, minimum,
        "\(pictures), where \(target.profile.id) takes \(allowed) for \(what)",
        fix: slot == .element
          ? "add a view from another side" : "add \(Quantity.count(minimum - count, "picture"))")
    }
    if let maximum = range.value.maximum, count > maximum {
      return finding(
        .setTooMany, range, target, slot, count, maximum,
        "\(pictures), where \(target.profile.id) takes \(allowed) for \(what)",
        fix: "choose \(maximum) of them")
    }
    return nil
  }

  /// The most that a request takes of a slot when nothing else is in it.
  private func requestRange(_ slot: Slot, _ target: CheckTarget) -> Fact<SlotRules.Range>? {
    if let own = target.profile[slot]?.perRequest { return own }
    return target.profile.limits.first { limit in
      limit.sum.contains(slot) && limit.endpoints.isEmpty && limit.applies(to: [:])
        && limit.when.allSatisfy { $0.slot != slot }
    }?.count
  }

  private func clipFinding(_ count: Int, _ slot: Slot, _ target: CheckTarget) -> Finding? {
    guard slot == .clip, count > 1 else { return nil }
    var finding = Finding(
      .setTwoClips, isTheSet ? .error : .note,
      message: "\(Quantity.count(count, "clip")), where an element is made from one",
      fix: "choose the one in which the subject is seen best", measured: String(count), limit: "1",
      unit: "clips")
    finding.target = target.profile.id
    finding.slot = slot
    return finding
  }

  private func finding(
    _ rule: RuleID, _ fact: Fact<SlotRules.Range>, _ target: CheckTarget, _ slot: Slot,
    _ count: Int, _ limit: Int, _ message: String, fix: String
  ) -> Finding {
    let severity: Severity =
      !isTheSet ? .note : fact.confidence == .stated ? .error : .warning
    var finding = Finding(
      rule, severity, message: message + fact.confidence.remark, fix: fix,
      measured: String(count), limit: String(limit),
      unit: "pictures")
    finding.target = target.profile.id
    finding.slot = slot
    finding.basis = fact.confidence
    return finding
  }

  private static func words(_ range: SlotRules.Range) -> String {
    switch (range.minimum, range.maximum) {
    case (let low?, let high?) where low == high: "\(low)"
    case (let low?, let high?) where low > 0: "\(low) to \(high)"
    case (_, let high?): "up to \(high)"
    case (let low?, nil): "\(low) or more"
    case (nil, nil): "any number"
    }
  }
}

/// Files with the same bytes as an earlier one. A folder may hold thousands: a few are named.
private struct Duplicates {
  private static let named = 3

  private let first: FilePath
  private var names: [FilePath] = []
  private var others: Set<FilePath> = []

  init(of first: FilePath) { self.first = first }

  /// Takes one more; says whether it is another file than those before.
  mutating func add(_ path: FilePath) -> Bool {
    guard others.insert(path).inserted else { return false }
    if names.count < Self.named { names.append(path) }
    return true
  }

  var finding: Finding {
    let count = others.count
    var names = names.map(\.text)
    if count > names.count { names.append(Quantity.count(count - names.count, "other")) }
    let last = names.popLast() ?? ""
    let subject =
      names.isEmpty ? "\(last) has" : "\(names.joined(separator: ", ")) and \(last) have"
    return Finding(
      .setDuplicate, .warning, message: "\(subject) the same bytes as \(first)",
      fix: "leave one of them out, or show another angle instead", measured: String(count + 1),
      limit: "1", unit: "files")
  }
}
