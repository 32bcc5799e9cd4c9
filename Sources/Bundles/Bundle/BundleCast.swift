internal import Model
internal import Prompting

/// The elements that a bundle's shot file names, as its manifest describes them: a cast without a library.
struct BundleCast: CastSource {
  private let members: [CastMember]
  private let indices: [String: Int]

  init(_ entries: [BundleManifest.CastEntry]) throws(BundleError) {
    var members: [CastMember] = []
    var indices: [String: Int] = [:]
    for entry in entries {
      let member = try Self.member(entry)
      for name in [member.handle.name] + entry.names {
        guard indices.updateValue(members.count, forKey: name) == nil else {
          throw .badManifest("two elements of its cast are called \"\(sanitized(name))\"")
        }
      }
      members.append(member)
    }
    self.members = members
    self.indices = indices
  }

  private func index(of name: String) -> Int? {
    indices[name] ?? (try? Handle(name)).flatMap { indices[$0.name] }
  }

  func isName(_ name: String) -> Bool { index(of: name) != nil }

  func names(near name: String) -> [String] { members.map(\.handle.name) }

  func member(_ reference: HandleReference) -> CastAnswer {
    guard let index = index(of: reference.name) else {
      return .problem(
        Finding(
          .promptUnknownHandle, .error, message: "\(reference) is not in the cast of bundle.json",
          fix: "export it again"))
    }
    let member = members[index]
    let isMeant =
      switch reference.revision {
      case .latest: true
      case .sequence(let number): number == member.sequence
      case .digest(let prefix): member.revision.hex.hasPrefix(prefix)
      }
    guard isMeant else {
      return .problem(
        Finding(
          .promptUnknownHandle, .error,
          message: "shot.md names \(reference), and the cast of bundle.json has revision "
            + "\(member.sequence) (\(member.revision.hex.prefix(8)))",
          fix: "export it again"))
    }
    return .member(member)
  }

  // MARK: Members

  private static func member(
    _ entry: BundleManifest.CastEntry
  ) throws(BundleError) -> CastMember {
    guard let kind = ElementKind(rawValue: entry.element.kind) else {
      throw .badManifest("\"\(sanitized(entry.element.kind))\" is not a kind of element")
    }
    var voice: CastVoice?
    if let own = entry.voice {
      voice = CastVoice(
        element: own.element.identity, revision: own.element.revision,
        sequence: own.element.sequence, handle: try handle(own.element.handle),
        file: own.from.map { from in
          CastFile(number: 1, blob: from, role: own.role ?? .voice, name: "", medium: .sound)
        })
    }
    return CastMember(
      element: entry.element.identity, revision: entry.element.revision,
      sequence: entry.element.sequence, handle: try handle(entry.element.handle),
      name: entry.name, description: entry.description, kind: kind, isPinned: true, voice: voice,
      files: entry.files.enumerated().map { index, found in
        file(found, number: index + 1, unsent: entry.element.revision)
      })
  }

  private static func handle(_ text: String) throws(BundleError) -> Handle {
    guard let handle = try? Handle(text), handle.name == text else {
      throw .badManifest("\"\(sanitized(text))\" is not a handle")
    }
    return handle
  }

  /// The manifest has no digest of a file that is not sent. Any stands in for it, since files differ by number.
  private static func file(
    _ entry: BundleManifest.CastEntry.File, number: Int, unsent: Digest
  ) -> CastFile {
    CastFile(
      number: number, blob: entry.from ?? unsent, role: entry.role, name: "", medium: entry.medium)
  }
}
