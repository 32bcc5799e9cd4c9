public import Model

/// How a fact is known, best first.
public enum Certainty: String, JSONConvertible, CaseIterable, Sendable {
  /// The provider's own types or schema state it.
  case types = "first-party-types"
  /// A page of the provider states it.
  case page = "first-party-page"
  /// Only others state it.
  case thirdParty = "third-party"
  /// It was concluded from a sibling endpoint, or from the original provider.
  case inferred
  /// Sources contradict each other.
  case contradicted

  /// Judges a fact by the source that it names and by what is known of it.
  init(_ basis: Basis, of kind: Source.Kind?, isContradicted: Bool) {
    if isContradicted {
      self = .contradicted
    } else if basis == .inferred || kind == .inference {
      self = .inferred
    } else if basis == .unverified {
      self = .thirdParty
    } else {
      self = Self.certainty(of: kind)
    }
  }

  /// Returns how a fact is known that a source of some kind states.
  private static func certainty(of kind: Source.Kind?) -> Certainty {
    switch kind {
    case .firstPartySchema: .types
    case .firstPartyPage, .firstPartyDoc, .firstPartyDocSnapshot, .firstPartyAnswer: .page
    case .thirdPartyPage, .thirdPartyCopy, .thirdPartyClient, .publishedGuide, nil: .thirdParty
    case .inference: .inferred
    }
  }

  /// The words for people: `first-party types`.
  public var label: String {
    switch self {
    case .types: "first-party types"
    case .page: "first-party page"
    case .thirdParty: "third party"
    case .inferred, .contradicted: rawValue
    }
  }
}

extension TargetProfile {
  /// How the request is known: by its first source, which states its fields.
  public var certainty: Certainty {
    Certainty(basis, of: sources.first?.kind, isContradicted: false)
  }

  /// The last day on which the first source had nothing newer: when it was looked at, or the day
  /// that it states.
  public var lastSeen: Day { max(asOf, sources.first?.seen ?? asOf) }

  /// The number of days since the first source was last seen; 0 for a day in the future.
  public func age(on today: Day) -> Int { max(0, today.daysSince1970 - lastSeen.daysSince1970) }
}
