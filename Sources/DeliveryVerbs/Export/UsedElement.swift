internal import Library

/// An element that a request uses, at the revision that is sent.
struct UsedElement {
  let handle: Handle
  let element: ULID
  let revision: Digest
  /// The number of the revision.
  let sequence: Int

  private init(_ member: CastMember) {
    (handle, element) = (member.handle, member.element)
    (revision, sequence) = (member.revision, member.sequence)
  }

  private init(_ voice: CastVoice) {
    (handle, element) = (voice.handle, voice.element)
    (revision, sequence) = (voice.revision, voice.sequence)
  }

  /// Returns the elements that a prompt uses, with those of their voices that its calls refer to.
  ///
  /// - Parameter placeholders: The placeholders in the calls; `nil` if the calls are unknown, and
  ///   every voice counts.
  static func all(in prompt: CompiledPrompt, _ placeholders: Set<String>?) -> [UsedElement] {
    prompt.bindings.flatMap { binding -> [UsedElement] in
      switch binding.subject {
      case .element(let member, _, _):
        let voice = member.voice.flatMap { voice in
          let name = RequestBody.remotePlaceholder(for: voice.handle)
          return placeholders?.contains(name) == false ? nil : UsedElement(voice)
        }
        return [UsedElement(member)] + (voice.map { [$0] } ?? [])
      case .voice(let member): return [UsedElement(member)]
      case .image, .video, .start, .middle, .end: return []
      }
    }
  }

  /// Returns what forbids or restricts the element's use today, for a purpose if one is stated.
  func rights(
    for purpose: Rights.Purpose?, today: Day, _ contents: Contents
  ) throws -> [Finding] {
    let latest = try contents.entries(of: element)
    let words = RightsWords(today: today, isAboutToBeUsed: true)
    return [
      try words.finding(of: latest, contents), try contents.purposeFinding(purpose, of: latest),
    ].compactMap { $0?.prefixed(with: handle) }
  }
}
