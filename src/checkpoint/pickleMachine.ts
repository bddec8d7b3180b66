import { CheckpointError } from './checkpointError';
import { callGlobal, foreign, globalNamed, isForeign, isGlobal, isTensor, storageOf } from './pickleGlobals';
import type { PickleForeign, PickleMap, PickleStorage, PickleValue } from './pickleValue';

/** The bytes end before the pickle's STOP. A reader of the file's start can read on and try again. */
export class PickleCutError extends CheckpointError {
  override name = 'PickleCutError';
}

/**
 * Four times what X3D-L with two optimizer states needs (about 150 000 opcodes), done within a second, and in less than
 * 100 MB beyond the file, most of which a value an opcode would take.
 */
const LIMITS = {
  steps: 600_000,
  stack: 300_000,
  memo: 300_000,
  depth: 1_000,
  longText: 2 ** 20,
  integerBytes: 64,
  foreign: 1000,
};

/** Steps that an opcode counts as which makes an object. */
const COST = { table: 10, call: 10 };

type Stack = PickleValue[];

/** The state of a pickle being read: a stack, the stacks that MARK put aside, and the memo, each within its bound. */
export class PickleMachine {
  at = 0;
  opcodeAt = 0;
  private steps = 0;
  stopped = false;
  stack: Stack = [];
  readonly aside: Stack[] = [];
  readonly memo = new Map<number, PickleValue>();
  readonly storages = new Map<string, PickleStorage>();
  /** Every name on no list that the pickle asks for, in its order. */
  readonly foreign: PickleForeign[] = [];
  readonly data: DataView;

