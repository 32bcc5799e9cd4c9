/// A value that is stored apart from the one that has it, which is copied more cheaply by that, and with less code.
///
/// ```swift
/// @Boxed public var image: ImageFacts?
/// ```
@propertyWrapper
public struct Boxed<Value: Hashable & Sendable>: Hashable, Sendable {
  private final class Storage: Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }
  }

  /// The value; `nil` without one. It is never changed, since copies share it.
  private var storage: Storage?

  public init(wrappedValue: Value?) { storage = wrappedValue.map(Storage.init) }

  public var wrappedValue: Value? {
    get { storage?.value }
    set { storage = newValue.map(Storage.init) }
  }

  public static func == (one: Boxed, other: Boxed) -> Bool {
    one.storage === other.storage || one.wrappedValue == other.wrappedValue
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}
