import { isForeign } from './pickleGlobals';
import { PickleMachine } from './pickleMachine';
import type { PickleForeign, PickleStorage, PickleValue } from './pickleValue';

/** A pickle's value and the number of bytes it took: legacy checkpoints keep several pickles in a row. */
export interface Unpickled {
  readonly value: PickleValue;
  readonly length: number;
  /** Every storage the pickle points to, by key. */
  readonly storages: ReadonlyMap<string, PickleStorage>;
  /** Every class and function it names that is on no list, in its order. */
  readonly foreign: readonly PickleForeign[];
}

/**
 * Reads one pickle (protocols 2 to 5) as data. This is an interpreter of the pickle machine with the dangerous half left
 * out: its opcodes are a list, and so are the names that mean something; every other name becomes a placeholder that
 * swallows whatever is done to it. No name is ever looked up or run.
 * @param what names the pickle in messages: `data.pkl`.
 * @throws CheckpointError
 */
export function unpickle(bytes: Uint8Array, what: string): Unpickled {
  const machine = new PickleMachine(bytes, what);
  while (!machine.stopped) {
    machine.opcodeAt = machine.at;
    const code = machine.byte();
    const opcode = OPCODES.get(code);
    if (!opcode)
      throw machine.error(
        `opcode 0x${code.toString(16).padStart(2, '0')}${REFUSED.has(code) ? ` (${REFUSED.get(code)})` : ''} is not one that torch or mmengine writes. Nothing was run`,
      );
    machine.step();
    opcode(machine);
  }
  return { value: machine.pop(), length: machine.at, storages: machine.storages, foreign: machine.foreign };
}

/** Every opcode that is understood, by its byte (Python's pickletools.py describes them all). */
const OPCODES: ReadonlyMap<number, (m: PickleMachine) => void> = new Map<number, (m: PickleMachine) => void>([
  // Frame of the pickle.
  [0x80, protocol],
  [0x95, (m) => void m.uint64()], // FRAME: the length of what follows, which changes nothing
  [0x2e, (m) => m.stop()], // STOP
  [0x28, (m) => m.mark()], // MARK
  [0x30, (m) => void (m.stack.length > 0 ? m.pop() : m.popMark())], // POP
  [0x31, (m) => void m.popMark()], // POP_MARK
  [0x32, (m) => m.push(m.top())], // DUP
  // Constants and numbers.
  [0x4e, (m) => m.push(null)], // NONE
  [0x88, (m) => m.push(true)], // NEWTRUE
  [0x89, (m) => m.push(false)], // NEWFALSE
  [0x4b, (m) => m.push(m.byte())], // BININT1
  [0x4d, (m) => m.push(m.uint16())], // BININT2
  [0x4a, (m) => m.push(m.int32())], // BININT
  [0x8a, (m) => m.push(m.integer(m.byte()))], // LONG1
  [0x8b, (m) => m.push(m.integer(m.uint32()))], // LONG4
  [0x47, (m) => m.push(m.data.getFloat64(m.take(8)))], // BINFLOAT, big-endian
  // Text and bytes.
  [0x58, (m) => m.push(m.text(m.uint32()))], // BINUNICODE
  [0x8c, (m) => m.push(m.text(m.byte()))], // SHORT_BINUNICODE
  [0x8d, (m) => m.push(m.text(m.uint64()))], // BINUNICODE8
  [0x54, (m) => m.push(m.text(m.uint32()))], // BINSTRING: Python 2's str
  [0x55, (m) => m.push(m.text(m.byte()))], // SHORT_BINSTRING
  [0x42, (m) => m.push(m.slice(m.uint32()))], // BINBYTES
  [0x43, (m) => m.push(m.slice(m.byte()))], // SHORT_BINBYTES
  [0x8e, (m) => m.push(m.slice(m.uint64()))], // BINBYTES8
  [0x96, (m) => m.push(m.slice(m.uint64()))], // BYTEARRAY8
  // Containers.
  [0x5d, (m) => m.push([])], // EMPTY_LIST
  [0x6c, (m) => m.push(m.popMark())], // LIST
  [0x61, append], // APPEND
  [0x65, appends], // APPENDS
  [0x29, (m) => m.push([])], // EMPTY_TUPLE
  [0x74, (m) => m.push(m.popMark())], // TUPLE
  [0x85, (m) => m.push([m.pop()])], // TUPLE1
  [0x86, tuple2],
  [0x87, tuple3],
  [0x7d, (m) => m.pushTable(new Map())], // EMPTY_DICT
  [0x64, dict], // DICT
  [0x73, setItem],
  [0x75, (m) => m.setItems(m.popMark())], // SETITEMS
  [0x8f, (m) => m.pushTable(new Set())], // EMPTY_SET
  [0x90, addItems], // ADDITEMS
  [0x91, (m) => m.pushTable(new Set(m.popMark()))], // FROZENSET
  // Memo.
  [0x71, (m) => m.remember(m.byte())], // BINPUT
  [0x72, (m) => m.remember(m.uint32())], // LONG_BINPUT
  [0x94, (m) => m.remember(m.memo.size)], // MEMOIZE
  [0x68, (m) => m.recall(m.byte())], // BINGET
  [0x6a, (m) => m.recall(m.uint32())], // LONG_BINGET
  // Globals and objects.
  [0x63, (m) => m.global(m.line(), m.line())], // GLOBAL
  [0x93, stackGlobal], // STACK_GLOBAL
  [0x52, (m) => m.call(m.pop(), m.pop())], // REDUCE
  [0x81, (m) => m.call(m.pop(), m.pop())], // NEWOBJ
  [0x92, newObjectWithKeywords], // NEWOBJ_EX
  [0x62, (m) => m.build(m.pop())], // BUILD
  [0x51, (m) => m.storage(m.pop())], // BINPERSID
]);

