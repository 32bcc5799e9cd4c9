internal import Castbook
internal import CommandLineKit
internal import Model

/// The sides of a fork, and what a merge would decide, as lines for people.
///
/// A fork is what two libraries made of one element when both changed it. Its sides are lettered, A
/// being the one that was here first, and `castbook edit --keep` takes a letter.
///
/// ```text
///   A  revision 4 of 2026-11-20 19:45 UTC by ada  sha256-9f2c41ab, shown below
///      tag hero
/// ```
struct ForkText {
  let fork: ElementFork
  let style: TerminalStyle

  /// The number of sides that are listed; the others are counted.
  private static let maximumSides = 12
  /// The number of sides that one line names.
  private static let maximumNamed = 8

  /// Returns where a revision comes from: its number, its time, and who made it.
  static func origin(_ named: NamedRevision) -> String {
    let revision = named.revision
    return "revision \(revision.sequence) of \(revision.at.minute)"
      + (revision.by.isEmpty ? "" : " by \(sanitized(revision.by))")
  }

  /// Returns the fork as `show` prints it. `shown` is the revision whose files follow below.
  func lines(shown: Digest) -> [String] {
    var rows = fork.sides.prefix(Self.maximumSides)
      .flatMap { lines(of: $0, isShown: $0.revision.digest == shown) }
    let others = fork.sides.count - Self.maximumSides
    if others > 0 {
      rows += style.folded(
        "… and \(Quantity.count(others, "more side")): castbook show \(fork.handle) --json has them",
        by: 2)
    }
    if !fork.conflicts.isEmpty {
      rows += style.folded("Both changed; --merge would keep the newer:", by: 2)
      rows += fork.conflicts.flatMap { style.folded(Self.words($0), by: 4) }
    }
    if fork.base == nil {
      rows += style.folded(
        "No common revision in this library: B and later are compared with A.", by: 2)
    }
    let ways = fork.sides.prefix(4).map { "--keep \($0.letter)" }.joined(separator: " or ")
    rows += style.folded("Merge them: castbook edit \(fork.handle) --merge", by: 2)
    rows += style.folded("Or keep one: castbook edit \(fork.handle) \(ways)", by: 2)
    return rows
  }

  /// Returns one side: its letter and revision, then its changes since the common revision.
  private func lines(of side: ElementFork.Side, isShown: Bool) -> [String] {
    let head =
      "  \(style.styled(side.letter, .bold))  \(Self.origin(side.revision))  "
      + style.styled(side.revision.digest.short, .dim) + (isShown ? ", shown below" : "")
    let changes = side.differences.seen + side.differences.unseen
    let fallback =
      fork.base == nil && side.letter == fork.sides.first?.letter
      ? [] : ["no changes"]
    return [head]
      + (changes.isEmpty ? fallback : changes).flatMap { style.folded(sanitized($0), by: 5) }
  }

  /// Returns a conflict as a phrase, such as `name: “Cup” (B, newer), not “Mug” (A)`.
  static func words(_ conflict: ForkConflict) -> String {
    let left = conflict.dropped.map { "\($0.words) (\(letters($0.sides, ", ")))" }
    return sanitized(
      "\(conflict.subject): \(conflict.kept.words) (\(letters(conflict.kept.sides, ", ")), "
        + "newer), not \(letters(left, ", "))")
  }

  /// Joins the names of sides, up to a number.
  private static func letters(_ all: [String], _ separator: String) -> String {
    all.count <= maximumNamed
      ? all.joined(separator: separator)
      : Quantity.list(all, atMost: maximumNamed - 1)
  }

  /// Returns how a fork was resolved, as `edit` prints it. Empty if one side was kept unchanged.
  static func ended(_ ended: EditOutcome.EndedFork, _ handle: Handle) -> [String] {
    guard ended.kept == nil else { return [] }
    let fork = ended.fork
    let letters = letters(fork.sides.map(\.letter), " and ")
    let base =
      fork.base.map { ", compared with revision \($0.revision.sequence)" }
      ?? "; no common revision in this library, so whatever only one has was kept"
    var lines = ["  merged \(letters)\(base)"]
    for side in fork.sides.prefix(maximumSides) {
      for change in side.differences.seen + side.differences.unseen {
        lines.append("    \(side.letter)  \(sanitized(change))")
      }
    }
    if fork.sides.count > maximumSides {
      lines.append("    … and \(Quantity.count(fork.sides.count - maximumSides, "more side"))")
    }
    if !ended.conflicts.isEmpty {
      lines.append("  both changed; the newer one wins:")
      lines += ended.conflicts.map { "    \(words($0))" }
    }
    lines += ended.otherChanges.map { "  \(sanitized($0))" }
    lines.append("  castbook log \(handle) shows both versions")
    return lines
  }
}
