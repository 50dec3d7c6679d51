// What a function takes from around it without a name: `this`, `super`, `import.meta`, and what `import()` resolves
// against. Walks the syntax tree; knows nothing of scopes.

import type { AnyNode, MemberExpression } from 'acorn'
import type { ParsedFunction } from './parse-function.ts'

/** A piece of syntax, as messages show it. */
export interface OutsideSyntax {
  readonly kind: 'this' | 'super' | 'import.meta' | 'import()'
  readonly text: string
  readonly line: number
}

/** What the walk finds. */
export interface Outside {
  readonly syntax: readonly OutsideSyntax[]
  /** By the name of an object, the first property that is read of it: what an import is called where it comes from. */
  readonly properties: ReadonlyMap<string, string>
  /** Names that look like imports: `(0, name.property)(…)` is how compilers write the call of one. */
  readonly called: ReadonlySet<string>
}

/** @param importers names of functions that stand for `import()` where a tool has replaced it */
export function outsideOf({ node: fn }: ParsedFunction, importers: RegExp): Outside {
  const syntax: OutsideSyntax[] = []
  const properties = new Map<string, string>()
  const called = new Set<string>()

  /** @param isOuter whether `this` and `super` are those of the function itself */
  function walk(node: AnyNode, isOuter: boolean): void {
    const line = node.loc!.start.line
    if (node.type === 'ThisExpression' && isOuter) syntax.push({ kind: 'this', text: 'this', line })
    if (node.type === 'Super' && isOuter) syntax.push({ kind: 'super', text: 'super', line })
    if (node.type === 'MetaProperty' && node.meta.name === 'import') syntax.push({ kind: 'import.meta', text: 'import.meta', line })
    if (node.type === 'ImportExpression') noteImport(node.source, line)
    if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && importers.test(node.callee.name)) noteImport(node.arguments[0], line)
    if (node.type === 'MemberExpression' && node.object.type === 'Identifier') noteProperty(node.object.name, node)
    if (node.type === 'SequenceExpression' && node.expressions.length === 2) noteCalled(...node.expressions)
    for (const [key, value] of Object.entries(node)) {
      const isInner = hasOwnThis(node, key) && node !== fn
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, isOuter && !isInner)
    }
  }

  function noteImport(source: AnyNode | undefined, line: number): void {
    const specifier = literal(source)
    if (specifier === undefined || URL.canParse(specifier)) return // a computed one is the runtime's to judge
    syntax.push({ kind: 'import()', text: `import('${specifier}')`, line })
  }

  function noteProperty(name: string, { property, computed }: MemberExpression): void {
    const read = !computed && property.type === 'Identifier' ? property.name : literal(property)
    if (read !== undefined && !properties.has(name)) properties.set(name, read)
  }

  function noteCalled(first?: AnyNode, second?: AnyNode): void {
    if (first?.type !== 'Literal' || first.value !== 0) return
    if (second?.type === 'MemberExpression' && second.object.type === 'Identifier') called.add(second.object.name)
  }

  walk(fn, true)
  return { syntax, properties, called }
}

/** Whether code under this key of a node has a `this` of its own. Keys and superclasses of a class have that around it. */
function hasOwnThis({ type }: AnyNode, key: string): boolean {
  if (type === 'FunctionExpression' || type === 'FunctionDeclaration' || type === 'StaticBlock') return true
  return type === 'PropertyDefinition' && key === 'value'
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as Partial<AnyNode>).type === 'string'
}

function literal(node: AnyNode | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value
  return node?.type === 'TemplateLiteral' && node.expressions.length === 0 ? (node.quasis[0]!.value.cooked ?? undefined) : undefined
}
