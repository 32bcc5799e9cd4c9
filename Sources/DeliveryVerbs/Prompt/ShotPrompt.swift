internal import Files
internal import Media

/// A shot file as compiled for a target: what would be sent, and every finding about it.
///
/// ```swift
/// var options = ShotPrompt.Options()
/// options.target = "kling-o3"
/// let prompt = try ShotPrompt(path, options, library: library, project: project, in: catalogue)
/// if prompt.status == .fail { print(prompt.remarks.map(\.finding.message)) }
/// ```
public struct ShotPrompt: Sendable {
  /// The path of the shot file.
  public let path: FilePath
  /// The bytes of the shot file; `nil` if it can't be read.
  let text: [UInt8]?
  /// The settings of the file, with those that were given in addition.
  private(set) var settings = ShotSettings()
  /// The target that was requested or that the file names; `nil` if there is none, or if the file
  /// itself has errors.
  public private(set) var target: TargetProfile?
  /// The target's name from the options, or from the project if the file names none; else `nil`.
  let givenTarget: String?
  /// The prompt, the request and the calls before it; `nil` if the file has errors or the target
  /// can't be sent anything.
  private(set) var compiled: CompiledRequest?
  /// The elements and voices that the body refers to by an id of the provider.
  public private(set) var remotes: [RemoteName] = []
  /// All findings, with their places in the file: first those about the target, then in the order
  /// of the text, then hints.
  public let remarks: [PromptRemark]

  /// Options in addition to what the file says.
  public struct Options: Sendable {
    /// The target to use instead of the one that the file names.
    public var target: String?
    /// Settings as `KEY=VALUE`. They override those of the file.
    public var settings: [String] = []
    /// Whether remarks include hints for better prompts.
    public var givesHints = true
    /// The account at the provider; `nil` if there is only one.
    public var account: String?
    /// The day that ends of targets and registrations are compared with; `nil` to ignore them.
    public var today: Day?
    /// The contents of shot files that are not on disk, by the paths that they would have.
    public var texts: [FilePath: [UInt8]] = [:]
    /// Returns whether a file that the shot file names may be used. By default every file may.
    public var isAllowed: @Sendable (FilePath) -> Bool = { _ in true }

    public init() {}
  }

  /// The prompt for the target; `nil` if the file has errors or nothing can be sent to the target.
  public var prompt: CompiledPrompt? { compiled?.prompt }
  /// The body of the request; `nil` for an app, which the user fills in, and for a target whose
  /// request is not documented.
  public var body: RequestBody? { compiled?.body }
  /// The calls that create what is not registered yet.
  public var prerequisites: [Prerequisite] { compiled?.prerequisites ?? [] }
  /// What will be rendered: duration, size, sound and price. It is `nil` if `prompt` is.
  public var render: Render? { compiled?.render }

  /// The worst status among `remarks`.
  public var status: Status { Status(remarks.map(\.finding.severity).max()) }

  /// Reads and compiles a shot file. Without a library every handle in it is unknown.
  ///
  /// Errors in the file become `remarks`.
  ///
  /// - Throws: `UnknownTarget` for a requested target that does not exist, an error if neither
  ///   the file nor the options name a target, and failures of the library.
  public init(
    _ path: FilePath, _ options: Options, library: ElementLibrary?, project: Project?,
    in catalogue: TargetCatalogue
  ) throws {
    self.path = path
    let written = options.texts[path].map { Result<[UInt8], ReadFailure>.success($0) }
    switch written ?? TextFile.read(path, limit: ShotFile.byteLimit) {
    case .success(let read): text = read
    case .failure(let failure):
      (text, givenTarget) = (nil, options.target)
      remarks = [PromptRemark(Self.finding(failure, path), at: nil)]
      return
    }
    let reading = ShotFile.Reading(text ?? [])
    guard var file = reading.file else {
      remarks = reading.remarks
      givenTarget = options.target
      return
    }
    var mistakes = reading.remarks + Self.set(options.settings, in: &file)
    settings = file.settings
    let named = file.settings.target
    givenTarget = options.target ?? (named == nil ? project?.lock.target?.rawValue : nil)
    let location = givenTarget == nil ? named?.location : nil
    guard let profile = try Self.profile(path, named, givenTarget, &mistakes, in: catalogue)
    else {
      let script = try Self.script(file, library, project)
      remarks = (mistakes + script.remarks + Self.unusableFiles(settings, path, options)).inOrder
      return
    }
    // A file with errors of its own is not attributed to a target.
    target = mistakes.isEmpty ? profile : nil
    let targetRemarks = try Self.targetFindings(of: profile, options.today, catalogue)
      .map { PromptRemark($0, at: location) }
    let script = try Self.script(file, library, project)
    let missing = Self.unusableFiles(settings, path, options)
    guard !targetRemarks.isFailed, reading.isPromptWhole else {
      remarks = targetRemarks + (mistakes + script.remarks + missing).inOrder
      return
    }
    let prompt = try CompiledPrompt(script, for: profile, in: catalogue)
    let names = try RequestBody(prompt, settings).map {
      try CompiledRequest.remoteNames($0, prompt, in: catalogue)
    }
    let remotes = try Self.remotes(names ?? [], script, profile, options, library)
    let compiled = try Self.request(script, prompt, settings, remotes, in: catalogue)
    let found = Self.remarks(of: compiled, remotes)
    guard mistakes.isEmpty else {
      // A value that is missing because its setting is wrong would be reported twice.
      let errors = found.filter {
        $0.finding.rule != .requestMissing && $0.finding.severity == .error
      }
      remarks = targetRemarks + (mistakes + errors + missing).inOrder
      return
    }
    self.compiled = compiled
    self.remotes = remotes
    let hints =
      options.givesHints ? try CraftHints(script, prompt, .standard()).remarks : []
    remarks = targetRemarks + (found + missing).inOrder + hints
  }

