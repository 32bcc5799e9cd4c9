internal import Model
internal import Targets

/// Gives everything that a prompt names its place in the request, and the words that stand for it.
struct Casting {
  typealias Binding = CompiledPrompt.Binding

  private let setup: PromptSetup
  private let script: PromptScript
  private(set) var bindings: [Binding] = []
  private(set) var remarks: [PromptRemark] = []
  /// The words for an element where it is named first, and after that.
  private var words: [ULID: (first: String, later: String)] = [:]
  private var imageTokens: [Int: String] = [:]
  private var videoToken: String?

  private var profile: TargetProfile { setup.profile }
  private var dialect: Dialect? { profile.dialect }

  init(_ script: PromptScript, for setup: PromptSetup, _ catalogue: TargetCatalogue) throws {
    self.script = script
    self.setup = setup
    // Without elements, the target that makes them need not be known.
    let element =
      profile[.element] == nil || script.members.isEmpty
      ? nil : try catalogue.rules(for: .element, of: profile)
    if profile[.element] != nil {
      for (place, member) in script.members.enumerated() {
        bind(member, number: place + 1, element?.rules)
      }
      for (place, image) in imagesInOrder.enumerated() {
        bind(image: image, number: imagesBefore + place + 1)
      }
    } else if profile[.image] != nil, !script.members.isEmpty {
      bindAsImages()
    } else {
      for member in script.members { describe(member, sent: []) }
      for (place, image) in imagesInOrder.enumerated() {
        bind(image: image, number: imagesBefore + place + 1)
      }
    }
    checkFaces()
    for (number, voice) in script.voices.enumerated() { bind(voice: voice, number: number + 1) }
    bindFrames()
  }

  // MARK: Elements

  private mutating func bind(_ member: CastMember, number: Int, _ rules: SlotRules?) {
    let range = rules?.pictures?.value
    let most = range?.maximum ?? Self.usualMost
    let least = range?.minimum ?? 1
    let selection = FileSelection(
      of: member, script.choice(of: member), least: least, most: most,
      takesClip: profile[.clip] != nil)
    remarks += selection.remarks
    if rules?.isByIDOnly != true { checkMedia(selection, of: member) }
    let isClip = selection.chosen.contains { $0.medium == .clip }
    if let pictures = rules?.pictures, !isClip {
      check(selection.chosen.count, of: member, pictures, least: least, most: most)
    }
    let token = dialect?.element.map { Self.token($0, number: number, name: member.handle.name) }
    bindings.append(
      Binding(
        token: token, slot: .element,
        subject: .element(
          member, sent: selection.chosen, left: selection.left(of: member))))
    if let token {
      words[member.element] = (token, token)
    } else {
      describe(member, sent: selection.chosen)
    }
  }

  /// Where nobody says how many pictures an element takes: what the guides call a good set.
  private static let usualMost = 4

  private mutating func check(
    _ count: Int, of member: CastMember, _ pictures: Fact<SlotRules.Range>, least: Int, most: Int
  ) {
    let place = script.choice(of: member)?.place
    if count < least {
      remarks.append(
        setup.broken(
          .requestTooFewReferences, pictures, at: place,
          "\(member.handle) is sent with \(Self.pictures(count)); \(profile.id) needs "
            + "at least \(least)", fix: "castbook add \(member.handle) FILE…",
          measured: count, limit: least))
    } else if count > most {
      remarks.append(
        setup.broken(
          .requestTooManyReferences, pictures, at: place,
          "\(count) pictures of \(member.handle) are chosen; \(profile.id) accepts \(most)",
          fix: "choose \(most) of them", measured: count, limit: most))
    }
  }

  private static func pictures(_ count: Int) -> String {
    count == 1 ? "1 picture" : "\(count) pictures"
  }

  /// Tells what was chosen and can't go in: a sound, a clip where only pictures are taken, a clip beside pictures.
  private mutating func checkMedia(_ selection: FileSelection, of member: CastMember) {
    let place = script.choice(of: member)?.place
    let media = Set(selection.chosen.map(\.medium))
    if media.contains(.sound) {
      remarks.append(surplus("a sound as a picture of \(member.handle)", at: place))
    }
    guard media.contains(.clip) else { return }
    if profile[.clip] == nil {
      remarks.append(surplus("a clip of \(member.handle)", at: place))
    } else if selection.chosen.count > 1 {
      remarks.append(
        .error(
          .requestTooManyReferences, at: place,
          "a clip of \(member.handle) is chosen with other files; an element is made from a clip or from pictures",
          fix: "choose only the clip, or only pictures"))
    }
  }