  constructor(
    readonly bytes: Uint8Array,
    readonly what: string,
  ) {
    this.data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** One more opcode, or the cost of one that walks `count` values. */
  step(count = 1): void {
    this.steps += count;
    if (this.steps > LIMITS.steps) throw this.error(`more than ${LIMITS.steps} steps`);
  }

  get where(): string {
    return `${this.what}, byte ${this.opcodeAt}`;
  }

  error(reason: string): CheckpointError {
    return new CheckpointError(`${this.where}: ${reason}.`);
  }

  stop(): void {
    this.stopped = true;
  }

  /** Claims `count` bytes and returns where they begin. */
  take(count: number): number {
    const from = this.at;
    if (count > this.bytes.length - from)
      throw new PickleCutError(
        `${this.where}: the pickle needs ${count} bytes more and ${this.bytes.length - from} are left. The file was cut short: copy or download it again.`,
      );
    this.at += count;
    return from;
  }

  byte = (): number => this.data.getUint8(this.take(1));
  uint16 = (): number => this.data.getUint16(this.take(2), true);
  int32 = (): number => this.data.getInt32(this.take(4), true);
  uint32 = (): number => this.data.getUint32(this.take(4), true);

  /** A 64-bit length. Beyond 2^53 it is inexact, and anyhow far beyond the bytes that are left. */
  uint64 = (): number => Number(this.data.getBigUint64(this.take(8), true));

  slice(length: number): Uint8Array {
    const from = this.take(length);
    return this.bytes.subarray(from, from + length);
  }

  /** Text of a stated length. Very long ones (NumPy arrays that protocol 2 wrote as text) are kept as bytes. */
  text(length: number): PickleValue {
    const bytes = this.slice(length);
    if (length > LIMITS.longText) return { kind: 'inert', type: 'long text', args: bytes, state: null };
    return UTF8.decode(bytes);
  }

  /** Text up to the next line feed, as GLOBAL has it. */
  line(): string {
    const end = this.bytes.indexOf(10, this.at);
    const length = (end < 0 ? this.bytes.length : end) - this.at;
    if (length > 1000) throw this.error('a name of more than 1000 bytes');
    const line = UTF8.decode(this.slice(length));
    this.take(1);
    return line;
  }

  /** An integer in two's complement, little-endian; a bigint where a number would not be exact. */
  integer(length: number): PickleValue {
    if (length > LIMITS.integerBytes) throw this.error(`an integer of ${length} bytes`);
    let value = 0n;
    for (const [index, byte] of this.slice(length).entries()) value |= BigInt(byte) << BigInt(8 * index);
    const signed = BigInt.asIntN(8 * length, value);
    return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
  }

  push(value: PickleValue): void {
    if (this.stack.length >= LIMITS.stack) throw this.error(`more than ${LIMITS.stack} values on the stack`);
    this.stack.push(value);
  }

  /** An empty dict or set takes as much memory as a list of thirty numbers, and one byte of a pickle asks for it. */
  pushTable(table: PickleMap | Set<PickleValue>): void {
    this.step(COST.table);
    this.push(table);
  }

  pop(): PickleValue {
    const value = this.stack.pop();
    if (value === undefined) throw this.error('the stack is empty; the pickle is damaged');
    return value;
  }

  top(): PickleValue {
    const value = this.stack.at(-1);
    if (value === undefined) throw this.error('the stack is empty; the pickle is damaged');
    return value;
  }

  mark(): void {
    if (this.aside.length >= LIMITS.depth) throw this.error(`values nested deeper than ${LIMITS.depth}`);
    this.aside.push(this.stack);
    this.stack = [];
  }

  /** Everything above the last mark. */
  popMark(): Stack {
    const items = this.stack;
    const below = this.aside.pop();
    if (!below) throw this.error('a mark is missing; the pickle is damaged');
    this.stack = below;
    return items;
  }

  remember(index: number): void {
    if (this.memo.size >= LIMITS.memo) throw this.error(`more than ${LIMITS.memo} values in the memo`);
    this.memo.set(index, this.top());
  }

  recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) throw this.error(`memo ${index} was never set; the pickle is damaged`);
    this.push(value);
  }

  /** The list on top, to add to; what is added to a placeholder is let go. */
  list(): PickleValue[] {
    const list = this.top();
    if (isForeign(list)) return [];
    if (!Array.isArray(list)) throw this.error('something is appended to what is no list; the pickle is damaged');
    return list;
  }

  /** The dict on top, to set keys of; what is set on a placeholder is let go. */
  dict(): PickleMap {
    const dict = this.top();
    if (isForeign(dict)) return new Map();
    if (!(dict instanceof Map)) throw this.error('a key is set on what is no dict; the pickle is damaged');
    return dict;
  }

  setItems(items: Stack): void {
    if (items.length % 2) throw this.error('a key without a value; the pickle is damaged');
    const dict = this.dict();
    for (let index = 0; index < items.length; index += 2)
      dict.set(items[index] as PickleValue, items[index + 1] as PickleValue);
  }

  global(module: PickleValue, name: PickleValue): void {
    if (typeof module !== 'string' || typeof name !== 'string') throw this.error('a global without a name');
    const asked = globalNamed(module, name, this.where);
    if (isForeign(asked) && this.foreign.length < LIMITS.foreign) this.foreign.push(asked);
    this.push(asked);
  }

  /** `callable(*args)`, for a callable on the list. Of one on no list nothing is called: its result is a placeholder. */
  call(args: PickleValue, callable: PickleValue): void {
    this.step(COST.call);
    if (isForeign(callable)) {
      this.push(foreign(callable.type, callable.where));
      return;
    }
    if (!isGlobal(callable)) throw this.error('the pickle calls what is no function on the list. Nothing was run');
    if (!Array.isArray(args)) throw this.error(`${callable.name} is called without a tuple of arguments`);
    // Copying an argument is the one step whose cost the pickle chooses.
    for (const arg of args) this.step(Array.isArray(arg) ? arg.length : arg instanceof Map ? arg.size : 0);
    this.push(callGlobal(callable, args, this.where));
  }

  storage(id: PickleValue): void {
    const storage = storageOf(id, this.where);
    if (storage.kind === 'storage' && !this.storages.has(storage.key)) this.storages.set(storage.key, storage);
    this.push(storage);
  }

  /** State set on an object: kept where it is inert; a dict's own attributes (`_metadata`), a tensor's and a placeholder's are let go. */
  build(state: PickleValue): void {
    const target = this.top();
    if (isForeign(target)) {
      target.isModule ||= state instanceof Map && state.has('_parameters') && state.has('_modules');
      return;
    }
    if (target instanceof Map || isTensor(target)) return;
    if (typeof target !== 'object' || target === null || !('kind' in target) || target.kind !== 'inert')
      throw this.error('state is set on what is no object; the pickle is damaged');
    target.state = state;
  }
}

const UTF8 = new TextDecoder();
