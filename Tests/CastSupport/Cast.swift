package import Model
package import Prompting
internal import Targets

/// A cast without a library: names, and the elements they refer to.
package struct Cast: CastSource {
  package var members: [CastMember]
  package var aliases: [String: String]

  package init(members: [CastMember], aliases: [String: String] = [:]) {
    self.members = members
    self.aliases = aliases
  }

  private func named(_ name: String) -> CastMember? {
    let name = aliases[name] ?? name.lowercased()
    return members.first { $0.handle.name == name }
  }

  package func isName(_ name: String) -> Bool { named(name) != nil }

  package func names(near name: String) -> [String] {
    members.map(\.handle.name) + aliases.keys.sorted()
  }

  package func member(_ reference: HandleReference) -> CastAnswer {
    guard let member = named(reference.name) else {
      return .problem(
        Finding(.promptUnknownHandle, .error, message: "\(reference) is nobody", fix: "add it"))
    }
    guard case .sequence(let number) = reference.revision, number != member.sequence else {
      return .member(member)
    }
    return .member(Self.member(member.handle.name, sequence: number))
  }

  package static func member(
    _ handle: String, name: String = "", description: String = "", kind: ElementKind = .character,
    sequence: Int = 3, voice: String? = nil, _ roles: [Role] = [.front, .left, .back]
  ) -> CastMember {
    let number = handle.utf8.reduce(7) { ($0 * 31 + Int($1)) % 1_000_003 }
    let bytes = (0..<10).map { UInt8(truncatingIfNeeded: number >> $0) }
    guard let element = ULID(at: Instant(milliseconds: number), random: bytes),
      let known = try? Handle(handle),
      let digest = Digest(hex: Self.hex(number * 100 + sequence))
    else { fatalError("no member") }
    let files = roles.enumerated().compactMap { index, role in
      Digest(hex: Self.hex(number * 100 + 50 + index)).map {
        CastFile(
          number: index + 1, blob: $0, role: role, name: "\(handle)-\(role).jpg",
          medium: role == .clip ? .clip : role == .voice ? .sound : .picture)
      }
    }
    return CastMember(
      element: element, revision: digest, sequence: sequence, handle: known, name: name,
      description: description, kind: kind, isPinned: true,
      person: nil, voice: voice.flatMap { Self.voice($0) }, files: files)
  }

  private static func voice(_ handle: String) -> CastVoice? {
    let member = member(handle, kind: .voice, [.voice])
    return CastVoice(
      element: member.element, revision: member.revision, sequence: member.sequence,
      handle: member.handle,
      file: member.files.first)
  }

  private static func hex(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 64 - digits.count) + digits
  }

  /// Mira, a mug and a voice; 米拉 is an alias of Mira.
  package static let standard = Cast(
    members: [
      member(
        "mira", name: "Mira Okafor", description: "Tall, in a green coat. She hums.",
        voice: "mira_voice"),
      member("mug", name: "Blue mug", kind: .product, [.top, .front]),
      member("anna", name: "Anna"), member("tower", name: "The tower", kind: .place),
      member("mira_voice", name: "Mira's voice", kind: .voice, [.voice]),
    ], aliases: ["米拉": "mira", "米拉的杯子": "mug"])
}

extension ShotFile {
  package init(text: String) throws { try self.init(Array(text.utf8)) }
}

/// The problems in a text, each as position and rule.
package func problems(_ text: String) -> [String] {
  problems(Array(text.utf8))
}

package func problems(_ bytes: [UInt8]) -> [String] {
  do throws(PromptFileError) {
    _ = try ShotFile(bytes)
    return []
  } catch {
    return error.remarks.map { "\($0.location.map { "\($0.short) " } ?? "")\($0.finding.rule)" }
  }
}

/// Compiles a text into a target's dialect.
package func compiled(
  _ text: String, for target: String, cast: Cast = .standard
) throws -> CompiledPrompt {
  let catalogue = try TargetCatalogue()
  let script = try PromptScript(try ShotFile(text: text), cast: cast)
  return try CompiledPrompt(script, for: catalogue.find(target), in: catalogue)
}

extension CompiledPrompt {
  package var rules: [String] { remarks.map { "\($0.finding.severity) \($0.finding.rule)" } }

  package var text: String {
    switch form {
    case .text(let text): text
    case .shots(let shots):
      shots.map { "\($0.seconds ?? 0)| \($0.text)" }.joined(separator: "\n")
    }
  }
}
