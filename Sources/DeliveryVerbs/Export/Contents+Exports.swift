internal import Library

extension Contents {
  /// Returns a finding if the rights of an element don't allow `purpose`: an error if they exclude
  /// it, a warning if they restrict use and no purpose is given, and `nil` if the element may be
  /// used.
  ///
  /// The rights are those of the latest revision, or of the element that it is a look of. An
  /// element with several latest revisions must be allowed by each of them.
  func purposeFinding(_ purpose: Rights.Purpose?, of latest: [ElementSummary]) throws -> Finding? {
    for entry in latest {
      let holder = try rightsHolder(of: entry)
      let all = try revision(holder.revision)?.revision.rights?.allowed ?? []
      // Whether a model may be trained says nothing about shots.
      let allowed = all.filter(Rights.Purpose.ofShots.contains)
      // Rights for no purpose in particular, and for every one, restrict nothing.
      if allowed.isEmpty || allowed.count == Rights.Purpose.ofShots.count { continue }
      let words = allowed.map(\.rawValue).joined(separator: ", ")
      guard let purpose else {
        return Finding(
          .rightsNotAllowed, .warning,
          message: "may be used only for \(words), and the shot file names no purpose",
          fix: "if that is its purpose, add purpose: \(allowed[0].rawValue)")
      }
      if !allowed.contains(purpose) {
        let more = (all + [purpose]).map(\.rawValue).joined(separator: ",")
        return Finding(
          .rightsNotAllowed, .error, message: "may be used for \(words), not for \(purpose)",
          fix: "leave it out, or castbook edit \(holder.handle) --allow \(more)",
          measured: purpose.rawValue, limit: words)
      }
    }
    return nil
  }

  /// Returns the address under which a provider stores a file, or `nil` if none is known or it has
  /// expired.
  ///
  /// It is looked up at the account that is named; otherwise at the only account with that file, or
  /// at the default account.
  func upload(
    of blob: Digest, at target: TargetID, account: String?, _ today: Day?
  ) throws -> KnownID? {
    let uploads = try registrations.ofFile(blob).map(\.registration).filter { registration in
      registration.kind == .upload && registration.hasValidID
        && [target.rawValue, target.provider].contains(registration.target)
        && !(registration.expires.map { $0.day < today ?? $0.day } ?? false)
    }
    let accounts = Set(uploads.map(\.account))
    let chosen =
      account ?? (accounts.count == 1 ? accounts.first : RegistrationDraft.defaultAccount)
    return uploads.first { $0.account == chosen }.map { KnownID($0.remoteId, account: $0.account) }
  }
}
