public import Model
public import Targets

/// What is sent of a shot file, and what its names stand for.
public struct CompiledPrompt: Sendable {
  public let profile: TargetProfile
  public let endpoint: Endpoint?
  public let form: Form
  /// How many shots the shot file has; one for a plain prompt.
  public let shotCount: Int
  /// The words of each shot as they are sent, and what they name.
  package let scenes: [Scene]
  /// Everything that goes in beside the words, in the order of its numbers.
  public let bindings: [Binding]
  /// How much of each slot goes in, and what the request says of that on which rules depend.
  package let counts: [Slot: Int]
  package let said: Set<Setting>
  /// Slots that something must go into, and nothing does.
  package let lacking: Set<Slot>
  /// What will be heard, and who speaks.
  public let sound: PromptSound
  /// How long the video gets; nothing where nobody says.
  public let seconds: Int?
  /// How long the words are, as the target counts.
  public let length: Length
  /// In the order of their places.
  public let remarks: [PromptRemark]

  /// The words as the target takes them.
  public enum Form: Hashable, Sendable {
    case text(String)
    /// A list of shots in a field of its own.
    case shots([CompiledShot])
  }

  /// One shot of a list.
  public struct CompiledShot: Hashable, Sendable {
    public let words: String
    public let seconds: Int?
    public let length: Int
  }

  public struct Length: Hashable, Sendable {
    public let count: Int
    /// The most that the target takes, where it says so.
    public let limit: Int?
    public let counted: PromptRules.Counting
  }

  /// The words of one shot, whatever the target makes of several.
  package struct Scene: Hashable, Sendable {
    /// `nil` for a prompt without shots.
    package let number: Int?
    package let seconds: Int?
    /// With the target's tokens.
    package let words: String
    package let elements: Set<ULID>
    package let images: Set<Int>
    package let namesVideo: Bool
  }

  /// One thing that goes in.
  public struct Binding: Hashable, Sendable {
    /// What stands for it in the words; nothing where it has no token.
    public let token: String?
    public let slot: Slot
    public let subject: Subject

    public enum Subject: Hashable, Sendable {
      case element(CastMember, sent: [CastFile], left: [CastFile])
      /// The image that is set n-th, with its path.
      case image(Int, path: String)
      case video(path: String)
      case start(path: String)
      /// The n-th frame between the first and the last.
      case middle(Int, path: String)
      case end(path: String)
      case voice(CastMember)
    }
  }

  /// Whether it can be sent.
  public var isFailed: Bool { remarks.isFailed }
}

extension CompiledPrompt.Scene {
  /// The words of a text as they are sent, and what the text names.
  init(_ text: PromptText, _ words: String, _ shot: Shot? = nil, of script: PromptScript) {
    var (elements, images, namesVideo): (Set<ULID>, Set<Int>, Bool) = ([], [], false)
    for mention in text.mentions {
      switch mention.subject {
      case .element(let reference):
        if let member = script.member(reference) { elements.insert(member.element) }
      case .image(let number): images.insert(number)
      case .video: namesVideo = true
      case .nobody: break
      }
    }
    self.init(
      number: shot?.number, seconds: shot?.seconds?.value, words: words, elements: elements,
      images: images, namesVideo: namesVideo)
  }
}
