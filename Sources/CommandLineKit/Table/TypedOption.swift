/// An option and the type that its value has for the command.
///
/// Commands keep their options as constants, list them in a table, and ask `Arguments` for them:
///
/// ```swift
/// static let json = Flag("json", "One JSON object.")
/// static let seed = ValueOption<String>("seed", "SEED", "The seed.")
///
/// let seed = try arguments[seed]  // nil when the option was not given
/// ```
public protocol TypedOption<Answer>: Sendable {
  /// What `Arguments` returns for the option.
  associatedtype Answer
  /// The option's row in the table.
  var option: Option { get set }
  /// Returns the meaning of the words that were given for the option; `nil` when it was not given.
  func answer(_ words: [Argument]?) throws -> Answer
}

extension TypedOption {
  /// Returns the option with other texts, for a command where it has a narrower meaning.
  public func described(
    as summary: String, placeholder: String? = nil, completion: Completion? = nil
  ) -> Self {
    var copy = self
    copy.option.summary = summary
    if let placeholder { copy.option.value?.placeholder = placeholder }
    if let completion { copy.option.value?.completion = completion }
    return copy
  }
}

/// An option without a value; its answer is whether it was given.
public struct Flag: TypedOption {
  public var option: Option

  public init(_ name: String, short: Character? = nil, _ summary: String) {
    option = Option(name: name, short: short, summary: summary, value: nil)
  }

  public func answer(_ words: [Argument]?) -> Bool { words != nil }
}

/// An option that is followed by one value, which `parse` makes from the word.
///
///     ValueOption("columns", "N", "Pictures per row.") { word in try columns(word) }
public struct ValueOption<Value>: TypedOption {
  public var option: Option
  private let parse: @Sendable (Argument) throws -> Value

  /// - Parameters:
  ///   - completion: What Tab offers; the values of `oneOf` when omitted.
  ///   - oneOf: The accepted values; any other is a usage error. `nil` accepts any value.
  public init(
    _ name: String, short: Character? = nil, _ placeholder: String, _ summary: String,
    completion: Completion = .nothing, oneOf: [String]? = nil,
    parse: @escaping @Sendable (Argument) throws -> Value
  ) {
    let value = Option.Value(placeholder, repeats: false, completion: completion, oneOf: oneOf)
    option = Option(name: name, short: short, summary: summary, value: value)
    self.parse = parse
  }

  /// Returns the value, or `nil` when the option was not given.
  public func answer(_ words: [Argument]?) throws -> Value? { try words?.last.map(parse) }
}

extension ValueOption<String> {
  /// Creates an option whose value is any text, or one of the given words.
  public init(
    _ name: String, short: Character? = nil, _ placeholder: String, _ summary: String,
    completion: Completion = .nothing, oneOf: [String]? = nil
  ) {
    self.init(
      name, short: short, placeholder, summary, completion: completion, oneOf: oneOf, parse: \.text)
  }
}

extension ValueOption where Value: RawRepresentable<String> & Sendable {
  /// Creates an option whose value is the raw value of one of these cases.
  public init(_ name: String, _ placeholder: String, _ summary: String, oneOf cases: [Value]) {
    let names = cases.map(\.rawValue)
    self.init(name, placeholder, summary, oneOf: names) { word in
      guard let value = cases.first(where: { $0.rawValue == word.text }) else {
        throw UsageError(
          message: "--\(name): unknown value", fix: "Write \(alternatives(names)).")
      }
      return value
    }
  }
}

/// An option that may be given several times. A placeholder that ends in `[,…]` makes each of its
/// words a comma-separated list.
public struct ListOption<Value>: TypedOption {
  public var option: Option
  private let parse: @Sendable (Argument) throws -> Value

  /// Creates an option for which `parse` makes a value from each part of the list.
  public init(
    _ name: String, short: Character? = nil, _ placeholder: String, _ summary: String,
    completion: Completion = .nothing, parse: @escaping @Sendable (Argument) throws -> Value
  ) {
    let value = Option.Value(placeholder, repeats: true, completion: completion, oneOf: nil)
    option = Option(name: name, short: short, summary: summary, value: value)
    self.parse = parse
  }

  /// Returns the values of all words in their order: `--for a,b --for c` gives three.
  public func answer(_ words: [Argument]?) throws -> [Value] {
    let words = words ?? []
    return try (option.value?.isList == true ? words.flatMap(\.parts) : words).map(parse)
  }
}

extension ListOption<String> {
  /// Creates a list of texts.
  public init(
    _ name: String, short: Character? = nil, _ placeholder: String, _ summary: String,
    completion: Completion = .nothing
  ) {
    self.init(name, short: short, placeholder, summary, completion: completion, parse: \.text)
  }
}

extension ListOption<Argument> {
  /// Creates a list of words that the command interprets itself.
  public init(
    _ name: String, short: Character? = nil, _ placeholder: String, _ summary: String,
    completion: Completion = .nothing
  ) {
    self.init(name, short: short, placeholder, summary, completion: completion, parse: \.self)
  }
}