  /// Names an element in words, since the target has no token for it.
  private mutating func describe(_ member: CastMember, sent: [CastFile]) {
    let name = member.displayName
    let sentence = member.firstSentence
    words[member.element] = (sentence.isEmpty ? name : "\(name) (\(sentence))", name)
    remarks.append(
      .note(
        .promptNoToken, at: nil,
        "\(profile.id) has no token for \(member.handle), so the prompt says \"\(name)\"",
        fix: sent.isEmpty
          ? "none of its files is sent: describe it, or choose a target with elements"
          : "its pictures are sent; describe it as well"))
  }

  /// Elements of a target that takes plain images: each picture has a token of its own, which stand behind the
  /// name where it comes first.
  private mutating func bindAsImages() {
    let shares = Self.shares(
      of: max(0, places - script.settings.images.count),
      among: script.members.map { member in
        FileSelection(
          of: member, script.choice(of: member), least: 0, most: .max, takesClip: false
        ).chosen.count
      })
    var number = imagesBefore
    for (place, member) in script.members.enumerated() {
      let selection = FileSelection(
        of: member, script.choice(of: member), least: 0, most: max(1, shares[place]),
        takesClip: false)
      remarks += selection.remarks
      checkMedia(selection, of: member)
      var tokens: [String] = []
      for _ in selection.chosen {
        number += 1
        if let image = dialect?.image {
          tokens.append(Self.token(image, number: number, name: "\(member.handle.name)_\(number)"))
        }
      }
      let token = tokens.isEmpty ? nil : tokens.joined(separator: ", ")
      bindings.append(
        Binding(
          token: token, slot: .image,
          subject: .element(
            member, sent: selection.chosen, left: selection.left(of: member))))
      if let token {
        words[member.element] = ("\(member.displayName) (\(token))", member.displayName)
      } else {
        describe(member, sent: selection.chosen)
      }
    }
    for image in imagesInOrder {
      number += 1
      bind(image: image, number: number)
    }
  }

  /// How many plain images the request takes beside what else goes in.
  private var places: Int {
    let settings = script.settings
    let others: [Slot: Int] = [
      .start: settings.start == nil ? 0 : 1, .middle: settings.middle.count,
      .end: settings.end == nil ? 0 : 1,
      .video: settings.video == nil ? 0 : 1, .voice: script.voices.count,
    ]
    let own = profile[.image]?.perRequest.map { setup.value($0).maximum ?? Int.max } ?? Int.max
    let counts = others.merging([.image: 1]) { $1 }
    let shared = profile.limits.compactMap { limit -> Int? in
      guard limit.sum.contains(.image), setup.holds(limit, for: counts),
        let most = setup.value(limit.count).maximum
      else { return nil }
      return most - limit.sum.reduce(0) { $0 + (others[$1] ?? 0) }
    }
    return shared.reduce(own, min)
  }

  /// Places for pictures, one to each in turn until there are no more.
  static func shares(of places: Int, among counts: [Int]) -> [Int] {
    var shares = counts.map { _ in 0 }
    var left = places
    while left > 0 {
      let before = left
      for index in counts.indices where left > 0 && shares[index] < counts[index] {
        shares[index] += 1
        left -= 1
      }
      if left == before { break }
    }
    return shares
  }

  private static func token(_ template: String, number: Int, name: String) -> String {
    template.replacing("{n}", with: String(number)).replacing("{name}", with: name)
  }

  // MARK: Images, videos, voices

  /// Those that the text names in the order in which it does, then the others.
  private var imagesInOrder: [Int] {
    var order: [Int] = []
    for mention in script.texts.flatMap(\.mentions) {
      if case .image(let number) = mention.subject, !order.contains(number),
        number <= script.settings.images.count
      {
        order.append(number)
      }
    }
    return order
      + (1...max(1, script.settings.images.count)).filter {
        $0 <= script.settings.images.count && !order.contains($0)
      }
  }

  /// How many pictures the numbers of images count before the first of them.
  private var imagesBefore: Int {
    guard dialect?.countsFrames == true else { return 0 }
    return [(Slot.start, script.settings.start), (.end, script.settings.end)]
      .count { profile[$0] != nil && $1 != nil }
  }

  private mutating func bind(image: Int, number: Int) {
    let said = script.settings.images[image - 1]
    guard profile[.image] != nil else {
      remarks.append(surplus("plain images", at: said.place))
      return
    }
    let token = dialect?.image.map { Self.token($0, number: number, name: "image_\(number)") }
    bindings.append(
      Binding(token: token, slot: .image, subject: .image(image, path: said.value)))
    imageTokens[image] = token ?? "image \(number)"
  }

