import type { Diagram, DiagramEdge, DiagramNode } from './diagram';
import type { Direction } from './layout';
import { FAMILIES, type Family } from './looks';

/**
 * The picture as Mermaid flowchart text, for READMEs and wikis: open groups are subgraphs, shortcuts are dotted, boxes
 * carry their family's colour.
 */
export function mermaidOf({ nodes, edges }: Diagram, direction: Direction): string {
  const names = new Map<string, string>();
  const boxes: { readonly name: string; readonly family: Family }[] = [];
  // Paths hold dots and ellipses, which Mermaid's identifiers do not; numbers do.
  const nameOf = (node: DiagramNode): string => {
    const name = `n${names.size}`;
    names.set(node.id, name);
    return name;
  };
  const lines = (node: DiagramNode, indent: string): readonly string[] => {
    const name = nameOf(node);
    if (node.children.length > 0)
      return [
        `${indent}subgraph ${name}["${quoted(`${node.title}: ${node.label}`)}"]`,
        ...node.children.flatMap((child) => lines(child, `${indent}  `)),
        `${indent}end`,
      ];
    boxes.push({ name, family: node.family });
    const text = [node.title, node.label, node.output.slice(1).join('×')].map(quoted).join('<br/>');
    return [`${indent}${name}["${text}"]`];
  };
  const body = nodes.flatMap((node) => lines(node, '  '));
  const arrow = ({ from, to, lane }: DiagramEdge): string =>
    `  ${names.get(from)} ${lane === 'main' ? '-->' : '-.->'} ${names.get(to)}`;
  const families = [...new Set(boxes.map(({ family }) => family))];
  return [
    `flowchart ${direction === 'horizontal' ? 'LR' : 'TB'}`,
    ...body,
    ...edges.map(arrow),
    ...families.map((family) => `  classDef ${family} fill:#fff,stroke:${FAMILIES[family].light},stroke-width:2px`),
    ...families.map((family) => {
      const members = boxes.filter((box) => box.family === family).map(({ name }) => name);
      return `  class ${members.join(',')} ${family}`;
    }),
    '',
  ].join('\n');
}

/** Mermaid writes a quotation mark inside a quoted label as an entity. */
function quoted(text: string): string {
  return text.replaceAll('"', '#quot;');
}
