internal import Files
internal import Media
internal import Provenance

/// The verb `provenance`: reads what files say about their origin, and checks their Content
/// Credentials.
///
/// ```swift
/// let found = ReadProvenance(today: today, trust: trust).read(file)
/// if found.credentials?.state == .intact { print(found.trust) }
/// ```
public struct ReadProvenance: Sendable {
  /// The day on which certificates count.
  public let today: Day
  /// Who the user trusts; `nil` if no list is given.
  public let trust: Trust?

  public init(today: Day, trust: Trust? = nil) { (self.today, self.trust) = (today, trust) }

  /// The list of the certificates that a user trusts.
  public struct Trust: Sendable {
    public let path: FilePath
    fileprivate let list: TrustList

    /// The number of certificates in the list.
    public var count: Int { list.count }

    /// Reads a list: certificates in PEM, with any text around them.
    ///
    /// - Throws: `FileVerbError` if it can't be read, or isn't such a list.
    public init(_ path: FilePath) throws {
      self.path = path
      let bytes: [UInt8]
      switch TextFile.read(path, limit: TrustList.maximumBytes) {
      case .success(let read): bytes = read
      case .failure(let failure): throw Self.unusable(path, failure.message)
      }
      do throws(TrustList.Failure) {
        list = try TrustList(pem: bytes)
      } catch {
        let reason =
          switch error {
          case .empty: "it has no certificate in PEM"
          case .malformed(let number): "its certificate \(number) is damaged"
          case .tooLong(let maximum):
            "it has more than \(Quantity.grouped(maximum)) certificates"
          }
        throw Self.unusable(path, reason)
      }
    }

    private static func unusable(_ path: FilePath, _ reason: String) -> FileVerbError {
      .invalidRequest(
        "\(path) can't be used as a list of who you trust: \(reason)",
        fix: "name a file with certificates that begin with -----BEGIN CERTIFICATE-----")
    }

    /// The list in the user's settings, `~/.config/castbook/trust.pem`; `nil` if there is none.
    public static func ofUser() throws -> Trust? {
      let path = UserConfiguration.folder("trust.pem", ProcessEnvironment.environment)
      guard let path, !path.isMissing else { return nil }
      return try Trust(path)
    }
  }

  /// Reads one file.
  public func read(_ file: ListedFile) -> FileProvenance {
    var found = FileProvenance(path: file.path, number: file.number)
    if let problem = file.problem {
      found.problem = problem
      return found
    }
    do throws(FileProblem) {
      let origin = try Origin(of: file.location)
      found.format = origin.format
      if origin.format.map({ $0.medium == .other }) ?? true {
        found.problem = .notMedia(origin.format ?? .unknown)
      }
      found.areCredentialsRead = origin.areCredentialsRead
      found.facts = origin.facts
      found.facts?.credentials = origin.facts?.credentials?.counting(on: today)
      // Who is named by a signature that doesn't match has signed nothing.
      let isSigned = found.outcome == .intact || found.outcome == .changed
      if let trust, isSigned, let credentials = origin.credentials {
        found.signer = credentials.isTrusted(by: trust.list) ? .trusted : .unknown
      }
    } catch {
      found.problem = error
    }
    return found
  }
}

/// What one file says about its origin, and whether that holds.
public struct FileProvenance: Sendable {
  public let path: FilePath
  /// The number of the file in its element, from 1; `nil` outside the library.
  public let number: Int?
  public internal(set) var format: MediaFormat?
  /// Whether Content Credentials are read in files of its format.
  public internal(set) var areCredentialsRead = true
  /// What the file says; `nil` if it says nothing.
  public internal(set) var facts: ProvenanceFacts?
  /// Whether the user trusts the signer; `nil` if no list was given, or no signature matches.
  public internal(set) var signer: SignerTrust?
  /// Why the file can't be read, or is not media; `nil` if it was read.
  public internal(set) var problem: FileProblem?

  init(path: FilePath, number: Int?) { (self.path, self.number) = (path, number) }

  public var credentials: ContentCredentials? { facts?.credentials }

  /// Whether a list leads to a signer.
  public enum SignerTrust: String, JSONConvertible, Sendable {
    case trusted, unknown
  }

  /// How the file counts.
  public enum Outcome: String, JSONConvertible, CaseIterable, Sendable {
    case intact, changed, invalid, unchecked, none, unread
  }

  public var outcome: Outcome {
    guard problem == nil else { return .unread }
    return switch credentials?.state {
    case .intact: .intact
    case .changed: .changed
    case .invalid: .invalid
    case .unchecked: .unchecked
    // Without a reader of the format, there may be some.
    case nil: areCredentialsRead ? .none : .unchecked
    }
  }

  /// Whether the credentials don't hold.
  public var isRefuted: Bool { outcome == .changed || outcome == .invalid }

  /// Whether the file is not proven to be as a signer made it, whom the user trusts if there is a
  /// list.
  public func isDoubtful(isListGiven: Bool) -> Bool {
    outcome != .intact || isListGiven && signer != .trusted
  }

  /// The reason why the file can't be read, with what to do; `nil` if it was read.
  public var refusal: String? {
    guard let problem else { return nil }
    let finding = FileRules.findings(
      for: FileFacts(path: path, problems: [problem]), isNamed: true
    ).first
    return finding.map { $0.message + ($0.fix.map { ": \($0)" } ?? "") } ?? "can't be read"
  }
}
