internal import Files
internal import Media

/// A shot file as a target takes it: what is sent, and what is to be said of it.
///
/// ```swift
/// let prompt = try ReadPrompt(path, wishes, library: library, project: project, in: catalogue)
/// ```
public struct ReadPrompt: Sendable {
  public let path: FilePath
  /// What the user wrote; nothing where it could not be read.
  let text: [UInt8]?
  /// What the file sets, and what was asked in its place.
  private(set) var settings = ShotSettings()
  /// The target that was asked for, or that the file names; nothing where nobody names any.
  public private(set) var target: TargetProfile?
  /// Whom the file names; `nil` where `prompt` is.
  private(set) var script: PromptScript?
  /// Nothing where the file can't be understood, or the target can't be sent to.
  public private(set) var prompt: CompiledPrompt?
  /// The body of the request; nothing where it is filled in by hand.
  public private(set) var body: RequestBody?
  /// What the body calls by an id of the provider.
  public private(set) var remotes: [RemoteName] = []
  /// The calls that make what is not registered yet.
  public private(set) var first: [Prerequisite] = []
  /// What will be rendered: length, size, sound and price. `nil` where `prompt` is.
  public private(set) var render: Render?
  public let remarks: [PromptRemark]

  /// What is asked besides what the file says.
  public struct Wishes: Sendable {
    /// Before the target that the file names.
    public var target: String?
    /// `KEY=VALUE`, before the settings of the file.
    public var settings: [String] = []
    public var givesHints = true
    /// The account at the provider, where there are several.
    public var account: String?
    /// Whether the target's end has come, and that of what is registered.
    public var today: Day?
    /// The texts of shot files that lie nowhere, by the paths that they would have.
    public var texts: [FilePath: [UInt8]] = [:]

    public init() {}
  }

  public var status: Status { Status(remarks.map(\.finding.severity).max()) }

  /// Reads a file and asks the library whom it names. Without a library nobody is known.
  public init(
    _ path: FilePath, _ wishes: Wishes, library: ElementLibrary?, project: Project?,
    in catalogue: TargetCatalogue
  ) throws {
    self.path = path
    let written = wishes.texts[path].map { Result<[UInt8], ReadFailure>.success($0) }
    switch written ?? TextFile.read(path, limit: ShotFile.byteLimit) {
    case .success(let read): text = read
    case .failure(let failure):
      text = nil
      remarks = [PromptRemark(Self.finding(failure, path), at: nil)]
      return
    }
    let reading = ShotFile.Reading(text ?? [])
    guard var file = reading.file else {
      remarks = reading.remarks
      return
    }
    var mistakes = reading.remarks + Self.set(wishes.settings, in: &file)
    settings = file.settings
    let place = wishes.target == nil ? file.settings.target?.place : nil
    guard let profile = try Self.profile(path, file.settings, wishes, &mistakes, in: catalogue)
    else {
      let script = try Self.script(file, library, project)
      remarks = (mistakes + script.remarks + Self.missingFiles(settings, besides: path)).inOrder
      return
    }
    // A file that is wrong in itself is no target's.
    target = mistakes.isEmpty ? profile : nil
    let standing = try Self.standing(of: profile, wishes.today, catalogue)
      .map { PromptRemark($0, at: place) }
    let script = try Self.script(file, library, project)
    let missing = Self.missingFiles(settings, besides: path)
    guard !standing.isFailed, reading.isPromptWhole else {
      remarks = standing + (mistakes + script.remarks + missing).inOrder
      return
    }
    let compiled = try Compiled(script, file.settings, profile, wishes, library, catalogue)
    let found = Self.remarks(of: compiled.request, compiled.remotes)
    guard mistakes.isEmpty else {
      // What a wrong setting leaves missing is not a second mistake.
      let errors = found.filter {
        $0.finding.rule != .requestMissing && $0.finding.severity == .error
      }
      remarks = standing + (mistakes + errors + missing).inOrder
      return
    }
    self.script = script
    prompt = compiled.prompt
    body = compiled.body
    remotes = compiled.remotes
    first = compiled.request.first
    render = compiled.request.render
    let hints =
      wishes.givesHints ? try CraftHints(script, compiled.prompt, .standard()).remarks : []
    remarks = standing + (found + missing).inOrder + hints
  }

  /// What a target makes of a file.
  private struct Compiled {
    let prompt: CompiledPrompt
    let body: RequestBody?
    let remotes: [RemoteName]
    let request: CompiledRequest

    init(
      _ script: PromptScript, _ settings: ShotSettings, _ profile: TargetProfile, _ wishes: Wishes,
      _ library: ElementLibrary?, _ catalogue: TargetCatalogue
    ) throws {
      let prompt = try CompiledPrompt(script, for: profile, in: catalogue)
      let body = RequestBody(prompt, settings)
      let names = try body.map { try CompiledRequest.remoteNames($0, prompt, in: catalogue) } ?? []
      remotes = try ReadPrompt.remotes(names, script, profile, wishes, library)
      request = try ReadPrompt.request(script, prompt, settings, remotes, in: catalogue)
      self.prompt = prompt
      self.body = body
    }
  }

