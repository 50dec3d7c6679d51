// What transpilers, bundlers and coverage tools make of inline tasks. The texts are theirs, made from the source above
// each: esbuild 0.28, TypeScript 5.9, SWC 1.16, Babel 7.29, istanbul-lib-instrument 6.0, Stryker 9.6, webpack 5.112, Vite 8.

import { describe, expect, test } from 'vitest'
import { inlineTask } from '../src/inline.ts'
import { loadTask } from '../src/load-task.ts'

function written(text: string): (item: unknown) => unknown {
  return (0, eval)(`(${text})`) as (item: unknown) => unknown
}

async function carried(text: string): Promise<(...args: unknown[]) => unknown> {
  return (await loadTask(inlineTask(written(text)))).fn as (...args: unknown[]) => unknown
}

describe('the text that a tool has changed runs all the same, with', () => {
  test('the names that esbuild and tsx keep', async () => {
    // (n) => { const half = (x) => x / 2; class Pair {} return [half(n), half.name, Pair.name] }
    const fn = await carried(`(n) => {
      const h = /* @__PURE__ */ __name((x) => x / 2, "half");
      class P {
        static {
          __name(this, "Pair");
        }
      }
      return [h(n), h.name, P.name];
    }`)
    expect(fn(8)).toEqual([4, 'half', 'Pair'])
  })

  test('the counters of Istanbul', async () => {
    // (n) => { if (n > 1) { return 'many' } return n ? 'one' : 'none' }
    const fn = await carried('n=>{cov_vllpstvmv().f[0]++;cov_vllpstvmv().s[1]++;' +
      'if(n>1){cov_vllpstvmv().b[0][0]++;cov_vllpstvmv().s[2]++;' +
      "return'many';}else{cov_vllpstvmv().b[0][1]++;}cov_vllpstvmv().s[3]++;" +
      "return n?(cov_vllpstvmv().b[1][0]++,'one'):(cov_vllpstvmv().b[1][1]++,'none');}")
    expect([2, 1, 0].map((n) => fn(n))).toEqual(['many', 'one', 'none'])
  })

  test.each([[2, 2], [1, 'b'], [0, 'a'], [undefined, 'a'], [null, 'a']])('the temporaries of Istanbul, for %s', async (item, result) => {
    // (n) => (n || 'a') === 1 ? 'b' : n || 'a'
    const kept = (branch: string, value: string): string =>
      `cov_vllpstvmv().b${branch}++,cov_vllpstvmv().cov_vllpstvmv_temp=${value},` +
      '(cov_vllpstvmv().cov_vllpstvmv_temp&&(!Array.isArray(cov_vllpstvmv().cov_vllpstvmv_temp)||' +
      'cov_vllpstvmv().cov_vllpstvmv_temp.length)&&' +
      '(Object.getPrototypeOf(cov_vllpstvmv().cov_vllpstvmv_temp)!==Object.prototype||Object.values(cov_vllpstvmv().cov_vllpstvmv_temp).length)' +
      `?cov_vllpstvmv().bT${branch}++:null),cov_vllpstvmv().cov_vllpstvmv_temp`
    const or = (branch: number): string => `(${kept(`[${branch}][0]`, 'n')})||(${kept(`[${branch}][1]`, "'a'")})`
    const fn = await carried(`n=>{cov_vllpstvmv().f[0]++;cov_vllpstvmv().s[1]++;return(${or(1)})===1` +
      `?(cov_vllpstvmv().b[0][0]++,'b'):(cov_vllpstvmv().b[0][1]++,${or(2)});}`)
    expect(fn(item)).toBe(result)
  })

  test('the switches of Stryker', async () => {
    // (n) => { return n + 1 }
    const fn = await carried('(n) => { if (stryMutAct_9fa48("0")) { {} } else { stryCov_9fa48("0"); ' +
      'return stryMutAct_9fa48("1") ? n - 1 : (stryCov_9fa48("1"), n + 1); } }')
    expect(fn(1)).toBe(2)
  })

  test('the import() of Vite and Vitest', async () => {
    const fn = await carried('async (path) => (await __vite_ssr_dynamic_import__("node:path")).posix.basename(path)')
    expect(await fn('/a/b')).toBe('b')
    expect(() => inlineTask(written('async () => __vite_ssr_dynamic_import__("/src/paths.js")'))).toThrow(
      "`import('/src/paths.js')` (line 1): text has no module to resolve it against",
    )
  })
})

