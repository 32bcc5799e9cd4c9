import Foundation
import Testing

/// A certificate that signs itself.
enum TestCertificate {
  /// Makes `cert.pem` and `key.pem` in a folder, for servers with some names.
  static func make(for names: [String], in folder: URL) throws {
    let alternatives = names.map { "DNS:\($0)" }.joined(separator: ",")
    let made = try Program.run(
      "openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-subj", "/CN=tests", "-addext",
        "subjectAltName=\(alternatives)",
      ], in: folder)
    try #require(made.status == 0, "\(made.errors)")
  }
}
