/// How long a prompt may be and what counts.
public struct PromptRules: Sendable {
  public let minimum: Fact<Int>?
  public let maximum: Fact<Int>?
  /// Beyond this the provider advises against.
  public let advised: Fact<Int>?
  /// Where the limit depends on the script: "26,000 English or 11,000 other characters".
  public let maximumOtherScripts: Fact<Int>?
  public let counted: Counting
  /// What each element's name takes of the limit, whatever its length.
  public let perElement: Fact<Int>?
  public let negativeMaximum: Fact<Int>?
  public let note: String?

  public enum Counting: String, CaseIterable, Sendable {
    case characters, utf8Bytes = "utf8-bytes"
    /// UTF-16 code units: most emoji count two.
    case utf16

    /// How a number of them is said.
    package var unit: String {
      switch self {
      case .characters: "characters"
      case .utf8Bytes: "bytes"
      case .utf16: "UTF-16 units"
      }
    }
  }
}

/// How several shots are asked for.
public struct ShotRules: Sendable {
  public let place: Place
  public let field: String?
  /// `shot n, m, words;` where shots stand in the prompt.
  public let syntax: String?
  public let separator: String?
  /// Fields of one shot: name → what goes into it.
  public let item: [String: String]
  public let count: Fact<SlotRules.Range>?
  public let seconds: Fact<SlotRules.Range>?
  public let maximumCharacters: Fact<Int>?
  public let sum: Fact<SumRule>?
  /// What the seconds of all shots come to, in numbers.
  public let total: Fact<SlotRules.Range>?
  public let types: [String]
  public let defaultType: String?
  public let `switch`: String?
  public let note: String?

  public enum Place: String, CaseIterable, Sendable {
    case field, prompt, none
  }

  /// What the seconds of the shots come to, against the duration of the render.
  public enum SumRule: String, CaseIterable, Sendable {
    case equalsDuration = "equals-duration"
    case atMostDuration = "at-most-duration"
    case isDuration = "is-duration"
    case advice
  }
}

/// What a name may be made of, where a target writes names.
public struct NameRules: Sendable {
  public let minimumCharacters: Fact<Int>?
  public let maximumCharacters: Fact<Int>?
  public let maximumDescription: Fact<Int>?
  public let characters: String?
  public let rules: [String]
}

/// The tokens that stand for files in a prompt; `{n}` is a number from 1, `{name}` a name.
public struct Dialect: Sendable {
  public let element: String?
  public let image: String?
  public let video: String?
  public let voice: String?
  /// Whether the numbers of images count a first and a last frame before them.
  public let countsFrames: Bool
  public let rules: [String]
}
