/** A node of a session and the operator it computes. */
export interface PlacedNode {
  readonly op: string;
  readonly name: string;
}

/** What every line about placement says before what it has to say. */
const SPEAKER = 'VerifyEachNodeIsAssignedToAnEp]';

/**
 * Nodes that a provider was given, read from onnxruntime's verbose log: "Node(s) placed on [X]. Number of nodes: 2",
 * then a line `op (name)` for each (session_state.cc, VerifyEachNodeIsAssignedToAnEp). Copies between providers, which
 * onnxruntime adds by itself, are left out.
 */
export function nodesPlacedOn(
  provider: 'CPUExecutionProvider' | 'WebGpuExecutionProvider',
  log: readonly string[],
): PlacedNode[] {
  const nodes: PlacedNode[] = [];
  let current = '';
  for (const line of log) {
    const [, text] = line.split(SPEAKER);
    if (text === undefined) continue;
    current = /placed on \[(\w+)\]/.exec(text)?.[1] ?? current;
    const [, op, name] = /^\s+(\w+) \((.*)\)\s*$/.exec(text) ?? [];
    if (current !== provider || op === undefined || name === undefined || op.startsWith('Memcpy')) continue;
    nodes.push({ op, name });
  }
  return nodes;
}
