import type { Design } from '../../design/design';
import { lazily } from '../../memo/lazily';
import { memoised } from '../../memo/memoised';
import type { Aim, Budget, BudgetProgress, Limit } from '../../scaling/budget';
import { holding, WIDE_GRID } from '../../scaling/grid';
import { type Sweep, sideOf } from '../../scaling/sweep';
import { type Scaling, startScaling } from '../../worker/client';
import type { App } from '../app';
import { createTask } from '../task';
import type { BudgetForm, BudgetMeasure, Explore } from './explore';

/** What an explorer needs: the design it starts from, the store it reports to, and its worker. */
interface ExplorerPlace extends Pick<App, 'document' | 'explore'> {
  scaling(): Scaling;
}

/** An app's explorer, made when it is first asked for. */
export const explorerOf = memoised((app: App) => createExplorer({ ...app, scaling: lazily(startScaling) }));

/** What the explorer works out beside the page; its worker is started when it is first needed. */
export function createExplorer({ document, explore, scaling }: ExplorerPlace) {
  const searches = createTask((searching) => explore.setState({ searching }));
  /** Asks the scaling worker. */
  const request: Scaling['request'] = (method, params, options) => scaling().request(method, params, options);
  const sweeps = createTask((sweeping) => explore.setState({ sweeping }));

  return {
    /** Starts the scaling worker, so that the first answer does not wait for it. */
    start: (): void => void scaling(),
    request,
    /** Searches for designs within the budget on the form; a search under way is given up. */
    async search(): Promise<void> {
      const { budget, device } = explore.getState();
      const asked: Budget = {
        base: document.getState().legal,
        grid: holding(WIDE_GRID, budget.held),
        limits: limitsOf(budget),
        aims: aimsOf(budget),
        device,
      };
      const outcome = await searches.start({}, async (signal, tell) => {
        tell({});
        explore.setState({ found: null });
        const show = (known: BudgetProgress) => {
          if (!signal.aborted) explore.setState({ found: { ...known, asked } });
        };
        show(await request('budget', asked, { signal, onProgress: show }));
      });
      if (outcome?.kind === 'failed') explore.setState({ found: null });
    },
    cancelSearch: searches.cancel,
    /** Measures the matrix of the sweep on the form; one under way is given up. */
    async sweep(): Promise<void> {
      const sweep = sweepOf(document.getState().legal, explore.getState());
      const began = performance.now();
      const outcome = await sweeps.start({}, async (signal, tell) => {
        tell({});
        const rows = await request('sweep', sweep, { signal });
        const ms = performance.now() - began;
        if (!signal.aborted) explore.setState({ swept: { sweep, rows, ms } });
      });
      if (outcome?.kind === 'failed') explore.setState({ swept: null });
    },
  };
}

/** True for what is bounded from below: a receptive field is wanted large, everything else is a cost. */
export function isWanted(measure: BudgetMeasure): boolean {
  return measure === 'fieldFrames' || measure === 'fieldPixels';
}

/** The limits that are set, as the search takes them. */
export function limitsOf({ limits }: BudgetForm): readonly Limit[] {
  return (Object.keys(limits) as BudgetMeasure[]).flatMap((measure) => {
    const value = limits[measure];
    return value === null ? [] : { measure, bound: isWanted(measure) ? 'at least' : 'at most', value };
  });
}

/** The aims that are set, as the search takes them. */
export function aimsOf({ aims }: BudgetForm): readonly Aim[] {
  return (Object.keys(aims) as BudgetMeasure[]).flatMap((measure) => {
    const better = aims[measure];
    return better ? { measure, better } : [];
  });
}

/** The sweep on the form, over a design. */
function sweepOf(design: Design, { sweep, device }: Pick<Explore, 'sweep' | 'device'>): Sweep {
  return { design, x: sideOf(design, sweep.x), y: sideOf(design, sweep.y), measure: sweep.measure, device };
}
