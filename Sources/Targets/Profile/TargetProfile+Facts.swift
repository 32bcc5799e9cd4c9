internal import Model

extension TargetProfile {
  /// Remarks for people: they differ between versions of Castbook that know the same.
  private static let remarks: Set<String> = [
    "note", "notes", "asOfNote", "priceNote", "statusNote", "aspectNote", "unverified",
  ]

  /// Whether another profile states the same, whatever the words of its remarks are.
  package func statesTheSame(as other: TargetProfile) -> Bool {
    if bytes == other.bytes { return true }
    guard let own = try? JSONParser.parse(bytes), let others = try? JSONParser.parse(other.bytes)
    else { return false }
    return Self.withoutRemarks(own) == Self.withoutRemarks(others)
  }

  /// Names of headers are the provider's, and may be called like remarks.
  private static let verbatim: Set<String> = ["headers"]

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