  /// Applies additional settings to the file, as if it contained them, and returns remarks on those
  /// that are wrong.
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

  /// Returns the target's profile; `nil`, after adding a mistake, if the file names no existing
  /// target.
  ///
  /// - Throws: `UnknownTarget` for a requested target that does not exist, and an error if a file
  ///   without mistakes names no target.
  private static func profile(
    _ path: FilePath, _ named: Located<String>?, _ given: String?,
    _ mistakes: inout [PromptRemark], in catalogue: TargetCatalogue
  ) throws -> TargetProfile? {
    if let given { return try catalogue.find(given) }
    guard let name = named else {
      let fix =
        "say who renders it: the setting target: kling-v3 between two --- lines at its top, or "
        + "--for TARGET; "
        + "castbook use --for TARGET sets it for all shot files of a project"
      guard !mistakes.isEmpty else {
        throw ElementLibraryError.invalidRequest("\(path) names no target", fix: fix)
      }
      mistakes.append(.error(.promptBadSetting, at: nil, "no target given", fix: fix))
      return nil
    }
    do {
      return try catalogue.find(name.value)
    } catch let error as UnknownTarget {
      let suggestion = nearestName(to: error.name.lowercased(), among: error.known)
      mistakes.append(
        .error(
          .promptBadSetting, at: name.location, "unknown target \"\(error.name)\"",
          fix: suggestion.map { "did you mean \($0)?" } ?? "`castbook targets` lists them all"))
      return nil
    }
  }

  /// Whether a shot file can be read, and neither it nor the project names a target.
  public static func needsTarget(_ path: FilePath, _ project: Project?) -> Bool {
    guard project?.lock.target == nil,
      case .success(let text) = TextFile.read(path, limit: ShotFile.byteLimit),
      let file = ShotFile.Reading(text).file
    else { return false }
    return file.settings.target == nil
  }

  /// Returns the remarks on a compiled request, in the order of its parts.
  private static func remarks(
    of compiled: CompiledRequest, _ remotes: [RemoteName]
  ) -> [PromptRemark] {
    let prompt = compiled.prompt
    return namesakes(compiled.script) + prompt.remarks
      + (compiled.body?.remarks ?? missingBody(prompt.profile))
      + RemoteName.findings(
        on: remotes, for: prompt.profile.id,
        made: Set(compiled.prerequisites.map(\.producedPlaceholder))
      ).map { PromptRemark($0, at: nil) }
      + silentVoices(compiled)
  }

  /// Returns notes on elements that are created for a silent video: they get no voice, and will
  /// have none in later videos either.
  private static func silentVoices(_ compiled: CompiledRequest) -> [PromptRemark] {
    let made = Set(compiled.prerequisites.map(\.producedPlaceholder))
    return compiled.script.members.compactMap { member in
      guard let voice = member.voice,
        made.contains(RequestBody.remotePlaceholder(for: member.handle)),
        !compiled.prompt.sound.isHeard(member), compiled.prompt.profile[.voice]?.via != nil
      else { return nil }
      return .note(
        .promptElementWithoutVoice, at: nil,
        "\(member.handle) is created without \(voice.handle), which would not be heard here",
        fix: "audio: on creates it with its voice, for videos where it speaks")
    }
  }

