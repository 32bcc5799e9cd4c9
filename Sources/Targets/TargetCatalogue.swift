public import Model
import Synchronization

/// All targets, built-in and the user's own, found by id or alias.
///
/// A profile is parsed when it is requested, so no command pays for targets that it doesn't
/// use.
///
/// ```swift
/// let catalogue = try TargetCatalogue()
/// catalogue.ids(of: "fal")        // every target of fal
/// try catalogue.find("kling").id  // by alias or id
/// ```
public struct TargetCatalogue: Sendable {
  /// The built-in profiles that were requested so far: parsing one takes longer than most of what
  /// is done with it.
  private static let parsed = Mutex<[TargetID: TargetProfile]>([:])

  private let user: [TargetID: TargetProfile]
  /// The files of the user's profiles.
  private let files: [TargetID: String]
  private let aliases: [String: TargetID]
  /// The ids of all targets, in order.
  public let ids: [TargetID]
  /// The ids of built-in targets that a profile of the user replaces.
  public let replaced: [TargetID]
  /// The reasons why files of the user were left out.
  public let faults: [ProfileError]

  /// The target of `check` when none is named.
  public static let defaultTarget: TargetID = "kling"

  /// Creates a catalogue of the built-in targets and the user's profiles.
  ///
  /// - Parameters:
  ///   - user: the names and bytes of the user's files.
  ///   - faults: the errors of files that were left out before.
  ///   - carried: the names of files that came with a bundle. They may refer to missing targets,
  ///     because a bundle contains only those that it uses.
  /// - Throws: `ProfileError` when a file is invalid, refers to a missing target, or has the id of
  ///   another file.
  public init(
    user files: [(name: String, bytes: [UInt8])] = [], faults: [ProfileError] = [],
    carried: Set<String> = []
  ) throws(ProfileError) {
    self.faults = faults
    aliases = try Self.aliases(in: Resource.bytes("aliases.json") ?? [])
    let builtIn = Resource.names(in: "Targets/").map { TargetID(rawValue: $0) }
    var user: [TargetID: TargetProfile] = [:]
    var names: [TargetID: String] = [:]
    for file in files {
      let profile = try ProfileLoader.load(file.bytes, file: file.name)
      if let other = names[profile.id] {
        throw ProfileError(
          file: file.name, location: nil, path: ["id"],
          problem: "\(other) already has the id \"\(profile.id)\"")
      }
      names[profile.id] = file.name
      user[profile.id] = profile
    }
    self.user = user
    self.files = names
    let known = Set(builtIn)
    ids = known.union(user.keys).sorted()
    replaced = user.keys.filter(known.contains).sorted()
    for (id, profile) in user.sorted(by: { $0.key < $1.key }) {
      let file = names[id] ?? id.rawValue
      try checkLinks(of: profile, file: file, isCarried: carried.contains(file))
    }
  }

  /// Returns the target with an id or an alias.
  ///
  /// - Throws: `UnknownTarget`; but when files were left out, the error of the first one, because
  ///   that target may have been meant.
  public func find(_ name: String) throws -> TargetProfile {
    let lowercased = name.lowercased()
    // Ids come before aliases: a user's own profile may have an id that is one of our aliases.
    guard let id = ids.first(where: { $0.rawValue == lowercased }) ?? aliases[lowercased] else {
      if let fault = faults.first { throw fault }
      throw UnknownTarget(name: name, suggestions: suggestions(for: lowercased), known: names)
    }
    return try profile(id)
  }

  /// Returns the profile with an id.
  ///
  /// - Throws: `UnknownTarget`, or `ProfileError` when the profile is invalid.
  public func profile(_ id: TargetID) throws -> TargetProfile {
    guard let profile = try load(id) else { throw unknown(id) }
    return profile
  }

  /// Returns the targets of a provider, which is the first part of their ids: `fal`, `runway`.
  /// Empty when there is no such provider.
  public func ids(of provider: String) -> [TargetID] {
    guard !provider.contains(".") else { return [] }
    let start = "\(provider.lowercased())."
    return ids.filter { $0.rawValue.hasPrefix(start) }
  }

  /// Returns where the profile with an id comes from.
  public func origin(of id: TargetID) -> ProfileOrigin {
    guard let file = files[id] else { return .builtIn }
    return .file(file, replacesBuiltIn: replaced.contains(id))
  }

  /// Whether the profile with an id is the user's own.
  public func isUserDefined(_ id: TargetID) -> Bool { user[id] != nil }

  public func aliases(of id: TargetID) -> [String] {
    aliases.filter { $0.value == id }.keys.sorted()
  }

  /// All ids and aliases, in order.
  public var names: [String] { (ids.map(\.rawValue) + aliases.keys).sorted() }

