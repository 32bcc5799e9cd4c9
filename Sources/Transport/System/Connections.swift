internal import CTransport
internal import Files
package import Model
internal import POSIX
package import Transfers

/// Connections to servers, on which many transfers run at once. Use them from one thread.
///
/// ```swift
/// let connections = try Connections()
/// try connections.start(request, identifier: 1)
/// while let ended = connections.next(milliseconds: 1000) { print(ended.identifier, ended.result) }
/// ```
@safe
package final class Connections {
  /// Limits on connections.
  package struct Options: Sendable {
    /// The maximum number of connections to one host.
    package var maximumCount = 32
    package var connectSeconds = 20
    /// How long a transfer may be slower than `slowestBytes`.
    package var stalledSeconds = 60
    /// The fewest bytes per second that count as progress.
    package var slowestBytes = 1024
    /// A file with additional certificate authorities.
    package var certificateAuthorities: FilePath?

    package init() {}
  }

  /// The body of a request.
  package enum Body: Sendable {
    case none
    case bytes([UInt8])
    /// A whole regular file, with bytes before and after it.
    case file(FilePath, before: [UInt8] = [], after: [UInt8] = [])
  }

  /// The options of a transfer.
  package struct TransferOptions: Sendable {
    /// The new file that receives the answer's body if the status is 200 to 299; `nil` for memory.
    package var path: FilePath?
    /// The maximum length of the answer's body.
    package var limit = 16 << 20
    /// The proxy to use, empty for none; `nil` for the one that the environment names.
    package var proxy: String?
    /// Whether libcurl may send the request again on a new connection.
    package var allowsRetry = true
    /// The time limit in milliseconds, from connecting to the end of the answer; `nil` for none.
    package var milliseconds: Int?
    /// Whether to connect only to hosts of the public internet.
    package var isPublicOnly = false

    package init() {}
  }

  /// A transfer that has ended.
  package struct FinishedTransfer: Sendable {
    package let identifier: UInt64
    package let result: Result<HTTPResponse, TransferFailure>
  }

  private let transport: OpaquePointer
  /// The open descriptors of the running transfers, by identifier.
  private var descriptors: [UInt64: [Int32]] = [:]

  /// Loads libcurl unless it is loaded already.
  ///
  /// - Throws: `TransferFailure` if libcurl is missing or too old.
  package init(_ options: Options = Options()) throws(TransferFailure) {
    if let problem = unsafe castbook_transport_load() {
      throw TransferFailure(.noLibrary, unsafe String(cString: problem))
    }
    var limits = unsafe castbook_transport_options_t()
    unsafe limits.connections = UInt32(options.maximumCount)
    unsafe limits.connect_seconds = UInt32(options.connectSeconds)
    unsafe limits.stalled_seconds = UInt32(options.stalledSeconds)
    unsafe limits.slowest_bytes = UInt32(options.slowestBytes)
    let opened: OpaquePointer?
    if let certificateAuthorities = options.certificateAuthorities {
      unsafe opened = unsafe certificateAuthorities.withCString { path in
        unsafe limits.authorities = unsafe path
        return unsafe castbook_transport_open(&limits)
      }
    } else {
      unsafe opened = unsafe castbook_transport_open(&limits)
    }
    guard let opened = unsafe opened else {
      throw TransferFailure(.invalidRequest, "no memory")
    }
    unsafe transport = opened
  }

  deinit {
    unsafe castbook_transport_close(transport)
    for descriptor in descriptors.values.joined() { close(descriptor) }
  }

  /// The number of running transfers.
  package var count: Int { unsafe castbook_transport_count(transport) }

  /// Begins a transfer.
  ///
  /// - Parameters:
  ///   - request: The request, already signed.
  ///   - body: The body of the request.
  ///   - path: The new file that receives the answer's body if the status is 200 to 299; `nil` for
  ///     memory.
  ///   - limit: The maximum length of the answer's body.
  ///   - identifier: The number of the transfer, unique among running ones.
  package func start(
    _ request: HTTPRequest, _ body: Body = .none, into path: FilePath? = nil,
    limit: Int = 16 << 20, identifier: UInt64
  ) throws(TransferFailure) {
    var options = TransferOptions()
    (options.path, options.limit) = (path, limit)
    try start(request.head, body, options, identifier: identifier)
  }

  /// Begins a transfer with options.
  package func start(
    _ head: PreparedRequest, _ body: Body, _ options: TransferOptions, identifier: UInt64
  ) throws(TransferFailure) {
    // Without an empty Expect header, libcurl waits for the server's permission to send a large
    // body.
    let lines = head.headers.map { "\($0.name): \($0.value)" } + ["Expect:"]
    guard lines.allSatisfy({ !$0.utf8.contains { $0 < 0x20 && $0 != 0x09 } }) else {
      throw TransferFailure(.invalidRequest, "a header with control characters")
    }
    var transfer = unsafe castbook_transfer_t()
    unsafe transfer.identifier = identifier
    unsafe transfer.body_file = -1
    unsafe transfer.received_file = -1
    unsafe transfer.maximum_bytes = UInt64(options.limit)
    unsafe transfer.once = !options.allowsRetry
    unsafe transfer.only_public = options.isPublicOnly
    unsafe transfer.milliseconds = UInt64(options.milliseconds ?? 0)
    var (before, after): ([UInt8], [UInt8]) = ([], [])
    switch body {
    case .none: break
    case .bytes(let given):
      before = given
      unsafe transfer.has_body = true
    case .file(let path, let first, let last):
      (before, after) = (first, last)
      let (descriptor, byteCount) = try Self.openToSend(path)
      descriptors[identifier, default: []].append(descriptor)
      unsafe transfer.has_body = true
      unsafe transfer.body_file = descriptor
      unsafe transfer.file_bytes = UInt64(byteCount)
    }
    if let path = options.path {
      do {
        let descriptor = try Self.create(path)
        descriptors[identifier, default: []].append(descriptor)
        unsafe transfer.received_file = descriptor
      } catch {
        closeFiles(of: identifier)
        throw error
      }
    }
    guard unsafe begin(&transfer, head, lines, options.proxy, before, after) else {
      closeFiles(of: identifier)
      throw TransferFailure(.invalidRequest, "not an address: \(head.url)")
    }
  }

  /// Passes a transfer to libcurl, which copies all of it.
  private func begin(
    _ transfer: inout castbook_transfer_t, _ head: PreparedRequest, _ lines: [String],
    _ proxy: String?,
    _ before: [UInt8], _ after: [UInt8]
  ) -> Bool {
    let headers = unsafe lines.map { unsafe UnsafePointer<CChar>(strdup($0)) }
    let proxy = unsafe proxy.map { unsafe strdup($0) }
    defer {
      unsafe headers.forEach { unsafe free(UnsafeMutablePointer(mutating: $0)) }
      unsafe free(proxy ?? nil)
    }
    unsafe transfer.proxy = unsafe UnsafePointer(proxy ?? nil)
    unsafe transfer.header_count = headers.count
    return unsafe head.method.withCString { method in
      unsafe head.url.withCString { address in
        unsafe headers.withUnsafeBufferPointer { headers in
          unsafe before.withUnsafeBufferPointer { before in
            unsafe after.withUnsafeBufferPointer { after in
              unsafe transfer.method = unsafe method
              unsafe transfer.url = unsafe address
              unsafe transfer.headers = headers.baseAddress
              unsafe transfer.head = before.baseAddress
              unsafe transfer.head_bytes = UInt64(before.count)
              unsafe transfer.tail = after.baseAddress
              unsafe transfer.tail_bytes = UInt64(after.count)
              return unsafe castbook_transfer_start(transport, &transfer)
            }
          }
        }
      }
    }
  }

  /// Runs the transfers for at most `milliseconds`. Returns one that has ended, or `nil`.
  package func next(milliseconds: Int) -> FinishedTransfer? {
    next(milliseconds: milliseconds, wakeDescriptor: -1).ended
  }

  /// Runs the transfers for at most `milliseconds`, or until a descriptor becomes readable.
  ///
  /// - Returns: A transfer that has ended, if any, and whether the descriptor is readable.
  func next(milliseconds: Int, wakeDescriptor: Int32) -> (ended: FinishedTransfer?, isWoken: Bool) {
    var outcome = unsafe castbook_outcome_t()
    var isWoken = false
    let hasEnded = unsafe castbook_transport_next(
      transport, Int32(milliseconds), wakeDescriptor, &isWoken, &outcome)
    return (hasEnded ? unsafe ended(outcome) : nil, isWoken)
  }

  private func ended(_ outcome: castbook_outcome_t) -> FinishedTransfer {
    let identifier = unsafe outcome.identifier
    closeFiles(of: identifier)
    guard let reason = unsafe Self.reason(outcome) else {
      let answer = unsafe HTTPResponse(
        status: Int(outcome.status),
        head: Array(UnsafeBufferPointer(start: outcome.head, count: outcome.head_bytes)),
        body: Array(UnsafeBufferPointer(start: outcome.body, count: outcome.body_bytes)),
        receivedBytes: Int(outcome.received_bytes))
      return FinishedTransfer(identifier: identifier, result: .success(answer))
    }
    let words =
      unsafe reason == .fileFailed
      ? SystemErrorCode.message(outcome.problem)
      : outcome.words.map { unsafe String(cString: $0) } ?? ""
    var failure = TransferFailure(reason, words)
    failure.mayHaveArrived = unsafe outcome.may_have_arrived
    return FinishedTransfer(identifier: identifier, result: .failure(failure))
  }

  private static func reason(_ outcome: castbook_outcome_t) -> TransferFailure.Reason? {
    switch unsafe Int(outcome.end) {
    case Int(CASTBOOK_TRANSFER_DONE): nil
    case Int(CASTBOOK_TRANSFER_NO_CONNECTION): .noConnection
    case Int(CASTBOOK_TRANSFER_NOT_TRUSTED): .notTrusted
    case Int(CASTBOOK_TRANSFER_LATE): .timedOut
    case Int(CASTBOOK_TRANSFER_TOO_LONG): .tooLong
    case Int(CASTBOOK_TRANSFER_NOT_STORED): .fileFailed
    case Int(CASTBOOK_TRANSFER_NOT_PUBLIC): .privateAddress
    case Int(CASTBOOK_TRANSFER_IMPOSSIBLE): .invalidRequest
    default: .connectionLost
    }
  }

  // MARK: Files

  private static func openToSend(_ path: FilePath) throws(TransferFailure) -> (
    Int32, byteCount: Int
  ) {
    do {
      guard let file = try ReadableFile.open(path) else { throw FileError(path, ENOENT, .open) }
      return (try duplicated(file.duplicate()), file.byteCount)
    } catch let error as TransferFailure {
      throw error
    } catch {
      throw TransferFailure(.fileFailed, "\(error)")
    }
  }

  /// Creates a file for the bytes to receive.
  private static func create(_ path: FilePath) throws(TransferFailure) -> Int32 {
    do {
      return try duplicated(try WritableFile(path, mode: 0o600, replaces: false).duplicate())
    } catch let error as TransferFailure {
      throw error
    } catch {
      throw TransferFailure(.fileFailed, "\(error)")
    }
  }

  private static func duplicated(_ descriptor: Int32) throws(TransferFailure) -> Int32 {
    guard descriptor >= 0 else {
      throw TransferFailure(.fileFailed, SystemErrorCode.message(errno))
    }
    return descriptor
  }

  private func closeFiles(of identifier: UInt64) {
    for descriptor in descriptors.removeValue(forKey: identifier) ?? [] { close(descriptor) }
  }
}
