internal import Foundation
package import Model

/// The reference implementation of Content Credentials (c2pa-python), which signs files for the
/// tests and judges them. `Scripts/install --credentials` installs it.
package enum CredentialsJudge {
  /// What it reports about a file.
  package struct Verdict: Sendable {
    package let name: String
    private let value: JSONValue

    fileprivate init(_ value: JSONValue) {
      name = (value["path"]?.string ?? "").split(separator: "/").last.map(String.init) ?? ""
      self.value = value
    }

    /// The status codes of what is wrong, without the one for a signer who is in no list.
    package var failures: [String] {
      (value["failures"]?.array ?? []).compactMap(\.string)
        .filter { $0 != "signingCredential.untrusted" }
    }

    /// The verdict in the words of `castbook provenance`: a file whose only fault is the hash of
    /// its content has changed since.
    package var state: String {
      switch value["state"]?.string {
      case "none": "none"
      case "Valid", "Trusted": "intact"
      case "Invalid": failures.allSatisfy { $0.hasSuffix("Hash.mismatch") } ? "changed" : "invalid"
      default: value["error"]?.string ?? "?"
      }
    }

    package var signer: String? { value["issuer"]?.string }
    package var title: String? { value["title"]?.string }
    package var ingredients: [String] {
      (value["ingredients"]?.array ?? []).compactMap(\.string)
    }
  }

  /// A file that it can't judge.
  package struct Refusal: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) { self.description = description }
  }

  /// Makes the signed, altered and stripped files of the tests in a folder.
  package static func make(in folder: FilePath) throws {
    _ = try run(["make", Fixtures.folder.path(), folder.text])
  }

  /// Judges files.
  package static func verdicts(on files: [FilePath]) throws -> [Verdict] {
    let output = try run(["read"] + files.map(\.text))
    return try (JSONParser.parse(output).array ?? []).map(Verdict.init)
  }

  private static func run(_ arguments: [String]) throws -> [UInt8] {
    let result = try Program.run(
      Program.python, ["credentials_judge.py"] + arguments,
      in: Fixtures.repository.appending(path: "Tests/Support"),
      environment: Program.environment(
        with: [
          "PYTHONDONTWRITEBYTECODE": "1",
          "PYTHONPATH": Fixtures.repository.appending(path: ".build/credentials").path(),
        ]))
    guard result.status == 0 else { throw Refusal(description: result.errors) }
    return result.outputBytes
  }
}