  /// Returns the rules that apply to a file in a slot: the target's own, or those of the target
  /// that makes what is sent in the slot. `nil` for a slot that accepts no file.
  ///
  /// - Throws: `ProfileError` when the other target has no such slot.
  public func rules(for slot: Slot, of profile: TargetProfile) throws -> EffectiveSlot? {
    guard let own = profile[slot], !own.acceptsOnlyIDs else { return nil }
    guard let via = own.via else { return EffectiveSlot(profile: profile, rules: own, via: nil) }
    let maker = try self.profile(via)
    guard let made = maker[slot] else {
      throw ProfileError(
        file: "\(profile.id).json", location: nil, path: ["slots", slot.rawValue, "via"],
        problem: "\(via) has no slot \"\(slot.rawValue)\"")
    }
    return EffectiveSlot(profile: maker, rules: made, via: via)
  }

  /// Returns the rules on sending that apply to a target; `nil` when no source states any.
  public func sending(of profile: TargetProfile) throws -> EffectiveSending? {
    guard let reference = profile.sending else { return nil }
    return EffectiveSending(
      shared: try reference.shared.flatMap { try shared($0) }, own: reference.own)
  }

  /// Returns shared rules by their name; `nil` for a name that is not known, as a profile from
  /// elsewhere may contain one.
  private func shared(_ name: String) throws(ProfileError) -> SharedSending? {
    guard Self.sendingNames.contains(name), let bytes = Resource.bytes("Sending/\(name).json")
    else { return nil }
    return try SendingLoader.load(bytes, file: "\(name).json")
  }

  /// The names of the rules on sending that several targets share.
  public static var sendingNames: [String] { Resource.names(in: "Sending/") }

  /// Checks that the targets that a profile refers to exist, differ from it, and have what is
  /// copied from them.
  private func checkLinks(
    of profile: TargetProfile, file: String, isCarried: Bool
  ) throws(ProfileError) {
    func fault(_ problem: String, at path: [String]) -> ProfileError {
      ProfileError(
        file: file, location: JSONParser.location(of: path, in: profile.bytes), path: path,
        problem: problem)
    }
    func other(_ id: TargetID, at path: [String]) throws(ProfileError) -> TargetProfile {
      if id == profile.id { throw fault("\"\(id)\" is this target itself", at: path) }
      guard let other = try load(id) else { throw fault(unknown(id).description, at: path) }
      return other
    }
    for rules in profile.slots {
      if let official = rules.official {
        let path = ["slots", rules.slot.rawValue, "official"]
        guard try other(official, at: path)[rules.slot] != nil else {
          throw fault("\(official) has no slot \"\(rules.slot)\"", at: path)
        }
      }
      guard let via = rules.via else { continue }
      let path = ["slots", rules.slot.rawValue, "via"]
      if isCarried, via != profile.id, try load(via) == nil { continue }
      guard let made = try other(via, at: path)[rules.slot] else {
        throw fault("\(via) has no slot \"\(rules.slot)\"", at: path)
      }
      if let maker = made.via {
        throw fault("\(via) gets its \"\(rules.slot)\" from \(maker): name that target", at: path)
      }
    }
    if let name = profile.sending?.shared, !Self.sendingNames.contains(name) {
      throw fault(
        Targets.unknownNameMessage(
          name, "is not the name of shared rules", among: Self.sendingNames),
        at: ["sending"])
    }
    if let id = profile.replacement { _ = try other(id, at: ["instead"]) }
    if let id = profile.sibling, try !other(id, at: ["sibling"]).showsElements {
      throw fault("\(id) accepts no elements or pictures", at: ["sibling"])
    }
    if let id = profile.pricesAs, try other(id, at: ["pricesAs"]).prices.isEmpty {
      throw fault("\(id) has no prices", at: ["pricesAs"])
    }
  }

  /// Returns the profile with an id, the user's own before a built-in one; `nil` when there is
  /// none.
  private func load(_ id: TargetID) throws(ProfileError) -> TargetProfile? {
    if let profile = user[id] { return profile }
    if let profile = Self.parsed.withLock({ $0[id] }) { return profile }
    guard let bytes = Resource.bytes("Targets/\(id).json") else { return nil }
    let profile = try ProfileLoader.load(bytes, file: "\(id).json")
    Self.parsed.withLock { $0[id] = profile }
    return profile
  }

  /// Creates the error about a missing target.
  private func unknown(_ id: TargetID) -> UnknownTarget {
    UnknownTarget(name: id.rawValue, suggestions: suggestions(for: id.rawValue), known: names)
  }

  /// Returns up to four names that share the most parts with a name, or the pattern of a provider's
  /// targets.
  private func suggestions(for name: String) -> [String] {
    guard ids(of: name).isEmpty else { return ["\(name.lowercased()).*"] }
    let parts = name.split { ".-_ ".contains($0) }
    let scored = names.map { candidate in
      (candidate, parts.count { candidate.contains($0) })
    }
    let best = scored.map(\.1).max() ?? 0
    guard best > 0 else { return [] }
    return Array(scored.filter { $0.1 == best }.map(\.0).prefix(4))
  }

  /// Reads aliases from the bytes of such a file.
  static func aliases(in bytes: [UInt8]) throws(ProfileError) -> [String: TargetID] {
    let value: JSONValue = try ProfileReader.read(bytes, file: "aliases.json")
    return (value.members ?? []).reduce(into: [:]) { aliases, member in
      aliases[member.key] = member.value.string.map { TargetID(rawValue: $0) }
    }
  }
}