/** Opcodes known and refused, so that the message can name them. */
const REFUSED: ReadonlyMap<number, string> = new Map([
  [0x50, 'PERSID'],
  [0x69, 'INST'],
  [0x6f, 'OBJ'],
  [0x82, 'EXT1'],
  [0x83, 'EXT2'],
  [0x84, 'EXT4'],
  [0x97, 'NEXT_BUFFER'],
  [0x98, 'READONLY_BUFFER'],
  [0x49, 'INT'],
  [0x4c, 'LONG'],
  [0x46, 'FLOAT'],
  [0x53, 'STRING'],
  [0x56, 'UNICODE'],
  [0x67, 'GET'],
  [0x70, 'PUT'],
]);

function protocol(m: PickleMachine): void {
  const version = m.byte();
  if (version < 2 || version > 5) throw m.error(`pickle protocol ${version}; 2 to 5 are read`);
}

function append(m: PickleMachine): void {
  const item = m.pop();
  m.list().push(item);
}

function appends(m: PickleMachine): void {
  const items = m.popMark();
  const list = m.list();
  for (const item of items) list.push(item);
}

function tuple2(m: PickleMachine): void {
  const second = m.pop();
  m.push([m.pop(), second]);
}

function tuple3(m: PickleMachine): void {
  const third = m.pop();
  const second = m.pop();
  m.push([m.pop(), second, third]);
}

function setItem(m: PickleMachine): void {
  const value = m.pop();
  m.setItems([m.pop(), value]);
}

function dict(m: PickleMachine): void {
  const items = m.popMark();
  m.pushTable(new Map());
  m.setItems(items);
}

function addItems(m: PickleMachine): void {
  const items = m.popMark();
  const set = m.top();
  if (isForeign(set)) return;
  if (!(set instanceof Set)) throw m.error('items are added to what is no set; the pickle is damaged');
  for (const item of items) set.add(item);
}

function stackGlobal(m: PickleMachine): void {
  const name = m.pop();
  m.global(m.pop(), name);
}

function newObjectWithKeywords(m: PickleMachine): void {
  m.pop(); // the keywords: no class on the list takes any
  m.call(m.pop(), m.pop());
}
