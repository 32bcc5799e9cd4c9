extension Argument {
  /// Returns the words after the program's name, as bytes.
  ///
  /// `CommandLine.arguments` would replace bytes that are not UTF-8, and a path with such bytes
  /// could no longer be opened.
  public static func ofThisProcess() -> [Argument] {
    var arguments: [Argument] = []
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let start = unsafe CommandLine.unsafeArgv[index] else { break }
      let bytes = unsafe UnsafeBufferPointer(start: start, count: length(of: start))
      arguments.append(unsafe Argument(bytes: bytes.map { UInt8(bitPattern: $0) }))
    }
    return arguments
  }

  /// The number of bytes before the terminating NUL.
  private static func length(of text: UnsafePointer<CChar>) -> Int {
    var count = 0
    while unsafe text[count] != 0 { count += 1 }
    return count
  }
}
