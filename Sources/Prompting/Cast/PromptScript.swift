internal import Model
internal import Targets

/// A shot file whose names are resolved.
///
/// ```swift
/// let script = try PromptScript(ShotFile(bytes), cast: library)
/// let prompt = try CompiledPrompt(script, for: profile, in: catalogue)
/// ```
public struct PromptScript: Sendable {
  public let settings: ShotSettings
  /// The elements that are sent as references, in the order in which they are first named;
  /// without voices.
  public let members: [CastMember]
  /// The voices that the text names, in the same order.
  public let voices: [CastMember]
  /// Problems with names, in the order of their places.
  public let remarks: [PromptRemark]
  let text: Text
  /// The lines that are spoken, and their speakers.
  let dialogue: Dialogue
  /// The element that each reference in the text means.
  private let meanings: [HandleReference: CastMember]

  /// The prompt with its mentions: one text, or a list of shots.
  enum Text: Sendable {
    case plain(PromptText)
    case shots([(shot: Shot, text: PromptText)])
  }

  /// Resolves all names of a shot file with `cast`. Names that can't be resolved become
  /// `remarks`.
  ///
  /// - Throws: Whatever `cast` throws, for example when a library can't be read.
  public init(_ file: ShotFile, cast: some CastSource) throws {
    settings = file.settings
    var reader = CastReader(cast: cast)
    switch file.text {
    case .plain(let lines):
      let text = try PromptText(lines, joinedBy: "\n") { try cast.isName($0) }
      try reader.add(text)
      self.text = .plain(text)
    case .shots(let shots):
      var read: [(shot: Shot, text: PromptText)] = []
      for shot in shots {
        let text = try PromptText(shot.lines, joinedBy: " ") { try cast.isName($0) }
        try reader.add(text)
        read.append((shot, text))
      }
      self.text = .shots(read)
    }
    reader.check(settings)
    try reader.check(settings.choices)
    members = reader.members.filter { $0.kind != .voice }
    voices = reader.members.filter { $0.kind == .voice }
    remarks = reader.remarks.inOrder
    meanings = reader.meanings
    dialogue = try Self.dialogue(text, members + voices, meanings)
  }

  /// Finds the spoken lines in all parts of a text.
  private static func dialogue(
    _ text: Text, _ cast: [CastMember], _ meanings: [HandleReference: CastMember]
  ) throws -> Dialogue {
    let parts =
      switch text {
      case .plain(let text): [Dialogue.Part(shot: nil, location: nil, text: text, opening: "")]
      case .shots(let shots):
        shots.map { shot, text in
          Dialogue.Part(
            shot: shot.number, location: shot.location, text: text, opening: shot.framing)
        }
      }
    let people = Dialogue.Cast(cast) { mention in
      guard case .element(let reference) = mention.subject else { return nil }
      return meanings[reference]
    }
    return Dialogue(parts, cast: people, words: try .standard())
  }

  /// Returns the element that a reference means, or `nil` when it was not resolved.
  func member(_ reference: HandleReference) -> CastMember? { meanings[reference] }

  /// Returns the names by which the text refers to an element, as they are written.
  package func names(of member: CastMember) -> Set<String> {
    Set(meanings.filter { $0.value.element == member.element }.map(\.key.name))
  }

  /// The texts of all shots in their order, or the one text of a plain prompt.
  var texts: [PromptText] {
    switch text {
    case .plain(let text): [text]
    case .shots(let shots): shots.map(\.text)
    }
  }

  /// The total length of all shots in seconds, or `nil` when a shot has none.
  var totalShotSeconds: Int? {
    guard case .shots(let shots) = text else { return nil }
    let seconds = shots.compactMap(\.shot.seconds?.value)
    return seconds.count == shots.count ? seconds.reduce(0, +) : nil
  }

  /// The length of the video in seconds, or `nil` when the shot file doesn't set it.
  var seconds: Int? { settings.duration?.value ?? totalShotSeconds }

  /// Returns the choice of files for an element, or `nil` when the settings have none.
  func choice(of member: CastMember) -> Located<ShotSettings.FileChoice>? {
    settings.choices.last { meanings[$0.value.element]?.element == member.element }
  }
}

