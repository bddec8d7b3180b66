import { build } from '../architecture/build';
import { check } from '../architecture/problems';
import type { Design } from '../design/design';
import { orRefusal } from './checkpointError';
import type { CheckpointFile } from './checkpointFile';
import { graphProofOf } from './differencesOf';
import type { GraphFacts } from './graphFacts';
import { statedClip } from './graphProof';
import type { NamedCheckpoint } from './namedCheckpoint';
import { type Decided, type Recognition, recognise } from './recognise';
import { statedBy } from './statedBy';
import { withStated } from './withStated';

/**
 * The design a file stands for, by all it has: what it states itself, what names and shapes decide, and, where it holds a
 * graph, what that says of strides, activation, padding, epsilon, pooling and the clip. A stated design that the graph
 * does not compute gives way to the one it does.
 * @throws CheckpointError with the first tensor that fits no X3D of this family
 */
export function recogniseFile(file: CheckpointFile, named: NamedCheckpoint): Recognition {
  const recognition = recogniseAll(file, named);
  const proof = file.graph && graphProofOf(file, named, build(recognition.design));
  if (!proof || !file.graph) return recognition;
  const folded = file.graph.folded
    ? ['Batch norms were folded into convolutions: they come back as norms that only scale and shift.']
    : [];
  const notes = [...folded, ...proof.notes];
  return notes.length > 0 ? { ...recognition, notes } : recognition;
}

function recogniseAll(file: CheckpointFile, named: NamedCheckpoint): Recognition {
  const recognition = recognise(named, file.metadata);
  const { graph } = file;
  if (!graph) return recognition.source === 'metadata' ? recognition : withStated(recognition, statedBy(file));
  if (recognition.source !== 'metadata') return withGraph(recognition, file, graph.facts ?? NOTHING);
  if (!graph.facts || isProved(file, named, recognition.design)) return recognition;
  const { facts } = graph;
  const { found: read } = orRefusal(() => withGraph(recognise(named), file, facts));
  return read && isProved(file, named, read.design) ? read : recognition;
}

/** What is known of a graph in which no network was found: its clip alone. */
const NOTHING: GraphFacts = { strides: [], activation: null, padding: null, epsilon: null, pool: null };

function isProved(file: CheckpointFile, named: NamedCheckpoint, design: Design): boolean {
  return graphProofOf(file, named, build(design))?.differences.length === 0;
}

/** A recognition with what the graph decides in place of what was only usual. */
function withGraph(recognition: Recognition, file: CheckpointFile, facts: GraphFacts): Recognition {
  const { design } = recognition;
  const { reference, head } = design;
  const stated = file.graph && statedClip(file.graph.graph);
  const clip = { ...design.clip };
  for (const axis of ['n', 't', 'h', 'w'] as const) clip[axis] = stated?.[axis] ?? clip[axis];
  const activation = reference.act_cfg.type === 'PReLU' || !facts.activation ? null : facts.activation;
  const keepsActivation = activation === null || activation.type === reference.act_cfg.type;
  const eps = reference.norm_cfg && facts.epsilon !== null && facts.epsilon !== 1e-5 ? facts.epsilon : null;
  const strides = facts.strides.length === reference.num_stages ? facts.strides : reference.spatial_strides;
  const whole: Design = {
    ...design,
    reference: {
      ...reference,
      spatial_strides: strides,
      act_cfg: keepsActivation ? reference.act_cfg : activation,
      ...(facts.padding === null || facts.padding === 'zeros'
        ? {}
        : { conv_cfg: { ...reference.conv_cfg, padding_mode: facts.padding } }),
      ...(reference.norm_cfg && eps !== null ? { norm_cfg: { ...reference.norm_cfg, eps } } : {}),
    },
    clip,
    overrides: withoutStrides(design.overrides),
    head: head && facts.pool ? { ...head, spatial_type: facts.pool.type, pool_window: facts.pool.window } : head,
  };
  // A graph that says what no design may have is compared with the network that the tensors give.
  const read = check(whole).architecture ? whole : design;
  const decided = decidedBy(read, facts, stated !== undefined && [stated.t, stated.h, stated.w].every(Boolean));
  const known = new Set(decided.map(({ field }) => field));
  return {
    source: 'graph',
    design: read,
    decided: [...recognition.decided.filter(({ field }) => !known.has(field)), ...decided],
    undecided: [
      ...recognition.undecided.filter(({ field }) => !known.has(field)),
      ...(known.has('clip')
        ? [{ field: 'clip.interval', value: String(clip.interval), reason: 'no graph says how far frames lie apart' }]
        : []),
    ],
  };
}

/** What is set by hand but the strides, which the graph says. */
function withoutStrides(overrides: Design['overrides']): Design['overrides'] {
  const entries = Object.entries(overrides).map(([stage, { stride: _, ...rest } = {}]) => [stage, rest] as const);
  return Object.fromEntries(entries.filter(([, rest]) => Object.keys(rest).length > 0));
}

function decidedBy({ reference, clip, head }: Design, facts: GraphFacts, clipStated: boolean): readonly Decided[] {
  return [
    ...(facts.strides.length > 0
      ? [{ field: 'reference.spatial_strides', value: reference.spatial_strides.join(', ') }]
      : []),
    ...(facts.activation ? [{ field: 'reference.act_cfg', value: reference.act_cfg.type }] : []),
    ...(facts.padding === null ? [] : [{ field: 'reference.conv_cfg', value: facts.padding }]),
    ...(facts.epsilon === null ? [] : [{ field: 'reference.norm_cfg.eps', value: String(facts.epsilon) }]),
    ...(clipStated ? [{ field: 'clip', value: `${clip.t} × ${clip.h} × ${clip.w}` }] : []),
    ...(head && facts.pool ? [{ field: 'head.spatial_type', value: head.spatial_type }] : []),
    ...(head?.pool_window ? [{ field: 'head.pool_window', value: head.pool_window.join(' × ') }] : []),
  ];
}
