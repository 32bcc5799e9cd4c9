extension CheckTarget {
  /// Its id, and behind it what must be known wherever it is named: "(yours)", "(unverified)".
  public var label: String {
    let remarks = [
      isUsers ? "yours" : nil, profile.status == .unverified ? "unverified" : nil,
    ].compactMap(\.self)
    return profile.id.rawValue + (remarks.isEmpty ? "" : " (\(remarks.joined(separator: ", ")))")
  }
}
