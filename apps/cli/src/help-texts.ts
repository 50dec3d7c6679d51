// What help says beside the flags: exit codes and examples, which work as they are printed.

/** Behind the flags of `parmap map`. */
export const MAP_HELP = `
Exit status: 0 all went well, 1 an item failed, 2 usage, 3 input or output, 4 cannot
run, 5 halted or past the deadline, 6 the journal, 141 closed pipe; or a signal.

Examples:
  cat orders.ndjson | parmap map ./price.mjs > priced.ndjson
  parmap map ./fetch.mjs#title --from lines -i urls.txt -j 20 --timeout 30s --retries 2
  parmap map ./size.mjs -b processes --workers 4 ::: *.jpg
`

/** Behind the flags of `parmap log`. */
export const LOG_HELP = `
Exit status: 0, 2 wrong usage, 3 cannot be read, 6 no journal, 141 closed pipe.

Examples:
  parmap log run.ndjson --failed
  parmap log run.ndjson --slowest 10
  parmap log run.ndjson --failed --items | parmap map ./price.mjs
`

/** Behind the flags of `parmap bench`. */
export const BENCH_HELP = `
Runs the task in every way that makes sense: a plain loop, async, threads, processes. Each
runs in a process of its own, in turn; what they give is compared. Tells which to take.

Exit status: 0, 1 results differ, 2 usage, 3 no items, 4 the task cannot be run, 141 closed
pipe; or a signal.

Examples:
  parmap bench ./price.mjs -i orders.ndjson
  parmap bench ./size.mjs --rounds 10 --time 3m --json figures.json ::: *.jpg
`

/** Behind the flags of `parmap completion`. */
export const COMPLETION_HELP = `
Examples:
  source <(parmap completion bash)
  parmap completion zsh > ~/.zsh/completions/_parmap
  parmap completion fish > ~/.config/fish/completions/parmap.fish
`

/** Behind the flags of `parmap doctor`. */
export const DOCTOR_HELP = `
Exit status: 0 every backend works, 2 wrong usage or environment, 4 one does not.

Example:
  parmap doctor
`

/** Behind the flags of `parmap exec`. */
export const EXEC_HELP = `
{} is the item, {.} without its extension, {/} its base name, {//} its folder, {/.} its
base name without extension, {#} its number, {%} the number of the slot, {1} a column or
one of the items of -n, {name} a named column or field. Without any, the item is the
last argument. No shell is in between, but for --shell, to which values are data; what
its line hands on to eval, sh -c or ssh is code to those.

Exit status: as of parmap map; 4 is a command that does not exist.

Examples:
  find . -name '*.png' -print0 | parmap exec -0 -- optipng -quiet {}
  parmap exec -i urls.txt -j 20 --timeout 30s --retries 2 -- curl -fsSO {}
  parmap exec --from csv --header -i people.csv -- echo {name} {/.}
  parmap exec --tag --shell 'wc -l < {}' ::: *.txt
`

/** What is told where there are no items: of `parmap exec`. */
export const EXEC_SHORT_HELP = `Usage: parmap exec [options] [::: item…] -- <command> [argument|{}]…
There are no items: give them on stdin, in files (-i FILE) or after ":::".
Run \`parmap exec --help\` for all options and examples.
`

/** What is told where there are no items: of `parmap bench`. */
export const BENCH_SHORT_HELP = `Usage: parmap bench <module>[#export] [options] [::: item…]
There are no items: give them on stdin, in files (-i FILE) or after ":::".
Run \`parmap bench --help\` for all options and examples.
`

/** What is told where there are no items: of `parmap map`. */
export const MAP_SHORT_HELP = `Usage: parmap map <module>[#export] [options] [::: item…]
There are no items: give them on stdin, in files (-i FILE) or after ":::".
Run \`parmap map --help\` for all options and examples.
`
