/// The JSON of `provenance` (`docs/json.md`), and of what other commands say about origins.
public enum ProvenanceJSON {
  /// The name and version of the format.
  public static let schema = "provenance/1"

  /// Returns what a file says about its origin. Each problem has its message, too.
  public static func facts(_ facts: ProvenanceFacts) -> JSONValue {
    facts.json.replacing([
      "credentials": facts.credentials.map { credentials in
        guard !credentials.problems.isEmpty else { return credentials.json }
        return credentials.json.replacing([
          "problems": credentials.problems.objects { problem in
            [
              "code": problem.code, "subject": problem.subject.nonEmpty,
              "message": problem.description,
            ]
          }
        ])
      }
    ]).adding(["generated": ProvenanceWords.extent(facts)])
  }

  /// Returns the result for all files.
  public static func document(
    _ files: [FileProvenance], trust: ReadProvenance.Trust?
  ) -> JSONValue {
    [
      "castbook": schema,
      "trust": trust.map { ["path": $0.path, "certificateCount": $0.count] as JSONValue },
      "files": files.objects { file in
        [
          "path": file.path, "number": file.number, "format": file.format,
          "state": file.outcome, "signer": file.signer,
          "provenance": file.facts.map(facts),
          "problem": file.problem.map { "\($0)" },
        ]
      },
      "summary": .object(
        [JSONValue.Member("fileCount", files.count)]
          + FileProvenance.Outcome.allCases.map { outcome in
            JSONValue.Member(outcome.rawValue, files.count { $0.outcome == outcome })
          }),
    ]
  }
}