/// Resolves the names in a prompt, in the order in which they first occur.
private struct CastReader<Source: CastSource> {
  let cast: Source
  private(set) var members: [CastMember] = []
  private(set) var meanings: [HandleReference: CastMember] = [:]
  private(set) var remarks: [PromptRemark] = []
  /// References that can't be used, so each is reported once.
  private var failed: Set<HandleReference> = []
  /// The first location at which each image is mentioned.
  private var images: [Int: TextLocation] = [:]
  /// The first location at which the video is mentioned.
  private var video: TextLocation?

  init(cast: Source) { self.cast = cast }

  /// Adds everything that a text mentions.
  mutating func add(_ text: PromptText) throws {
    for mention in text.mentions {
      switch mention.subject {
      case .element(let reference): try add(reference, at: mention.location)
      case .image(let number): if images[number] == nil { images[number] = mention.location }
      case .video: video = video ?? mention.location
      case .unknown(let name) where remarks.count < Self.maximumRemarks:
        remarks.append(
          .error(
            .promptUnknownHandle, at: mention.location, "unknown handle @\(name)",
            fix: try fix(for: name)))
      case .unknown: break
      }
    }
  }

  /// The number of remarks on unknown names that are kept; a text that is wrong everywhere
  /// needs no more.
  private static var maximumRemarks: Int { 50 }

  /// Returns what to do about an unknown name. Users often try the tokens of providers first.
  private func fix(for name: String) throws -> String {
    let word = name.lowercased().prefix { $0.isLetter }
    if ["element", "voice"].contains(word), name.last?.isNumber == true {
      return "write the element's handle: Castbook writes the provider's tokens"
    }
    if let near = try nearestName(to: name, among: cast.names(near: name)) {
      return "did you mean @\(near)?"
    }
    return "add it: castbook add character @\(name) FILE…, or write \\@ for a plain at-sign"
  }

  /// Resolves a reference, unless that was done before.
  private mutating func add(_ reference: HandleReference, at location: TextLocation) throws {
    guard meanings[reference] == nil, !failed.contains(reference) else { return }
    switch try cast.member(reference) {
    case .problem(let finding):
      failed.insert(reference)
      remarks.append(PromptRemark(finding, at: location))
    case .member(let member):
      if let known = members.first(where: { $0.element == member.element }) {
        guard known.revision == member.revision else {
          failed.insert(reference)
          remarks.append(
            .error(
              .promptTwoRevisions, at: location,
              "\(reference) is revision \(member.sequence), but revision \(known.sequence) is already named",
              fix: "use one of them throughout"))
          return
        }
      } else {
        members.append(member)
      }
      meanings[reference] = member
    }
  }

  /// Checks that the images and the video that the text mentions are set.
  mutating func check(_ settings: ShotSettings) {
    for (number, location) in images.sorted(by: { $0.key < $1.key })
    where number > settings.images.count {
      let count = settings.images.count
      remarks.append(
        .error(
          .promptUnknownImage, at: location,
          "@image\(number) is named, but "
            + (count == 0 ? "no image is set" : "only \(count) \(count == 1 ? "is" : "are") set"),
          fix: "add image: PATH"))
    }
    if let video, settings.video == nil {
      remarks.append(
        .error(
          .promptUnknownImage, at: video, "@video is named, but no video is set",
          fix: "add video: PATH"))
    }
  }

  /// Checks that files are chosen only of elements that the text names.
  mutating func check(_ choices: [Located<ShotSettings.FileChoice>]) throws {
    for choice in choices {
      let reference = choice.value.element
      let named = Set(members.map(\.element))
      try add(reference, at: choice.location ?? TextLocation(line: 1, column: 1))
      guard let member = meanings[reference], !named.contains(member.element) else { continue }
      members.removeAll { $0.element == member.element }
      remarks.append(
        .error(
          .promptBadSetting, at: choice.location,
          "images selects files of \(member.handle), but the prompt does not name it",
          fix: "name it in the prompt, or remove the line"))
    }
  }
}
