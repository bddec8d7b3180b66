import { useState } from 'react';
import type { Architecture } from '../../architecture/architecture';
import type { DiagramNode } from '../../diagram/diagram';
import type { Layout } from '../../diagram/layout';
import { costsOf } from '../../state/derived';
import { sameShape } from '../../tensor/shape';

/** What is remembered of the picture before: what every node said, and which edit changed it last. */
interface Memory {
  readonly architecture: Architecture;
  readonly layout: Layout;
  readonly edits: number;
  readonly said: ReadonlyMap<string, Saying>;
  readonly changedBy: ReadonlyMap<string, number>;
  readonly ask: (id: string) => number;
}

/**
 * For each node, the number of the edit that last changed what it says: shape, kind or costs. Opening and closing is no
 * edit. 0 for a node that has not changed since it appeared.
 */
export function useChanges(architecture: Architecture, layout: Layout): (id: string) => number {
  const [memory, setMemory] = useState<Memory>(() => {
    const said = sayings(architecture, layout);
    return { architecture, layout, edits: 0, said, changedBy: new Map(), ask: () => 0 };
  });
  if (memory.layout === layout) return memory.ask;
  const edited = memory.architecture !== architecture;
  const edits = memory.edits + (edited ? 1 : 0);
  const said = sayings(architecture, layout);
  const changedBy = new Map<string, number>();
  for (const [id, saying] of said) {
    const before = memory.said.get(id);
    const changed = edited && before !== undefined && !sameSaying(before, saying);
    const by = changed ? edits : edited ? 0 : (memory.changedBy.get(id) ?? 0);
    if (by > 0) changedBy.set(id, by);
  }
  const ask = (id: string): number => changedBy.get(id) ?? 0;
  setMemory({ architecture, layout, edits, said, changedBy, ask });
  return ask;
}

/** What a node says of its part, apart from any measure. */
interface Saying {
  readonly node: DiagramNode;
  readonly parameters: number;
  readonly macs: number;
}

function sayings(architecture: Architecture, { nodes }: Layout): ReadonlyMap<string, Saying> {
  const costs = costsOf(architecture);
  return new Map(
    nodes.map(({ node }) => {
      let [parameters, macs] = [0, 0];
      for (const path of node.covers) {
        parameters += costs.get(path)?.parameters ?? 0;
        macs += costs.get(path)?.macs ?? 0;
      }
      return [node.id, { node, parameters, macs }];
    }),
  );
}

function sameSaying(a: Saying, b: Saying): boolean {
  return (
    a.parameters === b.parameters &&
    a.macs === b.macs &&
    a.node.title === b.node.title &&
    a.node.label === b.node.label &&
    sameShape(a.node.output, b.node.output)
  );
}
