package import Model

/// The error for a file of which no copy that passes can be made. It never leaves the preparation: its
/// findings become the result for the file.
package struct PreparationRefusal: Error {
  /// The reasons.
  package let findings: [Finding]

  package init(findings: [Finding]) { self.findings = findings }
}
