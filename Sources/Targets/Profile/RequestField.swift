public import Model

/// One field of the request body.
public struct RequestField: Sendable {
  /// The name of the field, with dots between the members that contain it.
  public let name: String
  /// What part of a shot file the field contains; `nil` for a field that is only sent with its
  /// default, or about which too little is known.
  public let content: Content?
  /// How the content is written; `nil` for the usual form.
  public let form: Form?
  /// The JSON type, in the provider's words.
  public let type: String
  /// Whether the field must be sent.
  public let required: Required
  /// The default as JSON of the type that the provider expects: "5" and 5 are different.
  public let `default`: JSONValue?
  /// The accepted values; empty when any value of the type is accepted.
  public let values: [JSONValue]
  /// The provider's words for aspect ratios, where they aren't ratios themselves: `16:9` →
  /// `landscape_16_9`.
  public let words: [String: JSONValue]
  /// The minimum of a number, as it is written.
  public let minimum: String?
  /// The maximum of a number, as it is written.
  public let maximum: String?
  public let maximumItems: Int?
  /// The maximum length of a text.
  public let maximumCharacters: Int?
  /// The endpoints that have the field, by path or variant; empty when all have it.
  public let onlyEndpoints: [String]
  /// What differs at single endpoints, by path or variant.
  public let perEndpoint: [String: Difference]
  /// The number of the plain image that the field contains, counted from 1; `nil` for the first.
  public let number: Int?
  /// The items of a list by slot, in the order in which they are sent: JSON in which `{url}` and
  /// other words in braces stand for a file or an element.
  public let items: [(slot: Slot, item: JSONValue)]
  /// What a request must have for the field to exist at all; empty when it always exists.
  public let when: Condition.Alternative
  /// The values that the field must have with some inputs. The first case that applies counts.
  public let byInput: [Case]
  public let note: String?

  /// The value that a field must have when all conditions are met.
  public struct Case: Sendable {
    public let when: [SharedLimit.Condition]
    public let settings: [Setting]
    public let value: JSONValue
    public let note: String?
  }

  /// The content of a field, in the words of shot files.
  public enum Content: String, CaseIterable, ProfileReadable, Sendable {
    case prompt, negative, duration, aspect, resolution, audio, cfg, orientation, tier, model
    case shotType = "shot-type"
    case videoUse = "video-use"
    /// Whether the sound of the video that is sent is kept.
    case originalSound = "original-sound"
    /// A list of shots, and whether there is one.
    case shots
    case severalShots = "several-shots"
    /// A single file.
    case start, end, image, video
    /// Lists of files or elements.
    case frames, middle, images, videos, voices, elements
    /// Everything that is sent, as a list of items that state what they are.
    case contents
    /// A list of items that the profile describes, one for each file or element.
    case items
  }

  /// How a list is written when it is not a list of addresses.
  public enum Form: String, CaseIterable, ProfileReadable, Sendable {
    /// Elements: a frontal image and others; a name and addresses; a name and images; ids.
    case frontal
    case namedURLs = "named-urls"
    case namedImages = "named-images"
    case ids
    /// Elements: ids that are JSON numbers.
    case idNumbers = "id-numbers"
    /// Elements: their ids as plain texts.
    case idTexts = "id-texts"
    /// Shots: with seconds as texts, with seconds as numbers, with a number for each shot, or all
    /// of them as one JSON text.
    case strings, integers, indexed
    case jsonText = "json-text"
    /// Files: objects with an address, a tag, a type, a position, or a name.
    case uris, tagged, typed, positions
    case typedURIs = "typed-uris"
    case namedReferences = "named-references"
    /// The contents for motion control, and contents whose items each have a role.
    case motion, roles
  }

  /// Whether a field must be sent.
  public enum Required: Hashable, Sendable {
    case always, never
    /// The field must be in every item of its list.
    case insideItem
    /// The field must be sent under a condition.
    case when(Condition)
    /// A condition in words, which older bundles contain and no program can check.
    case words(String)
  }

  /// The condition under which a field must be sent: one of the alternatives applies.
  public struct Condition: Hashable, Sendable {
    public let alternatives: [Alternative]
    public let note: String?

