#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A monotonic clock.
enum Clock {
  static var seconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The number with three decimal places.
  static func text(_ number: Double) -> String {
    let thousandths = Int((number * 1000).rounded())
    let digits = String(thousandths % 1000)
    return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - digits.count))\(digits)"
  }

  /// The median, the 99th percentile and the largest of some times in seconds, in milliseconds.
  static func summary(of seconds: [Double]) -> (p50: String, p99: String, maximum: String) {
    let sorted = seconds.sorted()
    func milliseconds(_ index: Int) -> String { text(sorted[index] * 1000) }
    return (
      milliseconds(sorted.count / 2), milliseconds(sorted.count * 99 / 100),
      milliseconds(sorted.count - 1)
    )
  }
}

func exitProcess(_ code: Int32) -> Never { exit(code) }
