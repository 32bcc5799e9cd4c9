public import Model

/// All targets: those built in and those the user brings, found by id or alias.
///
/// A profile is parsed when it is asked for, so that no command pays for targets it doesn't use.
public struct TargetCatalogue: Sendable {
  private let user: [TargetID: TargetProfile]
  private let aliases: [String: TargetID]
  /// The ids of all profiles, in order.
  public let ids: [TargetID]
  /// The user's profiles that stand in for built-in ones of the same id.
  public let replaced: [TargetID]
  /// Why some of the user's files were passed over.
  public let faults: [ProfileError]

  /// The target of `check` when none is named.
  public static let defaultTarget: TargetID = "kling"

  /// The built-in targets and the user's profiles on top, each as a file's name and its bytes.
  /// `faults` are those of files that were left out. `carried` are names of files that came with a bundle: they may name
  /// makers that are not here, since a bundle has only those that it uses.
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
          file: file.name, place: nil, path: ["id"],
          problem: "\(other) already has the id \"\(profile.id)\"")
      }
      names[profile.id] = file.name
      user[profile.id] = profile
    }
    self.user = user
    let known = Set(builtIn)
    ids = known.union(user.keys).sorted()
    replaced = user.keys.filter(known.contains).sorted()
    for (id, profile) in user.sorted(by: { $0.key < $1.key }) {
      let file = names[id] ?? id.rawValue
      try checkLinks(of: profile, file: file, isCarried: carried.contains(file))
    }
  }

  /// The target under an id or an alias. Where there is none, a file that was passed over may have
  /// been meant, and its fault is the answer.
  public func find(_ name: String) throws -> TargetProfile {
    let wanted = name.lowercased()
    // An id before a short name: a user's own profile may be called as ours is for short.
    guard let id = ids.first(where: { $0.rawValue == wanted }) ?? aliases[wanted] else {
      if let fault = faults.first { throw fault }
      throw UnknownTarget(name: name, suggestions: suggestions(for: wanted), known: names)
    }
    return try profile(id)
  }

  /// The profile of an id that is known to exist.
  public func profile(_ id: TargetID) throws -> TargetProfile {
    guard let profile = try load(id) else { throw unknown(id) }
    return profile
  }

  /// The targets of one provider, by the first part of their ids: `fal`, `runway`. Empty where that is not a provider.
  public func ids(of provider: String) -> [TargetID] {
    guard !provider.contains(".") else { return [] }
    let start = "\(provider.lowercased())."
    return ids.filter { $0.rawValue.hasPrefix(start) }
  }

  /// Whether the profile of an id is the user's own.
  public func isUsers(_ id: TargetID) -> Bool { user[id] != nil }

  /// The names that stand for a target beside its id.
  public func aliases(of id: TargetID) -> [String] {
    aliases.filter { $0.value == id }.keys.sorted()
  }

  /// Every name a target can be asked for by.
  public var names: [String] { (ids.map(\.rawValue) + aliases.keys).sorted() }

  /// The rules that hold for a file in a slot of a target: its own, or those of the target that makes
  /// what goes into it. Nothing for a slot that takes no file.
  public func rules(for slot: Slot, of profile: TargetProfile) throws -> EffectiveSlot? {
    guard let own = profile[slot], !own.isByIDOnly else { return nil }
    guard let via = own.via else { return EffectiveSlot(profile: profile, rules: own, via: nil) }
    let maker = try self.profile(via)
    guard let made = maker[slot] else {
      throw ProfileError(
        file: "\(profile.id).json", place: nil, path: ["slots", slot.rawValue, "via"],
        problem: "\(via) has no slot \"\(slot.rawValue)\"")
    }
    return EffectiveSlot(profile: maker, rules: made, via: via)
  }

  /// The rules on sending that hold for a target; `nil` where no source states any.
  public func sending(of profile: TargetProfile) throws -> EffectiveSending? {
    guard let reference = profile.sending else { return nil }
    return EffectiveSending(
      shared: try reference.shared.flatMap { try shared($0) }, own: reference.own)
  }

  /// Shared rules by their name. A profile that came from elsewhere may name some that are not known here.
  private func shared(_ name: String) throws(ProfileError) -> SharedSending? {
    guard Self.sendingNames.contains(name), let bytes = Resource.bytes("Sending/\(name).json")
    else { return nil }
    return try SendingLoader.load(bytes, file: "\(name).json")
  }

  /// The names of the rules on sending that several targets share.
  public static var sendingNames: [String] { Resource.names(in: "Sending/") }

  /// Whether the targets that a profile names exist, are others, and have what is taken from them.
  private func checkLinks(
    of profile: TargetProfile, file: String, isCarried: Bool
  ) throws(ProfileError) {
    func fault(_ problem: String, at path: [String]) -> ProfileError {
      ProfileError(
        file: file, place: JSONParser.place(of: path, in: profile.bytes), path: path,
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
        Targets.unknown(name, "is not the name of shared rules", among: Self.sendingNames),
        at: ["sending"])
    }
    if let id = profile.instead { _ = try other(id, at: ["instead"]) }
    if let id = profile.pricesAs, try other(id, at: ["pricesAs"]).prices.isEmpty {
      throw fault("\(id) has no prices", at: ["pricesAs"])
    }
  }

  /// The profile under an id, the user's own first; nothing when there is none.
  private func load(_ id: TargetID) throws(ProfileError) -> TargetProfile? {
    if let profile = user[id] { return profile }
    guard let bytes = Resource.bytes("Targets/\(id).json") else { return nil }
    return try ProfileLoader.load(bytes, file: "\(id).json")
  }

  private func unknown(_ id: TargetID) -> UnknownTarget {
    UnknownTarget(name: id.rawValue, suggestions: suggestions(for: id.rawValue), known: names)
  }

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

  static func aliases(in bytes: [UInt8]) throws(ProfileError) -> [String: TargetID] {
    do {
      let value = try JSONParser.parse(bytes)
      return (value.members ?? []).reduce(into: [:]) { aliases, member in
        aliases[member.key] = member.value.string.map { TargetID(rawValue: $0) }
      }
    } catch {
      throw ProfileError(
        file: "aliases.json", place: error.place, path: [], problem: error.problem)
    }
  }
}

/// The rules that a file in a slot is held to, and whose they are. Shared, not copied: thousands of
/// files are held to them on several cores.
public final class EffectiveSlot: Sendable {
  /// The profile that states them: the target's own, or that of the target named by `via`.
  public let profile: TargetProfile
  public let rules: SlotRules
  public let via: TargetID?

  init(profile: TargetProfile, rules: SlotRules, via: TargetID?) {
    self.profile = profile
    self.rules = rules
    self.via = via
  }
}

/// A name that stands for no target.
public struct UnknownTarget: Error, Hashable, Sendable {
  public let name: String
  /// Names that share a part with it.
  public let suggestions: [String]
  /// Every name there is.
  public let known: [String]
}

extension UnknownTarget: CustomStringConvertible {
  public var description: String {
    let nearest = suggestions.isEmpty ? "" : "; similar: \(suggestions.joined(separator: ", "))"
    return "unknown target \"\(name)\"\(nearest)"
  }
}
