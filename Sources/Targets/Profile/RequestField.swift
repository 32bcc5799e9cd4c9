public import Model

/// One field of the request body.
public struct RequestField: Sendable {
  public let name: String
  /// What of a shot file goes into it, and how that is written; nothing for a field that is sent with its
  /// default alone, or of which too little is known to write it.
  public let takes: Content?
  public let form: Form?
  public let type: String
  public let required: Required
  /// As JSON of the type the provider takes: "5" and 5 are two facts.
  public let `default`: JSONValue?
  public let values: [JSONValue]
  public let minimum: String?
  public let maximum: String?
  public let maximumItems: Int?
  public let maximumCharacters: Int?
  /// Where it exists, by path or variant, when not everywhere.
  public let onlyEndpoints: [String]
  /// What differs at single endpoints, by path or variant.
  public let perEndpoint: [String: Difference]
  /// What it must be with some inputs; the first that holds counts.
  public let byInput: [Case]
  public let note: String?

  /// What a field must be where all the conditions are met.
  public struct Case: Sendable {
    public let when: [SharedLimit.Condition]
    public let settings: [Setting]
    public let value: JSONValue
    public let note: String?
  }

  /// What a field holds, in the words of shot files.
  public enum Content: String, CaseIterable, Sendable {
    case prompt, negative, duration, aspect, resolution, audio, cfg, orientation, tier, model
    case shotType = "shot-type"
    case videoUse = "video-use"
    /// Whether the sound of the video that goes in is kept.
    case originalSound = "original-sound"
    /// A list of shots, and whether there is one.
    case shots
    case severalShots = "several-shots"
    /// One file,
    case start, end, image, video
    /// and lists of them.
    case frames, middle, images, videos, voices, elements
    /// All that goes in, as a list of items that say what they are.
    case contents
  }

  /// How a list is written where that is not a list of addresses.
  public enum Form: String, CaseIterable, Sendable {
    /// Elements: a frontal image and others; a name and addresses; ids.
    case frontal
    case namedURLs = "named-urls"
    case namedImages = "named-images"
    case ids
    /// Elements: ids that are JSON numbers.
    case idNumbers = "id-numbers"
    /// Elements: their ids as plain texts.
    case idTexts = "id-texts"
    /// Shots: seconds as texts, as numbers, with a number of each shot, or all of it as one text.
    case strings, integers, indexed
    case jsonText = "json-text"
    /// Files: objects with an address, a tag, a name, a type, or a place.
    case uris, tagged, typed, positions
    case typedURIs = "typed-uris"
    case namedReferences = "named-references"
    /// Contents of motion control; contents whose items have a role each.
    case motion, roles
  }

  /// Whether it must be sent.
  public enum Required: Hashable, Sendable {
    case always, never
    /// In every item of the list that it stands in.
    case insideItem
    case when(Condition)
    /// A condition in words, as profiles had them in older bundles: no program can check it.
    case words(String)
  }

  /// When a field must be sent: if all of one alternative holds.
  public struct Condition: Hashable, Sendable {
    public let alternatives: [Alternative]
    public let note: String?

    public struct Alternative: Hashable, Sendable {
      public let counts: [SharedLimit.Condition]
      public let settings: [Setting]
      /// Fields that are not sent.
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

  /// What holds at one endpoint in place of the field's own; what is nothing here does not differ.
  public struct Difference: Sendable {
    public let required: Required?
    public let `default`: JSONValue?
    public let values: [JSONValue]
    public let minimum: String?
    public let maximum: String?
    public let note: String?
  }
}

/// The lengths a render may have.
public struct DurationRules: Sendable {
  /// How long at least and at most, and how all of this is known.
  public let range: Fact<SlotRules.Range?>
  /// The values as the provider takes them, in its JSON type.
  public let values: [JSONValue]
  public let `default`: JSONValue?
  public let type: String?
  /// What differs at single endpoints, by path or variant.
  public let perEndpoint: [String: Difference]
  /// What differs with what goes into the request.
  public let byInput: [Case]
  public let note: String?

  public var seconds: SlotRules.Range? { range.value }

  /// What holds in place of the target's own where all the conditions are met.
  public struct Case: Sendable {
    public let when: [SharedLimit.Condition]
    public let settings: [Setting]
    public let difference: Difference
  }

  /// What holds in place of the target's own; what is nothing here does not differ.
  public struct Difference: Sendable {
    public let seconds: SlotRules.Range?
    public let values: [JSONValue]
    public let `default`: JSONValue?
    public let note: String?
  }
}

/// Whether sound is made along.
public struct AudioRules: Sendable {
  public let `default`: JSONValue?
  public let field: String?
  /// The sound of endpoints that have no field for it.
  public let withoutField: Fact<SoundSetting>?
  public let languages: [String]
  public let note: String?
}
