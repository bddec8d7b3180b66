import type { ActCfg, PaddingMode } from '../design/design';
import { near, ratio } from '../equivalence/algebra';
import { type Expression, listFact, numberFact } from '../equivalence/expression';
import type { GraphLayer } from './graphLayers';
import { shortest } from './graphTensors';

/** What a graph says of its network that no tensor shows; null where it says nothing, or nothing a design can. */
export interface GraphFacts {
  /** Stride along H and W of each stage's first block. */
  readonly strides: readonly number[];
  readonly activation: ActCfg | null;
  readonly padding: PaddingMode | null;
  /** Of the norms; null where all were folded. */
  readonly epsilon: number | null;
  /** How the head pools; null without one. */
  readonly pool: HeadPool | null;
}

/** Reads the facts off named layers. What does not follow one rule shows when the graph is compared with the network's own. */
export function factsOfLayers(layers: ReadonlyMap<string, GraphLayer>, epsilon: number | null): GraphFacts {
  const channelwise = layers.get('layer1.0.conv2')?.core.inputs[0];
  const activated = channelwise?.operator === 'pad' ? channelwise.inputs[0] : channelwise;
  const before = layers.get('layer1.0.conv1');
  return {
    strides: stridesOf(layers),
    activation: activated && before ? activationOf(activated, before.result) : null,
    padding: channelwise?.operator === 'pad' ? paddingOf(channelwise) : 'zeros',
    epsilon,
    pool: poolOf(layers.get('head.fc1') ?? layers.get('head.fc2')),
  };
}

function stridesOf(layers: ReadonlyMap<string, GraphLayer>): readonly number[] {
  const strides: number[] = [];
  for (let stage = 1; ; stage++) {
    const first = layers.get(`layer${stage}.0.conv2`);
    if (!first) return strides;
    strides.push(listFact(first.core, 'strides')[1] ?? 1);
  }
}

const PADDINGS: ReadonlyMap<string, PaddingMode> = new Map(
  Object.entries<PaddingMode>({ reflect: 'reflect', edge: 'replicate', wrap: 'circular' }),
);

const paddingOf = ({ facts }: Expression): PaddingMode => PADDINGS.get(String(facts.mode)) ?? 'zeros';

/** A head's pool; the window is null where it covers the whole map. */
interface HeadPool {
  readonly type: 'avg' | 'max';
  /** Along T, H and W. */
  readonly window: readonly number[] | null;
}

function poolOf(first: GraphLayer | undefined): HeadPool | null {
  for (let at = first?.core.inputs[0]; at; at = at.inputs[0]) {
    if (at.operator.startsWith('mean')) return { type: 'avg', window: windowOf(at) };
    if (at.operator.startsWith('maximum')) return { type: 'max', window: windowOf(at) };
    if (at === first?.before?.core) return null;
  }
  return null;
}

/** The window of a pool: a list where the operator says so, else the axes it covers. */
function windowOf(pool: Expression): readonly number[] | null {
  const sizes = pool.inputs[0]?.shape.slice(2) ?? [];
  const covered = pool.facts.axes === undefined ? null : listFact(pool, 'axes');
  const window = covered
    ? sizes.map((size, axis) => (covered.includes(axis + 2) ? size : 1))
    : pool.facts.kernel === undefined
      ? sizes
      : listFact(pool, 'kernel');
  return sizes.length !== 3 || window.every((size, axis) => size === sizes[axis]) ? null : window;
}

/** Words for functions of each element that take no number. */
const PLAIN: ReadonlyMap<string, ActCfg['type']> = new Map(
  Object.entries<ActCfg['type']>({
    swish: 'Swish',
    gelu: 'GELU',
    tanh: 'Tanh',
    sigmoid: 'Sigmoid',
  }),
);

/** The activation whose result `y` is of `x`; null where the reference has no such one. */
function activationOf(y: Expression, x: Expression): ActCfg | null {
  const [inside, other] = y.inputs;
  const type = PLAIN.get(y.operator);
  if (type && inside === x) return { type };
  if (y.operator === 'elu' && inside === x) return { type: 'ELU', alpha: shortest(numberFact(y, 'alpha')) };
  if (y.operator === 'leaky' && inside === x && y.facts.slope !== undefined)
    return { type: 'LeakyReLU', negative_slope: shortest(numberFact(y, 'slope')) };
  if (y.operator === 'bounded' && inside) {
    const [least, most] = [numberFact(y, 'least'), numberFact(y, 'most')];
    if (inside === x && least === 0 && most === Number.POSITIVE_INFINITY) return { type: 'ReLU' };
    if (inside === x && least === 0 && most === 6) return { type: 'ReLU6' };
    const line = ratio(inside, x);
    if (!line || !Number.isFinite(most) || !Number.isFinite(least)) return null;
    const divisor = shortest(1 / line.factor);
    return { type: 'HSigmoid', divisor, bias: shortest(line.term * divisor), min_value: least, max_value: most };
  }
  if (y.operator === 'product' && inside && other && near(numberFact(y, 'coefficient'), 1)) {
    const gate = [inside, other].find((each) => each.operator === 'bounded');
    const line = gate?.inputs[0] && ratio(gate.inputs[0], x);
    const isHalf = gate && numberFact(gate, 'least') === 0 && numberFact(gate, 'most') === 1;
    if (isHalf && line && near(line.factor, 1 / 6) && near(line.term, 0.5) && [inside, other].includes(x))
      return { type: 'HSwish' };
  }
  return null;
}
