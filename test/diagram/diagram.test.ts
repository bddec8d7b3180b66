import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLIP } from '../../src/architecture/architecture';
import { layersOf, type Part, partsByPath } from '../../src/architecture/walk';
import {
  around,
  type Diagram,
  type DiagramNode,
  diagramOf,
  fullyOpen,
  opening,
  runId,
} from '../../src/diagram/diagram';
import { preset, randomOpening } from './designs';

const boxesOf = (nodes: readonly DiagramNode[]): readonly DiagramNode[] =>
  nodes.flatMap((node) => (node.children.length > 0 ? boxesOf(node.children) : [node]));
const nodesOf = (nodes: readonly DiagramNode[]): readonly DiagramNode[] =>
  nodes.flatMap((node) => [node, ...nodesOf(node.children)]);
const lanesOf = ({ edges }: Diagram, lane: string) => edges.filter((edge) => edge.lane === lane).map(({ id }) => id);

describe('X3D-S', () => {
  const architecture = preset('S');

  test('closed, it is clip, stem, four stages, conv5 and head in a row', () => {
    const { nodes, edges } = diagramOf(architecture, opening());
    const names = ['clip', 'stem', 'layer1', 'layer2', 'layer3', 'layer4', 'conv5', 'head'];
    expect(nodes.map(({ id }) => id)).toEqual(names);
    expect(edges.map(({ id, lane }) => [id, lane])).toEqual(
      names.slice(1).map((name, index) => [`${names[index]}>${name}`, 'main']),
    );
  });

  test('an open stage shows block 0 and the run that follows, which says what repeats', () => {
    const { nodes } = diagramOf(architecture, opening(['layer3']));
    const [first, run] = nodes.find(({ id }) => id === 'layer3')?.children ?? [];
    expect(first).toMatchObject({ id: 'layer3.0', label: 'SE block', output: [1, 96, 13, 10, 10] });
    expect(run).toMatchObject({ id: runId('layer3.1'), title: '1–10', label: '(plain, SE) × 5' });
    expect(run?.covers).toHaveLength(10);
  });

  test('a run that is spread out shows its blocks, and its stage can fold it again', () => {
    const { nodes } = diagramOf(architecture, opening(['layer3'], { except: new Set(['layer3.1']) }));
    const stage = nodes.find(({ id }) => id === 'layer3');
    expect(stage?.children.map(({ id }) => id)).toEqual(Array.from({ length: 11 }, (_, block) => `layer3.${block}`));
    expect(stage?.spread).toEqual([{ first: 'layer3.1', title: '1–10', label: '(plain, SE) × 5' }]);
  });

  test('a run that is folded and open shows what repeats, once, and leads on from its end', () => {
    const { nodes, edges } = diagramOf(architecture, opening(['layer3'], { open: true }));
    const [, run] = nodes.find(({ id }) => id === 'layer3')?.children ?? [];
    expect(run).toMatchObject({ id: runId('layer3.1'), title: '1–10', label: '(plain, SE) × 5' });
    expect(run?.covers).toHaveLength(10);
    expect(run?.children.map(({ id, label }) => [id, label])).toEqual([
      ['layer3.1', 'plain block'],
      ['layer3.2', 'SE block'],
    ]);
    const around = edges.map(({ id }) => id).filter((id) => id.includes('layer3'));
    expect(around).toEqual(['layer2>layer3.0', 'layer3.0>layer3.1', 'layer3.1>layer3.2', 'layer3.2>layer4']);
  });

  test('an open block has a shortcut, with the downsample on it', () => {
    const diagram = diagramOf(architecture, opening(['layer1', 'layer1.0', 'layer1.1']));
    expect(lanesOf(diagram, 'shortcut')).toEqual([
      'stem>layer1.0.downsample',
      'layer1.0.downsample>layer1.0.sum',
      'layer1.0.relu>layer1.1.sum',
    ]);
  });

  test('an open SE module branches off and comes back as a gate', () => {
    const diagram = diagramOf(architecture, opening(['layer1', 'layer1.0', 'layer1.0.se_module']));
    const se = 'layer1.0.se_module';
    expect(lanesOf(diagram, 'gate')).toEqual([
      `layer1.0.conv2>${se}.avg_pool`,
      `${se}.avg_pool>${se}.fc1`,
      `${se}.fc1>${se}.relu`,
      `${se}.relu>${se}.fc2`,
      `${se}.fc2>${se}.sigmoid`,
      `${se}.sigmoid>${se}.scale`,
    ]);
    expect(lanesOf(diagram, 'main')).toContain(`layer1.0.conv2>${se}.scale`);
  });

  test('to see a layer, open the groups around it and the run it is folded into', () => {
    expect(around(architecture, 'layer3.4.conv2.conv')).toEqual({
      groups: ['layer3', 'layer3.4', 'layer3.4.conv2'],
      run: 'layer3.1',
      once: false,
    });
    expect(around(architecture, 'layer3.2.relu')).toMatchObject({ run: 'layer3.1', once: true });
    expect(around(architecture, 'conv1_t.bn')).toEqual({ groups: ['stem', 'conv1_t'], run: null, once: false });
  });

  test('with every layer shown, each is a box', () => {
    const boxes = boxesOf(diagramOf(architecture, fullyOpen(architecture, true)).nodes);
    expect(boxes.map(({ id }) => id)).toEqual([CLIP, ...architecture.layers.map(({ path }) => path)]);
  });
});

