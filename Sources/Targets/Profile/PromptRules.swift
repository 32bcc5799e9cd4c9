public import Model

/// How long a prompt may be and what counts.
public struct PromptRules: Sendable {
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
  public let types: [String]
  public let defaultType: String?
  public let `switch`: String?
  public let note: String?

  public enum Place: String, CaseIterable, Sendable {
    case field, prompt, none
  }

  /// What the seconds of the shots come to.
  public enum SumRule: String, CaseIterable, Sendable {
    case equalsDuration = "equals-duration"
    case atMostDuration = "at-most-duration"
    case atMostFifteen = "at-most-15"
    case isDuration = "is-duration"
    case advice
  }
}

/// What a name may be made of, where a target writes names.
public struct NameRules: Sendable {
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
  public let rules: [String]
}

/// One field of the request body.
public struct RequestField: Sendable {
  public let name: String
  public let type: String
  public let required: Required
  /// As JSON of the type the provider takes: "5" and 5 are two facts.
  public let `default`: JSONValue?
  public let values: [JSONValue]
  public let minimum: String?
  public let maximum: String?
  public let maximumItems: Int?
  public let maximumCharacters: Int?
  /// Where it exists, when not everywhere.
  public let onlyEndpoints: [String]
  /// What differs at single endpoints.
  public let perEndpoint: [String: JSONValue]
  public let note: String?

  /// Whether it must be sent; a condition is given in words.
  public enum Required: Hashable, Sendable {
    case always, never, when(String)
  }
}

/// The lengths a render may have.
public struct DurationRules: Sendable {
  public let seconds: SlotRules.Range?
  /// The values as the provider takes them, in its JSON type.
  public let values: [JSONValue]
  public let `default`: JSONValue?
  public let type: String?
  public let note: String?
}

/// Whether sound is made along.
public struct AudioRules: Sendable {
  public let `default`: JSONValue?
  public let field: String?
  public let languages: [String]
  public let note: String?
}

/// What a render costs under a condition.
public struct Price: Sendable {
  public let condition: String
  public let tier: String?
  /// `on`, `off`, or nothing where it makes no difference.
  public let audio: String?
  public let withVideo: Bool?
  /// As text, so that it is exact: `0.084`. Nothing where only words are known.
  public let amount: Fact<String>?
  public let currency: String
  public let per: String
  public let note: String?
}
