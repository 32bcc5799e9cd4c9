internal import Model
public import Targets

/// What guides advise, as notes: nothing here says that a prompt can't be sent.
public struct CraftHints {
  private let script: PromptScript
  private let prompt: CompiledPrompt
  private let words: CraftWords

  public init(_ script: PromptScript, _ prompt: CompiledPrompt, _ words: CraftWords) {
    self.script = script
    self.prompt = prompt
    self.words = words
  }

  public var remarks: [PromptRemark] {
    (parts.flatMap { moves(in: $0) + lines(in: $0) } + names + count + negative).inOrder
  }

  /// A text with its place; for whoever is named in it one sign stands.
  private struct Part {
    let name: String
    let place: TextPlace?
    let text: String
  }

  private static let somebody: Character = "\u{FFFC}"

  private var parts: [Part] {
    func plain(_ text: PromptText) -> String {
      text.pieces.reduce(into: "") { plain, piece in
        switch piece {
        case .words(let words): plain += words
        case .mention: plain.append(Self.somebody)
        }
      }
    }
    switch script.text {
    case .plain(let text): return [Part(name: "the prompt", place: nil, text: plain(text))]
    case .shots(let shots):
      return shots.map { shot, text in
        Part(
          name: "shot \(shot.number)", place: shot.place,
          text: "\(shot.framing). \(plain(text))")
      }
    }
  }

  // MARK: Camera

  private func moves(in part: Part) -> [PromptRemark] {
    let text = part.text.lowercased()
    let found = words.cameraMoves.filter { move in
      move.words.contains { Self.contains(text, $0) }
    }.map(\.move)
    guard found.count > 1 else { return [] }
    return [
      .note(
        .promptCameraMoves, at: part.place,
        "\(part.name) asks for \(found.count) moves of the camera (\(found.joined(separator: ", ")))",
        fix: "keep one a shot")
    ]
  }

  /// Whether words stand in a text as words of their own.
  static func contains(_ text: String, _ words: String) -> Bool {
    text.ranges(of: words).contains { range in
      let before =
        range.lowerBound == text.startIndex
        ? nil : text[text.index(before: range.lowerBound)]
      let after = range.upperBound == text.endIndex ? nil : text[range.upperBound]
      return before?.isLetter != true && before?.isNumber != true && after?.isLetter != true
        && after?.isNumber != true
    }
  }

  // MARK: Lines

  private static let quotes: [Character: Character] = [
    "\"": "\"", "“": "”", "„": "“", "«": "»", "「": "」", "『": "』",
  ]

  /// Lines in quotes that nobody says.
  private func lines(in part: Part) -> [PromptRemark] {
    if script.settings.audio?.value == false { return [] }
    var sentence = ""
    var end: Character?
    var unsaid: String?
    var quote = ""
    for character in part.text {
      if let close = end {
        if character == close {
          // One word alone is rather a name or a label.
          if quote.contains(where: \.isWhitespace), !isSaid(sentence), unsaid == nil {
            unsaid = quote
          }
          end = nil
          quote = ""
        } else {
          quote.append(character)
        }
      } else if let close = Self.quotes[character] {
        end = close
      } else if ".!?\n。！？".contains(character) {
        sentence = ""
      } else {
        sentence.append(character)
      }
    }
    guard let unsaid else { return [] }
    return [
      .note(
        .promptUnattributedLine, at: part.place,
        "in \(part.name) nobody says \"\(sanitized(String(unsaid.prefix(40))))\"",
        fix: "put the speaker before it: @mira: \"…\"")
    ]
  }

  /// Whether somebody is said to speak, or what is quoted is to be read.
  private func isSaid(_ sentence: String) -> Bool {
    let text = sentence.lowercased()
    if text.contains(Self.somebody), text[...].trimmedText.hasSuffix(":") { return true }
    return (words.speech + words.silent).contains { Self.contains(text, $0) }
  }

  // MARK: Names

  private var names: [PromptRemark] {
    let members = script.members
    return members.indices.flatMap { place in
      members[(place + 1)...].compactMap { other in
        let one = members[place]
        guard
          Self.areAlike(one.handle.name, other.handle.name)
            || Self.areAlike(one.displayName.lowercased(), other.displayName.lowercased())
        else { return nil }
        return .note(
          .promptAlikeNames, at: nil, "\(one.handle) and \(other.handle) are hardly told apart",
          fix: "give one a distinct name")
      }
    }
  }

  /// One letter apart, or one the beginning of the other.
  static func areAlike(_ one: String, _ other: String) -> Bool {
    guard one.count < 64, other.count < 64 else { return false }
    if one == other || one.hasPrefix(other) || other.hasPrefix(one) { return true }
    return min(one.count, other.count) > 2 && editDistance(one, other) == 1
  }

  private var count: [PromptRemark] {
    let elements = prompt.bindings.count { $0.slot == .element }
    let model = prompt.profile.model
    guard
      let rule = words.elementsThatHold.first(where: { rule in
        rule.models.contains { model.contains($0) }
      }), elements > rule.most
    else { return [] }
    return [
      .note(
        .promptManyElements, at: nil,
        "\(elements) elements, and guides count \(rule.most) that \(model) holds apart",
        fix: "spread them over several videos")
    ]
  }

  // MARK: Negative

  private var negative: [PromptRemark] {
    guard let negative = script.settings.negative else { return [] }
    let terms = negative.value.split { ",;，；".contains($0) }
      .map { $0.trimmedText.lowercased() }
      .map { $0.hasPrefix("and ") ? String($0.dropFirst(4)) : $0 }
      .filter { $0.count > 2 }
    let text = parts.map { $0.text.lowercased() }.joined(separator: "\n")
    let repeated = terms.filter { Self.contains(text, $0) }
    guard !repeated.isEmpty else { return [] }
    return [
      .note(
        .promptNegativeRepeated, at: negative.place,
        "the prompt names what negative keeps out: \(repeated.joined(separator: ", "))",
        fix: "keep it in negative alone")
    ]
  }
}
