extension CheckTarget {
  /// The target's id, followed by what must be visible wherever it is named: "(yours)" for a target
  /// that the user defined, "(not confirmed)" for one whose facts are not confirmed.
  public var label: String {
    let remarks = [
      isUserDefined ? "yours" : nil, profile.status == .unverified ? "not confirmed" : nil,
    ].compactMap(\.self)
    return profile.id.rawValue + (remarks.isEmpty ? "" : " (\(remarks.joined(separator: ", ")))")
  }
}
