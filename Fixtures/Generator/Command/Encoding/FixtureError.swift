/// The reason why the fixtures could not be made.
indirect enum FixtureError: Error {
  /// Any of the other errors, with the file that was being made.
  case making(String, FixtureError)
  /// An encoder refused its input, or ran out of memory.
  case refused(String)
  /// A picture made here lacks a part that an odd file is made from.
  case missing(String)
  case cannotWrite(path: String, reason: String)
  case cannotRead(path: String, reason: String)
  case usage(String)
}

extension FixtureError: CustomStringConvertible {
  var description: String {
    switch self {
    case .making(let name, let reason): "\(name): \(reason)"
    case .refused(let encoder): "the \(encoder) encoder refused its input"
    case .missing(let part): "the generated file has no \(part)"
    case .cannotWrite(let path, let reason): "\(path): can't be written: \(reason)"
    case .cannotRead(let path, let reason): "\(path): can't be read: \(reason)"
    case .usage(let problem): problem
    }
  }
}
