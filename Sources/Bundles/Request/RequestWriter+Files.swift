internal import Model
internal import Prompting
internal import Targets

extension RequestWriter {
  /// Returns the bindings of a slot and marks them as used.
  mutating func binding(_ slot: Slot) -> [Binding] {
    prompt.bindings.enumerated().filter { $0.element.slot == slot }.map { index, binding in
      usedBindings.insert(index)
      return binding
    }
  }

  /// Returns an array, or `nil` when it would be empty.
  func list(_ items: [JSONValue]) -> JSONValue? { items.isEmpty ? nil : .array(items) }

  /// Returns the address of a binding to a single file, or `nil` for an element or a voice.
  mutating func address(_ binding: Binding) -> JSONValue? {
    binding.subject.file.map { .string(names.placeholder($0.stem, path: $0.path)) }
  }

  /// Returns the address of the only file of a slot, or `nil` when there is none or an element has
  /// several.
  mutating func file(_ slot: Slot) -> JSONValue? {
    guard let index = prompt.bindings.firstIndex(where: { $0.slot == slot }) else { return nil }
    if case .element(let member, let sent, _) = prompt.bindings[index].subject {
      guard sent.count == 1 else { return nil }
      usedBindings.insert(index)
      return .string(names.placeholder(sent[0], of: member))
    }
    usedBindings.insert(index)
    return address(prompt.bindings[index])
  }

  /// Returns the frames between the first and the last, in order.
  mutating func middleFrames() -> JSONValue? { list(binding(.middle).compactMap { address($0) }) }

  /// Returns the first and the last frame.
  mutating func frames(_ facts: FieldFacts) -> JSONValue? {
    let start = binding(.start).first.flatMap { address($0) }
    let end = binding(.end).first.flatMap { address($0) }
    guard facts.field.form == .positions else { return list([start, end].compactMap(\.self)) }
    // A first frame without a last one is written without a list.
    guard let end else { return start }
    let first: [JSONValue] = start.map { [["uri": $0, "position": "first"]] } ?? []
    return .array(first + [["uri": end, "position": "last"]])
  }

  /// Returns the plain images in the order of their tokens, each with its name if it has one.
  mutating func imageItems() -> [(address: JSONValue, name: String)] {
    binding(.image).flatMap { binding -> [(address: JSONValue, name: String)] in
      guard case .element(let member, let sent, _) = binding.subject else {
        return address(binding).map { [($0, Self.name(binding.token))] } ?? []
      }
      return zip(sent, Self.tokens(of: binding, count: sent.count)).map { file, token in
        (.string(names.placeholder(file, of: member)), Self.name(token))
      }
    }
  }

  /// Returns the token of each picture of an element, in order; `nil` for one without a token.
  private static func tokens(of binding: Binding, count: Int) -> [String?] {
    let tokens = (binding.token ?? "").split(separator: ", ").map(String.init)
    return (0..<count).map { tokens.indices.contains($0) ? tokens[$0] : nil }
  }

  /// Returns the name in a token, without its `@`.
  private static func name(_ token: String?) -> String { String((token ?? "").drop { $0 == "@" }) }

  /// Returns the plain images in the form that the field accepts.
  mutating func images(_ facts: FieldFacts) -> JSONValue? {
    let items = imageItems()
    switch facts.field.form {
    case .uris: return list(items.map { ["uri": $0.address] })
    case .tagged: return list(items.map { ["uri": $0.address, "tag": $0.name] })
    case .namedReferences:
      return list(
        items.map { item in
          ["image_url": item.address, "ref_name": item.name, "type": "subject"]
        })
    case .typed:
      let frames =
        binding(.start).compactMap { address($0) }
        .map { ["image_url": $0, "type": "first_frame"] as JSONValue }
        + binding(.end).compactMap { address($0) }
        .map { ["image_url": $0, "type": "end_frame"] as JSONValue }
      return list(items.map { ["image_url": $0.address] } + frames)
    default: return list(items.map(\.address))
    }
  }

