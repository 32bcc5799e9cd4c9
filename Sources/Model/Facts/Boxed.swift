/// Keeps a large value on the heap, so copying its owner copies a reference.
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

  /// The box, which copies of the owner share: another value gets another box.
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
