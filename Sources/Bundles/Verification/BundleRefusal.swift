public import Model

/// The reason why a path can't be read as a bundle or pack.
public struct BundleRefusal: PathError {
  public let path: FilePath
  public let reason: String
  public let fix: String?

  package init(path: FilePath, reason: String) { self.init(path: path, reason: reason, fix: nil) }

  /// Creates an error; without a fix of its own it gets the usual one.
  package init(path: FilePath, reason: String, fix: String?) {
    self.path = path
    self.reason = reason
    self.fix = fix ?? "copy it again, or ask the sender for a new one"
  }

  public var blame: Blame { .findings }
  public var rule: String { "bundle.refused" }
  public var message: String { "\(path): \(reason)" }
}