  /// Returns the finding for a shot file that can't be read.
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
    return Finding(rule, .error, message: failure.message, fix: fix)
  }

  /// Compiles the body and the calls before it again, once the formats of the sent files are known:
  /// they decide the files' names. Returns `nil` if `compiled` is.
  func recompiled(
    _ formats: [RequestFile.Source: MediaFormat], in catalogue: TargetCatalogue
  ) throws -> CompiledRequest? {
    try compiled.map {
      try Self.request($0.script, $0.prompt, settings, remotes, formats, in: catalogue)
    }
  }

  /// Compiles the body and the calls before it. What the library has registered is used by its id;
  /// the rest has to be created first.
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

  /// Returns findings about the target itself; an error if nothing can be sent to it.
  private static func targetFindings(
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

  /// Returns errors for two elements with one handle, which is possible if one is pinned and the
  /// other is in the library. A placeholder of one would stand for the other.
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

  /// Whether the voice of `member` is sent: as a file, by an id, or as part of an element that was
  /// created with it. Where the request is not known, it is `true` for an app, and for a target
  /// with a slot for voices.
  public func sends(_ voice: CastVoice, of member: CastMember) -> Bool {
    guard let body else {
      return target.map { $0[.voice] != nil || !$0.hasEndpoint } ?? true
    }
    let samples = (prompt?.bindings ?? []).compactMap { binding -> ULID? in
      if case .voice(let named) = binding.subject { named.element } else { nil }
    }
    if samples.contains(voice.element) { return true }
    let ownPlaceholder = RequestBody.remotePlaceholder(for: voice.handle)
    let memberPlaceholder = RequestBody.remotePlaceholder(for: member.handle)
    let isNamed = remotes.contains {
      $0.placeholder == ownPlaceholder || $0.isUsable && $0.placeholder == memberPlaceholder
    }
    return isNamed || prerequisites.contains { $0.producedPlaceholder == ownPlaceholder }
      || (body.files + prerequisites.flatMap(\.files)).contains { file in
        if case .voice(let sent, _) = file.source { sent == voice } else { false }
      }
  }

  /// Returns what the library knows of the elements and voices that the body refers to by an id.
  private static func remotes(
    _ names: Set<String>, _ script: PromptScript, _ profile: TargetProfile, _ options: Options,
    _ library: ElementLibrary?
  ) throws -> [RemoteName] {
    guard let library, !names.isEmpty else { return [] }
    let targets = profile.registrationTargets
    return try library.contents { contents in
      var remotes: [RemoteName] = []
      func lookUp(_ element: ULID, _ handle: Handle, _ revision: Digest?) throws {
        let placeholder = RequestBody.remotePlaceholder(for: handle)
        guard names.contains(placeholder),
          !remotes.contains(where: { $0.placeholder == placeholder })
        else { return }
        remotes.append(
          try contents.remote(
            placeholder, element, handle, revision: revision, at: targets, account: options.account,
            options.today))
      }
      for member in script.members {
        try lookUp(member.element, member.handle, member.revision)
      }
      for voice in script.members.compactMap(\.voice) {
        try lookUp(voice.element, voice.handle, voice.revision)
      }
      return remotes
    }
  }

  /// Returns an error for a target whose request is not documented. An app needs no request, since
  /// the user fills it in.
  private static func missingBody(_ profile: TargetProfile) -> [PromptRemark] {
    guard profile.hasEndpoint else { return [] }
    return [
      PromptRemark(
        Finding(
          .requestNotCovered, .error,
          message: "the request fields of \(profile.id) are not documented",
          fix: "choose another target: Castbook does not guess"), at: nil)
    ]
  }

  /// Returns errors for files that the settings name and that can't be opened or may not be used.
  /// Their contents are not read.
  private static func unusableFiles(
    _ settings: ShotSettings, _ path: FilePath, _ options: Options
  ) -> [PromptRemark] {
    let named =
      [settings.start, settings.end, settings.video].compactMap(\.self) + settings.middle
      + settings.images
    return named.compactMap { setting in
      guard let location = location(of: setting.value, besides: path) else { return nil }
      guard options.isAllowed(location) else {
        return .error(
          .fileUnreadable, at: setting.location, "\(sanitized(setting.value)) may not be used here",
          fix: "put it beside the shot file")
      }
      // A limit of zero bytes reads nothing: "too large" then means that the file exists.
      guard case .failure(let failure) = TextFile.read(location, limit: 0) else { return nil }
      if case .tooLarge = failure { return nil }
      let finding = finding(failure, location)
      return PromptRemark(
        Finding(
          finding.rule, .error, message: "\(sanitized(setting.value)): \(finding.message)",
          fix: location.nearest.map { "did you mean \($0.quoted)?" }
            ?? "paths are relative to the shot file's folder"), at: setting.location)
    }
  }

  /// Returns the location of a file that a shot file names, relative to the shot file's folder
  /// unless it is absolute; `nil` if the text is no path.
  static func location(of written: String, besides path: FilePath) -> FilePath? {
    guard let writtenPath = FilePath(written) else { return nil }
    let isAbsolute = writtenPath.bytes.first == UInt8(ascii: "/")
    return isAbsolute || path.folder.bytes == Array(".".utf8)
      ? writtenPath : path.folder.appending(writtenPath.bytes)
  }

  /// Returns the text with its elements, looked up in the library.
  private static func script(
    _ file: ShotFile, _ library: ElementLibrary?, _ project: Project?
  ) throws -> PromptScript {
    guard let library else { return try PromptScript(file, cast: EmptyCast()) }
    return try library.contents { contents in
      try PromptScript(file, cast: LibraryCast(contents, project))
    }
  }
}

extension TargetProfile {
  /// The names under which ids that the target accepts may be registered: its own, its provider's,
  /// and those of the targets that make something for it.
  var registrationTargets: Set<String> {
    Set([id.rawValue, id.provider] + slots.compactMap(\.via?.rawValue))
  }
}