  /// Sets what was asked besides the file. Returns what is wrong with it.
  private static func set(_ settings: [String], in file: inout ShotFile) -> [PromptRemark] {
    var remarks: [PromptRemark] = []
    for setting in settings {
      do throws(PromptFileError) {
        try file.settings.set(setting)
      } catch {
        remarks += error.remarks
      }
    }
    return remarks
  }

  /// The target; `nil`, with a mistake, where the file names none that there is. One that was asked for besides must
  /// exist, and so must some target if nothing else is wrong.
  private static func profile(
    _ path: FilePath, _ settings: ShotSettings, _ wishes: Wishes, _ mistakes: inout [PromptRemark],
    in catalogue: TargetCatalogue
  ) throws -> TargetProfile? {
    if let name = wishes.target { return try catalogue.find(name) }
    guard let name = settings.target else {
      let fix = "add --for TARGET, or a line target: kling-v3"
      guard !mistakes.isEmpty else {
        throw ElementLibraryError.wrong("\(path) names no target", fix: fix)
      }
      mistakes.append(.error(.promptBadSetting, at: nil, "no target given", fix: fix))
      return nil
    }
    do {
      return try catalogue.find(name.value)
    } catch let error as UnknownTarget {
      let meant = nearestName(to: error.name.lowercased(), among: error.known)
      mistakes.append(
        .error(
          .promptBadSetting, at: name.place, "unknown target \"\(error.name)\"",
          fix: meant.map { "did you mean \($0)?" } ?? "`castbook targets` lists them all"))
      return nil
    }
  }

  private static func remarks(
    of compiled: CompiledRequest, _ remotes: [RemoteName]
  ) -> [PromptRemark] {
    let prompt = compiled.prompt
    return namesakes(compiled.script) + prompt.remarks
      + (compiled.body?.remarks ?? bodiless(prompt.profile))
      + RemoteName.findings(on: remotes, for: prompt.profile.id).map { PromptRemark($0, at: nil) }
      + mute(compiled)
  }

  /// Elements that are made for a silent video: they get no voice, and keep none for videos to come.
  private static func mute(_ compiled: CompiledRequest) -> [PromptRemark] {
    let made = Set(compiled.first.map(\.gives))
    return compiled.script.members.compactMap { member in
      guard let voice = member.voice, made.contains(RequestBody.remote(member.handle)),
        !compiled.prompt.sound.givesVoice(member), compiled.prompt.profile[.voice]?.via != nil
      else { return nil }
      return .note(
        .promptElementWithoutVoice, at: nil,
        "\(member.handle) is created without \(voice.handle), which would not be heard here",
        fix: "audio: on creates it with its voice, for videos where it speaks")
    }
  }

  private static func finding(_ failure: ReadFailure, _ path: FilePath) -> Finding {
    let (rule, fix): (RuleID, String) =
      switch failure {
      case .notFound:
        (.fileNotFound, path.nearest.map { "did you mean \($0.quoted)?" } ?? "name a shot file")
      case .danglingLink: (.fileNotFound, "name a shot file, or fix the link")
      case .notRegular: (.fileNotRegular, "name the shot file itself")
      case .tooLarge: (.fileTooLarge, "a shot file is a text of a few thousand characters")
      case .changed: (.fileChanged, "run it again")
      case .unreadable: (.fileUnreadable, "copy it to a place where you can read it")
      }
    return Finding(rule, .error, message: failure.words, fix: fix)
  }

  /// The body and the calls in front of it, with files named by what goes out.
  func request(
    _ script: PromptScript, _ prompt: CompiledPrompt, _ formats: [RequestFile.Source: MediaFormat],
    in catalogue: TargetCatalogue
  ) throws -> CompiledRequest {
    try Self.request(script, prompt, settings, remotes, formats, in: catalogue)
  }

  private static func request(
    _ script: PromptScript, _ prompt: CompiledPrompt, _ settings: ShotSettings,
    _ remotes: [RemoteName], _ formats: [RequestFile.Source: MediaFormat] = [:],
    in catalogue: TargetCatalogue
  ) throws -> CompiledRequest {
    try CompiledRequest(
      script, prompt, settings,
      lacking: Set(remotes.filter { !$0.isUsable }.map(\.placeholder)),
      known: Set(remotes.filter(\.isUsable).map(\.placeholder)), formats: formats, in: catalogue)
  }

  /// What is to be known of a target itself; errors where nothing can be sent to it.
  private static func standing(
    of profile: TargetProfile, _ today: Day?, _ catalogue: TargetCatalogue
  ) throws -> [Finding] {
    let findings = try CheckTarget(profile, slot: nil, isNamed: true, in: catalogue)
      .findings(on: today)
    if profile.hasEndpoint || profile.prompt != nil || profile.hasEnded(by: today) {
      return findings
    }
    return [
      Finding(
        .targetNoSlot, .error, message: "\(profile.id) does not accept prompts",
        fix: "choose a target that does, such as kling-v3 or kling-o3")
    ]
  }

