import { type Edge, MiniMap, type Node, ReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { costsByPath, designCosts } from '../../../src/analysis/costs';
import { build } from '../../../src/architecture/build';
import { presetNamed } from '../../../src/design/presets';
import { diagramOf, fullyOpen, opening } from '../../../src/diagram/diagram';
import { LINE_LENGTHS, layout } from '../../../src/diagram/layout';

/**
 * What the app's graph is measured against: the same X3D-L, placed by the same layout, drawn by React Flow as its
 * documentation begins, with its own nodes, edges and minimap, all of them new objects whenever the slider moves.
 */
function PlainGraph() {
  const { design } = presetNamed('L');
  const [gamma_b, setGamma] = useState(design.reference.gamma_b);
  const architecture = build({ ...design, reference: { ...design.reference, gamma_b } });
  const costs = costsByPath(architecture);
  const { parameters, macs } = designCosts(architecture.design);
  const all = location.search === '?layers';
  const diagram = diagramOf(architecture, all ? fullyOpen(architecture, true) : opening());
  const placed = layout(diagram, { direction: 'horizontal', lineLength: LINE_LENGTHS.horizontal.usual });
  const nodes = placed.nodes.map(({ node, x, y, width, height }): Node => {
    const share = (costs.get(node.id)?.macs ?? 0) / macs;
    const label = `${node.title} ${node.label} ${node.output.join('×')} ${(100 * share).toFixed(1)} %`;
    return {
      id: node.id,
      position: { x, y },
      width,
      height,
      data: { label },
      zIndex: node.children.length > 0 ? 0 : 1,
    };
  });
  const edges = placed.edges.map(({ edge: { id, from, to } }): Edge => ({ id, source: from, target: to }));
  return (
    <>
      <output aria-label="Totals">{`${parameters} parameters, ${macs} MACs`}</output>
      <input
        type="range"
        aria-label="Bottleneck, slider"
        style={{ width: 264 }}
        min={0.1}
        max={6}
        step={0.01}
        value={gamma_b}
        onChange={(event) => setGamma(Number(event.target.value))}
      />
      <div style={{ width: 824, height: 460 }}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          onlyRenderVisibleElements
          defaultViewport={{ x: 24, y: 60, zoom: 0.62 }}
          minZoom={0.04}
        >
          <MiniMap />
        </ReactFlow>
      </div>
    </>
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with id "root".');
createRoot(root).render(<PlainGraph />);
