internal import CSQLite

/// The unused parts of the pages of an index's file.
///
/// SQLite overwrites a row that is deleted (`secure_delete`). But when it moves rows within a page,
/// it leaves copies of them in the part that becomes free, and a copy stays there after its row is
/// deleted. This type overwrites these parts in the file itself, because the bytes have no meaning
/// for SQLite.
///
/// The layout of a page is part of SQLite's file format (https://www.sqlite.org/fileformat2.html,
/// section 1.6).
@safe
struct PageGaps {
  private let file: UnsafeMutablePointer<sqlite3_file>
  private let methods: sqlite3_io_methods
  private let pageSize: Int
  private let usableSize: Int
  private let pageCount: Int

  /// The number of bytes that are read in one call.
  private static let chunkBytes = 1 << 20

  /// The pages of a database all of whose changes are in its main file.
  ///
  /// Returns `nil` if pages of rows can't be distinguished: in a file of 2^24 pages or more, pages
  /// of other kinds may begin with the same byte.
  init?(of database: borrowing Database) throws(IndexError) {
    var pointer: UnsafeMutablePointer<sqlite3_file>?
    let code = unsafe withUnsafeMutablePointer(to: &pointer) { pointer in
      unsafe sqlite3_file_control(database.handle, "main", SQLITE_FCNTL_FILE_POINTER, pointer)
    }
    guard code == SQLITE_OK, let file = unsafe pointer, let methods = unsafe file.pointee.pMethods
    else { return nil }
    unsafe self.file = file
    unsafe self.methods = methods.pointee
    var size: sqlite3_int64 = 0
    _ = unsafe self.methods.xFileSize?(file, &size)
    var header = [UInt8](repeating: 0, count: 100)
    guard size >= 512, unsafe self.methods.xRead?(file, &header, 100, 0) == SQLITE_OK else {
      return nil
    }
    let stored = Int(header[16]) << 8 | Int(header[17])
    pageSize = stored == 1 ? 65_536 : stored
    guard pageSize >= 512, pageSize.nonzeroBitCount == 1 else { return nil }
    usableSize = pageSize - Int(header[20])
    pageCount = Int(size) / pageSize
    guard pageCount < 1 << 24 else { return nil }
  }

  /// The numbers of the pages, from 0, whose unused parts contain bytes other than zero.
  func dirtyPages() throws(IndexError) -> [Int] {
    var found: [Int] = []
    let perChunk = max(1, Self.chunkBytes / pageSize)
    var chunk = [UInt8](repeating: 0, count: perChunk * pageSize)
    for first in stride(from: 0, to: pageCount, by: perChunk) {
      let count = min(perChunk, pageCount - first)
      try read(&chunk, count * pageSize, at: first * pageSize)
      unsafe chunk.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
        for index in 0..<count {
          let page = unsafe UnsafeRawBufferPointer(
            rebasing: bytes[index * pageSize..<(index + 1) * pageSize])
          let isDirty = unsafe gaps(of: page, isFirst: first + index == 0).contains { gap in
            unsafe !isZero(page, gap)
          }
          if isDirty { found.append(first + index) }
        }
      }
    }
    return found
  }

  /// Overwrites the unused parts of some pages with zeros and syncs the file.
  func overwrite(_ pages: [Int]) throws(IndexError) {
    guard !pages.isEmpty else { return }
    var page = [UInt8](repeating: 0, count: pageSize)
    let zeros = [UInt8](repeating: 0, count: pageSize)
    for number in pages where number < pageCount {
      try read(&page, pageSize, at: number * pageSize)
      let ranges = unsafe page.withUnsafeBytes { unsafe gaps(of: $0, isFirst: number == 0) }
      for gap in ranges where gap.contains(where: { page[$0] != 0 }) {
        let code = unsafe methods.xWrite?(
          file, zeros, Int32(gap.count), sqlite3_int64(number * pageSize + gap.lowerBound))
        guard code != SQLITE_FULL else { throw .diskFull }
        guard code == SQLITE_OK else { throw .other("a page could not be overwritten") }
      }
    }
    guard unsafe methods.xSync?(file, SQLITE_SYNC_NORMAL) == SQLITE_OK else {
      throw .other("it could not be synced to disk")
    }
  }

  /// Reads from the file through SQLite's own methods, which know about its locks.
  private func read(_ bytes: inout [UInt8], _ count: Int, at offset: Int) throws(IndexError) {
    let code = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe methods.xRead?(file, buffer.baseAddress, Int32(count), sqlite3_int64(offset))
    }
    guard code == SQLITE_OK else { throw .other("a page could not be read") }
  }

  /// The ranges of a page that contain no row: the part between the cell pointers and the cells,
  /// and the free blocks except for their four-byte headers. Empty for a page that contains no rows
  /// at all.
  ///
  /// - Parameters:
  ///   - page: The bytes of the page.
  ///   - isFirst: Whether it is the first page, which begins with the 100-byte header of the file.
  private func gaps(of page: UnsafeRawBufferPointer, isFirst: Bool) -> [Range<Int>] {
    func number(_ offset: Int) -> Int { unsafe Int(page[offset]) << 8 | Int(page[offset + 1]) }
    let header = isFirst ? 100 : 0
    let headerSize: Int
    switch unsafe page[header] {
    case 2, 5: headerSize = 12
    case 10, 13: headerSize = 8
    default: return []
    }
    let start = header + headerSize + 2 * number(header + 3)
    let content = number(header + 5) == 0 ? 65_536 : number(header + 5)
    guard start <= content, content <= usableSize else { return [] }
    var gaps = start < content ? [start..<content] : []
    var block = number(header + 1)
    while block >= content, block + 4 <= usableSize {
      let size = number(block + 2)
      guard size >= 4, block + size <= usableSize else { break }
      if size > 4 { gaps.append(block + 4..<block + size) }
      let next = number(block)
      guard next > block else { break }
      block = next
    }
    return gaps
  }

  /// Whether all bytes of a range are zero.
  private func isZero(_ page: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    var offset = range.lowerBound
    while offset + 8 <= range.upperBound {
      if unsafe page.loadUnaligned(fromByteOffset: offset, as: UInt64.self) != 0 { return false }
      offset += 8
    }
    while offset < range.upperBound {
      if unsafe page[offset] != 0 { return false }
      offset += 1
    }
    return true
  }
}