  /// Two elements of one handle, as a pin and the library may have them: what stands for one would be the other.
  private static func namesakes(_ script: PromptScript) -> [PromptRemark] {
    var known: [Handle: ULID] = [:]
    var remarks: [PromptRemark] = []
    let all =
      script.members.map { ($0.handle, $0.element) }
      + script.voices.map { ($0.handle, $0.element) }
      + script.members.compactMap(\.voice).map { ($0.handle, $0.element) }
    for (handle, element) in all {
      guard let other = known.updateValue(element, forKey: handle), other != element else {
        continue
      }
      remarks.append(
        PromptRemark(
          Finding(
            .promptNameCollision, .error,
            message: "two elements are called \(handle) here: one pinned, one in the library",
            fix: "castbook update, or castbook edit \(handle) --rename NAME"), at: nil))
    }
    return remarks
  }

  /// Whether the voice that somebody speaks with goes along: as a file, by an id, or within what was made there
  /// before. Of an app, and where no request is known, nothing else is said.
  public func sends(_ voice: CastVoice, of member: CastMember) -> Bool {
    guard let body else { return true }
    let samples = (prompt?.bindings ?? []).compactMap { binding -> ULID? in
      if case .voice(let named) = binding.subject { named.element } else { nil }
    }
    if samples.contains(voice.element) { return true }
    let own = RequestBody.remote(voice.handle)
    let maker = RequestBody.remote(member.handle)
    let isNamed = remotes.contains {
      $0.placeholder == own || $0.isUsable && $0.placeholder == maker
    }
    return isNamed || first.contains { $0.gives == own }
      || (body.files + first.flatMap(\.files)).contains { file in
        if case .voice(let sent, _) = file.source { sent == voice } else { false }
      }
  }

  /// Who stands in the body by an id, and what the library knows of those.
  private static func remotes(
    _ names: Set<String>, _ script: PromptScript, _ profile: TargetProfile, _ wishes: Wishes,
    _ library: ElementLibrary?
  ) throws -> [RemoteName] {
    guard let library, !names.isEmpty else { return [] }
    let makers = profile.slots.compactMap(\.via?.rawValue)
    let provider = String(profile.id.rawValue.prefix { $0 != "." })
    let targets = Set([profile.id.rawValue, provider] + makers)
    return try library.contents { contents in
      var remotes: [RemoteName] = []
      func look(_ element: ULID, _ handle: Handle, _ revision: Digest?) throws {
        let placeholder = RequestBody.remote(handle)
        guard names.contains(placeholder),
          !remotes.contains(where: { $0.placeholder == placeholder })
        else { return }
        remotes.append(
          try contents.remote(
            placeholder, element, handle, revision: revision, at: targets, account: wishes.account,
            wishes.today))
      }
      for member in script.members {
        try look(member.element, member.handle, member.revision)
      }
      for voice in script.members.compactMap(\.voice) {
        try look(voice.element, voice.handle, voice.revision)
      }
      return remotes
    }
  }

  /// An app is filled in by hand; of other targets nobody says what they take.
  private static func bodiless(_ profile: TargetProfile) -> [PromptRemark] {
    guard profile.hasEndpoint else { return [] }
    return [
      PromptRemark(
        Finding(
          .requestNotCovered, .error,
          message: "the request fields of \(profile.id) are not documented",
          fix: "choose another target: Castbook does not guess"), at: nil)
    ]
  }

  /// Files that the settings name and that are not there; what is in them is another question.
  private static func missingFiles(
    _ settings: ShotSettings, besides path: FilePath
  ) -> [PromptRemark] {
    let named =
      [settings.start, settings.end, settings.video].compactMap(\.self) + settings.middle
      + settings.images
    return named.compactMap { said in
      guard let place = place(of: said.value, besides: path) else { return nil }
      // To be too large for no byte at all, it has to be there.
      guard case .failure(let failure) = TextFile.read(place, limit: 0) else { return nil }
      if case .tooLarge = failure { return nil }
      let finding = finding(failure, place)
      return PromptRemark(
        Finding(
          finding.rule, .error, message: "\(sanitized(said.value)): \(finding.message)",
          fix: place.nearest.map { "did you mean \($0.quoted)?" }
            ?? "paths are relative to the shot file's folder"), at: said.place)
    }
  }

  /// Where a file lies that is written in a shot file: from that one's folder on.
  static func place(of written: String, besides path: FilePath) -> FilePath? {
    guard let own = FilePath(written) else { return nil }
    let isFull = own.bytes.first == UInt8(ascii: "/")
    return isFull || path.folder.bytes == Array(".".utf8) ? own : path.folder.appending(own.bytes)
  }

  private static func script(
    _ file: ShotFile, _ library: ElementLibrary?, _ project: Project?
  ) throws -> PromptScript {
    guard let library else { return try PromptScript(file, cast: EmptyCast()) }
    return try library.contents { contents in
      try PromptScript(file, cast: LibraryCast(contents, project?.lock))
    }
  }
}