describe('whatever is open', () => {
  test('every layer lies in one box or repeats one that does, and edges join the boxes whose layers read each other', () => {
    fc.assert(
      fc.property(randomOpening, ([architecture, open]) => {
        const diagram = diagramOf(architecture, open);
        const parts = partsByPath(architecture);
        const layersIn = (path: string) => layersOf(parts.get(path) as Part).map((layer) => layer.path);
        const owners = new Map([[CLIP, [CLIP]]]);
        const own = (path: string, id: string) => owners.set(path, [...(owners.get(path) ?? []), id]);
        for (const { id, covers } of boxesOf(diagram.nodes)) for (const path of covers.flatMap(layersIn)) own(path, id);
        const alone = [...owners.values()].every((ids) => ids.length === 1);
        expect(alone).toBe(true);
        const repeated = new Set<string>();
        for (const { covers, children } of nodesOf(diagram.nodes).filter(({ part }) => part === 'run'))
          covers.slice(children.length || covers.length).forEach((block, index) => {
            const shown = covers[index % children.length] ?? '';
            for (const path of layersIn(block)) {
              repeated.add(path);
              for (const id of owners.get(shown + path.slice(block.length)) ?? []) own(path, id);
            }
          });
        expect([...owners.keys()].sort()).toEqual([CLIP, ...architecture.layers.map(({ path }) => path)].sort());
        const expected = new Set<string>();
        for (const layer of architecture.layers)
          for (const input of repeated.has(layer.path) ? [] : layer.inputs) {
            const [[from], [to]] = [owners.get(input) ?? [], owners.get(layer.path) ?? []];
            if (from !== to) expected.add(`${from}>${to}`);
          }
        expect(new Set(diagram.edges.map(({ id }) => id))).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  test('the main lane is one path from the clip to the end, and every edge runs forward', () => {
    fc.assert(
      fc.property(randomOpening, ([architecture, open]) => {
        const diagram = diagramOf(architecture, open);
        const main = boxesOf(diagram.nodes).filter(({ lane }) => lane === 'main');
        const steps = main.slice(1).map((box, index) => `${main[index]?.id}>${box.id}`);
        expect(
          diagram.edges
            .filter(({ lane }) => lane === 'main')
            .map(({ id }) => id)
            .sort(),
        ).toEqual(steps.sort());
      }),
      { numRuns: 50 },
    );
  });
});
