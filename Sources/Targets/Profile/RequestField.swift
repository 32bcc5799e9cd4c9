public import Model

/// One field of the request body.
public struct RequestField: Sendable {
  /// The name of the field, with dots between the members that contain it.
  public let name: String
  /// What part of a shot file the field contains; `nil` for a field that is only sent with its
  /// default, or about which too little is known.
  public let takes: Content?
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
  /// The minimum of a number, as it is written.
  public let minimum: String?
  /// The maximum of a number, as it is written.
  public let maximum: String?
  /// The maximum number of items in a list.
  public let maximumItems: Int?
  /// The maximum length of a text.
  public let maximumCharacters: Int?
  /// The endpoints that have the field, by path or variant; empty when all have it.
  public let onlyEndpoints: [String]
  /// What differs at single endpoints, by path or variant.
  public let perEndpoint: [String: Difference]
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
  public enum Content: String, CaseIterable, Sendable {
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
  }

  /// How a list is written when it is not a list of addresses.
  public enum Form: String, CaseIterable, Sendable {
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

      package init(counts: [SharedLimit.Condition], settings: [Setting], without: [String]) {
        self.counts = counts
        self.settings = settings
        self.without = without
      }
    }

    package init(alternatives: [Alternative], note: String?) {
      self.alternatives = alternatives
      self.note = note
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
