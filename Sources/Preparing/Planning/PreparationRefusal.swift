package import Model

/// The error for a file that can't be turned into a passing copy. It never leaves the preparation:
/// its findings become the result for the file.
package struct PreparationRefusal: Error {
  package let findings: [Finding]

  package init(findings: [Finding]) { self.findings = findings }
}
