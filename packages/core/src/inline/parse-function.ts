// From a function to its syntax tree and to a text that is an expression by itself. Knows the forms in which functions
// are written; not what they refer to.

import { parse, type ArrowFunctionExpression, type Expression, type FunctionExpression, type Program } from 'acorn'

/** A function as text: what is carried to the workers. */
export interface ParsedFunction {
  /** As messages and stack traces show it; may be empty. */
  readonly name: string
  /** An expression whose value is the function. */
  readonly text: string
  /** Lines are counted from the first of the function's own text. */
  readonly node: ArrowFunctionExpression | FunctionExpression
}

/** @throws TypeError for what has no source text, and for what cannot run as a task: a generator, a class, an accessor */
export function parseFunction(fn: (...args: never[]) => unknown): ParsedFunction {
  const name = typeof fn.name === 'string' ? fn.name : ''
  const source = Function.prototype.toString.call(fn)
  const { node, text } = parseForm(name, source)
  if (node.type !== 'ArrowFunctionExpression' && node.type !== 'FunctionExpression') {
    throw refused(name, 'it is a class, which cannot be called with an item')
  }
  if (node.generator) throw refused(name, 'it is a generator function, and nothing iterates what it returns. Return an array instead')
  return { name, text, node }
}

/** @internal */
export function refused(name: string, why: string): TypeError {
  return new TypeError(`Cannot inline ${name === '' ? 'the function' : `\`${name}\``}: ${why}`)
}

interface Form {
  readonly node: Expression
  readonly text: string
}

/** A function is written as an expression, or as a method: of an object, or, when its name is private, of a class. */
function parseForm(name: string, source: string): Form {
  const failures: SyntaxError[] = []
  for (const form of [asExpression, asObjectMethod, asClassMethod]) {
    try {
      return form(name, source)
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      failures.push(error)
    }
  }
  if (/\[native code\]\s*\}\s*$/u.test(source)) {
    throw refused(name, 'it is native or bound, so its source text is not to be had. Wrap it: inlineTask((item) => …(item))')
  }
  throw refused(name, `its text is not strict mode code by itself: ${furthest(failures)}`)
}

function asExpression(_name: string, source: string): Form {
  const { body } = parseStrict(`(${source}\n)`)
  const statement = body[0]!
  if (body.length > 1 || statement.type !== 'ExpressionStatement') throw new SyntaxError('more than one expression')
  return { node: statement.expression, text: source }
}

function asObjectMethod(name: string, source: string): Form {
  const expression = parseExpression(`({${source}\n})`)
  const method = expression.type === 'ObjectExpression' && expression.properties.length === 1 ? expression.properties[0]! : undefined
  if (method?.type !== 'Property' || method.value.type !== 'FunctionExpression') throw new SyntaxError('no method')
  return methodForm(name, source, 2, method.kind, method.value)
}

function asClassMethod(name: string, source: string): Form {
  const expression = parseExpression(`(class{${source}\n})`)
  const method = expression.type === 'ClassExpression' && expression.body.body.length === 1 ? expression.body.body[0]! : undefined
  if (method?.type !== 'MethodDefinition') throw new SyntaxError('no method')
  return methodForm(name, source, 7, method.kind, method.value)
}

/** The method's key is left out: it may be computed in a scope that stays behind, or private. */
function methodForm(name: string, source: string, prefixLength: number, kind: string, node: FunctionExpression): Form {
  if (kind === 'get' || kind === 'set') throw refused(name, 'it is an accessor, which cannot be called with an item')
  return { node, text: `${node.async ? 'async ' : ''}function ${node.generator ? '*' : ''}${source.slice(node.start - prefixLength)}` }
}

function parseExpression(text: string): Expression | Program {
  const program = parseStrict(text)
  return program.body[0]?.type === 'ExpressionStatement' ? program.body[0].expression : program
}

function parseStrict(text: string): Program {
  // `super` is let through: refused later, together with all else that is amiss.
  return parse(text, { ecmaVersion: 'latest', sourceType: 'module', locations: true, ranges: true, allowSuperOutsideMethod: true })
}

/** Of several ways to read a text, the one that came furthest was meant. */
function furthest(errors: readonly SyntaxError[]): string {
  const positions = errors.map((error) => (error as { pos?: number }).pos ?? -1)
  const { message, loc } = errors[positions.indexOf(Math.max(...positions))] as SyntaxError & { loc?: { line: number } }
  return loc === undefined ? message : `${message.replace(/ \(\d+:\d+\)$/u, '')} (line ${loc.line})`
}
