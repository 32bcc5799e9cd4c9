import Library
import Model

// A library of the largest expected size, and the time that its queries take.
//   castbook-library-bench make FOLDER ELEMENTS   a library of ELEMENTS elements, four files each
//   castbook-library-bench make FOLDER ELEMENTS FILES   a library with FILES real files, and takes
//   castbook-library-bench measure FOLDER         every reading verb, in this process
//   castbook-library-bench subjects FOLDER        vectors of all pictures, and the search of them
//   castbook-library-bench store LIST FOLDER      a new library of the files in a list

let words = CommandLine.arguments
switch words.dropFirst().first {
case "make" where words.count == 4 || words.count == 5:
  guard let folder = FilePath(words[2]), let count = Int(words[3]) else { usage() }
  let fileCount = words.count == 5 ? Int(words[4]) : nil
  try LargeLibrary(folder: folder, count: count, fileCount: fileCount).make()
case "measure" where words.count == 3:
  guard let folder = FilePath(words[2]) else { usage() }
  try Measurement(folder: folder).run()
case "subjects" where words.count == 3:
  guard let folder = FilePath(words[2]) else { usage() }
  try LikeSubjects(folder: folder).run()
case "store" where words.count == 4:
  guard let list = FilePath(words[2]), let folder = FilePath(words[3]) else { usage() }
  try Storing(list: list, folder: folder).run()
default: usage()
}

func usage() -> Never {
  print(
    """
    usage: castbook-library-bench make FOLDER ELEMENTS [FILES] | measure FOLDER | subjects FOLDER
      | store LIST FOLDER
    """)
  exitProcess(2)
}