  private mutating func bindFrames() {
    func frame(
      _ said: Said<String>?, _ slot: Slot, _ what: String,
      _ subject: (String) -> Binding.Subject, token: String? = nil
    ) {
      guard let said else { return }
      guard profile[slot] != nil else {
        remarks.append(surplus(what, at: said.place))
        return
      }
      bindings.append(Binding(token: token, slot: slot, subject: subject(said.value)))
    }
    let settings = script.settings
    videoToken = dialect?.video.map { Self.token($0, number: 1, name: "video_1") }
    frame(settings.start, .start, "a start frame", Binding.Subject.start(path:))
    for (place, middle) in settings.middle.enumerated() {
      frame(middle, .middle, "a middle frame") { .middle(place + 1, path: $0) }
    }
    frame(settings.end, .end, "an end frame", Binding.Subject.end(path:))
    frame(
      settings.video, .video, "a video", Binding.Subject.video(path:), token: videoToken)
  }

  private func surplus(_ what: String, at place: TextPlace?) -> PromptRemark {
    .error(
      .requestTooManyReferences, at: place, "\(profile.id) does not accept \(what)",
      fix: "remove it, or choose another target")
  }

  /// A voice that the text names. Where voices are made at the provider they belong to elements; else the sample goes
  /// in, with a token or without.
  private mutating func bind(voice: CastMember, number: Int) {
    let rules = profile[.voice]
    let token = dialect?.voice.flatMap { template in
      rules.map { _ in Self.token(template, number: number, name: voice.handle.name) }
    }
    let isSent = token != nil || rules.map { $0.via == nil } ?? false
    if isSent {
      bindings.append(Binding(token: token, slot: .voice, subject: .voice(voice)))
    }
    let name = token ?? voice.displayName
    words[voice.element] = (name, name)
    guard token == nil else { return }
    remarks.append(
      .note(
        .promptNoToken, at: nil,
        "\(profile.id) has no token for the voice \(voice.handle), so the prompt says \"\(name)\"",
        fix: isSent
          ? "its sample is sent: say whose voice it is"
          : "bind it: castbook bind @CHARACTER \(voice.handle)"))
  }

  /// Some providers reject pictures of real people, or accept them after registration only; some
  /// block realistic people who were generated as well.
  private mutating func checkFaces() {
    let (faces, ways) = (profile.faces, profile.faceWays)
    guard faces.value == .refused || faces.value == .registeredOnly else { return }
    for member in script.members where member.person == .real {
      let isRefused = faces.value == .refused || ways.real == .refused
      let words = isRefused ? "rejects" : "blocks"
      let check = ways.real == .liveness ? " (with a liveness check)" : ""
      remarks.append(
        setup.broken(
          .targetFacesRefused, faces, at: nil,
          "\(profile.id) \(words) pictures of real people"
            + (isRefused ? "" : " who are not registered there")
            + "; \(member.handle) is a real person",
          fix: isRefused
            ? "choose another target, or a generated person"
            : "register \(member.handle) with the provider\(check) and use the asset id, "
              + "or choose another target"))
    }
    guard let way = ways.virtual, way.isBlockedDirectly else { return }
    for member in script.members where member.person == .generated {
      var finding = Finding(
        .targetFacesRefused, .warning,
        message: "\(profile.id) also blocks realistic pictures of generated people; "
          + "\(member.handle) is generated" + faces.confidence.remark,
        fix: way == .refused
          ? "choose another target, or a drawn character"
          : "if \(member.handle) looks real, register them with the provider and use the asset id")
      finding.target = profile.id
      finding.basis = faces.confidence
      remarks.append(PromptRemark(finding, at: nil))
    }
  }

  // MARK: Words

  /// The words that are sent; `named` holds who was named before.
  func text(of text: PromptText, named: inout Set<ULID>) -> String {
    text.pieces.reduce(into: "") { sent, piece in
      switch piece {
      case .words(let words): sent += words
      case .mention(let mention): sent += self.words(for: mention, named: &named)
      }
    }
  }

  private func words(for mention: PromptText.Mention, named: inout Set<ULID>) -> String {
    switch mention.subject {
    case .element(let reference):
      guard let member = script.member(reference), let words = words[member.element] else {
        return mention.text
      }
      return named.insert(member.element).inserted ? words.first : words.later
    case .image(let number): return imageTokens[number] ?? mention.text
    case .video: return videoToken ?? "the video"
    case .nobody: return mention.text
    }
  }
}