  /// The provider's word for how the input video is used.
  var videoUse: String? { prompt.settings.first { $0.field == Slot.video.rawValue }?.value }

  /// Returns the input videos in the form that the field accepts.
  mutating func videos(_ facts: FieldFacts) -> JSONValue? {
    let addresses = binding(.video).compactMap { address($0) }
    switch facts.field.form {
    case .typed:
      let use = JSONValue.string(videoUse ?? "feature")
      let kept = keptSound(in: facts)
      return list(
        addresses.map { address in
          let members = [.init("video_url", address), .init("refer_type", use), kept]
          return .object(members.compactMap(\.self))
        })
    case .typedURIs: return list(addresses.map { ["type": "video", "uri": $0] })
    default: return list(addresses)
    }
  }

  /// Returns the member that states whether a video keeps its sound, or `nil` when the target has
  /// no such field.
  private mutating func keptSound(in list: FieldFacts) -> JSONValue.Member? {
    let prefix = "\(list.field.name)[]."
    let kept = profile.request.first { $0.content == .originalSound && $0.name.hasPrefix(prefix) }
    guard let kept, let facts = FieldFacts(kept, at: prompt.endpoint) else { return nil }
    let asked = prompt.sound.requested.flatMap(facts.value(for:))
    if asked != nil { usedSettings.insert(.audio) }
    let key = String(kept.name.dropFirst(prefix.count))
    return (asked ?? facts.defaultValue).map { JSONValue.Member(key, $0) }
  }

  mutating func voices() -> JSONValue? {
    list(
      binding(.voice).compactMap { binding in
        guard case .voice(let member) = binding.subject, let file = member.files.first else {
          return nil
        }
        return .string(names.placeholder(file, of: member))
      })
  }

  // MARK: Elements

  /// Returns the elements in the form that the field accepts.
  mutating func elements(_ facts: FieldFacts) -> JSONValue? {
    list(
      binding(.element).compactMap { binding in
        guard case .element(let member, let sent, _) = binding.subject else { return nil }
        if sent.isEmpty, !facts.acceptsIDs {
          remarks.append(lacksFiles(member))
          return nil
        }
        return element(member, sent, facts)
      })
  }

  /// Returns the error that an element has no file for the field.
  func lacksFiles(_ member: CastMember) -> PromptRemark {
    .error(
      .requestNoFile, at: nil, "\(member.handle) has no file that \(profile.id) accepts",
      fix: member.files.contains { $0.medium == .clip }
        ? "add pictures: castbook stills \(member.handle), or castbook add \(member.handle) FILE…"
        : "castbook add \(member.handle) FILE…")
  }

  /// Returns one element in the form that the field accepts.
  private mutating func element(
    _ member: CastMember, _ sent: [CastFile], _ facts: FieldFacts
  ) -> JSONValue {
    // An element that is called by an id needs no files here.
    switch facts.field.form {
    case .ids, .idNumbers:
      return ["element_id": RequestBody.remotePlaceholder(for: member.handle)]
    case .idTexts: return .string(RequestBody.remotePlaceholder(for: member.handle))
    default: break
    }
    let clip = sent.first { $0.medium == .clip }.map {
      JSONValue.string(names.placeholder($0, of: member))
    }
    let pictures = sent.filter { $0.medium != .clip }.map {
      JSONValue.string(names.placeholder($0, of: member))
    }
    let others = clip == nil ? list(Array(pictures.dropFirst())) : nil
    switch facts.field.form {
    case .namedURLs:
      let addresses = [clip].compactMap(\.self) + pictures
      return [
        "name": member.handle, "description": Self.description(of: member),
        "element_input_urls": addresses,
      ]
    case .namedImages:
      return [
        "name": member.handle, "image_urls": clip == nil ? list(pictures) : nil,
        "video_url": clip,
      ]
    default:
      return [
        "frontal_image_url": clip == nil ? pictures.first : nil,
        "reference_image_urls": others, "video_url": clip, "voice_id": voice(of: member),
      ]
    }
  }

