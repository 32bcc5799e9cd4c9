internal import Model
internal import Targets

/// Compares the profiles in a bundle with those that the verifier trusts: Castbook's own, or the
/// user's.
///
/// The request is always compiled with the trusted facts. A bundle with different facts was made by
/// another version of Castbook, or was changed; in either case it must compile to the same request.
struct TrustedFacts {
  /// The trusted profiles of the bundle's targets, starting with its own target.
  private(set) var profiles: [TargetProfile] = []
  /// The errors and warnings about profiles that are missing, unknown or different.
  private(set) var findings: [Finding] = []

  /// Compares the profiles in a bundle with those in the catalogue.
  ///
  /// - Throws: An error when a file can't be read or a trusted profile can't be loaded.
  init(
    _ files: some PackedFiles, _ manifest: BundleManifest, in catalogue: TargetCatalogue
  ) throws {
    let named =
      [("target.json", manifest.target, manifest.profile)]
      + manifest.makers.map { ("makers/\($0.target).json", $0.target, $0.profile) }
    for (name, id, digest) in named {
      guard manifest.files.contains(where: { $0.name == name && $0.digest == digest }),
        let bytes = try files.bytes(named: name, limit: BundleBounds.maximumBytes(of: name)),
        let carried = try? ProfileLoader.load(bytes, file: name), carried.id.rawValue == id
      else {
        findings.append(
          Finding(
            .bundleInconsistent, .error,
            message: "\(sanitized(name)) does not contain the rules that bundle.json names",
            fix: "export it again"))
        continue
      }
      guard catalogue.ids.contains(carried.id) else {
        findings.append(unknown(carried.id, name))
        continue
      }
      let trusted = try catalogue.profile(carried.id)
      profiles.append(trusted)
      if !carried.statesSameFacts(as: trusted) { compare(carried, trusted, name) }
    }
    try addLinked(in: catalogue)
  }

  /// Adds the user's own profiles that the others name: they are incomplete without these.
  private mutating func addLinked(in catalogue: TargetCatalogue) throws {
    var index = 0
    while index < profiles.count {
      let profile = profiles[index]
      index += 1
      let named =
        profile.slots.flatMap { [$0.via, $0.official] } + [profile.replacement, profile.pricesAs]
      for id in named.compactMap(\.self)
      where catalogue.isUserDefined(id) && !profiles.contains(where: { $0.id == id }) {
        profiles.append(try catalogue.profile(id))
      }
    }
  }

  /// Returns the finding for a target that the catalogue doesn't contain.
  private func unknown(_ id: TargetID, _ name: String) -> Finding {
    Finding(
      .bundleOtherFacts, .error,
      message:
        "\(sanitized(name)): this Castbook has no facts about \(sanitized(id.rawValue)), so the "
        + "bundle can't be checked",
      fix: "if you trust the sender, add --profile BUNDLE")
  }

  /// Reports a profile that differs: an error when the target would be called differently,
  /// otherwise a warning.
  private mutating func compare(
    _ carried: TargetProfile, _ trusted: TargetProfile, _ name: String
  ) {
    let isCalledAlike =
      carried.call?.value.url == trusted.call?.value.url
      && carried.call?.value.headers == trusted.call?.value.headers
      && Set(carried.endpoints.map(\.path)).isSubset(of: trusted.endpoints.map(\.path))
    guard isCalledAlike else {
      findings.append(
        Finding(
          .bundleOtherFacts, .error,
          message: "\(name): calls \(carried.id) differently than this Castbook does",
          fix: "export it again, and check where this bundle came from",
          measured: carried.call.map { sanitized($0.value.url) },
          limit: trusted.call.map { sanitized($0.value.url) }))
      return
    }
    findings.append(
      Finding(
        .bundleOtherFacts, .warning,
        message: "\(name): its facts (\(carried.datePhrase)) differ from yours "
          + "(\(trusted.datePhrase)); the bundle was checked against yours",
        fix: "export it again, or add --profile BUNDLE if you trust the sender")
    )
  }
}