    /// Conditions that must all be met.
    public struct Alternative: Hashable, Sendable {
      public let counts: [SharedLimit.Condition]
      public let settings: [Setting]
      /// Fields that must not be sent.
      public let without: [String]
    }
  }

  /// What differs at one endpoint. A property that is `nil` or empty does not differ.
  public struct Difference: Sendable {
    public let required: Required?
    public let `default`: JSONValue?
    public let values: [JSONValue]
    public let minimum: String?
    public let maximum: String?
    public let note: String?
  }
}

extension RequestField: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    (minimum, maximum) = try reader.numbers()
    name = try reader.required("name")
    content = try reader.optional("takes")
    form = try reader.optional("form")
    type = try reader.required("type")
    required = try reader.optional("required") ?? .never
    self.default = try reader.optional("default")
    values = try reader.list("values")
    maximumItems = try reader.optional("maxItems")
    maximumCharacters = try reader.optional("maxCharacters")
    onlyEndpoints = try reader.endpointNames("onlyEndpoints")
    perEndpoint = try reader.perEndpoint()
    words = Dictionary(
      uniqueKeysWithValues: try reader.members("words", mayBeEmpty: true).map { ($0.key, $0.json) })
    if !words.isEmpty, content != .aspect {
      throw reader.fault("only an \"aspect\" has words for ratios", at: "words")
    }
    number = try reader.optional("number")
    items = try reader.members("items", mayBeEmpty: true).map { value throws(ProfileFault) in
      let word = ProfileValue(json: .string(value.key), path: value.path)
      guard value.members != nil else { throw value.fault("should be an object") }
      return (slot: try Slot(word), item: value.json)
    }
    if (content == .items) == items.isEmpty {
      throw reader.fault("\"items\" describe a list that takes \"items\"", at: "items")
    }
    if number != nil, content != .image {
      throw reader.fault("only a single \"image\" has a number", at: "number")
    }
    when = try reader.conditions(mayBeEmpty: true)
    byInput = try reader.nonEmptyList("byInput")
    note = try reader.optional("note")
  }
}

extension RequestField.Difference: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    (minimum, maximum) = try reader.numbers()
    required = try reader.optional("required")
    self.default = try reader.optional("default")
    values = try reader.list("values")
    note = try reader.optional("note")
  }
}

extension RequestField.Case: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    let conditions = try reader.conditions()
    (when, settings) = (conditions.counts, conditions.settings)
    value = try reader.required("value")
    note = try reader.optional("note")
  }
}

extension RequestField.Required: ProfileReadable {
  /// Reads whether a field must be sent: true, false, or a condition.
  init(_ value: ProfileValue) throws(ProfileFault) {
    switch value.json {
    case .boolean(let isRequired): self = isRequired ? .always : .never
    case .string("inside the item"): self = .insideItem
    case .string(let condition) where !condition.isEmpty: self = .words(condition)
    case .object: self = .when(try RequestField.Condition(value))
    default:
      throw value.fault(
        "should be true, false or a condition under \"when\", is \(value.json.messageText)")
    }
  }
}

extension RequestField.Condition: ProfilePart {
  /// Reads conditions that must all hold, or several lists of them under `any`.
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    let several: [Alternative] = try reader.nonEmptyList("any")
    alternatives = several.isEmpty ? [try Alternative(&reader)] : several
    note = try reader.optional("note")
  }
}

extension RequestField.Condition.Alternative: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    self = try reader.conditions(mayExclude: true)
  }
}

extension ProfileReader {
  /// Reads `min` and `max` of a field, of any sign and size, as text.
  fileprivate mutating func numbers() throws(ProfileFault) -> (minimum: String?, maximum: String?) {
    let minimum = try number("min")
    let maximum = try number("max")
    try requireOrder(minimum, maximum) { Double($0) ?? 0 > Double($1) ?? 0 }
    return (minimum, maximum)
  }

  /// Reads a number as it is written.
  private mutating func number(_ key: String) throws(ProfileFault) -> String? {
    switch value(key)?.json {
    case nil: nil
    case .integer(let number): String(number)
    case .number(let text): text
    case let other?: throw fault("should be a number, is \(other.kind)", at: key)
    }
  }
}