  /// Returns the id of an element's voice, or `nil` when the target accepts none or the voice won't
  /// be heard.
  private func voice(of member: CastMember) -> JSONValue? {
    guard profile[.voice] != nil, prompt.sound.isHeard(member) else { return nil }
    return member.voice.map { .string(RequestBody.remotePlaceholder(for: $0.handle)) }
  }

  /// Returns the first line of the description, or the name, or the handle.
  private static func description(of member: CastMember) -> String {
    let text = member.description.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return text.isEmpty ? member.name.isEmpty ? member.handle.name : member.name : text
  }

  // MARK: Contents

  /// Returns everything as one list of items such as `{"type": "first_frame", "url": …}`.
  mutating func contents(_ facts: FieldFacts) -> JSONValue? {
    // Words alone go into a field for the prompt, where the target has one.
    if prompt.bindings.isEmpty, hasPromptField { return nil }
    if facts.field.form == .roles { return contentsWithRoles() }
    let isMotion = facts.field.form == .motion
    var items: [JSONValue] = []
    if case .text(let text) = prompt.form {
      items.append(["type": "prompt", "text": text])
    }
    let kinds: [(slot: Slot, type: String)] = [
      (.start, "first_frame"), (.middle, "middle_frame"), (.end, "last_frame"),
      (.image, isMotion ? "image" : "refer_image"),
      (.video, isMotion ? "video" : videoUse ?? "feature_video"),
    ]
    for (slot, type) in kinds {
      for binding in binding(slot) {
        if case .element(let member, let sent, _) = binding.subject {
          let ids = Self.tokens(of: binding, count: sent.count).map { $0.map { Self.name($0) } }
          items += zip(sent, ids).map { file, id in
            ["type": type, "url": names.placeholder(file, of: member), "id": id]
          }
        } else if let url = address(binding) {
          // Ids are the names that the words refer to.
          let id = binding.token.map { Self.name($0) }
          items.append(["type": type, "url": url, "id": id])
        }
      }
    }
    for binding in binding(.element) {
      guard case .element(let member, _, _) = binding.subject else { continue }
      items.append([
        "type": "element", "element_id": RequestBody.remotePlaceholder(for: member.handle),
        "id": member.handle,
      ])
    }
    return .array(items)
  }
}

extension RequestWriter {
  /// Returns everything as one list in ByteDance's form: `{"type": "image_url", "image_url":
  /// {"url": …}, "role": "reference_image"}`.
  mutating func contentsWithRoles() -> JSONValue {
    var items: [JSONValue] = []
    if case .text(let text) = prompt.form {
      items.append(["type": "text", "text": text])
    }
    let kinds: [(slot: Slot, type: String, role: String)] = [
      (.start, "image_url", "first_frame"), (.end, "image_url", "last_frame"),
      (.image, "image_url", "reference_image"), (.video, "video_url", "reference_video"),
      (.voice, "audio_url", "reference_audio"),
    ]
    for (slot, type, role) in kinds {
      items += binding(slot).flatMap { addresses($0) }.map { address in
        .object([
          JSONValue.Member("type", type), JSONValue.Member(type, ["url": address]),
          JSONValue.Member("role", role),
        ])
      }
    }
    return .array(items)
  }

  private mutating func addresses(_ binding: Binding) -> [JSONValue] {
    switch binding.subject {
    case .element(let member, let sent, _):
      sent.map { .string(names.placeholder($0, of: member)) }
    case .voice(let member):
      member.files.first.map { [.string(names.placeholder($0, of: member))] } ?? []
    case .start, .middle, .end, .image, .video: address(binding).map { [$0] } ?? []
    }
  }
}

extension FieldFacts {
  /// Whether an element of the field is called by its id, so that it needs no files.
  fileprivate var acceptsIDs: Bool {
    field.form == .ids || field.form == .idNumbers || field.form == .idTexts
  }
}
