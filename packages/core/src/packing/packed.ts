// What values look like while they travel together: plain data of which structured clone and `v8.serialize` have little
// to copy. Knows the ways, and not how one is chosen.

/** A typed array whose members are numbers or bigints. */
export type NumericArray<B extends ArrayBufferLike = ArrayBufferLike> =
  | Int8Array<B> | Uint8Array<B> | Uint8ClampedArray<B> | Int16Array<B> | Uint16Array<B> | Int32Array<B> | Uint32Array<B>
  | Float32Array<B> | Float64Array<B> | BigInt64Array<B> | BigUint64Array<B>

/** Values in order: an array, or a typed one, which takes 1 to 8 bytes a value. */
export type Values = readonly unknown[] | NumericArray

/** Values packed by {@link packValues}, all in the same way. The names of the fields are short, since they travel. */
export type Packed =
  /** As they are, for structured clone to copy. */
  | { readonly is: 'values'; readonly v: readonly unknown[] }
  /** Numbers or bigints, bit by bit. */
  | { readonly is: 'numbers'; readonly n: NumericArray<ArrayBuffer> }
  /** Strings, joined to a few texts, and how long each is. */
  | { readonly is: 'texts'; readonly t: readonly string[]; readonly l: Uint32Array<ArrayBuffer> }
  /** `c` objects with the keys `k` in this order: a column of values for each key. */
  | { readonly is: 'objects'; readonly c: number; readonly k: readonly string[]; readonly v: readonly Packed[] }
  /** Arrays: the members of all of them, and how many each has. */
  | { readonly is: 'lists'; readonly l: Uint32Array<ArrayBuffer>; readonly v: Packed }
