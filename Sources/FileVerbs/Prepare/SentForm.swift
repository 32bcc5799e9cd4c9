internal import Media
internal import Preparing

/// The form in which a file is sent to its targets. `check`, `score`, `pick`, `export` and the
/// gallery all decide it here, so that they judge the same bytes.
package enum SentForm: Sendable {
  /// The file is sent as it is.
  case original
  /// The library keeps a copy that is as good as one that would be made now.
  case copy(StoredCopy)
  /// A copy has to be made. `fallback` is a copy that the library keeps and that the targets accept
  /// too, although it was made for other targets.
  case make(fallback: StoredCopy?)
  /// No copy that passes can be made, for these reasons.
  case refused([Finding])
  /// No target has a slot for such a file.
  case noSlot

  /// Decides the form for a file from its facts and from the copies that the library keeps.
  ///
  /// - Parameters:
  ///   - facts: All facts of the file.
  ///   - known: The facts that matter, without metadata that may be sent along; `nil` for
  ///     `facts`.
  ///   - copies: The copies that the library keeps, the earliest first.
  ///   - targets: The targets that must all accept what is sent.
  ///   - options: How copies would be made.
  package init(
    _ facts: FileFacts, known: FileFacts? = nil, copies: [StoredCopy], targets: [CheckTarget],
    _ options: PreparationOptions = PreparationOptions()
  ) {
    func passing(_ isWanted: (StoredCopy) -> Bool = { _ in true }) -> [StoredCopy] {
      copies.filter { copy in
        isWanted(copy) && copy.facts.privateMetadata.isSubset(of: options.keptKinds)
          && CheckedFile(copy.facts, targets).status != .fail
      }
    }
    /// Returns the enlarged copy to send if the file itself is too small. Pictures are enlarged
    /// only at the user's request.
    func enlarged() -> StoredCopy? {
      guard copies.contains(where: \.isEnlarged) else { return nil }
      let checked = CheckedFile(facts, targets)
      guard checked.allFindings.contains(where: { $0.rule == .imageTooSmall }) else { return nil }
      return passing(\.isEnlarged).last
    }
    let known = known ?? facts
    let planner = Planner(targets, options)
    switch planner.decision(for: Inspection(known), nil) {
    case .asItIs:
      let chosen = passing(\.onlyRemovesBars).first ?? enlarged()
      self = chosen.map { .copy($0) } ?? .original
    case .notPicture:
      let errors = CheckedFile(facts, targets).allFindings.errors
      switch StreamPlanner(targets).decision(for: known, errors) {
      case .asItIs: self = .original
      case .skip: self = .noSlot
      case .refuse(let findings): self = .refused(findings)
      case .sound, .clip: self = passing().first.map { .copy($0) } ?? .make(fallback: nil)
      }
    case .refuse(let findings):
      // A copy that the user had made with unusual options is meant to be sent.
      self = passing().last.map { .copy($0) } ?? .refused(findings)
    case .make:
      // A copy has no metadata, whatever may be sent along, so it is planned from all facts.
      guard case .make(let plan) = planner.decision(for: Inspection(facts), nil) else {
        self = .make(fallback: nil)
        return
      }
      let suitable = passing { plan.isSatisfied(by: $0.steps, byteCount: $0.byteCount) }
      let chosen = enlarged() ?? suitable.first
      self = chosen.map { .copy($0) } ?? .make(fallback: passing().first)
    }
  }

  /// Whether `prepare` makes a copy that passes, as far as the facts show.
  var canBeMade: Bool { if case .make = self { true } else { false } }
}

extension CheckedFile {
  /// Whether the file fails and `prepare` makes a copy that passes, as far as the facts show.
  package func canBePrepared(for targets: [CheckTarget]) -> Bool {
    status == .fail && Planner(targets, PreparationOptions()).canMakeCopy(of: facts)
  }
}
