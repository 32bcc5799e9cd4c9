internal import Files
package import Model
package import Provenance

/// Reads what a file says about its origin.
package struct Origin {
  /// The format of the file; `nil` if it is none that is known.
  package let format: MediaFormat?
  /// Whether Content Credentials are read in files of its format.
  package var areCredentialsRead: Bool { format.map(ProvenanceReader.reads) ?? false }
  /// What the file says; `nil` if it says nothing.
  package let facts: ProvenanceFacts?
  /// Its Content Credentials, whose signer can be compared with a list; `nil` if it has none.
  package let credentials: ProvenanceReader.Reading?

  /// Reads what a file on disk says.
  ///
  /// A picture is read whole. Of other files only some parts are, and all of them if they have
  /// Content Credentials to compare with.
  package init(of path: FilePath) throws(FileProblem) {
    do throws(ReadFailure) {
      let file = try ReadableFile(reading: path, limit: Self.byteLimit)
      let source = ByteSource(file)
      let head = source.part(0, min(file.byteCount, Self.headBytes)).map(Array.init) ?? []
      let format = Sniffer.format(of: ByteView(head))
      let isPicture = format.medium == .picture && file.byteCount <= ReadableFile.wholeFileLimit
      let survey = isPicture ? MetadataSurvey(of: try file.readAll(), format) : nil
      self.init(of: source, format, survey)
    } catch {
      throw error.problem
    }
  }

  /// Reads what a file says, if its metadata were surveyed already.
  init(of source: ByteSource, _ format: MediaFormat, _ survey: MetadataSurvey?) {
    guard format.medium != .other else {
      (self.format, facts, credentials) = (format == .unknown ? nil : format, nil, nil)
      return
    }
    let credentials = ProvenanceReader.read(source, format)
    (self.format, self.credentials) = (format, credentials)
    facts = Self.facts(survey, credentials, source, format)
  }

  /// The largest file, in bytes: that of clips, which are not read into memory.
  private static let byteLimit = 16 << 30
  /// The bytes from the beginning of a file that identify its format.
  private static let headBytes = 1 << 20

  private static func facts(
    _ survey: MetadataSurvey?, _ reading: ProvenanceReader.Reading?, _ source: ByteSource,
    _ format: MediaFormat
  ) -> ProvenanceFacts? {
    var facts = survey?.stated ?? ProvenanceFacts()
    facts.credentials = reading?.credentials
    if facts.credentials == nil, survey?.kinds.contains(.credentials) == true {
      facts.credentials = ContentCredentials([CredentialProblem(.unreadFormat, format.name)])
    }
    if let packet = ProvenanceReader.packet(of: source, format) {
      var inside = MetadataSurvey()
      XMPSurvey.run(ByteView(packet), into: &inside)
      facts.source = facts.source ?? inside.stated.source
      facts.generator = facts.generator ?? inside.stated.generator
      facts.remote = facts.remote ?? inside.stated.remote
    }
    return facts.isEmpty ? nil : facts
  }
}
