internal import Model
internal import Prompting
internal import Targets

extension RequestWriter {
  /// Returns the plain image with a number, counted from 1; `nil` when there are fewer.
  mutating func image(_ number: Int) -> JSONValue? {
    let images = imageItems()
    return images.indices.contains(number - 1) ? images[number - 1].address : nil
  }

  /// Returns a list of items as the profile describes them, one for each file or element.
  mutating func items(_ facts: FieldFacts) -> JSONValue? {
    var items: [JSONValue] = []
    for (slot, item) in facts.field.items {
      let needsFiles = !item.compactText.contains("\"{id}\"")
      for values in values(of: slot, needsFiles: needsFiles) {
        items += [Self.filled(item, values)].compactMap(\.self)
      }
    }
    return list(items)
  }

  /// Returns the values of an item's placeholders, for each file or element of a slot.
  ///
  /// - Parameter needsFiles: Whether an element without files has no item. That is reported.
  private mutating func values(of slot: Slot, needsFiles: Bool) -> [[String: JSONValue]] {
    if slot == .image {
      return imageItems().enumerated().map { index, image in
        ["url": image.address, "name": .string(image.name), "n": .integer(index + 1)]
      }
    }
    return binding(slot).enumerated().compactMap { index, binding in
      var words: [String: JSONValue] = ["n": .integer(index + 1)]
      switch binding.subject {
      case .element(let member, let sent, _):
        if needsFiles, sent.isEmpty {
          remarks.append(lacksFiles(member))
          return nil
        }
        let addresses = sent.map { file in
          (file.medium, JSONValue.string(names.placeholder(file, of: member)))
        }
        let pictures = addresses.filter { $0.0 != .clip }.map(\.1)
        words["name"] = .string(member.handle.name)
        words["id"] = .string(RequestBody.remotePlaceholder(for: member.handle))
        words["pictures"] = list(pictures)
        words["front"] = pictures.first
        words["others"] = list(Array(pictures.dropFirst()))
        words["clip"] = addresses.first { $0.0 == .clip }?.1
        words["voice"] = voiceSample(of: member)
      case .voice(let member):
        words["name"] = .string(member.handle.name)
        words["url"] = member.files.first.map { .string(names.placeholder($0, of: member)) }
      default: words["url"] = address(binding)
      }
      return words
    }
  }

  /// Returns the address of the recording of an element's voice; `nil` when the target takes none,
  /// or the voice won't be heard.
  private mutating func voiceSample(of member: CastMember) -> JSONValue? {
    guard profile[.voice] != nil, prompt.sound.isHeard(member), let voice = member.voice,
      let file = voice.file
    else { return nil }
    return .string(names.placeholder(file, ofVoice: voice))
  }

  /// Returns an item with its words in braces replaced, or `nil` when nothing is left: a member
  /// whose value is missing is left out.
  private static func filled(_ item: JSONValue, _ values: [String: JSONValue]) -> JSONValue? {
    switch item {
    case .object(let members):
      let filled = members.compactMap { member in
        Self.filled(member.value, values).map { JSONValue.Member(member.key, $0) }
      }
      return filled.isEmpty ? nil : .object(filled)
    case .array(let items):
      let filled = items.compactMap { Self.filled($0, values) }
      return filled.isEmpty ? nil : .array(filled)
    case .string(let text) where text.hasPrefix("{") && text.hasSuffix("}"):
      return values[String(text.dropFirst().dropLast())]
    default: return item
    }
  }
}
