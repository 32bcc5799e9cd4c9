internal import Model
internal import Prompting
internal import Targets

extension RequestWriting {
  /// The bindings of a slot, which have their place now.
  mutating func binding(_ slot: Slot) -> [Binding] {
    prompt.bindings.enumerated().filter { $0.element.slot == slot }.map { place, binding in
      placed.insert(place)
      return binding
    }
  }

  func list(_ items: [JSONValue]) -> JSONValue? { items.isEmpty ? nil : .array(items) }

  /// The address of what is one file.
  mutating func address(_ binding: Binding) -> JSONValue? {
    switch binding.subject {
    case .start(let path): .string(names.placeholder("start", path: path))
    case .middle(let number, let path):
      .string(names.placeholder("middle-\(number)", path: path))
    case .end(let path): .string(names.placeholder("end", path: path))
    case .video(let path): .string(names.placeholder("video", path: path))
    case .image(let number, let path):
      .string(names.placeholder("image-\(number)", path: path))
    case .element, .voice: nil
    }
  }

  /// The one file of a slot; others have no place.
  mutating func file(_ slot: Slot) -> JSONValue? {
    guard let place = prompt.bindings.firstIndex(where: { $0.slot == slot }) else { return nil }
    if case .element(let member, let sent, _) = prompt.bindings[place].subject {
      guard sent.count == 1 else { return nil }
      placed.insert(place)
      return .string(names.placeholder(sent[0], of: member))
    }
    placed.insert(place)
    return address(prompt.bindings[place])
  }

  /// The frames between the first and the last, in their order.
  mutating func middleFrames() -> JSONValue? { list(binding(.middle).compactMap { address($0) }) }

  mutating func frames(_ facts: FieldFacts) -> JSONValue? {
    let start = binding(.start).first.flatMap { address($0) }
    let end = binding(.end).first.flatMap { address($0) }
    guard facts.field.form == .positions else { return list([start, end].compactMap(\.self)) }
    // The first frame alone stands as it is.
    guard let end else { return start }
    let first: [JSONValue] = start.map { [["uri": $0, "position": "first"]] } ?? []
    return .array(first + [["uri": end, "position": "last"]])
  }

  /// Plain images, in the order of their tokens: each with its name, where it has one.
  private mutating func imageItems() -> [(address: JSONValue, name: String)] {
    binding(.image).flatMap { binding -> [(address: JSONValue, name: String)] in
      guard case .element(let member, let sent, _) = binding.subject else {
        return address(binding).map { [($0, Self.name(binding.token))] } ?? []
      }
      let tokens = (binding.token ?? "").split(separator: ", ").map(String.init)
      return sent.enumerated().map { place, file in
        (
          .string(names.placeholder(file, of: member)),
          Self.name(tokens.indices.contains(place) ? tokens[place] : nil)
        )
      }
    }
  }

  /// The name that a token calls.
  private static func name(_ token: String?) -> String {
    String((token ?? "").drop { $0 == "@" })
  }

  mutating func images(_ facts: FieldFacts) -> JSONValue? {
    let items = imageItems()
    switch facts.field.form {
    case .uris: return list(items.map { ["uri": $0.address] })
    case .tagged: return list(items.map { ["uri": $0.address, "tag": .string($0.name)] })
    case .namedReferences:
      return list(
        items.map { item in
          [
            "image_url": item.address, "ref_name": .string(item.name), "type": "subject",
          ]
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

  /// The provider's word for how the video is used.
  var videoUse: String? {
    prompt.said.first { $0.field == Slot.video.rawValue }?.value
  }

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

  /// Whether items of a list keep the sound of their videos, where the target has a field for it there.
  private mutating func keptSound(in list: FieldFacts) -> JSONValue.Member? {
    let prefix = "\(list.field.name)[]."
    let kept = profile.request.first { $0.takes == .originalSound && $0.name.hasPrefix(prefix) }
    guard let kept, let facts = FieldFacts(kept, at: prompt.endpoint) else { return nil }
    let asked = prompt.sound.asked.flatMap(facts.value(for:))
    if asked != nil { heard.insert(.audio) }
    let key = String(kept.name.dropFirst(prefix.count))
    return (asked ?? facts.standard).map { JSONValue.Member(key, $0) }
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

  mutating func elements(_ facts: FieldFacts) -> JSONValue? {
    list(
      binding(.element).compactMap { binding in
        guard case .element(let member, let sent, _) = binding.subject else { return nil }
        return element(member, sent, facts)
      })
  }

  private mutating func element(
    _ member: CastMember, _ sent: [CastFile], _ facts: FieldFacts
  ) -> JSONValue {
    // What the provider knows by an id needs no files here.
    switch facts.field.form {
    case .ids, .idNumbers: return ["element_id": .string(RequestBody.remote(member.handle))]
    case .idTexts: return .string(RequestBody.remote(member.handle))
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
      return [
        "name": .string(member.handle.name), "description": .string(Self.description(of: member)),
        "element_input_urls": .array([clip].compactMap(\.self) + pictures),
      ]
    case .namedImages:
      return [
        "name": .string(member.handle.name), "image_urls": clip == nil ? list(pictures) : nil,
        "video_url": clip,
      ]
    default:
      return [
        "frontal_image_url": clip == nil ? pictures.first : nil,
        "reference_image_urls": others, "video_url": clip,
        "voice_id": voice(of: member),
      ]
    }
  }

  /// The id of the voice that an element speaks with, where the target accepts one and it will be heard.
  private func voice(of member: CastMember) -> JSONValue? {
    guard profile[.voice] != nil, prompt.sound.isHeard(member) else { return nil }
    return member.voice.map { .string(RequestBody.remote($0.handle)) }
  }

  private static func description(of member: CastMember) -> String {
    let text = member.description.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return text.isEmpty ? member.name.isEmpty ? member.handle.name : member.name : text
  }

  // MARK: Contents

  /// Everything as one list: `{"type": "first_frame", "url": …}`.
  mutating func contents(_ facts: FieldFacts) -> JSONValue? {
    if facts.field.form == .roles { return contentsWithRoles() }
    let isMotion = facts.field.form == .motion
    var items: [JSONValue] = []
    if case .text(let text) = prompt.form {
      items.append(["type": "prompt", "text": .string(text)])
    }
    let kinds: [(slot: Slot, type: String)] = [
      (.start, "first_frame"), (.middle, "middle_frame"), (.end, "last_frame"),
      (.image, isMotion ? "image" : "refer_image"),
      (.video, isMotion ? "video" : videoUse ?? "feature_video"),
    ]
    for (slot, type) in kinds {
      for binding in binding(slot) {
        if case .element(let member, let sent, _) = binding.subject {
          items += sent.map { file in
            ["type": .string(type), "url": .string(names.placeholder(file, of: member))]
          }
        } else if let url = address(binding) {
          // Ids are what the words call them by.
          let id = binding.token.map { JSONValue.string(Self.name($0)) }
          items.append(["type": .string(type), "url": url, "id": id])
        }
      }
    }
    for binding in binding(.element) {
      guard case .element(let member, _, _) = binding.subject else { continue }
      items.append([
        "type": "element", "element_id": .string(RequestBody.remote(member.handle)),
        "id": .string(member.handle.name),
      ])
    }
    return .array(items)
  }
}
