package import Model

extension Contents {
  /// Returns what the erasures of this library remove from records that are about to arrive.
  ///
  /// - Parameters:
  ///   - records: The records, such as those of a pack. Erasures among them don't count here.
  ///   - elements: The elements whose erasures apply.
  package func erased(
    from records: [(digest: Digest, record: Record)], of elements: Set<ULID>
  ) throws -> ErasedRecords {
    var own: [(digest: Digest, record: Record)] = []
    for element in elements {
      let erasures = try erasureRecords(of: element)
      guard !erasures.isEmpty else { continue }
      for digest in try erasures + history(of: element) {
        if let record = try self.records.read(digest) { own.append((digest, record)) }
      }
    }
    guard !own.isEmpty else { return ErasedRecords() }
    let arriving = records.filter { if case .erasure = $0.record { false } else { true } }
    return try ErasedRecords(
      in: InventoryRecords([RecordInventory(of: own), RecordInventory(of: arriving)]))
  }
}