const LOWERED = 'what a compiler wrote for newer syntax. Compile for a newer target (TypeScript: "target": "es2022")'
const IMPORTED = 'imported by the module around it. Import inside'

describe('the text that a tool has changed is refused with what it was, for', () => {
  test.each([
    ['TypeScript', '(n) => __awaiter(void 0, void 0, void 0, function* () { return n; })', '`__awaiter` (line 1)'],
    ['TypeScript', '(_a) => { var { a } = _a, rest = __rest(_a, ["a"]); return rest }', '`__rest` (line 1)'],
    ['TypeScript, of using', '(n) => { const env_1 = {}; __addDisposableResource(env_1, n, false); __disposeResources(env_1) }',
      '`__addDisposableResource` (line 1), `__disposeResources` (line 1)'],
    ['tslib', '(n) => tslib_1.__awaiter(void 0, void 0, void 0, function* () { return n; })', '`tslib_1.__awaiter` (line 1)'],
    ['esbuild', '(n) => __async(null, null, function* () { return __spreadValues({}, n); })', '`__async` (line 1), `__spreadValues` (line 1)'],
    ['Babel', '(n) => _objectSpread(_objectSpread({}, n), {}, { b: _toConsumableArray(n.a) })', '`_objectSpread` (line 1), `_toConsumableArray` (line 1)'],
    ['SWC', '(n) => _object_spread_props(_object_spread({}, n), { b: _to_consumable_array(n.a) })',
      '`_object_spread_props` (line 1), `_object_spread` (line 1), `_to_consumable_array` (line 1)'],
  ])('newer syntax, by %s: %s', (_, text, names) => {
    expect(() => inlineTask(written(text))).toThrow(`${names}: ${LOWERED}`)
  })

  test.each([
    ['TypeScript', '(n) => (0, paths_js_1.basename)(n)', '`paths_js_1.basename` (line 1)'],
    ['TypeScript', '(n) => n + paths_js_1.sep', '`paths_js_1.sep` (line 1)'],
    ['esbuild', '(n) => (0, import_paths.basename)(n)', '`import_paths.basename` (line 1)'],
    ['Babel and SWC', '(n) => (0, _paths.basename)(n)', '`_paths.basename` (line 1)'],
    ['webpack', '(n) => n + _paths_js__WEBPACK_IMPORTED_MODULE_0__["default"]', '`_paths_js__WEBPACK_IMPORTED_MODULE_0__.default` (line 1)'],
    ['Vite', '(n) => n + __vite_ssr_import_1__.sep', '`__vite_ssr_import_1__.sep` (line 1)'],
    ['Vitest', '(n) => __vi_import_0__.sep', '`__vi_import_0__.sep` (line 1)'],
  ])('imports, by %s: %s', (_, text, name) => {
    expect(() => inlineTask(written(text))).toThrow(`${name}: ${IMPORTED}`)
  })

  test.each(['(n) => import_meta.url + n', '(n) => __vite_ssr_import_meta__.url + n'])('import.meta: %s', (text) => {
    expect(() => inlineTask(written(text))).toThrow('text belongs to no module. Pass import.meta.url as state')
  })

  test('the modules of a bundle', () => {
    const text = '() => Promise.resolve().then(() => (__webpack_require__(/*! ./paths.mjs */ "./src/paths.mjs")))'
    expect(() => inlineTask(written(text))).toThrow('`__webpack_require__` (line 1): belongs to the code that a bundler has written around the function')
  })

  test('what one copy of tslib has made global, since no worker has it', () => {
    const realm = globalThis as { __awaiter?: unknown }
    realm.__awaiter = () => undefined
    try {
      expect(() => inlineTask(written('(n) => __awaiter(void 0, void 0, void 0, function* () { return n; })'))).toThrow(LOWERED)
    } finally {
      delete realm.__awaiter
    }
  })
})
