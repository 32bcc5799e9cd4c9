/// What a file's Content Credentials (C2PA) say, and whether they still hold.
public struct ContentCredentials: Hashable, Sendable {
  /// What checking them gave. It says nothing about who the signer is.
  public internal(set) var state: State
  /// Why they don't hold or can't be checked, and reservations if they hold.
  public private(set) var problems: [CredentialProblem] = []
  /// The title of the file that was signed; empty if none is stated.
  public var title = ""
  /// The program that wrote the claim, with its version.
  public var generator = ""
  /// Who says to have made the content.
  public var authors: [String] = []
  /// The programs and models that the recorded actions name.
  public var agents: [String] = []
  /// The recorded actions, such as `c2pa.created`, each once.
  public var actions: [String] = []
  /// The kinds of source that this manifest and those of its parents state.
  public var sources: [DigitalSource] = []
  /// The names of the files that it was made from.
  public var ingredients: [String] = []
  /// Whether an ingredient, other than a parent, states that a model generated it.
  public var hasGeneratedIngredient = false
  /// The certificate that the signature was made with; `nil` if there is none that can be read.
  public var signer: CredentialSigner?

  public init(_ problems: [CredentialProblem] = []) {
    state = .intact
    for problem in problems { add(problem) }
  }

  /// Whether credentials hold.
  public enum State: String, JSONConvertible, StoredValue, CaseIterable, Comparable, Sendable {
    /// The signature matches, and the file is the one that was signed.
    case intact
    /// They can't be checked here, completely or at all.
    case unchecked
    /// The signature matches, but the file changed after it was signed.
    case changed
    /// The signature, or what it signs, doesn't match.
    case invalid

    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  /// Adds a problem. The state becomes the worst of all.
  public mutating func add(_ problem: CredentialProblem) {
    guard problems.count < Self.maximumProblems, !problems.contains(problem) else { return }
    problems.append(problem)
    state = max(state, problem.code.state)
  }

  /// The number of problems that are listed; a hostile file could have any number.
  private static let maximumProblems = 20

  /// The problems that give the state, and reservations if the credentials are intact.
  public var reasons: [CredentialProblem] { problems.filter { $0.code.state == state } }

  /// Returns the credentials as they count on a day: without a time stamp, what a certificate has
  /// signed can't be checked unless it is valid on that day.
  public func counting(on today: Day) -> ContentCredentials {
    guard let signer, signer.stamped == nil else { return self }
    var credentials = self
    if let end = signer.validUntil, end < today {
      credentials.add(CredentialProblem(.expired, "was valid until \(end)"))
    } else if let start = signer.validFrom, start > today {
      credentials.add(CredentialProblem(.expired, "is valid from \(start)"))
    }
    return credentials
  }
}

/// The certificate that a signature was made with. What it states is only as good as who issued it.
public struct CredentialSigner: Hashable, Sendable {
  /// The organisation; empty if the certificate states none.
  public var organization = ""
  /// The common name; empty if the certificate states none.
  public var name = ""
  /// The name of who issued the certificate.
  public var issuer = ""
  /// The first and the last day on which the certificate is valid.
  public var validFrom: Day?
  public var validUntil: Day?
  /// The algorithm of the signature: `ES256`.
  public var algorithm = ""
  /// The time that a time stamp states. Castbook doesn't verify the time stamp.
  public var stamped: Instant?

  public init() {}

  /// The organisation or, if there is none, the name.
  public var shownName: String {
    organization.isEmpty ? (name.isEmpty ? "an unnamed signer" : name) : organization
  }
}

extension CredentialSigner: StoredObject, JSONConvertible {
  public var json: JSONValue { stored }

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    organization = try fields.value("organization", \.organization, default: "")
    name = try fields.value("name", \.name, default: "")
    issuer = try fields.value("issuer", \.issuer, default: "")
    validFrom = try fields.optional("validFrom", \.validFrom)
    validUntil = try fields.optional("validUntil", \.validUntil)
    algorithm = try fields.value("algorithm", \.algorithm, default: "")
    stamped = try fields.optional("stamped", \.stamped)
  }
}

extension ContentCredentials: StoredObject, JSONConvertible {
  public var json: JSONValue { stored }

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    state = try fields.required("state", \.state)
    problems = try fields.value("problems", \.problems, default: [])
    title = try fields.value("title", \.title, default: "")
    generator = try fields.value("generator", \.generator, default: "")
    authors = try fields.value("authors", \.authors, default: [])
    agents = try fields.value("agents", \.agents, default: [])
    actions = try fields.value("actions", \.actions, default: [])
    sources = try fields.value("sources", \.sources, default: [])
    ingredients = try fields.value("ingredients", \.ingredients, default: [])
    hasGeneratedIngredient = try fields.value(
      "generatedIngredient", \.hasGeneratedIngredient, default: false)
    signer = try fields.optional("signer", \.signer)
  }
}
