internal import Model

extension TargetProfile {
  /// The keys of remarks, which may differ between versions of Castbook that know the same facts.
  private static let remarks: Set<String> = [
    "note", "notes", "asOfNote", "priceNote", "statusNote", "aspectNote", "unverified",
  ]

  /// Whether another profile states the same facts, regardless of its remarks.
  package func statesSameFacts(as other: TargetProfile) -> Bool {
    if bytes == other.bytes { return true }
    guard let own = try? JSONParser.parse(bytes), let others = try? JSONParser.parse(other.bytes)
    else { return false }
    return Self.withoutRemarks(own) == Self.withoutRemarks(others)
  }

  /// The keys whose members are kept: the names of headers are the provider's, and may equal those
  /// of remarks.
  private static let verbatim: Set<String> = ["headers"]

  /// Returns the value without remarks at any depth.
  private static func withoutRemarks(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members):
      .object(
        members.filter { !remarks.contains($0.key) }
          .map { member in
            verbatim.contains(member.key)
              ? member : JSONValue.Member(member.key, withoutRemarks(member.value))
          })
    case .array(let values): .array(values.map(withoutRemarks))
    default: value
    }
  }
}
