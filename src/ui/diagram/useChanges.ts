import { useState } from 'react';
import type { Costs } from '../../analysis/costs';
import type { Architecture } from '../../architecture/architecture';
import type { DiagramNode } from '../../diagram/diagram';
import type { Layout, PlacedNode } from '../../diagram/layout';
import { costsOf } from '../../state/document/derived';
import { sameShape } from '../../tensor/shape';

/** An edit, by its number, and the nodes that say something else since: another shape, kind or cost. */
export interface Changes {
  readonly edit: number;
  readonly nodes: readonly PlacedNode[];
}

interface Seen {
  readonly architecture: Architecture;
  readonly layout: Layout;
}

/** What the last edit changed of the picture. Nothing any more once something was opened or closed, which is no edit. */
export function useChanges(architecture: Architecture, layout: Layout): Changes {
  const [memory, setMemory] = useState(() => ({
    architecture,
    layout,
    changes: { edit: 0, nodes: [] as Changes['nodes'] },
  }));
  if (memory.layout === layout) return memory.changes;
  const { edit } = memory.changes;
  const changes =
    memory.architecture === architecture
      ? { edit, nodes: [] }
      : { edit: edit + 1, nodes: changedNodes(memory, { architecture, layout }) };
  setMemory({ architecture, layout, changes });
  return changes;
}

/** Nodes of a picture that were there before and said something else. */
function changedNodes(before: Seen, { architecture, layout }: Seen): readonly PlacedNode[] {
  const [costsBefore, costs] = [costsOf(before.architecture), costsOf(architecture)];
  const nodesBefore = new Map(before.layout.nodes.map(({ node }) => [node.id, node]));
  return layout.nodes.filter(({ node }) => {
    const old = nodesBefore.get(node.id);
    return old && !(sameWords(old, node) && sameCosts(node.covers, costsBefore, costs));
  });
}

function sameWords(a: DiagramNode, b: DiagramNode): boolean {
  return a.title === b.title && a.label === b.label && sameShape(a.output, b.output);
}

function sameCosts(
  paths: readonly string[],
  before: ReadonlyMap<string, Costs>,
  after: ReadonlyMap<string, Costs>,
): boolean {
  return paths.every((path) => {
    const [a, b] = [before.get(path), after.get(path)];
    return a?.parameters === b?.parameters && a?.macs === b?.macs;
  });
}
