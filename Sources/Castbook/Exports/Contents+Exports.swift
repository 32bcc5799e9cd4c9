internal import Library

extension Contents {
  /// Whether an element may be used for what it is to be used for: by the rights of its latest revision, or of
  /// what it is a look of.
  func purpose(_ purpose: Rights.Purpose?, of latest: [ElementSummary]) throws -> Finding? {
    for entry in latest {
      let stated = try rightsHolder(of: entry)
      guard let rights = try revision(stated.revision)?.revision.rights, !rights.allowed.isEmpty
      else { continue }
      let allowed = rights.allowed.map(\.rawValue).joined(separator: ", ")
      guard let purpose else {
        return Finding(
          .rightsNotAllowed, .warning,
          message: "may be used only for \(allowed), and the shot file names no purpose",
          fix: "if that is its purpose, add purpose: \(rights.allowed[0].rawValue)")
      }
      if !rights.allowed.contains(purpose) {
        return Finding(
          .rightsNotAllowed, .error, message: "may be used for \(allowed), not for \(purpose)",
          fix: "leave it out, or castbook edit \(stated.handle) --allow \(purpose)",
          measured: purpose.rawValue, limit: allowed)
      }
    }
    return nil
  }

  /// The address under which a provider holds a file, where one is known: at the account that is named, else at
  /// the only one, or the usual one.
  func upload(
    of blob: Digest, at target: TargetID, account: String?, _ today: Day?
  ) throws -> KnownID? {
    let provider = target.rawValue.prefix { $0 != "." }
    let found = try registrations(ofFile: blob).map(\.registration).filter { registration in
      registration.kind == .upload
        && [target.rawValue, String(provider)].contains(registration.target)
        && !(registration.expires.map { $0.day < today ?? $0.day } ?? false)
    }
    let accounts = Set(found.map(\.account))
    let chosen =
      account ?? (accounts.count == 1 ? accounts.first : RegistrationDraft.usualAccount)
    return found.first { $0.account == chosen }.map { KnownID($0.remoteId, account: $0.account) }
  }
}
