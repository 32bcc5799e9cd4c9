package import Model

/// Describes why pictures were chosen and left.
package struct PickWords {
  /// The names of the pictures, by their indices in the set.
  private let names: [String]
  private let members: [SetMember]

  package init(_ members: [SetMember]) {
    names = members.map(\.name)
    self.members = members
  }

  /// Returns what has to be done before a picture is sent: `run castbook prepare first (HEIC)`;
  /// `nil` when the target accepts it as it is. For pictures of an element, `export` makes the
  /// copies itself.
  package func remark(_ member: Int) -> String? {
    members[member].needsPreparing.map { broken in
      let why = broken.rule == .imageFormatNotAccepted ? broken.measured : broken.message
      let words = Self.formatName(why, broken)
      return members[member].number == nil
        ? "run castbook prepare first (\(words))" : "export prepares it first (\(words))"
    }
  }

  /// Returns the name of the format when the text is one, or else the text.
  private static func formatName(_ text: String?, _ broken: Finding) -> String {
    text.flatMap { MediaFormat(rawValue: $0)?.name } ?? text ?? broken.message
  }

  /// Returns why a picture was chosen: `the only back view`, `sharper than b.jpg (same view)`.
  package func reason(_ reason: ChoiceReason) -> String {
    switch reason {
    case .only(let view): "the only \(view.name)"
    case .better(let other, let measure, let rivalry):
      "\(measure.comparison(with: names[other])) (\(Self.relation(rivalry)))"
    case .strengths(let measures): measures.map(\.strength).joined(separator: ", ")
    case .sameLight(let other): "same light as \(names[other])"
    case .fills: "no problems found"
    }
  }

  /// Returns why a picture was left: `same view as b.jpg; b.jpg is sharper`, `not needed: 4 are
  /// enough`.
  package func reason(_ reason: SkipReason) -> String {
    switch reason {
    case .breaksLimit(let finding): finding.message
    case .unreadable: "could not be decoded"
    case .rival(let other, let rivalry, let measure):
      rival(names[other], rivalry)
        + (measure.map { "; \(names[other]) is \($0.comparative)" } ?? "")
    case .oddLight(let odd): LightWords(names: names).odd(odd)
    case .weak(let measure): measure.weakness
    case .enough(let count):
      "not needed: \(count) \(count == 1 ? "is" : "are") enough"
    }
  }

  /// Returns why fewer pictures were chosen than requested: `2 of 4: 1 breaks a limit, 2 show
  /// the same as another`. It is `nil` when enough were chosen.
  package static func shortfall(_ pick: Pick) -> String? {
    guard pick.missingCount > 0 else { return nil }
    let (refused, unreadable, rivals) = pick.skipped.reduce(into: (0, 0, 0)) { counts, left in
      switch left.reason {
      case .breaksLimit: counts.0 += 1
      case .unreadable: counts.1 += 1
      case .rival, .oddLight, .weak, .enough: counts.2 += 1
      }
    }
    let why = [
      refused == 0 ? nil : Quantity.count(refused, "breaks a limit", "break a limit"),
      unreadable == 0
        ? nil : Quantity.count(unreadable, "could not be decoded", "could not be decoded"),
      rivals == 0 ? nil : Quantity.count(rivals, "shows", "show") + " the same as another",
    ].compactMap(\.self)
    return "\(pick.chosen.count) of \(pick.wanted): "
      + (why.isEmpty ? "there are no more pictures" : why.joined(separator: ", "))
  }

  /// Returns what the rival of a chosen picture is to it.
  private static func relation(_ rivalry: Rivalry) -> String {
    switch rivalry {
    case .pair(.exact): "identical"
    case .pair(.near): "same photo"
    case .pair(.mirror): "its mirror image"
    case .pair(.sameView): "same view"
    case .role(let role): "also \(role)"
    }
  }

  /// Returns what a left picture is to its rival.
  private func rival(_ other: String, _ rivalry: Rivalry) -> String {
    switch rivalry {
    case .pair(.exact): "identical to \(other)"
    case .pair(.near): "a copy of \(other)"
    case .pair(.mirror): "the mirror image of \(other); adds no angle"
    case .pair(.sameView): "same view as \(other)"
    case .role(let role): "\(role), like \(other)"
    }
  }
}
