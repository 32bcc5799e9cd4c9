internal import Model
internal import Targets

/// A shot file of which it is known whom it names: elements in the order in which they come first.
public struct PromptScript: Sendable {
  public let settings: ShotSettings
  /// What goes in as a reference: all but voices.
  public let members: [CastMember]
  public let voices: [CastMember]
  public let remarks: [PromptRemark]
  let text: Text
  let dialogue: Dialogue
  /// Whom a name in the text means.
  private let meanings: [HandleReference: CastMember]

  enum Text: Sendable {
    case plain(PromptText)
    case shots([(shot: Shot, text: PromptText)])
  }

  /// Asks a library for everybody who is named.
  public init(_ file: ShotFile, cast: some CastSource) throws {
    settings = file.settings
    var reading = CastReading(cast: cast)
    switch file.text {
    case .plain(let lines):
      let text = try PromptText(lines, joinedBy: "\n") { try cast.isName($0) }
      try reading.take(text)
      self.text = .plain(text)
    case .shots(let shots):
      var read: [(shot: Shot, text: PromptText)] = []
      for shot in shots {
        let text = try PromptText(shot.lines, joinedBy: " ") { try cast.isName($0) }
        try reading.take(text)
        read.append((shot, text))
      }
      self.text = .shots(read)
    }
    reading.check(settings)
    try reading.check(settings.choices)
    members = reading.members.filter { $0.kind != .voice }
    voices = reading.members.filter { $0.kind == .voice }
    remarks = reading.remarks.inOrder
    meanings = reading.meanings
    dialogue = try Self.dialogue(text, members + voices, meanings)
  }

  private static func dialogue(
    _ text: Text, _ cast: [CastMember], _ meanings: [HandleReference: CastMember]
  ) throws -> Dialogue {
    let parts =
      switch text {
      case .plain(let text): [Dialogue.Part(shot: nil, place: nil, text: text, opening: "")]
      case .shots(let shots):
        shots.map { shot, text in
          Dialogue.Part(shot: shot.number, place: shot.place, text: text, opening: shot.framing)
        }
      }
    let people = Dialogue.Cast(cast) { mention in
      guard case .element(let reference) = mention.subject else { return nil }
      return meanings[reference]
    }
    return Dialogue(parts, cast: people, words: try .standard())
  }

  func member(_ reference: HandleReference) -> CastMember? { meanings[reference] }

  /// The names by which the text calls an element, as they are written.
  package func names(of member: CastMember) -> Set<String> {
    Set(meanings.filter { $0.value.element == member.element }.map(\.key.name))
  }

  /// All texts of it, in their order.
  var texts: [PromptText] {
    switch text {
    case .plain(let text): [text]
    case .shots(let shots): shots.map(\.text)
    }
  }

  /// The seconds of all shots together, where each says its own.
  var secondsOfShots: Int? {
    guard case .shots(let shots) = text else { return nil }
    let said = shots.compactMap(\.shot.seconds?.value)
    return said.count == shots.count ? said.reduce(0, +) : nil
  }

  /// How long the video gets; nothing where nobody says.
  var seconds: Int? { settings.duration?.value ?? secondsOfShots }

  /// Whether its settings choose files of an element by their numbers.
  package func choosesByNumber(of member: CastMember) -> Bool {
    choice(of: member)?.value.files.contains { file in
      if case .number = file { true } else { false }
    } ?? false
  }

  /// The files of an element that its settings choose; nothing where they say nothing of it.
  func choice(of member: CastMember) -> Said<ShotSettings.FileChoice>? {
    settings.choices.last { meanings[$0.value.element]?.element == member.element }
  }
}

/// Finds out whom a prompt names, in the order in which they come first.
private struct CastReading<Source: CastSource> {
  let cast: Source
  private(set) var members: [CastMember] = []
  private(set) var meanings: [HandleReference: CastMember] = [:]
  private(set) var remarks: [PromptRemark] = []
  private var failed: Set<HandleReference> = []
  private var images: [Int: TextPlace] = [:]
  private var video: TextPlace?

  init(cast: Source) { self.cast = cast }

  mutating func take(_ text: PromptText) throws {
    for mention in text.mentions {
      switch mention.subject {
      case .element(let reference): try take(reference, at: mention.place)
      case .image(let number): if images[number] == nil { images[number] = mention.place }
      case .video: video = video ?? mention.place
      case .nobody(let name) where remarks.count < Self.mostRemarks:
        remarks.append(
          .error(
            .promptUnknownHandle, at: mention.place, "unknown handle @\(name)",
            fix: try fix(for: name)))
      case .nobody: break
      }
    }
  }

  /// Of a text that is wrong all over, some is enough.
  private static var mostRemarks: Int { 50 }

  /// Tokens of providers are what people try first.
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

  private mutating func take(_ reference: HandleReference, at place: TextPlace) throws {
    guard meanings[reference] == nil, !failed.contains(reference) else { return }
    switch try cast.member(reference) {
    case .problem(let finding):
      failed.insert(reference)
      remarks.append(PromptRemark(finding, at: place))
    case .member(let member):
      if let known = members.first(where: { $0.element == member.element }) {
        guard known.revision == member.revision else {
          failed.insert(reference)
          remarks.append(
            .error(
              .promptTwoRevisions, at: place,
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

  /// Whether images and a video that the text names are set.
  mutating func check(_ settings: ShotSettings) {
    for (number, place) in images.sorted(by: { $0.key < $1.key })
    where number > settings.images.count {
      let count = settings.images.count
      remarks.append(
        .error(
          .promptUnknownImage, at: place,
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

  /// Whether files are chosen of elements that the text names.
  mutating func check(_ choices: [Said<ShotSettings.FileChoice>]) throws {
    for choice in choices {
      let reference = choice.value.element
      let named = Set(members.map(\.element))
      try take(reference, at: choice.place ?? TextPlace(line: 1, column: 1))
      guard let member = meanings[reference], !named.contains(member.element) else { continue }
      members.removeAll { $0.element == member.element }
      remarks.append(
        .error(
          .promptBadSetting, at: choice.place,
          "images selects files of \(member.handle), but the prompt does not name it",
          fix: "name it in the prompt, or remove the line"))
    }
  }
}
