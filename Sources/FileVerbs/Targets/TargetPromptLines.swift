/// Formats what a target says of prompts, shots and names as lines of its page.
enum TargetPromptLines {
  /// Returns all sections that the profile has facts for, each after an empty line.
  static func lines(_ profile: TargetProfile) -> [String] {
    prompt(profile) + shots(profile) + names(profile) + dialect(profile)
      + RenderLines.lines(profile)
  }

  /// Returns the section on the names of elements.
  private static func names(_ profile: TargetProfile) -> [String] {
    guard let rules = profile.names else { return [] }
    func words(_ count: Int) -> String { "\(count) characters" }
    return ["", "Names"]
      + line("at least", rules.minimumCharacters, profile, words)
      + line("at most", rules.maximumCharacters, profile, words)
      + line("description", rules.maximumDescription, profile, words)
      + ([rules.characters].compactMap(\.self) + rules.rules).map { "  \($0)" }
  }

  /// Returns the line of a fact with its source; empty if the fact isn't stated.
  private static func line<Value>(
    _ name: String, _ fact: Fact<Value>?, _ profile: TargetProfile, _ words: (Value) -> String
  ) -> [String] {
    guard let fact else { return [] }
    let settings = fact.perSetting.sorted { $0.key < $1.key }
      .map { ", \(words($0.value)) with \($0.key)" }.joined()
    let mark = TargetPage.mark(fact, profile)
    return [TargetPage.line(name, "\(words(fact.value))\(settings)\(mark)")]
  }

  /// Returns the section on the length of prompts.
  private static func prompt(_ profile: TargetProfile) -> [String] {
    guard let rules = profile.prompt else { return [] }
    let unit = rules.counted == .characters ? "characters" : rules.counted.rawValue
    func words(_ count: Int) -> String { "\(Quantity.grouped(count)) \(unit)" }
    return ["", "Prompt"]
      + line("at least", rules.minimum, profile, words)
      + line("at most", rules.maximum, profile, words)
      + line("other scripts", rules.maximumOtherScripts, profile, words)
      + line("advised", rules.advised, profile, words)
      + line("cut after", rules.cut, profile, words)
      + line("negative prompt", rules.negativeMaximum, profile, words)
      + line("an element's name", rules.perElement, profile, words)
      + [rules.note].compactMap { $0.map { "  \($0)" } }
  }

  /// Returns the section on prompts of several shots.
  private static func shots(_ profile: TargetProfile) -> [String] {
    guard let rules = profile.shots else { return [] }
    let title =
      switch rules.location {
      case .field: "Shots, in the field \(rules.field ?? "")"
      case .prompt: "Shots, in the prompt" + (rules.syntax.map { ": \($0)" } ?? "")
      case .none: "No shots"
      }
    return ["", title]
      + line("number", rules.count, profile) { FactWords.range($0) }
      + line("each", rules.seconds, profile) { FactWords.range($0, unit: "s") }
      + line("text of each", rules.maximumCharacters, profile) { "\($0) characters" }
      + line("together", rules.total, profile) { FactWords.range($0, unit: "s") }
      + line("sum", rules.sum, profile) { $0.rawValue.replacing("-", with: " ") }
      + [rules.note].compactMap { $0.map { "  \($0)" } }
  }

  /// Returns the section on the tokens that refer to files in a prompt.
  private static func dialect(_ profile: TargetProfile) -> [String] {
    guard let dialect = profile.dialect else { return [] }
    let tokens = [
      ("element", dialect.element), ("image", dialect.image), ("video", dialect.video),
      ("voice", dialect.voice),
    ]
    return ["", "Tokens in the prompt"]
      + tokens.compactMap { name, token in token.map { TargetPage.line(name, $0) } }
      + (dialect.countsFrames ? ["  images are counted after the frames"] : [])
      + dialect.rules.map { "  \($0)" }
  }
}
