internal import Files
package import Library
package import Model
internal import Transfers

/// Machines introduce themselves and report which erasures they have carried out, so the team knows
/// where erased data may remain.
extension TeamStore {
  /// Introduces this machine to the team, before it reads anything that may be erased one day.
  ///
  /// A machine whose keys may only read can't, and isn't listed. It tries again later, since its
  /// keys may have changed.
  ///
  /// - Parameter day: The day by the store's clock, to try at most once a day; `nil` to try in any
  ///   case.
  func introduce(on day: Day?) throws {
    let machine = try ownMachine()
    if let day, try state.hasFailedReport(on: day) { return }
    try state.transaction { try state.forgetFailedReport() }
    guard !machine.isIntroduced else { return }
    let card: JSONValue = ["by": environment.machine.owner, "host": environment.machine.host]
    try writeIfAllowed(on: day) {
      try put(
        RemoteLayout.machineKey(machine.id), sealed(card.canonicalBytes ?? []),
        type: "application/octet-stream")
      try state.transaction { try state.recordIntroduction(machine.id) }
    }
  }

  private func ownMachine() throws -> (id: ULID, isIntroduced: Bool) {
    try state.transaction { try state.machine(environment.machine.fingerprint, new: newULID) }
  }

  /// Writes information for the team. No step depends on it, so keys that may not write don't stop
  /// a pull.
  private func writeIfAllowed(on day: Day?, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch TeamStoreError.refused(status: 401...403, code: _, message: _, doing: .write) {
      try state.transaction { try state.recordFailedReport(on: day) }
    }
  }

  /// Reports the erasures that this machine has carried out since its last report.
  ///
  /// - Parameter day: The day by the store's clock, if it is known.
  func reportErasures(on day: Day?) throws {
    try requireSealedReports()
    let own = try ownMachine().id.text
    let erasures = try library.contents { try $0.erasures().map(\.record) }
    let new = try state.transaction {
      try erasures.filter { try state.isKnown($0) && !state.hasSighting($0, at: own) }
    }
    if !new.isEmpty, try !state.hasFailedReport {
      try writeIfAllowed(on: day) { try report(new, of: own) }
    }
  }

  /// Reads the list of machines, and their reports while some erasure isn't carried out everywhere.
  func refreshMachines() throws {
    try readMachines()
    let open = try state.teamMachines(of: library).openErasures
    if !open.isEmpty { try readReports() }
  }

  /// Writes a report of carried-out erasures, by a machine or by the keeper for the store.
  func report(_ erasures: [Digest], of reporter: String) throws {
    guard !erasures.isEmpty else { return }
    let key = RemoteLayout.reportKey(reporter, try newULID())
    let lines = erasures.map { "\($0.hex)\n" }.joined()
    if keys == nil {
      try put(key, Array(lines.utf8), type: "text/plain")
    } else {
      // Readers could guess an erasure from its digest, and pass off a copy as another reporter's.
      try put(key, sealed(Array("\(reporter)\n\(lines)".utf8)), type: "application/octet-stream")
    }
    try state.transaction { try state.recordReport(key, of: reporter, erasures) }
  }

  /// Reads the list of machines. If this one is marked as gone, it introduces itself again.
  private func readMachines() throws {
    var new: [String: ULID] = [:]
    var joined: [String: Instant] = [:]
    try list(RemoteLayout.machinesPrefix) { objects in
      try state.transaction {
        for object in objects {
          guard let (id, isGone) = RemoteLayout.machine(of: object.key) else { continue }
          if isGone { try state.recordDeparture(of: id) }
          guard try !isGone && !state.hasMachine(id) else { continue }
          new[object.key] = id
          joined[object.key] = object.modified
        }
      }
    }
    try read(new.keys.sorted()) { key, bytes in
      guard let id = new[key], let moment = joined[key] else { return }
      let card = unsealed(bytes).flatMap { try? JSONParser.parse($0, bounds: .init(depth: 4)) }
      // A machine whose introduction can't be read still has the library.
      let by = String((card?["by"]?.string ?? "").prefix(200))
      let host = String((card?["host"]?.string ?? "").prefix(64))
      try state.recordMachine(id, by: by, host: host, joined: moment)
    }
    guard let own = try state.introducedMachine, try state.hasDeparted(own) else { return }
    try state.transaction { try state.forgetMachine() }
    try introduce(on: nil)
  }

  /// Forgets reports from before a sealed store's reports were sealed.
  private func requireSealedReports() throws {
    if keys != nil { try state.transaction { try state.forgetUnsealedReports() } }
  }

  /// The erasures in a report; `nil` if it is not a report by `reporter`.
  private func erasures(inReport bytes: [UInt8], of reporter: String) -> [Digest]? {
    guard let plain = unsealed(bytes), let text = String(validating: plain, as: UTF8.self) else {
      return nil
    }
    var lines = text.split(separator: "\n").map(String.init)
    if keys != nil {
      guard lines.first == reporter else { return nil }
      lines.removeFirst()
    }
    return lines.compactMap { Digest(hex: $0) }
  }

  /// Reads the reports that this machine has not read.
  private func readReports() throws {
    try requireSealedReports()
    var new: [String] = []
    try list(RemoteLayout.reportsPrefix) { objects in
      new += try objects.map(\.key).filter {
        try RemoteLayout.reporter(of: $0) != nil && !state.hasReport($0)
      }
    }
    try read(new) { key, bytes in
      guard let reporter = RemoteLayout.reporter(of: key) else { return }
      try state.recordReport(key, of: reporter, erasures(inReport: bytes, of: reporter) ?? [])
    }
  }

  /// Reads introductions or reports that were listed, and calls `each` with every one in a
  /// transaction.
  private func read(_ keys: [String], _ each: (String, [UInt8]) throws -> Void) throws {
    try read(keys, limit: RemoteLayout.maximumReportBytes, skipsMissing: true) { key, bytes in
      try state.transaction { try each(key, bytes) }
    }
  }

  /// Asks the store which machines share the library, and which erasures are not carried out
  /// everywhere.
  package func machines() throws -> TeamMachines {
    try requireIdentity()
    try readMachines()
    try readReports()
    return try state.teamMachines(of: library)
  }

  /// Marks a machine as gone from the team, for example because its disk was destroyed.
  package func recordDeparture(of machine: ULID) throws {
    try requireIdentity()
    try put(RemoteLayout.goneKey(machine), [], type: "text/plain")
    try state.transaction { try state.recordDeparture(of: machine) }
  }
}

extension RemoteState {
  /// The machines of the team and the open erasures, as far as this machine knows.
  package func teamMachines(of library: LibraryStore) throws -> TeamMachines {
    let machines = try machines()
    let open = try library.contents { try $0.erasures() }.compactMap {
      digest, moment -> OpenErasure? in
      let unseen = try machines.filter { try !hasSighting(digest, at: $0.id.text) }
      let isCleaned = try hasSighting(digest, at: RemoteLayout.storeReporter)
      guard !unseen.isEmpty || !isCleaned else { return nil }
      return OpenErasure(record: digest, at: moment, isCleaned: isCleaned, machines: unseen)
    }
    return TeamMachines(machines: machines, openErasures: open)
  }
}
