import { type Costs, costsByPath, designCosts } from '../../analysis/costs';
import type { Architecture } from '../../architecture/architecture';
import { type Checked, check } from '../../architecture/problems';
import type { Design, Problem } from '../../design/design';
import { memoised } from '../../memo/memoised';
import { recent } from '../../memo/recent';

/** Networks that are kept: more than are ever drawn, compared or listed at once. One of X3D-L's size holds 0.3 MB. */
const MOST_NETWORKS = 24;

/**
 * What a design builds and what is wrong with it, worked out once while it is in use. The undo steps hold hundreds of
 * designs, whose networks are built anew when one comes back. What is computed of a network here and in insights.ts is
 * kept as long as the network.
 */
const checked: (design: Design) => Checked = recent(MOST_NETWORKS, check);

/** True where a design can be built. */
export function isLegal(design: Design): boolean {
  return checked(design).architecture !== null;
}

/**
 * What a legal design builds.
 * @throws Error for an illegal one: only `Document.legal` is drawn
 */
export function architectureOf(design: Design): Architecture {
  const { architecture, problems } = checked(design);
  if (!architecture) throw new Error(`An illegal design was to be drawn: ${problems[0]?.message ?? 'no reason given'}`);
  return architecture;
}

/** What is wrong with a design, in the order of the form: errors, and warnings that leave it legal. */
export function problemsOf(design: Design): readonly Problem[] {
  return checked(design).problems;
}

/** Costs of every part of a network by path, and of the whole under ''. */
export const costsOf: (architecture: Architecture) => ReadonlyMap<string, Costs> = memoised(costsByPath);

/** Costs of a whole network. */
export const totalsOf: (architecture: Architecture) => Costs = memoised(({ design, stages }) =>
  designCosts(design, stages),
);
