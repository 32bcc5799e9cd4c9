/// The fish completion script: tables, walk and candidates, all in fish's own language.
///
/// It shares the data of `CompletionTables` with the other shells, but none of their functions.
enum FishCompletion {
  /// Returns the whole script, ready to be saved as a file.
  static func script(_ tables: CompletionTables) -> String {
    let name = tables.prefix
    let program = tables.program
    return #"""
      # Completion of \#(program) for fish, generated from its table of commands.

      # Sets children and options: what may follow the command $argv[1].
      function __\#(name)_command
          set -g __\#(name)_children
          set -g __\#(name)_options
          switch "$argv[1]"
      \#(arms(tables.commands, name: name))
              case '*'
                  return 1
          end
      end

      # Sets kind, choices and list: the value of option $argv[2] of the command $argv[1].
      function __\#(name)_value
          set -g __\#(name)_kind nothing
          set -g __\#(name)_choices
          set -g __\#(name)_list
          switch "$argv[1] $argv[2]"
      \#(arms(tables.values, name: name))
              case '*'
                  return 1
          end
      end

      # Sets kind, choices and list: the positional number $argv[2] of the command $argv[1].
      function __\#(name)_positional
          set -g __\#(name)_kind nothing
          set -g __\#(name)_choices
          set -g __\#(name)_list
          switch "$argv[1] $argv[2]"
      \#(arms(tables.positionals, name: name))
              case '*'
                  return 1
          end
      end

      \#(walk(name: name, program: program))
      \#(letters(name: name))
      \#(expectation(name: name))
      \#(offer(name: name))
      \#(registration(name: name, program: program))
      """#
  }

  /// The arms of one `switch`: each pattern, and the variables it sets.
  private static func arms(_ arms: [CompletionTables.Arm], name: String) -> String {
    arms.map { arm in
      let lines = assignments(arm.facts).map { "            set -g __\(name)_\($0)" }
      return (["        case \(arm.patterns.joined(separator: " "))"] + lines)
        .joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// The assignments of one arm, without the prefix of the variable names.
  private static func assignments(_ facts: CompletionTables.Facts) -> [String] {
    switch facts {
    case .command(let children, let options):
      ["children \(joined(children))", "options \(joined(options))"]
    case .value(let kind, let choices, let isList):
      ["kind \(kind)"] + (isList ? ["list 1"] : [])
        + (choices.isEmpty ? [] : ["choices \(joined(choices))"])
    }
  }

  private static func joined(_ words: [String]) -> String { words.joined(separator: " ") }

  /// The function that follows the words before the cursor, as the program's own parser does.
  private static func walk(name: String, program: String) -> String {
    #"""
    # Reads the words before the cursor. Sets at: the command; count: its positionals so far;
    # pending: the option whose value comes next; ended: after --; explaining: after help.
    function __\#(name)_walk
        set -g __\#(name)_at '\#(program)'
        set -g __\#(name)_count 0
        set -g __\#(name)_pending ''
        set -g __\#(name)_ended ''
        set -g __\#(name)_explaining ''
        for word in (commandline -opc)[2..-1]
            if test -n "$__\#(name)_pending"
                set -g __\#(name)_pending ''
                continue
            else if test -n "$__\#(name)_ended"
                set -g __\#(name)_count (math $__\#(name)_count + 1)
                continue
            end
            switch "$word"
                case --
                    set -g __\#(name)_ended 1
                case '--*=*'
                case '--*'
                    if __\#(name)_value "$__\#(name)_at" "$word"
                        set -g __\#(name)_pending "$word"
                    end
                case '-?*'
                    __\#(name)_letters (string split '' -- (string sub -s 2 -- "$word"))
                case '*'
                    if test "$word:$__\#(name)_at:$__\#(name)_count:$__\#(name)_explaining" = 'help:\#(program):0:'
                        set -g __\#(name)_explaining 1
                    else if test $__\#(name)_count -eq 0; and __\#(name)_command "$__\#(name)_at $word"
                        set -g __\#(name)_at "$__\#(name)_at $word"
                    else
                        set -g __\#(name)_count (math $__\#(name)_count + 1)
                    end
            end
        end
    end

    """#
  }

  /// The function that reads several short options in one word.
  private static func letters(name: String) -> String {
    #"""
    # Short options in one word: the last may wait for its value.
    function __\#(name)_letters
        for index in (seq (count $argv))
            if __\#(name)_value "$__\#(name)_at" "-$argv[$index]"
                if test $index -eq (count $argv)
                    set -g __\#(name)_pending "-$argv[$index]"
                end
                return
            end
        end
    end

    """#
  }

  /// The functions that tell what the cursor accepts besides commands and options.
  private static func expectation(name: String) -> String {
    #"""
    # Sets kind, choices and list: what the cursor accepts besides commands and options.
    function __\#(name)_expected
        __\#(name)_walk
        set -l current (commandline -ct)
        if test -n "$__\#(name)_pending"
            __\#(name)_value "$__\#(name)_at" "$__\#(name)_pending"
        else if test -z "$__\#(name)_ended"; and string match -q -- '--*=*' "$current"
            __\#(name)_value "$__\#(name)_at" (string split -m 1 = -- "$current")[1]
        else if test -z "$__\#(name)_ended"; and string match -q -- '-*' "$current"
            set -g __\#(name)_kind options
        else if test -n "$__\#(name)_explaining"
            set -g __\#(name)_kind nothing
        else
            __\#(name)_positional "$__\#(name)_at" $__\#(name)_count
        end
    end

    function __\#(name)_expects
        __\#(name)_expected
        test "$__\#(name)_kind" = "$argv[1]"
    end

    """#
  }

  /// The functions that print the candidates, one per line.
  private static func offer(name: String) -> String {
    #"""
    function __\#(name)_print
        for line in $argv
            printf '%s\n' "$line"
        end
    end

    # Prints the words that fit at the cursor, one per line.
    function __\#(name)_words
        __\#(name)_expected
        set -l current (commandline -ct)
        if test -z "$__\#(name)_pending$__\#(name)_ended"; and test $__\#(name)_count -eq 0
            and not string match -q -- '-*' "$current"
            __\#(name)_command "$__\#(name)_at"
            __\#(name)_print $__\#(name)_children
        end
        switch "$__\#(name)_kind"
            case options
                __\#(name)_command "$__\#(name)_at"
                __\#(name)_print $__\#(name)_options
            case words
                set -l before ''
                if test -z "$__\#(name)_pending"; and string match -q -- '--*=*' "$current"
                    set before (string split -m 1 = -- "$current")[1]=
                    set current (string split -m 1 = -- "$current")[2]
                end
                if test -n "$__\#(name)_list"; and string match -q -- '*,*' "$current"
                    set before "$before"(string replace -r -- '[^,]*$' '' "$current")
                end
                __\#(name)_print "$before"$__\#(name)_choices
        end
    end

    """#
  }

  /// The `complete` calls that register the functions for the program.
  private static func registration(name: String, program: String) -> String {
    #"""
    complete -c \#(program) -f
    complete -c \#(program) -f -k -a '(__\#(name)_words)'
    complete -c \#(program) -n '__\#(name)_expects files' -F
    complete -c \#(program) -n '__\#(name)_expects folders' -f \
        -a '(__fish_complete_directories (commandline -ct) "")'

    """#
  }
}
