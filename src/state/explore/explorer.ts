import type { Design } from '../../design/design';
import { type Aim, type Budget, holding, type Limit, WIDE_GRID } from '../../scaling/budget';
import { type Sweep, sideOf } from '../../scaling/sweep';
import { sentenceOf } from '../../text/sentence';
import type { Scaling } from '../../worker/client';
import { pageApp } from '../pageApp';
import type { BudgetForm, BudgetMeasure } from './explore';

/** What the explorer has worked out beside the page. */
export interface Explorer {
  /** Starts the scaling worker, so that the first answer does not wait for it. */
  start(): void;
  /** Asks the scaling worker. */
  readonly request: Scaling['request'];
  /** Searches for designs within the budget on the form; a search under way is given up. */
  search(): Promise<void>;
  cancelSearch(): void;
  /** Measures the matrix of the sweep on the form; one under way is given up. */
  sweep(): Promise<void>;
}

/** Sets an explorer up over a worker that is started when it is first needed. */
export function createExplorer(startScaling: () => Scaling): Explorer {
  let started: Scaling | null = null;
  let [searching, sweeping]: (AbortController | null)[] = [null, null];
  const scaling = () => {
    started ??= startScaling();
    return started;
  };

  return {
    start: () => void scaling(),
    request: (method, params, options) => scaling().request(method, params, options),
    async search() {
      searching?.abort();
      const own = new AbortController();
      searching = own;
      const { budget, device } = pageApp.explore.getState();
      const asked: Budget = {
        base: pageApp.document.getState().legal,
        grid: holding(WIDE_GRID, budget.held),
        limits: limitsOf(budget),
        aims: aimsOf(budget),
        device,
      };
      pageApp.explore.setState({ search: { kind: 'running', progress: null } });
      try {
        const progress = await scaling().request('budget', asked, {
          signal: own.signal,
          onProgress: (known) =>
            pageApp.explore.setState({ search: { kind: 'running', progress: { ...known, asked } } }),
        });
        pageApp.explore.setState({ search: { kind: 'done', progress: { ...progress, asked } } });
      } catch (error) {
        if (searching !== own) return;
        const { search } = pageApp.explore.getState();
        const progress = search.kind === 'running' ? search.progress : null;
        pageApp.explore.setState({
          search: own.signal.aborted ? { kind: 'cancelled', progress } : { kind: 'failed', message: said(error) },
        });
      }
    },
    cancelSearch: () => searching?.abort(),
    async sweep() {
      sweeping?.abort();
      const own = new AbortController();
      sweeping = own;
      const sweep = sweepOf(pageApp.document.getState().legal);
      const began = performance.now();
      pageApp.explore.setState(({ swept }) => ({
        swept: { kind: 'running', progress: swept.kind === 'done' ? swept.progress : null },
      }));
      try {
        const rows = await scaling().request('sweep', sweep, { signal: own.signal });
        const ms = performance.now() - began;
        pageApp.explore.setState({ swept: { kind: 'done', progress: { sweep, rows, ms } } });
      } catch (error) {
        if (own.signal.aborted) return;
        pageApp.explore.setState({ swept: { kind: 'failed', message: said(error) } });
      }
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
export function sweepOf(design: Design): Sweep {
  const { sweep, device } = pageApp.explore.getState();
  return { design, x: sideOf(design, sweep.x), y: sideOf(design, sweep.y), measure: sweep.measure, device };
}

function said(error: unknown): string {
  return sentenceOf(error);
}
