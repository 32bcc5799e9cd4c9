internal import Model
public import Targets

/// Finds what guides advise against. All findings are notes: none says that a prompt can't be
/// sent.
///
/// ```swift
/// let remarks = CraftHints(script, prompt, try .standard()).remarks
/// ```
public struct CraftHints {
  private let script: PromptScript
  private let prompt: CompiledPrompt
  private let vocabulary: CraftWords

  public init(_ script: PromptScript, _ prompt: CompiledPrompt, _ vocabulary: CraftWords) {
    self.script = script
    self.prompt = prompt
    self.vocabulary = vocabulary
  }

  /// All hints, in the order of their places.
  public var remarks: [PromptRemark] {
    (parts.flatMap(moves) + lines + names + count + negative).inOrder
  }

  /// A text with its location, in which one character stands for each mention.
  private struct Part {
    let name: String
    let location: TextLocation?
    let text: String
  }

  /// The character for a mention, U+FFFC.
  private static let mentionSign: Character = "\u{FFFC}"

  /// The texts of all shots, or the one text of a plain prompt.
  private var parts: [Part] {
    func plain(_ text: PromptText) -> String {
      text.pieces.reduce(into: "") { plain, piece in
        switch piece {
        case .words(let words): plain += words
        case .mention: plain.append(Self.mentionSign)
        }
      }
    }
    switch script.text {
    case .plain(let text): return [Part(name: "the prompt", location: nil, text: plain(text))]
    case .shots(let shots):
      return shots.map { shot, text in
        Part(
          name: "shot \(shot.number)", location: shot.location,
          text: "\(shot.framing). \(plain(text))")
      }
    }
  }

  // MARK: Camera

  /// Returns a note on several camera moves in one shot.
  private func moves(in part: Part) -> [PromptRemark] {
    let text = part.text.lowercased()
    let found = vocabulary.cameraMoves.filter { move in
      move.words.contains { text.containsWords($0) }
    }.map(\.move)
    guard found.count > 1 else { return [] }
    return [
      .note(
        .promptCameraMoves, at: part.location,
        "\(part.name) asks for \(found.count) camera moves (\(found.joined(separator: ", ")))",
        fix: "keep one per shot")
    ]
  }

  // MARK: Lines

  /// Notes on quoted lines without a speaker.
  private var lines: [PromptRemark] {
    if script.settings.audio?.value == .off { return [] }
    return script.dialogue.unattributed.map { line in
      .note(
        .promptUnattributedLine, at: line.location,
        "no speaker in \(line.shot.map { "shot \($0)" } ?? "the prompt") for "
          + "\"\(sanitized(String(line.text.prefix(40))))\"",
        fix: "put the speaker before it: @mira: \"…\"")
    }
  }

  // MARK: Names

  /// Notes on elements with similar names.
  private var names: [PromptRemark] {
    let members = script.members
    return members.indices.flatMap { index in
      members[(index + 1)...].compactMap { other in
        let one = members[index]
        guard
          Self.areAlike(one.handle.name, other.handle.name)
            || Self.areAlike(one.displayName.lowercased(), other.displayName.lowercased())
        else { return nil }
        return .note(
          .promptAlikeNames, at: nil, "\(one.handle) and \(other.handle) are easily confused",
          fix: "give one a distinct name")
      }
    }
  }

  /// Returns whether two names differ by one letter, or one is the beginning of the other.
  static func areAlike(_ one: String, _ other: String) -> Bool {
    guard one.count < 64, other.count < 64 else { return false }
    if one == other || one.hasPrefix(other) || other.hasPrefix(one) { return true }
    return min(one.count, other.count) > 2 && editDistance(one, other) == 1
  }

  /// A note on more elements than the model keeps apart.
  private var count: [PromptRemark] {
    let elements = prompt.bindings.count { $0.slot == .element }
    let model = prompt.profile.model
    guard
      let rule = vocabulary.elementLimits.first(where: { rule in
        rule.models.contains { model.contains($0) }
      }), elements > rule.most
    else { return [] }
    return [
      .note(
        .promptManyElements, at: nil,
        "guides say \(model) keeps only \(rule.most) elements apart; you use \(elements)",
        fix: "spread them over several videos")
    ]
  }

  // MARK: Negative

  /// A note on words that both the prompt and the negative prompt contain.
  private var negative: [PromptRemark] {
    guard let negative = script.settings.negative else { return [] }
    let terms = negative.value.split { ",;，；".contains($0) }
      .map { $0.trimmedText.lowercased() }
      .map { $0.hasPrefix("and ") ? String($0.dropFirst(4)) : $0 }
      .filter { $0.count > 2 }
    let text = parts.map { $0.text.lowercased() }.joined(separator: "\n")
    let repeated = terms.filter { text.containsWords($0) }
    guard !repeated.isEmpty else { return [] }
    return [
      .note(
        .promptNegativeRepeated, at: negative.location,
        "the prompt mentions what negative excludes: \(repeated.joined(separator: ", "))",
        fix: "keep it only in negative")
    ]
  }
}
