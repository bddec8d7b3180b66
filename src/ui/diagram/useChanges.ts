import { useState } from 'react';
import type { Architecture } from '../../architecture/architecture';
import type { Layout } from '../../diagram/layout';
import { costsOf } from '../../state/derived';

/** What is remembered of the picture before: what every node said, and which edit changed it last. */
interface Memory {
  readonly architecture: Architecture;
  readonly layout: Layout;
  readonly edits: number;
  readonly said: ReadonlyMap<string, string>;
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
    const changed = edited && before !== undefined && before !== saying;
    const by = changed ? edits : edited ? 0 : (memory.changedBy.get(id) ?? 0);
    if (by > 0) changedBy.set(id, by);
  }
  const ask = (id: string): number => changedBy.get(id) ?? 0;
  setMemory({ architecture, layout, edits, said, changedBy, ask });
  return ask;
}

function sayings(architecture: Architecture, { nodes }: Layout): ReadonlyMap<string, string> {
  const costs = costsOf(architecture);
  return new Map(
    nodes.map(({ node }) => {
      const parameters = node.covers.reduce((sum, path) => sum + (costs.get(path)?.parameters ?? 0), 0);
      const macs = node.covers.reduce((sum, path) => sum + (costs.get(path)?.macs ?? 0), 0);
      return [node.id, `${node.title} ${node.label} ${node.output} ${parameters} ${macs}`];
    }),
  );
}
